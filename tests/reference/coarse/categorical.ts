/** The relaxed categorical variable of one replica: rows of q values, one row per sample and component. */
import { philox, unitOpen } from '../lib/philox.ts';

/** Gumbel noise g = -ln(-ln(1 - u)), u of state s from word s mod 4 of counter (row, step, 0, s div 4). */
export function gumbel(rows: number, q: number, step: number, key: ArrayLike<number>): Float64Array {
  return new Float64Array(rows * q).map((_, i) => {
    const s = i % q;
    const u = unitOpen(philox([Math.floor(i / q), step, 0, Math.floor(s / 4)], key)[s % 4]);
    return -Math.log(-Math.log1p(-u));
  });
}

/** h_s = exp(x_s) / sum_t exp(x_t), x_s = (a_s + g_s) / tau; the largest x is taken out first */
export function forward(a: ArrayLike<number>, noise: ArrayLike<number>, tau: number, q: number): Float64Array {
  const h = new Float64Array(a.length);
  for (let row = 0; row < a.length; row += q) {
    const x = Array.from({ length: q }, (_, s) => (a[row + s] + noise[row + s]) / tau);
    const top = Math.max(...x);
    const sum = x.reduce((total, value) => total + Math.exp(value - top), 0);
    for (let s = 0; s < q; s++) h[row + s] = Math.exp(x[s] - top) / sum;
  }
  return h;
}

/** da_s = h_s (dh_s - sum_t h_t dh_t) / tau */
export function backward(h: ArrayLike<number>, dh: ArrayLike<number>, tau: number, q: number): Float64Array {
  const da = new Float64Array(h.length);
  for (let row = 0; row < h.length; row += q) {
    let mean = 0;
    for (let s = 0; s < q; s++) mean += h[row + s] * dh[row + s];
    for (let s = 0; s < q; s++) da[row + s] = (h[row + s] * (dh[row + s] - mean)) / tau;
  }
  return da;
}

/** One-hot of the largest entry of every row. */
export function oneHot(x: ArrayLike<number>, q: number): Float64Array {
  const hot = new Float64Array(x.length);
  for (let row = 0; row < x.length; row += q) {
    let best = 0;
    for (let s = 1; s < q; s++) if (x[row + s] > x[row + best]) best = s;
    hot[row + best] = 1;
  }
  return hot;
}
