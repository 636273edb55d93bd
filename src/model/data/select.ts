/** A part of the samples of a file, by their numbers or their temperature. */
import type { ArrayData, ArrayOfNumbers } from '../../core/array.ts';
import { BlockspinError } from '../../core/errors.ts';
import { type Phrase, phrase, setting } from '../../core/phrase.ts';
import { elements } from '../../core/shape.ts';

const AT_TEMPERATURE = /^T\s*=\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)$/;
const RANGE = /^(\d*):(\d*)(?::(\d+))?$/;

/** Some samples. */
interface Selected {
  array: ArrayOfNumbers;
  temperatures: readonly number[] | undefined;
}

/**
 * The samples `FROM:TO:STEP` of an array, counted from 0 and without TO, as Python's slices: each number may be missing. Or those at
 * one temperature, `T=2.27`: all that are 2.27 when they are rounded to its digits.
 *
 * @param array (N, ...)
 * @param name of the file in messages
 * @param temperatures of the samples, one of each or one of all
 * @returns (n, ...), a copy, with its temperatures
 * @throws BlockspinError for text of another form, and for a range without samples
 */
export function selectedSamples(array: ArrayOfNumbers, range: string, name: string, temperatures?: readonly number[]): Selected {
  const [samples] = array.shape;
  const at = AT_TEMPERATURE.exec(range.trim());
  if (at) return taken(array, samplesAt(Number(at[1]), decimalsOf(at[1]), temperatures, samples, name), temperatures);
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
  return taken(
    array,
    Array.from({ length: Math.ceil((to - from) / step) }, (_, n) => from + n * step),
    temperatures,
  );
}

/** Copies samples by their numbers. */
function taken(array: ArrayOfNumbers, numbers: readonly number[], temperatures: readonly number[] | undefined): Selected {
  const [samples, ...one] = array.shape;
  const length = elements(one);
  const data = new (array.data.constructor as new (length: number) => ArrayData)(numbers.length * length);
  for (const [n, number] of numbers.entries()) {
    // Both are of one type, which the compiler cannot know.
    data.set(array.data.subarray(number * length, (number + 1) * length) as never, n * length);
  }
  const own = temperatures?.length === samples ? numbers.map((n) => temperatures[n]) : temperatures;
  return { array: { ...array, shape: [numbers.length, ...one], data }, temperatures: own };
}

/** Digits behind the point, as they were typed. */
function decimalsOf(text: string): number {
  return /\.(\d*)/.exec(text)?.[1].length ?? 0;
}

/** Samples whose temperature is this one in the digits given. */
function samplesAt(value: number, decimals: number, temperatures: readonly number[] | undefined, samples: number, name: string): number[] {
  const wrong = (expected: string, got: string, remedy: Phrase) => new BlockspinError({ setting: 'select', expected, got, remedy });
  if (temperatures?.length !== samples) {
    throw wrong(
      `a temperature for each sample of ${name}`,
      temperatures ? `${temperatures.length} for ${samples} samples` : 'none',
      phrase`give a range instead, ${setting('select', '1000:2000')}; an .npz file may hold the array temperature, a .csv file a column T`,
    );
  }
  const near = temperatures.flatMap((one, n) => (Math.abs(one - value) <= 0.5 * 10 ** -decimals + 1e-12 ? [n] : []));
  if (near.length > 0) return near;
  const different = [...new Set(temperatures)].sort((a, b) => a - b);
  throw wrong(`a temperature of ${name}`, String(value), `there are ${different.slice(0, 8).join(', ')}${different.length > 8 ? ' and others' : ''}`);
}
