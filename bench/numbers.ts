/** Statistics of repeated measurements, and numbers with units as text. */

/** Median and range of repeated measurements of one quantity. */
export interface Spread {
  median: number;
  least: number;
  most: number;
}

/**
 * The median; for an even number of values the mean of the two in the middle.
 * @throws Error without values
 */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('median: expected at least one value, got none');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}

/** Median and range. */
export const spread = (values: readonly number[]): Spread => ({ median: median(values), least: Math.min(...values), most: Math.max(...values) });

/** Half of the range divided by the median: ratios that differ from 1 by less mean nothing. */
export const noise = ({ median: middle, least, most }: Spread): number => (most - least) / (2 * middle);

const PREFIXES = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

const digits = (x: number) => (x >= 99.95 ? x.toFixed(0) : x >= 9.995 ? x.toFixed(1) : x.toFixed(2));

/** 12.3 M: a positive number with three digits and a prefix. */
export function scaled(x: number): string {
  const [factor, prefix] = PREFIXES.find(([least]) => x >= least) ?? [1, ''];
  return `${digits(x / factor)} ${prefix}`;
}

/** A time: 1.23 ms. */
export function time(seconds: number): string {
  for (const [unit, factor] of [
    ['s', 1],
    ['ms', 1e3],
    ['us', 1e6],
  ] as const) {
    if (seconds * factor >= 0.9995) return `${digits(seconds * factor)} ${unit}`;
  }
  return `${digits(seconds * 1e9)} ns`;
}

/** Bytes in powers of 1024: 1.50 MiB. */
export function bytesText(bytes: number): string {
  for (const [unit, power] of [
    ['GiB', 3],
    ['MiB', 2],
    ['KiB', 1],
  ] as const) {
    if (bytes >= 0.9995 * 1024 ** power) return `${digits(bytes / 1024 ** power)} ${unit}`;
  }
  return `${bytes} B`;
}

/** A fraction as a percentage: 3.1 %, 42 %. */
export const percent = (part: number): string => `${part < 0.0995 ? (100 * part).toFixed(1) : Math.round(100 * part)} %`;
