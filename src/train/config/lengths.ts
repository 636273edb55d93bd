/** Schemas of lengths that may differ from axis to axis: 2, [2, 2, 1] or '2x2x1', the slowest axis first. */
import * as z from 'zod';
import type { PerAxis } from '../../space/window.ts';

const NUMBER = z.number();
const LIST = z.array(z.number()).min(1);
/** A message of its own: zod reports that of the pattern where a word does not match. */
const word = (error: string) => z.string().regex(/^\d+(x\d+)*$/, { error });

/** A list of one is that one. */
function lengthOf(given: PerAxis | string): number | number[] {
  const all = typeof given === 'string' ? given.split('x').map(Number) : [given].flat();
  return all.length === 1 ? (all[0] as number) : (all as number[]);
}

const A_LENGTH = "a number, or one for each axis such as [2, 2, 1] or '2x2x1'";
const LENGTHS = "a number or a list of them; widths that differ from axis to axis are written '1x1x0'";
const A_SITE = "the coordinates of a site such as [1, 2], or 'anywhere'";

/** A length. */
export const perAxis = z.union([NUMBER, LIST, word(A_LENGTH)], { error: A_LENGTH }).transform(lengthOf);

/** A length, or a word instead. */
export function perAxisOr<W extends string>(instead: W) {
  const error = `${A_LENGTH}, or '${instead}'`;
  return z
    .union([NUMBER, LIST, z.literal(instead), word(error)], { error })
    .transform((given) => (given === instead ? instead : lengthOf(given as PerAxis | string)));
}

/** Several lengths. A list of numbers is several of them, each for all axes; a list of its own is one length. */
export const severalPerAxis = z
  .union([NUMBER, word(LENGTHS), z.array(z.union([NUMBER, LIST, word(LENGTHS)])).min(1)], { error: LENGTHS })
  .transform((given): (number | number[])[] => (Array.isArray(given) ? given.map(lengthOf) : [lengthOf(given)]));

/** A site, one coordinate for each axis. */
export const place = z
  .union([NUMBER, LIST, z.literal('anywhere'), word(A_SITE)], { error: A_SITE })
  .transform((given): number[] | undefined => (given === 'anywhere' ? undefined : [lengthOf(given as PerAxis | string)].flat()));
