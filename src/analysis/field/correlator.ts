/** The correlator of the coarse field along the axes of the lattice, chain by chain; plain arrays, no GPU. */
import { BlockspinError } from '../../core/errors.ts';
import { type Estimate, jackknife } from '../../core/statistics.ts';
import { Fourier, Spectrum } from './autocorrelation.ts';
import { CoarseField, type FieldOptions } from './coarse_field.ts';

/** Options of `CoarseCorrelator`. */
export interface CorrelatorOptions extends FieldOptions {
  /** Independent chains that configurations come from. */
  chains: number;
  /** 'both' averages over the two axes (default); 'all' takes every displacement, averaged over those related by rotations and mirrors. */
  direction?: 'x' | 'y' | 'both' | 'all';
  /** With 'all': only displacements whose x and y are multiples of this many blocks; 2 for fields that change sign with the sublattice. Default 1. */
  every?: number;
}

/** C(r) = Σ_c <h_c(0) h_c(r)> of every chain, the input for the fit of a dimension. */
export interface Correlator {
  /** Lattice side L. */
  size: number;
  /** Distances in lattice sites: 0, stride, ... up to L / 2; in all directions |(x, y)|, ascending, up to L / 2. */
  distances: number[];
  /** In all directions the displacements [x, y], 0 <= y <= x, in lattice sites; else they lie on the axes. */
  places?: [number, number][];
  /** Number of components C; the first C columns of a row are their means. */
  components: number;
  /** [chain][<h_1> ... <h_C>, C(0), C(stride), ...], averages over the configurations and translations of a chain. */
  rows: number[][];
}

/**
 * Collects the correlator from configurations, one at a time.
 *
 * With several components it is the sum over components, <h(0)·h(r)>, which does not depend on the basis that training chose. Pass a
 * filter of one component for the correlator of that component. Along axes sums are direct, M² (M / 2) products, 2 million at L = 128;
 * in all directions they come from the power spectrum. The average over directions assumes that the correlator is the same in all of
 * them; for operators of a critical model this becomes true with the distance.
 */
export class CoarseCorrelator {
  readonly #options: CorrelatorOptions;
  readonly #field: CoarseField;
  readonly #sums: Float64Array[];
  readonly #counts: number[];
  readonly #spectra: Spectrum[] | undefined;
  readonly #fourier: Fourier;

  /** @throws BlockspinError for a filter, stride or number of chains that is not allowed */
  constructor(options: CorrelatorOptions) {
    if (!(Number.isInteger(options.chains) && options.chains >= 2))
      throw new BlockspinError({
        who: 'correlator',
        expected: 'at least 2 independent chains, over which errors are taken',
        got: options.chains,
        remedy: 'sample more chains, or cut one long chain into several',
      });
    this.#options = options;
    this.#field = new CoarseField(options);
    const everywhere = options.direction === 'all';
    const width = this.#field.components + (everywhere ? 0 : Math.floor(this.#field.side / 2) + 1);
    this.#sums = Array.from({ length: options.chains }, () => new Float64Array(width));
    this.#spectra = everywhere ? Array.from({ length: options.chains }, () => new Spectrum(this.#field.side)) : undefined;
    this.#fourier = new Fourier(this.#field.side);
    this.#counts = new Array<number>(options.chains).fill(0);
  }

  /**
   * Adds one configuration of a chain.
   * @param configuration (L, L, channels) in C order, from index `at` on
   */
  add(chain: number, configuration: ArrayLike<number>, at = 0): void {
    const { direction = 'both' } = this.#options;
    const { side, components } = this.#field;
    const field = this.#field.of(configuration, at);
    const sums = this.#sums[chain];
    const correlation = sums.subarray(components);
    const axes = direction === 'all' ? [] : direction === 'both' ? (['x', 'y'] as const) : [direction];
    for (let c = 0; c < components; c++) {
      const part = field.subarray(c * side ** 2, (c + 1) * side ** 2);
      sums[c] += part.reduce((sum, h) => sum + h, 0) / side ** 2;
      this.#spectra?.[chain].add(this.#fourier, part);
      for (const axis of axes) (axis === 'x' ? alongRows : alongColumns)(part, side, 1 / (side ** 2 * axes.length), correlation);
    }
    this.#counts[chain] += 1;
  }

