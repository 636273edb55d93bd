/** A part of the samples of a file, by their numbers. */
import type { ArrayData, ArrayOfNumbers } from '../../core/array.ts';
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';

const RANGE = /^(\d*):(\d*)(?::(\d+))?$/;

/**
 * The samples `FROM:TO:STEP` of an array, counted from 0 and without TO, as Python's slices: each number may be missing.
 *
 * @param array (N, ...)
 * @param name of the file in messages
 * @returns (n, ...), a copy
 * @throws BlockspinError for text of another form, and for a range without samples
 */
export function selectedSamples(array: ArrayOfNumbers, range: string, name: string): ArrayOfNumbers {
  const [samples, ...one] = array.shape;
  const found = RANGE.exec(range.trim());
  const [from, to, step] = [Number(found?.[1] || 0), Math.min(samples, Number(found?.[2] || samples)), Number(found?.[3] || 1)];
  if (!found || step < 1 || from >= to) {
    throw new BlockspinError({
      setting: 'select',
      expected: `samples of ${name} as FROM:TO or FROM:TO:STEP, numbers from 0 to ${samples}`,
      got: range || 'nothing',
      remedy: phrase`for example ${setting('select', '1000:')} leaves out the first thousand, ${setting('select', '::10')} takes every tenth; for samples at one temperature of a mixed file give the range they lie in`,
    });
  }
  const length = one.reduce((product, extent) => product * extent, 1);
  const count = Math.ceil((to - from) / step);
  const data = new (array.data.constructor as new (length: number) => ArrayData)(count * length);
  for (let n = 0; n < count; n++) {
    const start = (from + n * step) * length;
    // Both are of one type, which the compiler cannot know.
    data.set(array.data.subarray(start, start + length) as never, n * length);
  }
  return { ...array, shape: [count, ...one], data };
}
