/** Levels of an iterated coarse-graining in a config: their axis, and how the lattice of the next level is made. */
import * as z from 'zod';
import { whole } from '../../core/settings.ts';

/** Chains that sample the configurations of a level. */
export const CHAINS = 128;

/** Every level has lattices shorter by the side of the block. */
const MOST_LEVELS = 8;

/** How the lattice of the next level is made. */
export const coarseningSchema = z.strictObject({
  buffer: whole(0, 16384).optional().describe('buffer of the grid whose filter makes the lattice of the next level; by default the smallest'),
  samples: whole(CHAINS, 2 ** 20)
    .default(4096)
    .describe(`configurations of each level, as a multiple of ${CHAINS}: other numbers are rounded up`),
});
/** The same with all defaults. */
export type Coarsening = Required<z.output<typeof coarseningSchema>>;

/** The number of levels, or all of them from 1 on. */
export const levelsAxis = z
  .union([whole(1, MOST_LEVELS), z.array(whole(1, MOST_LEVELS)).min(1)], { error: `a number of levels up to ${MOST_LEVELS}, or a list 1, 2, ...` })
  .transform((given) => (typeof given === 'number' ? Array.from({ length: given }, (_, i) => i + 1) : [...new Set(given)].sort((a, b) => a - b)))
  .refine((levels) => levels.every((level, i) => level === i + 1), 'all levels from 1 on, since each is made of the one below');
