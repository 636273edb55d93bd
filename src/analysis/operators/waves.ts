/** Power spectra folded by the symmetries of a correlator, and the correlators that they are transforms of; plain arrays, no GPU. */
import type { Fourier } from '../field/autocorrelation.ts';

/** Displacements of a matrix of correlators. */
export type Direction = 'all' | 'axes' | 'x' | 'y';

/** Displacements [x, y], 0 <= y <= x, up to L / 2, nearest first; on an axis [r, 0]. */
export function placesOf(size: number, direction: Direction, every: number): [number, number][] {
  const places: [number, number][] = [];
  for (let x = 0; 2 * x <= size; x += every) {
    const last = direction === 'all' ? x : 0;
    for (let y = 0; y <= last; y += every) if (4 * (x * x + y * y) <= size * size) places.push([x, y]);
  }
  return places.sort(([x, y], [u, v]) => x * x + y * y - u * u - v * v);
}

interface Transformed {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/**
 * Wave vectors of a square, folded: of a correlator that is averaged over rotations and mirrors only those with 0 <= ky <= kx are different, an eighth of all; of one
 * along an axis, its projection.
 */
export class Waves {
  /** Number of different ones. */
  readonly slots: number;
  readonly #size: number;
  readonly #direction: Direction;
  /** (L, L): which one a wave vector is. */
  readonly #slot: Int32Array;

  constructor(size: number, direction: Direction) {
    this.#size = size;
    this.#direction = direction;
    const half = Math.floor(size / 2);
    const folded = (k: number) => Math.min(k, size - k);
    this.#slot = new Int32Array(size * size);
    for (let ky = 0; ky < size; ky++) {
      for (let kx = 0; kx < size; kx++) {
        const [x, y] = [folded(kx), folded(ky)];
        const [low, high] = x < y ? [x, y] : [y, x];
        this.#slot[ky * size + kx] = direction === 'x' ? x : direction === 'y' ? y : (high * (high + 1)) / 2 + low;
      }
    }
    this.slots = direction === 'x' || direction === 'y' ? half + 1 : ((half + 1) * (half + 2)) / 2;
  }

  /** Adds Re(A* B) of every wave vector. */
  add(a: Transformed, b: Transformed, power: Float64Array): void {
    const slot = this.#slot;
    for (let k = 0; k < slot.length; k++) power[slot[k]] += a.re[k] * b.re[k] + a.im[k] * b.im[k];
  }

  /** The correlators of several folded spectra. @returns [spectrum][place] */
  correlators(spectra: readonly Float64Array[], places: readonly (readonly [number, number])[], fourier: Fourier): number[][] {
    if (this.#direction === 'x' || this.#direction === 'y') return spectra.map((power) => places.map(([r]) => this.#along(power, r)));
    const out: number[][] = [];
    for (let i = 0; i < spectra.length; i += 2) {
      this.#unfold(spectra[i], fourier.re);
      if (i + 1 < spectra.length) this.#unfold(spectra[i + 1], fourier.im);
      else fourier.im.fill(0);
      // Spectra are even and real, and so are their transforms: the two do not mix.
      fourier.both();
      out.push(places.map(([x, y]) => fourier.re[y * this.#size + x]));
      if (i + 1 < spectra.length) out.push(places.map(([x, y]) => fourier.im[y * this.#size + x]));
    }
    return out;
  }

  #along(power: Float64Array, r: number): number {
    const L = this.#size;
    return power.reduce((sum, p, k) => sum + p * Math.cos((2 * Math.PI * k * r) / L), 0) / L ** 4;
  }

  #unfold(power: Float64Array, into: Float64Array): void {
    const counts = new Float64Array(this.slots);
    for (const slot of this.#slot) counts[slot] += 1;
    for (let k = 0; k < into.length; k++) into[k] = power[this.#slot[k]] / counts[this.#slot[k]] / this.#size ** 4;
  }
}
