/** Ensembles of filters with known symmetries. */
import { philox } from '../../src/core/random.ts';

/** A pinned stream of numbers; xorshift (Marsaglia, J. Stat. Softw. 8, 14 (2003)), started by Philox. */
export class Source {
  #state: number;

  constructor(seed: number) {
    this.#state = philox([seed, 0, 0, 0], [seed, 11])[0] | 1;
  }

  uniform(): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return ((this.#state >>> 0) + 0.5) / 2 ** 32;
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  normals(count: number): number[] {
    return Array.from({ length: count }, () => this.normal());
  }

  /** One of 0 .. count - 1. */
  choice(count: number): number {
    return Math.floor(this.uniform() * count);
  }
}

/** A filter with noise of the given length relative to it. */
export function noisy(filter: readonly number[], noise: number, source: Source): number[] {
  const scale = noise * Math.sqrt(filter.reduce((sum, w) => sum + w * w, 0) / filter.length);
  return filter.map((w) => w + scale * source.normal());
}

/** a f + b g. */
export const mix = (a: number, f: readonly number[], b: number, g: readonly number[]) => f.map((w, i) => a * w + b * g[i]);
export const minus = (f: readonly number[]) => f.map((w) => 0 - w);
