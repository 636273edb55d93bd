import type { RingValues } from '../golden/chipping.ts';

/** All ways to put M units on N sites. */
function configurations(N: number, M: number): number[][] {
  if (N === 1) return [[M]];
  return Array.from({ length: M + 1 }, (_, m) => configurations(N - 1, M - m).map((rest) => [m, ...rest])).flat();
}

/** Exact stationary values of a small ring: the master equation of one pick, iterated until it stands still. */
export function stationary(N: number, M: number, w: number, biased: boolean): RingValues {
  const all = configurations(N, M);
  const index = new Map(all.map((c, i) => [c.join(), i]));
  const moves: [number, number, number][] = [];
  all.forEach((c, i) => {
    for (let site = 0; site < N; site++) {
      for (const [step, share] of biased
        ? [[1, 1]]
        : [
            [1, 0.5],
            [N - 1, 0.5],
          ]) {
        for (const [amount, odds] of [
          [Math.min(1, c[site]), w / (1 + w)],
          [c[site], 1 / (1 + w)],
        ]) {
          const next = c.slice();
          next[site] -= amount;
          next[(site + step) % N] += amount;
          moves.push([i, index.get(next.join()) as number, (share * odds) / N]);
        }
      }
    }
  });
  let p = new Float64Array(all.length).fill(1 / all.length);
  for (let change = 1; change > 1e-15; ) {
    const next = new Float64Array(all.length);
    for (const [i, j, odds] of moves) next[j] += p[i] * odds;
    change = next.reduce((largest, x, i) => Math.max(largest, Math.abs(x - p[i])), 0);
    p = next;
  }
  const mean = (f: (c: number[]) => number) => all.reduce((sum, c, i) => sum + p[i] * f(c), 0);
  const share = (m: number) => mean((c) => c.filter((mass) => mass === m).length / N);
  return {
    p0: share(0),
    p1: share(1),
    p2: share(2),
    mass_squared: mean((c) => c.reduce((sum, m) => sum + m * m, 0) / N),
    neighbours: mean((c) => c.reduce((sum, m, i) => sum + m * c[(i + 1) % N], 0) / N),
    largest: mean((c) => Math.max(...c) / M),
  };
}

/** <m²> minus N ρ² + w N ρ s - w ρ - (N - 1) w (ρ - s), s = 1 - P(0): zero in the stationary state of the unbiased model. */
export function sumRule(N: number, density: number, w: number): (means: number[]) => number {
  return ([p0, squared]) => squared - (N * density ** 2 + w * N * density * (1 - p0) - w * density - (N - 1) * w * (density - 1 + p0));
}
