import { LuDecomposition, Matrix } from 'ml-matrix';
import { jacobian } from '../model/tissue/jacobian.ts';
import type { Mesh } from '../model/tissue/mesh.ts';
import { largest } from '../model/tissue/minimise.ts';
import type { TissueParameters } from '../model/tissue/parameters.ts';
import { forceAt, withPositions } from './response.ts';

/** A force that counts as none, in float64. */
const NOTHING = 1e-12;
/** The largest force that is left where a state was found. */
const AT_REST = 1e-9;
/** Steps at most, and the longest way of a vertex in one of them. */
const MOST_STEPS = 120;
const LONGEST = 0.05;
/** Times of a step: the first that is tried, the shortest and the longest, and how they grow. */
const TIMES = { first: 1, least: 1e-4, most: 1e9, grow: 4, shrink: 1 / 8 };

/** Where a tissue comes to rest, or does not. */
interface Rest {
  readonly mesh: Mesh;
  /** The largest component of F + k (observed - y). */
  readonly residual: number;
  readonly found: boolean;
}

/**
 * The state F(y) + k (observed - y) = 0 that a tissue flows to, by implicit steps of time (1/h + k - J) dy = F + k (observed - y), in float64.
 * Steps grow while the force falls; so the flow is followed where it is far from rest, and near it this is Newton's method. Costs the cube of
 * the number of vertices.
 * @param from where it begins, (V, 2)
 * @param first time of the first step: short where the flow from a noisy state is to be followed
 */
export function comeToRest(observed: Mesh, from: Float64Array, parameters: TissueParameters, nudge: number, first = TIMES.first): Rest {
  const pullAt = (y: Float64Array) => {
    const force = forceAt(withPositions(observed, y), parameters);
    for (let i = 0; i < y.length; i++) force[i] += nudge * (observed.positions[i] - y[i]);
    return force;
  };
  let y = Float64Array.from(from);
  let pull = pullAt(y);
  let residual = largest(pull);
  let time = first;
  for (let step = 0; step < MOST_STEPS && residual > NOTHING && time > TIMES.least; step++) {
    const matrix = jacobian(withPositions(observed, y), parameters).mul(-1);
    for (let i = 0; i < y.length; i++) matrix.set(i, i, matrix.get(i, i) + nudge + 1 / time);
    const solver = new LuDecomposition(matrix);
    if (solver.isSingular()) {
      time *= TIMES.shrink;
      continue;
    }
    const way = solver.solve(Matrix.columnVector(pull)).to1DArray();
    const far = largest(Float64Array.from(way));
    const part = Math.min(1, LONGEST / far);
    const next = y.map((x, i) => x + part * way[i]);
    const after = pullAt(next);
    const left = largest(after);
    // A force may rise a little on the way down; where it rises much, the step was too long.
    if (!(left < 2 * residual)) {
      time *= TIMES.shrink;
      continue;
    }
    // Near the last digits, forces no longer fall.
    const stalled = residual < AT_REST && left > residual / 2;
    if (part === 1) time = Math.min(TIMES.most, time * TIMES.grow * Math.max(1, residual / left));
    [y, pull, residual] = [next, after, left];
    if (stalled) break;
  }
  return { mesh: withPositions(observed, y), residual, found: residual < AT_REST };
}
