/** What the values of configurations can be: their kind, said by a person or recognised, and their different values. */
import type { ArrayData } from '../../core/array.ts';
import { BlockspinError } from '../../core/errors.ts';
import { type Phrase, phrase, setting } from '../../core/phrase.ts';
import { elements } from '../../core/shape.ts';

/**
 * Kinds of values by their names for people.
 * - binary: two values, the upper one counts as +1.
 * - categorical: up to sixteen states without an order.
 * - ordinal: numbers of which more is more, such as spins -1, 0, 1; one input each, standardised.
 * - angle: a position on a circle.
 * - real: any finite numbers; one input each, standardised.
 * - count: whole numbers from 0.
 */
export const KINDS = ['binary', 'categorical', 'ordinal', 'angle', 'real', 'count'] as const;
export type Kind = (typeof KINDS)[number];

/** More states than this are not held as states. */
const MOST_STATES = 16;

/** How a person says what values are. */
export interface ValuesGiven {
  alphabet?: Kind | undefined;
  /** Of an angle, in its own unit; 2π unless given. */
  period?: number | undefined;
  /** Values that stand for a missing one; NaN may be one. */
  missing?: readonly number[] | undefined;
}

/** The different values of an array. */
export interface Values {
  /** In ascending order, without missing ones; the smallest and the largest alone where there are more than sixteen. */
  readonly values: readonly number[];
  readonly many: boolean;
  /** Whether all are whole. */
  readonly whole: boolean;
}

/**
 * The different values of an array.
 * @param shape (N, ...)
 * @throws BlockspinError for a value that is not finite, unless it stands for a missing one
 */
export function differentValues(
  data: ArrayData,
  shape: readonly number[],
  name: string,
  { missing = [], holes = [], channels = 1 }: { missing?: readonly number[]; holes?: readonly number[]; channels?: number } = {},
): Values {
  const seen = new Set<number>();
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let whole = true;
  const gaps = new Set(missing);
  const hole = new Set(holes);
  const length = elements(shape.slice(1));
  // Most values equal the last one or the one before that differed: those need no look-up.
  let [last, other]: (number | bigint)[] = [Number.NaN, Number.NaN];
  for (let i = 0; i < data.length; i++) {
    const raw = data[i];
    if (raw === last || raw === other) continue;
    const value = Number(raw);
    if (gaps.has(value) || (hole.size > 0 && hole.has(Math.floor((i % length) / channels)))) continue;
    if (!Number.isFinite(value)) throw notFinite(data, i, shape, name);
    [last, other] = [raw, last];
    whole &&= Number.isInteger(value);
    if (seen.size <= MOST_STATES) seen.add(value);
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const many = seen.size > MOST_STATES;
  return { values: many ? [least, most] : [...seen].sort((a, b) => a - b), many, whole };
}

/**
 * The kind of values: the one that was said, if they can be that, or the only one that they can be.
 * @returns undefined where a person has to say: for more than sixteen values, and for several that are not whole
 * @throws BlockspinError for values that are not of the kind that was said
 */
export function kindOf(found: Values, name: string, { alphabet, period }: ValuesGiven): Kind | undefined {
  const { values, many, whole } = found;
  const wrong = (expected: string, remedy: Phrase) =>
    new BlockspinError({ setting: setting('alphabet', alphabet as string), expected: `${expected} in ${name}`, got: inWords(found), remedy });
  if (period !== undefined && alphabet !== 'angle') {
    throw new BlockspinError({
      setting: 'period',
      expected: 'angles',
      got: alphabet ?? 'no alphabet',
      remedy: phrase`add ${setting('alphabet', 'angle')}, or leave it out`,
    });
  }
  if (alphabet === undefined) return many || (values.length > 2 && !whole) ? undefined : values.length > 2 ? 'categorical' : 'binary';
  if (alphabet === 'binary' && (many || values.length > 2)) throw wrong('two values', phrase`use ${setting('alphabet', 'categorical')} or another kind`);
  if (alphabet === 'categorical' && many) throw wrong(`at most ${MOST_STATES} values`, phrase`use ${setting('alphabet', 'ordinal')}, angle, real or count`);
  if (alphabet === 'count' && !(whole && values[0] >= 0)) throw wrong('whole numbers from 0', phrase`use ${setting('alphabet', 'real')} or ordinal`);
  if (alphabet === 'angle' && period === undefined && values[values.length - 1] - values[0] > 2 * Math.PI + 1e-3) {
    throw wrong(
      'angles that lie within 2π',
      phrase`give their period in their own unit: ${setting('period', 360)} for degrees, ${setting('period', 6)} for six clock states`,
    );
  }
  return alphabet;
}

/** Advice for values whose kind has to be said. */
export function kindAdvice({ values, whole }: Values): Phrase {
  const [least, most] = [values[0], values[values.length - 1]];
  const angle = !whole && most - least <= 2 * Math.PI + 1e-3 && (least >= -1e-3 || Math.abs(least) <= Math.PI + 1e-3);
  const all = phrase`say what they are: ${setting('alphabet', 'real')}, angle${whole && least >= 0 ? ', count' : ''} or ordinal`;
  return angle ? phrase`if these are angles, which lie within 2π, use ${setting('alphabet', 'angle')}; else ${all}` : all;
}

/** '-1 1', '0 1 2', '0 to 57'; six digits of numbers that are not whole. */
export function inWords({ values, many }: Pick<Values, 'values' | 'many'>): string {
  return values.map((value) => (Number.isInteger(value) ? value : Number(value.toPrecision(6)))).join(many ? ' to ' : ' ');
}

/** The index of an element of an array in C order, as numpy writes it. */
export function indexWords(at: number, shape: readonly number[]): string {
  return `[${shape.map((extent, axis) => Math.floor(at / elements(shape.slice(axis + 1))) % extent).join(', ')}]`;
}

/** A gap at one place of every sample is a hole of the lattice; anywhere else it is a fault of the file. */
function notFinite(data: ArrayData, at: number, shape: readonly number[], name: string): BlockspinError {
  const length = elements(shape.slice(1));
  const gap = (i: number) => Number.isNaN(Number(data[i]));
  const everywhere = Number.isNaN(Number(data[at])) && Array.from({ length: shape[0] }, (_, n) => n * length + (at % length)).every(gap);
  let count = 0;
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(Number(data[i]))) count++;
  const places = `${count} of ${data.length} values, the first`;
  return new BlockspinError({
    who: name,
    expected: 'finite numbers',
    got: `${data[at]} in ${places} at index ${indexWords(at, shape)}`,
    remedy: everywhere
      ? phrase`a hole, since it is missing in every sample: use ${setting('missing', 'nan')}`
      : phrase`use ${setting('missing', 'nan')} if a value that was not measured is a state of its own, ${setting('missing', 'nan,drop')} to leave such samples out, or mend the file`,
  });
}
