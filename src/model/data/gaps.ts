/** Missing values: holes of the lattice, where no sample has a value, and values that single samples lack. */
import type { ArrayData, ArrayOfNumbers } from '../../core/array.ts';
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { elements } from '../../core/shape.ts';

/** What is done about missing values. */
export interface Gaps {
  /** Values that stand for a missing one; NaN may be one. */
  readonly codes: readonly number[];
  /** Whether samples that lack a value elsewhere than at a hole are left out. */
  readonly drop: boolean;
}

/** Which values are missing. */
interface Found {
  /** Numbers of the sites without a value in any sample. */
  readonly holes: readonly number[];
  /** Samples that lack a value elsewhere. */
  readonly incomplete: readonly number[];
}

/** Reads 'nan', '-1', 'nan,drop'. @throws BlockspinError for another word */
export function parseMissing(words: readonly string[]): Gaps {
  const drop = words.includes('drop');
  const codes = words
    .filter((word) => word !== 'drop')
    .map((word) => (/^nan$/i.test(word) ? Number.NaN : word.trim() === '' ? Number.POSITIVE_INFINITY : Number(word)));
  const bad = codes.findIndex((code, i) => !Number.isFinite(code) && !/^nan$/i.test(words[i]));
  if (codes.length > 0 && bad < 0) return { codes, drop };
  throw new BlockspinError({
    setting: 'missing',
    expected: 'nan, or the number that stands for a missing value, and drop to leave out incomplete samples',
    got: words.join(',') || 'nothing',
    remedy: phrase`write for example ${setting('missing', 'nan')}, ${setting('missing', '-999')} or ${setting('missing', 'nan,drop')}`,
  });
}

/**
 * Finds missing values.
 * @param array (N, sites..., channels)
 * @param masked sites that are holes, whatever stands there
 * @throws BlockspinError for a site that lacks some of its values in every sample
 */
export function findGaps({ shape, data }: ArrayOfNumbers, channels: number, codes: readonly number[], name: string, masked: readonly number[] = []): Found {
  const [samples] = shape;
  const hidden = new Set(masked);
  const length = elements(shape.slice(1));
  const gaps = new Set(codes);
  const lacking = new Uint32Array(length);
  const each = new Uint32Array(samples);
  for (let n = 0; n < samples; n++) {
    for (let i = 0; i < length; i++) {
      if (!hidden.has(Math.floor(i / channels)) && !gaps.has(Number(data[n * length + i]))) continue;
      lacking[i]++;
      each[n]++;
    }
  }
  const never = Array.from(lacking, (count) => count === samples);
  const holes: number[] = [];
  for (let site = 0; site < length / channels; site++) {
    const values = never.slice(site * channels, (site + 1) * channels);
    if (values.every(Boolean)) holes.push(site);
    else if (values.some(Boolean)) {
      throw new BlockspinError({
        who: name,
        expected: 'a site with all of its values or none',
        got: `site ${site}, which lacks value ${values.indexOf(true)} of ${channels} in every sample`,
        remedy: phrase`list the values of block and environment with ${setting('sites')}, which are numbered one by one`,
      });
    }
  }
  const incomplete = Array.from(each, (count, n) => (count > holes.length * channels ? n : -1)).filter((n) => n >= 0);
  return { holes, incomplete };
}

/**
 * The sites that a mask hides.
 * @param mask of the shape of one configuration, with or without its channels, or of its values one by one; not 0 where there is no value
 * @throws BlockspinError for a mask of another shape
 */
export function maskedSites({ shape, data }: ArrayOfNumbers, extents: readonly number[], channels: number, name: string): number[] {
  const sites = elements(extents);
  if (data.length !== sites && data.length !== sites * channels) {
    throw new BlockspinError({
      who: `${name}, array mask`,
      expected: `one value for each of ${extents.join(' x ')} sites`,
      got: `shape (${shape.join(', ')})`,
      remedy: 'a mask that differs from sample to sample is a missing value: write it into the samples as nan',
    });
  }
  const each = data.length / sites;
  return Array.from({ length: sites }, (_, site) => site).filter((site) => Number(data[site * each]) !== 0);
}

/** The array without some of its samples. @param left their numbers, ascending */
export function withoutSamples(array: ArrayOfNumbers, left: readonly number[]): ArrayOfNumbers {
  if (left.length === 0) return array;
  const { shape, data } = array;
  const length = elements(shape.slice(1));
  const out = new Set(left);
  const kept = data.slice(0, (shape[0] - left.length) * length) as ArrayData;
  let to = 0;
  for (let n = 0; n < shape[0]; n++) {
    // Both are of one type, which the compiler cannot know.
    if (!out.has(n)) kept.set(data.subarray(n * length, (n + 1) * length) as never, length * to++);
  }
  return { ...array, shape: [to, ...shape.slice(1)], data: kept };
}
