import { LuDecomposition, Matrix } from 'ml-matrix';
import { forcesOf } from '../model/tissue/forces.ts';
import { measure } from '../model/tissue/geometry.ts';
import { jacobian } from '../model/tissue/jacobian.ts';
import { cornersOf, type Mesh } from '../model/tissue/mesh.ts';
import type { TissueParameters } from '../model/tissue/parameters.ts';
import { FITTED, type Fitted } from './parameters.ts';

/** Forces on all vertices, (V, 2), in float64. */
export function forceAt(mesh: Mesh, parameters: TissueParameters): Float64Array {
  const corners = cornersOf(mesh);
  return forcesOf(mesh, corners, measure(mesh, corners, parameters.smoothing), parameters);
}

/**
 * What resists a pull at a state: k - J, and translations are made as stiff as 1 where nothing else resists them. Forces add up to zero, so that
 * this changes no answer to them. Where vertices are held, nothing pulls at them, and they are as stiff as 1 in place of all translations.
 */
export function stiffness(mesh: Mesh, parameters: TissueParameters, nudge: number): LuDecomposition {
  const out = jacobian(mesh, parameters).mul(-1);
  const size = out.rows;
  const pin = nudge > 0 || mesh.held ? 0 : 2 / size;
  for (let i = 0; i < size; i++) {
    out.set(i, i, out.get(i, i) + nudge + (mesh.held?.[i >> 1] ?? 0));
    if (pin > 0) for (let j = i % 2; j < size; j += 2) out.set(i, j, out.get(i, j) + pin);
  }
  return new LuDecomposition(out);
}

/** dF/dtheta of parameters that all cells share, a column of 2 V numbers each. Forces are linear in each parameter by itself. */
export function slopesOf(mesh: Mesh, parameters: TissueParameters, fitted: readonly Fitted[]): Float64Array[] {
  const force = forceAt(mesh, parameters);
  return fitted.map((symbol) => {
    const value = parameters[FITTED[symbol]];
    const raised = typeof value === 'number' ? value + 1 : Array.from(value, (x) => x + 1);
    const further = forceAt(mesh, { ...parameters, [FITTED[symbol]]: raised });
    return further.map((f, i) => f - force[i]);
  });
}

/**
 * How a state at rest moves with parameters, dy/dtheta = (k - J)^-1 dF/dtheta, a column each; of force matching dF/dtheta.
 * @returns undefined where nothing resists some motion
 */
export function responseOf(mesh: Mesh, parameters: TissueParameters, fitted: readonly Fitted[], nudge: number): Float64Array[] | undefined {
  const slopes = slopesOf(mesh, parameters, fitted);
  if (nudge === Number.POSITIVE_INFINITY) return slopes;
  const columns = new Matrix(mesh.positions.length, fitted.length);
  slopes.forEach((slope, j) => {
    columns.setColumn(j, slope);
  });
  const solver = stiffness(mesh, parameters, nudge);
  if (solver.isSingular()) return undefined;
  const solved = solver.solve(columns);
  return fitted.map((_, j) => Float64Array.from(solved.getColumn(j)));
}

/** A mesh with its vertices elsewhere. */
export const withPositions = (mesh: Mesh, positions: Float64Array): Mesh => ({ ...mesh, positions });
