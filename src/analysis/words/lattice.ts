/** Words of one filter at several places of the same samples: how alike their frequencies are, and what the word at one place tells of that at another. */
import { BlockspinError } from '../../core/errors.ts';
import { type Estimate, jackknifed, leavingOut, secondOrderJackknife } from '../../core/statistics.ts';
import { MOST_ROWS } from './words.ts';

/** Words at a first place and at others. */
export interface LatticeSamples {
  /** (samples) numbers of words at the place of the block. */
  readonly words: ArrayLike<number>;
  /** (samples) at each other place. */
  readonly others: readonly ArrayLike<number>[];
  /** Independent chains: sample i is of chain i modulo this. */
  readonly chains: number;
  /** Numbers of the words that are told apart; all others are one. */
  readonly kept: readonly number[];
}

/** What is found at another place. */
export interface LatticePlace {
  /** Of each kept word, in their order. */
  readonly frequencies: readonly Estimate[];
  /** Largest difference from the frequencies at the first place, in standard errors of the difference, which the same samples have in common. */
  readonly deviation: number;
  /** I(word at the first place : word here), nats, with its bias of finite samples taken off. */
  readonly information: Estimate;
  /** [a][b] P(word b here, given word a at the first place); NaN where a never occurs. The last of each is any other word. */
  readonly given: readonly (readonly number[])[];
}

/**
 * Frequencies, information and conditional probabilities, one for each of the other places. Errors are those of a jackknife over chains.
 * @throws BlockspinError for lists of different lengths
 */
export function wordLattice({ words, others, chains, kept }: LatticeSamples): LatticePlace[] {
  const wrong = others.find((list) => list.length !== words.length);
  if (wrong) {
    const remedy = 'give the words of the same samples';
    throw new BlockspinError({ who: 'words', expected: `${words.length} words at each place`, got: wrong.length, remedy });
  }
  const place = new Map(kept.map((word, i) => [word, i]));
  const n = kept.length + 1;
  const at = (word: number) => place.get(word) ?? kept.length;
  const rows = Math.max(1, Math.min(chains, MOST_ROWS));
  return others.map((list) => {
    const counts = Array.from({ length: rows }, () => new Array<number>(n * n).fill(0));
    for (let i = 0; i < words.length; i++) counts[(i % chains) % rows][n * at(words[i]) + at(list[i])]++;
    const total = counts.reduce((sum, row) => sum.map((value, k) => value + row[k]), new Array<number>(n * n).fill(0));
    const here = (means: readonly number[]) => marginals(means, n)[1];
    const differences = estimates(counts, (means) => {
      const [first, second] = marginals(means, n);
      return second.map((share, i) => share - first[i]);
    });
    const deviations = differences.slice(0, kept.length).map(({ mean, error }) => (Math.abs(mean) < 1e-12 ? 0 : Math.abs(mean) / error));
    return {
      frequencies: estimates(counts, here).slice(0, kept.length),
      deviation: Math.max(0, ...deviations),
      information: rows > 1 ? secondOrderJackknife(counts, (means) => informationOf(means, n)) : { mean: informationOf(total, n), error: Number.NaN },
      given: Array.from({ length: n }, (_, a) => {
        const row = total.slice(n * a, n * a + n);
        const all = row.reduce((sum, count) => sum + count, 0);
        return row.map((count) => count / all);
      }),
    };
  });
}

/** Shares of the first and of the second of two words. */
function marginals(joint: readonly number[], n: number): [number[], number[]] {
  const all = joint.reduce((sum, count) => sum + count, 0);
  const [first, second] = [new Array<number>(n).fill(0), new Array<number>(n).fill(0)];
  joint.forEach((count, k) => {
    first[Math.floor(k / n)] += count / all;
    second[k % n] += count / all;
  });
  return [first, second];
}

function informationOf(joint: readonly number[], n: number): number {
  const all = joint.reduce((sum, count) => sum + count, 0);
  const [first, second] = marginals(joint, n);
  return joint.reduce((sum, count, k) => sum + (count > 0 ? (count / all) * Math.log(count / all / (first[Math.floor(k / n)] * second[k % n])) : 0), 0);
}

function estimates(rows: readonly number[][], of: (means: readonly number[]) => number[]): Estimate[] {
  if (rows.length === 1) return of(rows[0]).map((mean) => ({ mean, error: Number.NaN }));
  const { all, without } = leavingOut(rows, of);
  return all.map((value, i) => jackknifed({ all: value, without: without.map((one) => one[i]) }));
}
