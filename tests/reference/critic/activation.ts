/** Nonlinearities and the mask of dropout, elementwise. */
import { philox } from '../lib/philox.ts';

export type Kind = 'identity' | 'relu' | 'tanh' | 'swish';

/** f */
export function value(kind: Kind, x: number): number {
  if (kind === 'relu') return Math.max(0, x);
  if (kind === 'tanh') return Math.tanh(x);
  if (kind === 'swish') return x / (1 + Math.exp(-x));
  return x;
}

/** f' */
export function slope(kind: Kind, x: number): number {
  if (kind === 'relu') return x > 0 ? 1 : 0;
  if (kind === 'tanh') return 1 - Math.tanh(x) ** 2;
  if (kind === 'swish') return 1 / (1 + Math.exp(-x)) + (x * Math.exp(-x)) / (1 + Math.exp(-x)) ** 2;
  return 1;
}

/** m: 0 where word i mod 4 at counter (i / 4, step, layer, 0) lies below rate 2^32, else 1 / (1 - rate) */
export function mask(count: number, rate: number, layer: number, step: number, key: ArrayLike<number>): Float64Array {
  const m = new Float64Array(count).fill(1);
  if (rate === 0) return m;
  const words = Array.from({ length: Math.ceil(count / 4) }, (_, quarter) => philox([quarter, step, layer, 0], key));
  return m.map((_, i) => (words[Math.floor(i / 4)][i % 4] < Math.round(rate * 2 ** 32) ? 0 : 1 / (1 - rate)));
}

/** y = m f(a) */
export function forward(a: ArrayLike<number>, m: ArrayLike<number>, kind: Kind): Float64Array {
  return new Float64Array(a).map((x, i) => m[i] * value(kind, x));
}

/** da = m f'(a) dy */
export function backward(a: ArrayLike<number>, m: ArrayLike<number>, dy: ArrayLike<number>, kind: Kind): Float64Array {
  return new Float64Array(a).map((x, i) => m[i] * slope(kind, x) * dy[i]);
}
