export interface Moments {
  p: Float64Array;
  m: Float64Array;
  v: Float64Array;
}

/**
 * Step t = 1, 2, ... of Adam in its textbook form, climbing: m = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g^2,
 * p += lr m' / (sqrt(v') + eps) with m' = m / (1 - b1^t), v' = v / (1 - b2^t).
 * The two parameters of a pair share the mean of their squared gradients.
 * Source: Kingma & Ba, arXiv:1412.6980, algorithm 1.
 */
export function update(
  { p, m, v }: Moments,
  g: ArrayLike<number>,
  t: number,
  rate: number,
  hyper: { beta1: number; beta2: number; epsilon: number },
  pairs: { first: number; count: number } = { first: 0, count: 0 },
): void {
  const { beta1, beta2, epsilon } = hyper;
  for (let i = 0; i < p.length; i++) {
    m[i] = beta1 * m[i] + (1 - beta1) * g[i];
    const other = i >= pairs.first && i < pairs.first + pairs.count ? g[i % 2 === 0 ? i + 1 : i - 1] : g[i];
    v[i] = beta2 * v[i] + ((1 - beta2) * (g[i] ** 2 + other ** 2)) / 2;
    const unbiasedM = m[i] / (1 - beta1 ** t);
    const unbiasedV = v[i] / (1 - beta2 ** t);
    p[i] += (rate * unbiasedM) / (Math.sqrt(unbiasedV) + epsilon);
  }
}

/** g min(1, clip / |g|); clip = 0 leaves g as it is. Source: Pascanu, Mikolov, Bengio, arXiv:1211.5063, algorithm 1. */
export function clipped(g: ArrayLike<number>, clip: number): Float64Array {
  let square = 0;
  for (let i = 0; i < g.length; i++) square += g[i] ** 2;
  const norm = Math.sqrt(square);
  return Float64Array.from(g, (x) => (clip > 0 && norm > clip ? (x * clip) / norm : x));
}
