/** Settings of configurations that are sampled for an entry of a study's config, beside its trainings. */
import * as z from 'zod';
import { whole } from '../../core/settings.ts';
import { CHAINS_PER_GROUP } from '../../sample/groups.ts';

/** A message of its own for a value that is none of several kinds. */
export const either = (what: string) => ({ error: what });

export const temperature = z.union([z.number().positive(), z.literal('inf').transform(() => Number.POSITIVE_INFINITY)], either('a positive number, or "inf"'));

/** @param measurements usual number of configurations @param each what they are counted for */
export const chainSettings = (measurements: number, each: string) => ({
  chains: whole(64, 65536).multipleOf(CHAINS_PER_GROUP).default(128).describe('independent chains, over which errors are taken'),
  measurements: whole(2, 1_000_000).default(measurements).describe(`configurations per ${each}`),
  spacing: whole(1, 2 ** 32)
    .optional()
    .describe('sweeps between them; by default half of the expected autocorrelation time'),
  burn: whole(0, 2 ** 40)
    .optional()
    .describe('sweeps before the first; by default the expected relaxation'),
});
