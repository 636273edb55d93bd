/** The matrix of correlators of several fields, C_ab(r) = Σ_c <φ_a,c(0) φ_b,c(r)>, chain by chain; plain arrays, no GPU. */
import { BlockspinError } from '../../core/errors.ts';
import { Fourier } from '../field/autocorrelation.ts';
import type { Correlator } from '../field/correlator.ts';
import { type Direction, placesOf, Waves } from './waves.ts';

/** Options of `FieldCovariance`. */
export interface CovarianceOptions {
  /** Lattice side L. */
  size: number;
  /** Number of operators n, and of the components of each. */
  operators: number;
  components?: number;
  /** Independent chains. */
  chains: number;
  /**
   * 'all': every displacement, averaged over the point group (default); 'axes': those along x and y alone, averaged over both; 'x' or 'y': along one
   * axis, for operators whose correlator changes sign from one to the other, as that of a gradient does.
   */
  direction?: Direction;
  /** Only displacements whose x and y are multiples of this; 2 for fields that change sign with the sublattice. Default 1. */
  every?: number;
}

/** Averages over the configurations and translations of one chain. */
export interface FieldRow {
  /** <φ_a,c> at a · C + c. */
  readonly means: readonly number[];
  /** [pair][place]: C_ab, symmetrised in a and b; pairs as `pairOf` numbers them. */
  readonly pairs: readonly ArrayLike<number>[];
}

/** C_ab(r) of every chain, the input of the generalised eigenvalues. */
export interface FieldMatrix extends Pick<Correlator, 'size' | 'distances' | 'places'> {
  readonly operators: number;
  readonly components: number;
  readonly rows: readonly FieldRow[];
}

/** The number of the pair (a, b) out of n operators: (0, 0), (0, 1), ... (0, n - 1), (1, 1), ... */
export function pairOf(a: number, b: number, n: number): number {
  const [low, high] = a < b ? [a, b] : [b, a];
  return low * n - (low * (low - 1)) / 2 + high - low;
}

/** Collects the matrix from fields, one configuration at a time. */
export class FieldCovariance {
  readonly #options: Required<CovarianceOptions>;
  readonly #waves: Waves;
  readonly #fourier: Fourier;
  readonly #means: Float64Array[];
  readonly #power: Float64Array[][];
  readonly #counts: number[];
  /** Transforms of the fields of one configuration. */
  readonly #transforms: { readonly re: Float64Array; readonly im: Float64Array }[];

  /** @throws BlockspinError for fewer than two chains */
  constructor(options: CovarianceOptions) {
    this.#options = { components: 1, direction: 'all', every: 1, ...options };
    const { size, operators: n, components, chains, direction } = this.#options;
    if (!(Number.isInteger(chains) && chains >= 2))
      throw new BlockspinError({ who: 'covariance', expected: 'at least 2 independent chains', got: chains, remedy: 'sample more chains' });
    this.#waves = new Waves(size, direction);
    this.#fourier = new Fourier(size);
    this.#means = Array.from({ length: chains }, () => new Float64Array(n * components));
    const pairs = (n * (n + 1)) / 2;
    this.#power = Array.from({ length: chains }, () => Array.from({ length: pairs }, () => new Float64Array(this.#waves.slots)));
    this.#counts = new Array<number>(chains).fill(0);
    const empty = () => new Float64Array(size * size);
    this.#transforms = Array.from({ length: n * components }, () => ({ re: empty(), im: empty() }));
  }

  /** Adds the fields of one configuration of a chain. @param fields [operator][component] of (L, L) */
  add(chain: number, fields: readonly (readonly Float64Array[])[]): void {
    const { operators: n, components, size } = this.#options;
    this.#transform(fields.flat());
    const transformed = this.#transforms;
    for (let c = 0; c < components; c++) {
      for (let a = 0; a < n; a++) {
        const one = transformed[a * components + c];
        this.#means[chain][a * components + c] += one.re[0] / size ** 2;
        for (let b = a; b < n; b++) this.#waves.add(one, transformed[b * components + c], this.#power[chain][pairOf(a, b, n)]);
      }
    }
    this.#counts[chain] += 1;
  }

  /** @throws BlockspinError where a chain has no configuration, or chains have different numbers of them */
  result(): FieldMatrix {
    const { size, operators, components, direction, every } = this.#options;
    const [count] = this.#counts;
    if (count === 0 || this.#counts.some((one) => one !== count))
      throw new BlockspinError({
        who: 'covariance',
        expected: 'equally many configurations of every chain',
        got: `from ${Math.min(...this.#counts)} to ${Math.max(...this.#counts)}`,
        remedy: 'add one configuration of each chain at a time',
      });
    const places = placesOf(size, direction, every);
    const rows = this.#power.map((pairs, chain) => ({
      means: Array.from(this.#means[chain], (sum) => sum / count),
      pairs: this.#waves.correlators(pairs, places, this.#fourier).map((values) => values.map((value) => value / count)),
    }));
    const distances = places.map(([x, y]) => Math.hypot(x, y));
    return { size, distances, ...(direction === 'all' ? { places } : {}), operators, components, rows };
  }

  /** Fourier transforms of real fields, two at a time as real and imaginary part. */
  #transform(fields: readonly Float64Array[]): void {
    const { re, im } = this.#fourier;
    const L = this.#options.size;
    for (let i = 0; i < fields.length; i += 2) {
      const [one, other] = [this.#transforms[i], i + 1 < fields.length ? this.#transforms[i + 1] : undefined];
      re.set(fields[i]);
      if (other) im.set(fields[i + 1]);
      else im.fill(0);
      this.#fourier.both();
      for (let ky = 0; ky < L; ky++) {
        for (let kx = 0; kx < L; kx++) {
          const k = ky * L + kx;
          const minus = ((L - ky) % L) * L + ((L - kx) % L);
          one.re[k] = (re[k] + re[minus]) / 2;
          one.im[k] = (im[k] - im[minus]) / 2;
          if (!other) continue;
          other.re[k] = (im[k] + im[minus]) / 2;
          other.im[k] = (re[minus] - re[k]) / 2;
        }
      }
    }
  }
}
