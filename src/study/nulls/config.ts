/** Null tests of a study, as its config names them. */
import * as z from 'zod';

/** Pairs that do not belong together, and a block that knows nothing. */
const NULL_KINDS = ['shuffled', 'spokes'] as const;
/** A null test: the environment of another chain, or the edges of the centre alone. */
export type NullKind = (typeof NULL_KINDS)[number];

export const nullsSchema = z
  .array(z.enum(NULL_KINDS))
  .refine((kinds) => new Set(kinds).size === kinds.length, 'each null test once')
  .describe(
    "null tests: 'shuffled' pairs blocks with environments of other chains; 'spokes' has the edges of the centre against those beyond distance 3, which know nothing of each other around an eight-fold node; may change at any time",
  );
