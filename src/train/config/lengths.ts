/** Schemas of lengths that may differ from axis to axis: 2, [2, 2, 1] or '2x2x1', the slowest axis first. */
import * as z from 'zod';
import type { PerAxis } from '../../space/window.ts';

const NUMBER = z.number();
const LIST = z.array(z.number()).min(1);
const WORD = z.string().regex(/^\d+(x\d+)*$/);

/** A list of one is that one. */
function lengthOf(given: PerAxis | string): number | number[] {
  const all = typeof given === 'string' ? given.split('x').map(Number) : [given].flat();
  return all.length === 1 ? (all[0] as number) : (all as number[]);
}

const expected = (more = '') => ({ error: `a number, or one for each axis such as [2, 2, 1] or '2x2x1'${more}` });

/** A length. */
export const perAxis = z.union([NUMBER, LIST, WORD], expected()).transform(lengthOf);

/** A length, or a word instead. */
export const perAxisOr = <W extends string>(word: W) =>
  z.union([NUMBER, LIST, z.literal(word), WORD], expected(`, or '${word}'`)).transform((given) => (given === word ? word : lengthOf(given as PerAxis)));

/** Several lengths. A list of numbers is several of them, each for all axes; a list of its own is one length. */
export const severalPerAxis = z
  .union([NUMBER, WORD, z.array(z.union([NUMBER, LIST, WORD])).min(1)], {
    error: "a number or a list of them; widths that differ from axis to axis are written '1x1x0'",
  })
  .transform((given): (number | number[])[] => (Array.isArray(given) ? given.map(lengthOf) : [lengthOf(given)]));

/** A site, one coordinate for each axis. */
export const place = z
  .union([NUMBER, LIST, z.literal('anywhere'), WORD], { error: "the coordinates of a site such as [1, 2], or 'anywhere'" })
  .transform((given): number[] | undefined => (given === 'anywhere' ? undefined : [lengthOf(given as PerAxis)].flat()));
