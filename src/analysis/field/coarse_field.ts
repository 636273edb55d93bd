/** A filter applied everywhere on a configuration: the coarse variable as a field; plain arrays, no GPU. */
import { BlockspinError } from '../../core/errors.ts';
import type { Weights } from '../filters/filter.ts';

/** Options of `CoarseField`. */
export interface FieldOptions {
  /** Lattice side L of the periodic configurations. */
  size: number;
  /** Values of one site (default 1; 2 for dimers: right bond, down bond). */
  channels?: number;
  /** (C, b, b · channels): weights of each component, the channels of a site side by side, as results hold them. */
  filter: readonly Weights[];
  /** Sites between neighbouring blocks: 1 is every translation, a convolution (default), b the lattice of blocks. Divides L. */
  stride?: number;
  /** 'linear': Λ·v (default, as published for correlators); 'sign': sign(Λ·v), and 0 for a tie, the mean of the sign that a trained H draws there. */
  values?: 'linear' | 'sign';
}

/** Part of Σ|Λ| below which Λ·v is a tie: weights such as 0.1 and 0.2 cancel up to rounding only. */
const TIE = 1e-12;

/** Applies filters everywhere on configurations of one kind. */
export class CoarseField {
  /** Blocks along one side, M = L / stride. */
  readonly side: number;
  readonly components: number;
  readonly #options: Required<FieldOptions>;
  readonly #ties: number[];

  /** @throws BlockspinError for a filter that does not fit the lattice and its channels, or a stride that does not divide the side */
  constructor(options: FieldOptions) {
    this.#options = { channels: 1, stride: 1, values: 'linear', ...options };
    checkField(this.#options);
    const { size, stride, filter } = this.#options;
    this.side = size / stride;
    this.components = filter.length;
    this.#ties = filter.map((component) => TIE * component.flat().reduce((sum, w) => sum + Math.abs(w), 0));
  }

  /** Numbers in one configuration, L · L · channels. */
  get length(): number {
    return this.#options.size ** 2 * this.#options.channels;
  }

  /**
   * The field of one configuration: the block of (y, x) begins at site (y · stride, x · stride) and reaches down and right.
   * @param configuration (L, L, channels) in C order, from index `at` on
   * @returns (C, M, M)
   */
  of(configuration: ArrayLike<number>, at = 0): Float64Array {
    const { filter, values } = this.#options;
    const area = this.side ** 2;
    const field = new Float64Array(filter.length * area);
    filter.forEach((component, c) => {
      const part = field.subarray(c * area, (c + 1) * area);
      component.forEach((row, dy) => {
        row.forEach((weight, column) => {
          if (weight !== 0) this.#add(part, configuration, at, weight, dy, column);
        });
      });
      if (values === 'sign') for (let i = 0; i < area; i++) part[i] = Math.abs(part[i]) <= this.#ties[c] ? 0 : Math.sign(part[i]);
    });
    return field;
  }

  /** Adds one weight times the values it meets, row by row, in two pieces where a row wraps around. */
  #add(part: Float64Array, v: ArrayLike<number>, at: number, weight: number, dy: number, column: number): void {
    const { size, channels, stride } = this.#options;
    const M = this.side;
    const dx = Math.floor(column / channels);
    const channel = column % channels;
    const step = stride * channels;
    const unwrapped = Math.ceil((size - dx) / stride);
    for (let y = 0; y < M; y++) {
      const row = at + ((y * stride + dy) % size) * size * channels + channel;
      let from = row + dx * channels;
      for (let x = 0; x < unwrapped; x++, from += step) part[y * M + x] += weight * v[from];
      from -= size * channels;
      for (let x = unwrapped; x < M; x++, from += step) part[y * M + x] += weight * v[from];
    }
  }
}

function checkField({ size, channels, filter, stride }: Required<FieldOptions>): void {
  const bad = (expected: string, got: unknown, remedy: string) => new BlockspinError({ who: 'coarse field', expected, got, remedy });
  const side = filter[0]?.length ?? 0;
  const fits = filter.every((component) => component.length === side && component.every((row) => row.length === side * channels));
  if (!(side >= 1 && side <= size && fits))
    throw bad(
      `components of b x ${channels} b weights, b from 1 to ${size}`,
      filter.map((rows) => `${rows.length} x ${rows[0]?.length}`).join(', ') || 'none',
      'give the filter as results hold it, and the channels of a site',
    );
  if (!filter.flat(2).every(Number.isFinite)) throw bad('finite weights', 'others', 'leave out replicas that diverged');
  if (!(Number.isInteger(stride) && stride >= 1 && size % stride === 0))
    throw bad(`a stride that divides ${size}`, stride, 'use 1 for every translation, or the side of the block');
}
