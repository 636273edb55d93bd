/** The circular order of words, found from their environments alone: no positions, no angles of sites. */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { WordTable } from './words.ts';

/** Words on a circle. */
export interface WordCircle {
  /** Numbers of words in their order around the circle, from the lowest number on, in the sense in which its lower neighbour comes next. */
  readonly order: readonly number[];
  /** Radians of each of them, from the first on, ascending. */
  readonly angles: readonly number[];
  /** Of the Gram matrix, largest first. */
  readonly eigenvalues: readonly number[];
  /** Eigenvalue that noise alone would give on average. */
  readonly noise: number;
  /**
   * Whether the words are places on a circle: the two leading eigenvalues are within 10 % of each other, twice as large as what follows, and above those of noise.
   * Then the angles mean something.
   */
  readonly clock: boolean;
}

const ALIKE = 1.1;
const APART = 2;
/** The largest eigenvalue of noise is about (1 + √(words / inputs))² times the mean one, at most four times (Marchenko and Pastur, Math. USSR Sb. 1, 457 (1967)). */
const NOISY = 4;

/**
 * The order of the words that are not spurious. With p_w the frequency of a word and m_w its mean environment, the Gram matrix of X_w = √p_w (m_w - m) has the modes
 * of a circulant matrix if the words are places on a circle: the leading two are its first Fourier modes, and their components divided by √p_w are cosine and sine.
 * @returns undefined for fewer than three words
 */
export function wordCircle(table: WordTable): WordCircle | undefined {
  const words = table.words.filter(({ spurious }) => !spurious);
  if (words.length < 3) return undefined;
  const total = words.reduce((sum, { frequency }) => sum + frequency.mean, 0);
  const roots = words.map(({ frequency }) => Math.sqrt(frequency.mean / total));
  const mean = table.mean.map((_, e) => words.reduce((sum, { pattern }, w) => sum + roots[w] ** 2 * pattern[e], 0));
  const rows = words.map(({ pattern }, w) => Array.from(pattern, (x, e) => roots[w] * (x - mean[e])));
  const gram = rows.map((a) => rows.map((b) => a.reduce((sum, x, e) => sum + x * b[e], 0)));
  const { values, vectors } = eigen(gram);
  const noise = noiseOf(
    table,
    words.map(({ word }) => word),
    roots,
  );
  const angles = words.map((_, w) => Math.atan2(vectors[1][w] / roots[w], vectors[0][w] / roots[w]));
  const clock = values[0] <= ALIKE * values[1] && (values[0] + values[1]) / 2 >= APART * nextOf(values) && values[1] > NOISY * noise;
  const numbers = words.map(({ word }) => word);
  return { ...around(numbers, angles), eigenvalues: values, noise, clock };
}

/** Half the difference of the patterns of two halves is as large as the error of their mean. */
function noiseOf({ halves: [one, other] }: WordTable, words: readonly number[], roots: readonly number[]): number {
  const [a, b] = [one, other].map((half) => new Map(half.map(({ word, pattern }) => [word, pattern])));
  const squares = words.reduce((sum, word, w) => {
    const [p, q] = [a.get(word), b.get(word)];
    // A word that one half lacks says nothing: all of its pattern may be noise.
    if (!p || !q) return Number.POSITIVE_INFINITY;
    return sum + roots[w] ** 2 * p.reduce((of, x, e) => of + ((x - q[e]) / 2) ** 2, 0);
  }, 0);
  return squares / words.length;
}

/** The third eigenvalue; from five words on, the next mode is a pair as well, which noise parts: its mean. */
function nextOf(values: readonly number[]): number {
  return values.length < 5 ? values[2] : (values[2] + values[3]) / 2;
}

function eigen(matrix: number[][]): { values: number[]; vectors: number[][] } {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(new Matrix(matrix), { assumeSymmetric: true });
  const order = [...realEigenvalues.keys()].sort((i, j) => realEigenvalues[j] - realEigenvalues[i]);
  return { values: order.map((i) => Math.max(0, realEigenvalues[i])), vectors: order.map((i) => eigenvectorMatrix.getColumn(i)) };
}

function around(words: readonly number[], angles: readonly number[]): Pick<WordCircle, 'order' | 'angles'> {
  const first = words.indexOf(Math.min(...words));
  const full = 2 * Math.PI;
  const from = (sense: number) => angles.map((angle) => (((sense * (angle - angles[first])) % full) + full) % full);
  const ordered = (turned: readonly number[]) => [...words.keys()].sort((i, j) => turned[i] - turned[j]);
  const [forward, backward] = [from(1), from(-1)];
  const one = ordered(forward);
  const turned = words[one[1]] <= words[one[one.length - 1]] ? forward : backward;
  const order = ordered(turned);
  return { order: order.map((i) => words[i]), angles: order.map((i) => turned[i]) };
}
