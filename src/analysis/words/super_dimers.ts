/** Super-dimers: the classes of the places around a centre, from samples, beside the law that they should follow. */
import { BlockspinError } from '../../core/errors.ts';
import { type Estimate, jackknifed, leavingOut } from '../../core/statistics.ts';
import { MOST_ROWS } from './words.ts';

/** Where the one dimer leaves the region of a neighbour: towards the centre, or to the left or right of the outward radius. */
export const CLASSES = ['C', 'L', 'R'] as const;

/** Classes of samples. */
export interface SuperSamples {
  /** (samples, neighbours) places in `CLASSES`; neighbours in their order around the centre, anticlockwise. */
  readonly classes: ArrayLike<number>;
  readonly neighbours: number;
  /** Independent chains: sample i is of chain i modulo this. */
  readonly chains: number;
  /** [j][a][b] how probable class a of a neighbour and b of the one j places on are together, as a mean over neighbours; j from 1 on. */
  readonly law?: readonly (readonly (readonly number[])[])[];
}

/** An estimate beside its exact value. */
export interface Compared extends Estimate {
  /** Of the law, where it was given. */
  readonly exact?: number;
  /** Standard score of the difference; 0 where both are equal without an error. */
  readonly z?: number;
}

/** Probabilities of classes, averaged over neighbours. */
export interface SuperDimers {
  readonly samples: number;
  readonly neighbours: number;
  /** Samples in which not exactly one neighbour is C. */
  readonly violations: number;
  /** P(C), P(L), P(R). */
  readonly marginal: readonly Compared[];
  /** [a][b][j - 1] P(class b of the neighbour j places on, given class a). */
  readonly given: readonly (readonly (readonly Compared[])[])[];
}

/**
 * Frequencies of classes and of pairs of them. Errors are those of a jackknife over chains.
 * @throws BlockspinError for an array that does not fit
 */
export function superDimers({ classes, neighbours, chains, law }: SuperSamples): SuperDimers {
  const samples = classes.length / neighbours;
  if (!(Number.isInteger(samples) && samples > 0 && chains >= 1 && chains <= samples)) {
    const remedy = 'give the classes of all neighbours of each sample';
    throw new BlockspinError({ who: 'super-dimers', expected: `samples of ${neighbours} classes in ${chains} chains`, got: classes.length, remedy });
  }
  const rows = Array.from({ length: Math.min(chains, MOST_ROWS) }, () => new Float64Array(9 * neighbours));
  let violations = 0;
  for (let i = 0; i < samples; i++) {
    const row = rows[(i % chains) % rows.length];
    let towards = 0;
    for (let one = 0; one < neighbours; one++) {
      const a = classes[i * neighbours + one];
      if (a === 0) towards++;
      for (let j = 0; j < neighbours; j++) row[9 * j + 3 * a + classes[i * neighbours + ((one + j) % neighbours)]]++;
    }
    if (towards !== 1) violations++;
  }
  const shares = leavingOut(
    rows.map((row) => Array.from(row)),
    (means) => conditionals(means, neighbours),
  );
  const estimate = (k: number, exact?: number): Compared => {
    const { all, without } = shares;
    const value = rows.length > 1 ? jackknifed({ all: all[k], without: without.map((one) => one[k]) }) : { mean: all[k], error: Number.NaN };
    return exact === undefined ? value : { ...value, exact, z: scoreOf(value, exact) };
  };
  const own = law?.[0]?.map((row) => row.reduce((sum, p) => sum + p, 0));
  const three = [0, 1, 2];
  const exact = (a: number, b: number, j: number) => (law && own ? law[j - 1][a][b] / own[a] : undefined);
  return {
    samples,
    neighbours,
    violations,
    marginal: three.map((a) => estimate(a, own?.[a])),
    given: three.map((a) => three.map((b) => Array.from({ length: neighbours - 1 }, (_, k) => estimate(3 + 9 * k + 3 * a + b, exact(a, b, k + 1))))),
  };
}

/** P of three classes, then of b given a for each distance j from 1 on. */
function conditionals(counts: readonly number[], neighbours: number): number[] {
  const own = [0, 1, 2].map((a) => counts[3 * a + a]);
  const total = own[0] + own[1] + own[2];
  const out = own.map((count) => count / total);
  for (let j = 1; j < neighbours; j++) for (let a = 0; a < 3; a++) for (let b = 0; b < 3; b++) out.push(own[a] > 0 ? counts[9 * j + 3 * a + b] / own[a] : 0);
  return out;
}

function scoreOf({ mean, error }: Estimate, exact: number): number {
  const off = mean - exact;
  // What cannot happen and what always does have no error.
  return Math.abs(off) < 1e-9 ? 0 : off / error;
}
