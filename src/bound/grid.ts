import { BlockspinError } from '../core/errors.ts';
import { MOST_EMBEDDING } from '../core/limits.ts';
import type { Extents } from '../core/shape.ts';
import type { Threads } from '../gpu/plan.ts';

/** Numbers of threads of the loops in shaders/lib that all bounds share, and their limits. */

/**
 * Threads that share the columns of a row (shaders/lib/parts). On software adapters, which have few cores, a load costs more than a product,
 * and a barrier more than both.
 */
export const SPLIT = { hardware: 4, software: 1 } as const;

/** Rows of a separable critic: four to a thread, or two to the threads of one workgroup that share them. */
export const rowThreads = ({ K, R, SPLIT: split = SPLIT.software }: Extents): Threads => [
  split === 1 ? Math.ceil(K / 4) : 64 * Math.ceil((Math.ceil(K / 2) * split) / 64),
  R,
];

/** Whole workgroups of rows, then columns as `rowThreads`. */
export const gradientThreads = (n: Extents): Threads => [Math.ceil(n.K / 64) * 64 + rowThreads(n)[0], n.R];

/** Rows of a matrix of scores. */
export const scoreRowThreads = (n: Extents): Threads => [n.K, n.R];

/** Elements of a matrix of scores: column, replica, row. */
export const scoreGradientThreads = (n: Extents): Threads => [n.K, n.R, n.K];

/** One workgroup of 64 per replica. */
export const replicaThreads = (n: Extents): Threads => [64 * n.R];

/**
 * Checks the extents of a bound on pairs.
 * @param fewest pairs that a batch must have
 * @throws BlockspinError for smaller batches, and for embeddings that do not fit into a thread's registers
 */
export function checkPairs(who: string, fewest = 2): (n: Extents) => void {
  return ({ K, D }) => {
    if (K < fewest) throw new BlockspinError({ who, expected: `at least ${fewest} pairs in a batch`, got: K, remedy: 'use a larger batch' });
    if (D !== undefined && !(D % 4 === 0 && D <= MOST_EMBEDDING)) {
      const expected = `an embedding dimension D that is a multiple of 4, at most ${MOST_EMBEDDING}`;
      throw new BlockspinError({ who, expected, got: D, remedy: 'choose one of these' });
    }
  };
}