  /**
   * Adds one configuration of every chain, in the order of the chains.
   * @param configurations of shape (chains, L, L, channels) or (chains, L, L), as chains export them
   */
  addAll({ shape, data }: { shape: readonly number[]; data: ArrayLike<number> }): void {
    const { chains, size, channels = 1 } = this.#options;
    if (data.length !== chains * this.#field.length || shape[0] !== chains)
      throw new BlockspinError({
        who: 'correlator',
        expected: `configurations of shape (${chains}, ${size}, ${size}${channels > 1 ? `, ${channels}` : ''})`,
        got: `(${shape.join(', ')})`,
        remedy: 'give one configuration of every chain',
      });
    for (let chain = 0; chain < chains; chain++) this.add(chain, data, chain * this.#field.length);
  }

  /** @throws BlockspinError where a chain has no configuration, or chains have different numbers of them */
  result(): Correlator {
    const { size, stride = 1 } = this.#options;
    const { components } = this.#field;
    const [count] = this.#counts;
    if (count === 0 || this.#counts.some((n) => n !== count))
      throw new BlockspinError({
        who: 'correlator',
        expected: 'equally many configurations of every chain',
        got: `from ${Math.min(...this.#counts)} to ${Math.max(...this.#counts)}`,
        remedy: 'add one configuration of each chain at a time',
      });
    const rows = this.#sums.map((sums) => Array.from(sums, (sum) => sum / count));
    if (this.#spectra) return this.#everywhere(rows, count, this.#spectra);
    return { size, components, rows, distances: Array.from({ length: rows[0].length - components }, (_, i) => i * stride) };
  }

  /** Rows with the correlator at every displacement, nearest first. */
  #everywhere(means: number[][], count: number, spectra: readonly Spectrum[]): Correlator {
    const { size, stride = 1, every = 1 } = this.#options;
    const { components, side: M } = this.#field;
    const places: [number, number][] = [];
    for (let x = 0; 2 * x <= M; x += every) for (let y = 0; y <= x; y += every) if (4 * (x * x + y * y) <= M * M) places.push([x, y]);
    places.sort(([x, y], [u, v]) => x * x + y * y - u * u - v * v);
    const rows = means.map((row, chain) => {
      const sums = spectra[chain].sums(this.#fourier);
      const at = (x: number, y: number) => sums[(y % M) * M + (x % M)];
      // C(r) = C(-r), so each displacement also represents the opposite one.
      return [...row, ...places.map(([x, y]) => (at(x, y) + at(y, x) + at(M - x, y) + at(M - y, x)) / 4 / count)];
    });
    const inSites = places.map(([x, y]): [number, number] => [x * stride, y * stride]);
    return { size, components, rows, distances: inSites.map(([x, y]) => Math.hypot(x, y)), places: inSites };
  }
}

/** Adds scale · Σ h(y, x) h(y, x + r) for every r. */
function alongRows(h: Float64Array, M: number, scale: number, out: Float64Array): void {
  for (let r = 0; r < out.length; r++) {
    let sum = 0;
    for (let row = 0; row < M * M; row += M) {
      for (let x = row; x < row + M - r; x++) sum += h[x] * h[x + r];
      for (let x = row + M - r; x < row + M; x++) sum += h[x] * h[x + r - M];
    }
    out[r] += scale * sum;
  }
}

/** Adds scale · Σ h(y, x) h(y + r, x) for every r. */
function alongColumns(h: Float64Array, M: number, scale: number, out: Float64Array): void {
  const area = M * M;
  for (let r = 0; r < out.length; r++) {
    let sum = 0;
    const shift = r * M;
    for (let i = 0; i < area - shift; i++) sum += h[i] * h[i + shift];
    for (let i = area - shift; i < area; i++) sum += h[i] * h[i + shift - area];
    out[r] += scale * sum;
  }
}

/**
 * The connected correlator from the averages of a row (or of the mean row): C(r) - Σ_c <h_c>².
 * @param known 'zero' where symmetry makes every <h> vanish: then nothing is subtracted, and the noise of the means does not enter
 */
export function connected(row: readonly number[], components: number, known: 'measured' | 'zero' = 'measured'): number[] {
  const square = known === 'zero' ? 0 : row.slice(0, components).reduce((sum, mean) => sum + mean * mean, 0);
  return row.slice(components).map((value) => value - square);
}

/** The connected correlator at every distance, with errors by the jackknife over chains. */
export function correlation({ rows, components, distances }: Correlator, known: 'measured' | 'zero' = 'measured'): Estimate[] {
  return distances.map((_, i) =>
    jackknife(
      rows.map((row) => [...row.slice(0, components), row[components + i]]),
      (means) => connected(means, components, known)[0],
    ),
  );
}

/** Means over rings: displacements whose distances round to the same number of sites. */
export function ringed<P extends { r: number }>(places: readonly P[], value: (place: P) => number): number[] {
  const groups = new Map<number, number[]>();
  for (const place of places) groups.set(Math.round(place.r), [...(groups.get(Math.round(place.r)) ?? []), value(place)]);
  return [...groups.values()].map((values) => values.reduce((sum, x) => sum + x, 0) / values.length);
}

/** The connected correlator in the form of figures and files: with its errors, and averaged over rings where it has all directions. */
export function rings(correlator: Correlator, known: 'measured' | 'zero' = 'measured'): { distances: number[]; values: Estimate[] } {
  if (!correlator.places) return { distances: correlator.distances, values: correlation(correlator, known) };
  const { components, rows } = correlator;
  const places = correlator.distances.map((r, i) => ({ r, i }));
  const distances = ringed(places, ({ r }) => r);
  const joined = rows.map((row) => [...row.slice(0, components), ...ringed(places, ({ i }) => row[components + i])]);
  return { distances, values: correlation({ ...correlator, rows: joined, distances }, known) };
}
