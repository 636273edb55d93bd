/** Chains of the XY model for tests. */
import type { Scope } from '../../src/gpu/scope.ts';
import { RotorChains, type RotorMove } from '../../src/model/xy/chains.ts';
import type { Start } from '../../src/sample/chains.ts';

export interface RotorCase {
  size: number;
  points: readonly number[];
  coupling?: number;
  algorithm?: RotorMove;
  seed?: number;
  start?: Start;
}

export function rotorsOf(scope: Scope, { size, points, coupling = 1, algorithm = 'over-relaxation', seed = 5, start }: RotorCase): RotorChains {
  return new RotorChains(scope, { size, coupling, temperatures: points, seed, ...(start ? { start } : {}) }, algorithm);
}

/** Vectors by chain and site of one group. @param words (L, L, 2, 32), bits of f32 */
export function vectorsOf(words: Uint32Array): (readonly [number, number])[][] {
  const numbers = new Float32Array(Uint32Array.from(words).buffer);
  return Array.from({ length: 32 }, (_, chain) =>
    Array.from({ length: words.length / 64 }, (_, site) => [numbers[site * 64 + chain], numbers[site * 64 + 32 + chain]] as const),
  );
}

/** The same numbers as they lie in memory. */
export function packedVectors(chains: readonly (readonly (readonly [number, number])[])[]): number[] {
  const out: number[] = [];
  chains.forEach((vectors, chain) => {
    vectors.forEach(([x, y], site) => {
      out[site * 64 + chain] = x;
      out[site * 64 + 32 + chain] = y;
    });
  });
  return out;
}
