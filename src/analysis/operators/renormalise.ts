/** Swendsen's Monte Carlo renormalisation group with a given block-spin map; plain arrays, no GPU. */
import { EigenvalueDecomposition, Matrix, solve } from 'ml-matrix';
import { BlockspinError } from '../../core/errors.ts';
import { type Estimate, jackknife } from '../../core/statistics.ts';

/** Couplings by whether they change sign with all spins. */
export const COUPLINGS = {
  odd: ['Σ s', 'Σ s s s of a corner'],
  even: ['nearest neighbours', 'next-nearest neighbours', 'plaquettes'],
} as const;
/** One of the two kinds. */
export type CouplingKind = keyof typeof COUPLINGS;

/**
 * Sums over a periodic lattice of spins ±1: the field, products of three spins at the corners of plaquettes (a quarter of all four
 * corners each); products of nearest and of next-nearest neighbours, and of the four spins of plaquettes.
 * @param spins (L, L)
 */
export function couplingSums(spins: ArrayLike<number>, size: number): Record<CouplingKind, number[]> {
  const odd = [0, 0];
  const even = [0, 0, 0];
  for (let y = 0; y < size; y++) {
    const [row, below] = [y * size, ((y + 1) % size) * size];
    for (let x = 0; x < size; x++) {
      const right = (x + 1) % size;
      const [a, b, c, d] = [spins[row + x], spins[row + right], spins[below + x], spins[below + right]];
      odd[0] += a;
      odd[1] += (a * b * c + a * b * d + a * c * d + b * c * d) / 4;
      even[0] += a * (b + c);
      even[1] += a * d + b * c;
      even[2] += a * b * c * d;
    }
  }
  return { odd, even };
}

/** Collects products of the sums of each level with those of its own and of the next. */
export class Renormalisation {
  readonly #scale: number;
  readonly #chains: number;
  readonly #levels: number;
  /** [kind][pair of levels][chain]: means of S', S, S' S' and S' S, one behind the other. */
  readonly #sums: Record<CouplingKind, Float64Array[][]>;
  readonly #counts: number[];

  /** With blocks of side b = scale, and so many lattices, the one that is sampled included. */
  constructor({ scale, chains, levels }: { scale: number; chains: number; levels: number }) {
    this.#scale = scale;
    this.#chains = chains;
    this.#levels = levels;
    const empty = (kind: CouplingKind) => {
      const n = COUPLINGS[kind].length;
      return Array.from({ length: levels - 1 }, () => Array.from({ length: chains }, () => new Float64Array(2 * n + 2 * n * n)));
    };
    this.#sums = { odd: empty('odd'), even: empty('even') };
    this.#counts = new Array<number>(chains).fill(0);
  }

  /** Adds one configuration of a chain. @param levels spins ±1 of every level with their sides, the finest first */
  add(chain: number, levels: readonly { spins: ArrayLike<number>; size: number }[]): void {
    const sums = levels.map(({ spins, size }) => couplingSums(spins, size));
    for (const kind of ['odd', 'even'] as const) {
      for (let level = 0; level + 1 < this.#levels; level++) {
        const [fine, coarse] = [sums[level][kind], sums[level + 1][kind]];
        const into = this.#sums[kind][level][chain];
        const n = fine.length;
        for (let a = 0; a < n; a++) {
          into[a] += coarse[a];
          into[n + a] += fine[a];
          for (let b = 0; b < n; b++) {
            into[2 * n + a * n + b] += coarse[a] * coarse[b];
            into[2 * n + n * n + a * n + b] += coarse[a] * fine[b];
          }
        }
      }
    }
    this.#counts[chain] += 1;
  }

  /** Leading eigenvalues of T = <S' S'>_c^-1 <S' S>_c between each level and the next, by the number of couplings that enter. */
  result(): LevelExponent[] {
    const rowsOf = (kind: CouplingKind, level: number) =>
      this.#sums[kind][level].map((sums, chain) => Array.from(sums, (sum) => sum / Math.max(1, this.#counts[chain])));
    if (this.#counts.some((count) => count === 0 || count !== this.#counts[0]))
      throw new BlockspinError({
        who: 'renormalisation',
        expected: `equally many configurations of each of ${this.#chains} chains`,
        got: `from ${Math.min(...this.#counts)} to ${Math.max(...this.#counts)}`,
        remedy: 'add one configuration of each chain at a time',
      });
    return (['odd', 'even'] as const).flatMap((kind) =>
      Array.from({ length: this.#levels - 1 }, (_, level) =>
        COUPLINGS[kind].map((__, i) => {
          const y = jackknife(rowsOf(kind, level), (means) => exponentOf(means, COUPLINGS[kind].length, i + 1, this.#scale));
          return { kind, level: level + 1, couplings: i + 1, exponent: y, dimension: { mean: 2 - y.mean, error: y.error } };
        }),
      ).flat(),
    );
  }
}

/** y = ln λ / ln b of one pair of levels. */
export interface LevelExponent {
  readonly kind: CouplingKind;
  /** 1: from the lattice that is sampled to its blocks. */
  readonly level: number;
  /** How many couplings of the kind enter, in the order of `COUPLINGS`. */
  readonly couplings: number;
  /** y_h of odd couplings, y_t of even ones; NaN where the leading eigenvalue is not positive. */
  readonly exponent: Estimate;
  /** Δ = 2 - y. */
  readonly dimension: Estimate;
}

/**
 * T_ab = ∂K'_a / ∂K_b out of means as `Renormalisation` stores them. Source: Swendsen, Phys. Rev. Lett. 42, 859 (1979).
 * @param n couplings in the means
 * @param used how many of them enter
 * @returns (used, used)
 */
export function linearised(means: readonly number[], n: number, used: number): number[][] {
  const connected = (first: number, other: number) =>
    Array.from({ length: used }, (_, a) => Array.from({ length: used }, (__, b) => means[first + a * n + b] - means[a] * means[other + b]));
  return solve(new Matrix(connected(2 * n, 0)), new Matrix(connected(2 * n + n * n, n))).to2DArray();
}

function exponentOf(means: readonly number[], n: number, used: number, scale: number): number {
  const found = new EigenvalueDecomposition(new Matrix(linearised(means, n, used)));
  const leading = Math.max(...found.realEigenvalues.filter((_, i) => found.imaginaryEigenvalues[i] === 0));
  return leading > 0 ? Math.log(leading) / Math.log(scale) : Number.NaN;
}
