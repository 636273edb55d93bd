/** Ensembles of filters with known symmetries, and the lattice operators of dimers that filters are known to become. */
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

/** A filter on right and down bonds of a block of side b. */
export function onBonds(b: number, right: (x: number, y: number) => number, down: (x: number, y: number) => number): number[] {
  return Array.from({ length: b * b }, (_, i) => [i % b, Math.floor(i / b)] as const).flatMap(([x, y]) => [right(x, y), down(x, y)]);
}

const parity = (n: number) => (n % 2 === 0 ? 1 : -1);
const none = () => 0;

/**
 * Operators of the dimers' height field h on a block of side b, bonds at rest being 0: cos and sin of 2πh (columnar order of
 * horizontal and of vertical dimers), their sum and difference (plaquettes), cos of 4πh (horizontal against vertical dimers),
 * the gradient of h (staggered dimers, the electric field). Source: Alet et al., Phys. Rev. E 74, 041124 (2006).
 */
export function dimerOperators(b: number) {
  const horizontal = onBonds(b, parity, none);
  const vertical = onBonds(b, none, (_, y) => parity(y));
  return {
    horizontal,
    vertical,
    plaquettes: [mix(1, horizontal, 1, vertical), mix(1, horizontal, -1, vertical)] as const,
    columnar: onBonds(
      b,
      () => 1,
      () => -1,
    ),
    fields: [onBonds(b, (x, y) => parity(x + y), none), onBonds(b, none, (x, y) => parity(x + y))] as const,
  };
}
