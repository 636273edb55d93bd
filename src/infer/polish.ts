import { Matrix, solve } from 'ml-matrix';
import type { Mesh } from '../model/tissue/mesh.ts';
import type { TissueParameters } from '../model/tissue/parameters.ts';
import { type Fitted, withValues } from './parameters.ts';
import { forceAt, responseOf } from './response.ts';
import { comeToRest } from './rest.ts';

/** Steps at most, and the relative change of parameters that ends them. */
const MOST_STEPS = 30;
const SMALL = 1e-10;
/** Damping of Levenberg and Marquardt: the first, the factors by which it changes, and where there is no use in going on. */
const DAMPING = { first: 1e-3, less: 0.1, more: 10, most: 1e8 };

/** Stands beside the response of a parameter that does not show, which then stays as it is. */
const UNSEEN = 1e-30;

/** A point of a fit: parameters, the state at rest, and the loss. */
export interface Point {
  readonly values: readonly number[];
  readonly mesh: Mesh;
  /** |y - observed|², of force matching |F(observed)|². */
  readonly loss: number;
  readonly residual: number;
  readonly found: boolean;
}

/** The state at rest of some parameters, and its loss. @param from where vertices begin, (V, 2) */
export function pointAt(
  observed: Mesh,
  from: Float64Array,
  known: TissueParameters,
  fitted: readonly Fitted[],
  values: readonly number[],
  nudge: number,
  first?: number,
): Point {
  const parameters = withValues(known, fitted, values);
  if (nudge === Number.POSITIVE_INFINITY) {
    const loss = forceAt(observed, parameters).reduce((sum, f) => sum + f * f, 0);
    return { values, mesh: observed, loss, residual: 0, found: Number.isFinite(loss) };
  }
  const { mesh, residual, found } = comeToRest(observed, from, parameters, nudge, first);
  const loss = mesh.positions.reduce((sum, y, i) => sum + (y - observed.positions[i]) ** 2, 0);
  return { values, mesh, loss, residual, found };
}

/** What is fitted to zero: displacements from what was observed, or forces there. */
export function missOf({ mesh, values }: Point, observed: Mesh, known: TissueParameters, fitted: readonly Fitted[], nudge: number): Float64Array {
  if (nudge === Number.POSITIVE_INFINITY) return forceAt(observed, withValues(known, fitted, values));
  return mesh.positions.map((y, i) => y - observed.positions[i]);
}

/**
 * Brings a fit to its last digits in float64: least squares of Levenberg and Marquardt, with the exact response (k - J)^-1 dF/dtheta. The inner
 * state is followed from step to step, so that it stays the one in which the fit began.
 * @param start a state that was found
 * @returns the last point; its `found` is false where no state was found from the beginning
 */
export function polish(observed: Mesh, start: Point, known: TissueParameters, fitted: readonly Fitted[], nudge: number): Point {
  let now = start;
  let damping = DAMPING.first;
  for (let step = 0; step < MOST_STEPS && now.found && damping < DAMPING.most; step++) {
    const parameters = withValues(known, fitted, now.values);
    const response = responseOf(now.mesh, parameters, fitted, nudge);
    if (!response) break;
    const miss = missOf(now, observed, known, fitted, nudge);
    const inner = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + x * b[i], 0);
    const square = response.map((a, i) => response.map((b, j) => inner(a, b) * (i === j ? 1 + damping : 1) + (i === j ? UNSEEN : 0)));
    const slope = response.map((a) => -inner(a, miss));
    const change = solve(new Matrix(square), Matrix.columnVector(slope)).to1DArray();
    if (!change.every(Number.isFinite)) break;
    const values = now.values.map((value, i) => value + change[i]);
    const from =
      nudge === Number.POSITIVE_INFINITY ? observed.positions : now.mesh.positions.map((y, i) => y + response.reduce((sum, a, j) => sum + a[i] * change[j], 0));
    const next = pointAt(observed, from, known, fitted, values, nudge);
    const small = change.every((d, i) => Math.abs(d) < SMALL * (1 + Math.abs(values[i])));
    if (next.found && next.loss <= now.loss) {
      now = next;
      damping *= DAMPING.less;
    } else damping *= DAMPING.more;
    if (small) break;
  }
  return now;
}
