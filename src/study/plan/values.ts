/** Values of a parameter as people write them: one number, a list, or a range. */
import * as z from 'zod';

/** What stands for the values of an axis. */
const VALUES = 'a number, a list of numbers, or a range { from, to, count or step, scale }';

/** Values of a range. */
const MOST_VALUES = 100_000;

const finite = z.number();
/** JSON has no infinity. */
const infinite = z.union([finite, z.literal('inf')]);

const range = z
  .strictObject({
    from: finite.describe('first value'),
    to: finite.describe('last value; with step the largest there may be'),
    count: z.number().int().min(1).max(MOST_VALUES).optional().describe('number of values, both ends included'),
    step: z.number().positive().optional().describe('distance of neighbours, in the place of count; of scale log their ratio'),
    scale: z.enum(['linear', 'log']).default('linear').describe('equal differences, or equal ratios'),
  })
  .refine(({ count, step }) => (count === undefined) !== (step === undefined), 'either count or step')
  .refine(({ from, to }) => from <= to, 'from at most to')
  .refine(({ from, to, count }) => count !== 1 || from === to, 'a count of at least 2 between different ends')
  .refine(({ from, scale }) => scale === 'linear' || from > 0, 'positive ends of a logarithmic range')
  .refine(({ step, scale }) => scale === 'linear' || step === undefined || step > 1, 'a step above 1, the ratio of neighbours of a logarithmic range')
  .refine((given) => given.step === undefined || lengthOf(given) <= MOST_VALUES, `a step that makes at most ${MOST_VALUES} values`);

export const RANGE_KEYS = Object.keys(range.shape);

type Range = z.output<typeof range>;

/** The same decimal number that a person would have written: 1.7, not 1.7000000000000002. */
const tidy = (x: number) => Number(x.toPrecision(12));

/** Number of values of a range with a step. */
function lengthOf({ from, to, step = 1, scale }: { from: number; to: number; step?: number | undefined; scale: 'linear' | 'log' }): number {
  return Math.floor((scale === 'log' ? Math.log(to / from) / Math.log(step) : (to - from) / step) + 1e-9) + 1;
}

/** The values of a range, ascending. */
function valuesOf({ from, to, count, step, scale }: Range): number[] {
  const log = scale === 'log';
  const length = log ? Math.log(to / from) : to - from;
  const one = step === undefined ? length / Math.max(1, (count as number) - 1) : log ? Math.log(step) : step;
  const total = count ?? lengthOf({ from, to, step, scale });
  return Array.from({ length: total }, (_, i) => {
    if (count !== undefined && i === total - 1) return to;
    return tidy(log ? from * Math.exp(i * one) : from + i * one);
  });
}

/** A number, a list of them or a range, as a list without repetitions in ascending order. */
export const numbers = z
  .union([finite, z.array(finite).min(1), range], { error: VALUES })
  .transform((given) => ascending(typeof given === 'number' ? [given] : Array.isArray(given) ? given : valuesOf(given)));

/** The same, where infinity is a value: 'inf' in JSON. */
export const temperatures = z
  .union([infinite, z.array(infinite).min(1), range], { error: VALUES })
  .transform((given) => ascending((typeof given === 'object' && !Array.isArray(given) ? valuesOf(given) : [given].flat()).map(toNumber)));

function toNumber(value: number | 'inf'): number {
  return value === 'inf' ? Number.POSITIVE_INFINITY : value;
}

function ascending(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
