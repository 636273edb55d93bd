/** Tissues of the tests, and values computed by another program. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Mesh, meshOf } from '../../src/model/tissue/mesh.ts';
import { PLAIN, type TissueParameters } from '../../src/model/tissue/parameters.ts';
import { root } from './root.ts';

type Pairs = readonly (readonly [number, number])[];

interface Forces {
  parameters: { KA: number; A0: number | number[]; KP: number; P0: number; chi?: number; tau?: number[]; gam?: number[] };
  area: number[];
  perimeter: number[];
  energy: number;
  force_area: Pairs;
  force_perimeter: Pairs;
  force_chiral: Pairs;
}

interface Golden {
  box: [number, number];
  cells: number[][];
  regular_positions: Pairs;
  perturbed_positions: Pairs;
  perturbed_gradient: Forces;
  perturbed_odd_tension: Forces;
  perturbed_torque: Forces;
  perturbed_growth: Forces;
  regular_torque_uniform: Forces;
  regular_drive_uniform: Forces;
  euler_energy_every_50: number[];
  euler_final: Pairs;
  honeycomb_4x4_hessian: { rows: [number, number, number, number, number][] };
  t1: { edge: [number, number]; length: number; new_length: number; cells: number[][]; positions: Pairs; area: number[]; area_sum: number; sides: number[] };
  asymmetry_gradient: number;
  asymmetry_odd_tension: number;
  asymmetry_drive: number;
  vjp_gradient: Pairs;
  vjp_odd_tension: Pairs;
  vjp_drive: Pairs;
}

export const golden = JSON.parse(readFileSync(join(root, 'tests/golden/tissue.json'), 'utf8')) as Golden;

/** The periodic patch of 3 x 4 cells of the golden values. */
export function patch(positions: Pairs = golden.perturbed_positions): Mesh {
  return meshOf(golden.box, Float64Array.from(positions.flat()), golden.cells);
}

/** Parameters as the golden values name them. */
export function parametersOf({ KA, A0, KP, P0, chi = 0, tau = [], gam = [] }: Forces['parameters']): TissueParameters {
  const lists = { ...(tau.length > 0 ? { torque: tau } : {}), ...(gam.length > 0 ? { drive: gam } : {}) };
  return { ...PLAIN, areaStiffness: KA, area: A0, perimeterStiffness: KP, shape: P0, chirality: chi, ...lists };
}

/** The largest difference of two lists of numbers; NaN if any is. */
export function apart(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.NaN;
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.abs(a[i] - b[i]) <= most ? most : Math.abs(a[i] - b[i]);
  return most;
}

/** The mesh in a mirror, x → -x: rings run backwards. */
export function mirrored({ box, positions, rows, vertices }: Mesh): Mesh {
  const rings = Array.from({ length: rows.length - 1 }, (_, c) => [...vertices.subarray(rows[c], rows[c + 1])].reverse());
  return meshOf(
    box,
    positions.map((x, i) => (i % 2 === 0 ? -x : x)),
    rings,
  );
}
