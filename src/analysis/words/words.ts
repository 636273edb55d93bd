/** Words: the values of all components of a hard H together, how often each occurs and what the environment is like beside it. */
import { BlockspinError } from '../../core/errors.ts';
import { type Estimate, secondOrderJackknife } from '../../core/statistics.ts';

/** Words of samples, and their environments. */
export interface WordArrays {
  /** (samples) numbers of words, see `wordNumber`. */
  readonly words: ArrayLike<number>;
  /** Independent chains: sample i is of chain i modulo this. As many as samples, where those are independent. */
  readonly chains: number;
  /** (samples, inputs) 0 or 1: the values of E, or of the part of it that tells all. */
  readonly environment: ArrayLike<number>;
  /** Values of E of one sample. */
  readonly inputs: number;
}

/** A word, its frequency, and what stands beside it. */
export interface Word {
  /** Its number. */
  readonly word: number;
  /** Part of the samples; the error is over chains. */
  readonly frequency: Estimate;
  /** Whether it is rarer than half a percent: a rest of training, no state of H. */
  readonly spurious: boolean;
  /** (inputs) mean of E where the word occurs. */
  readonly pattern: Float64Array;
}

/** All words that occur, the most frequent first. */
export interface WordTable {
  readonly samples: number;
  readonly words: readonly Word[];
  /** H(word), nats. */
  readonly entropy: Estimate;
  /** (inputs) mean of E. */
  readonly mean: Float64Array;
  /** The same words and patterns from the chains with even numbers, and from the others (of one chain, its two halves): what differs between them is noise. */
  readonly halves: readonly (readonly Pick<Word, 'word' | 'pattern'>[])[];
}

/** Rarer words are named, but are no part of an order or a group. */
const SPURIOUS = 0.005;
/** Rows of a jackknife: more chains are put together. */
export const MOST_ROWS = 256;

/**
 * The number of a word: its components are digits, the first the highest.
 * @param values of the components, -1 and 1, or states from 0
 * @param states of a component
 */
export function wordNumber(values: ArrayLike<number>, states: number): number {
  let number = 0;
  for (let i = 0; i < values.length; i++) number = number * states + (states === 2 ? (values[i] > 0 ? 1 : 0) : values[i]);
  return number;
}

/** A word as it is written: '+-+' of signs, '2' or '2.0' of states. */
export function wordLabel(word: number, components: number, states: number): string {
  const digits = Array.from({ length: components }, (_, i) => Math.floor(word / states ** (components - 1 - i)) % states);
  return states === 2 ? digits.map((digit) => (digit === 1 ? '+' : '-')).join('') : digits.join('.');
}

/**
 * Frequencies of words, their entropy, and the mean environment of each.
 * @throws BlockspinError for arrays of lengths that do not fit each other
 */
export function wordTable(given: WordArrays): WordTable {
  checkSamples(given);
  const { words, chains, environment, inputs } = given;
  const samples = words.length;
  const numbers = [...new Set(Array.from(words))].sort((a, b) => a - b);
  const place = new Map(numbers.map((word, i) => [word, i]));
  const rows = Math.min(chains, MOST_ROWS);
  const counts = Array.from({ length: rows }, () => new Float64Array(numbers.length));
  const sums = [0, 1].map(() => numbers.map(() => new Float64Array(inputs)));
  const halves = [0, 1].map(() => new Float64Array(numbers.length));
  for (let i = 0; i < samples; i++) {
    const [w, chain] = [place.get(words[i]) as number, i % chains];
    counts[chain % rows][w]++;
    const half = chains > 1 ? chain % 2 : Number(2 * i >= samples);
    halves[half][w]++;
    const sum = sums[half][w];
    for (let e = 0; e < inputs; e++) sum[e] += environment[i * inputs + e];
  }
  const shares = sharesOf(counts, numbers.length);
  const found = numbers.map((word, w): Word => {
    const frequency = shares.estimate(w);
    const total = halves[0][w] + halves[1][w];
    const pattern = Float64Array.from(sums[0][w], (sum, e) => (sum + sums[1][w][e]) / total);
    return { word, frequency, spurious: frequency.mean < SPURIOUS, pattern };
  });
  const mean = new Float64Array(inputs);
  for (let e = 0; e < inputs; e++) mean[e] = sums.flat().reduce((sum, of) => sum + of[e], 0) / samples;
  const half = (h: number) =>
    numbers.flatMap((word, w) => (halves[h][w] > 0 ? [{ word, pattern: Float64Array.from(sums[h][w], (sum) => sum / halves[h][w]) }] : []));
  return {
    samples,
    words: found.sort((a, b) => b.frequency.mean - a.frequency.mean || a.word - b.word),
    entropy: shares.entropy,
    mean,
    halves: [half(0), half(1)],
  };
}

/** Shares of words and their entropy, from counts of each row of chains. */
function sharesOf(counts: readonly Float64Array[], words: number): { estimate(w: number): Estimate; entropy: Estimate } {
  const totals = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const all = totals.reduce((sum, total) => sum + total, 0);
  const rows = counts.length;
  const estimate = (w: number): Estimate => {
    const share = counts.reduce((sum, row) => sum + row[w], 0) / all;
    // Rows differ in length where chains are put together: the error is that of a ratio.
    const squares = counts.reduce((sum, row, r) => sum + (row[w] - share * totals[r]) ** 2, 0);
    return { mean: share, error: rows > 1 ? Math.sqrt((squares * rows) / (rows - 1)) / all : Number.NaN };
  };
  const entropyOf = (means: number[]) => {
    const total = means.reduce((sum, mean) => sum + mean, 0);
    return means.reduce((sum, mean) => sum - (mean > 0 ? (mean / total) * Math.log(mean / total) : 0), 0);
  };
  const table = counts.map((row) => Array.from(row));
  const only = () => ({ mean: entropyOf(table[0]), error: Number.NaN });
  return { estimate, entropy: words === 1 ? { mean: 0, error: 0 } : rows > 1 ? secondOrderJackknife(table, entropyOf) : only() };
}

function checkSamples({ words, chains, environment, inputs }: WordArrays): void {
  const samples = words.length;
  const wrong = (expected: string, got: unknown) =>
    new BlockspinError({ who: 'words', expected, got, remedy: 'give as many words as samples, and all values of E of each' });
  if (samples === 0) throw wrong('samples', 'none');
  if (environment.length !== samples * inputs) throw wrong(`${samples} x ${inputs} values of E`, environment.length);
  if (!(Number.isInteger(chains) && chains >= 1 && chains <= samples)) throw wrong(`chains from 1 to ${samples}`, chains);
}
