import { type ChainEstimate, chainEstimate, type Estimate, jackknife, meanError } from '../../core/statistics.ts';
import type { Series } from '../../sample/chains.ts';

/** Numbers per sample in the series the kernels write: parallel pairs, dipole sums x y, columnar sums x y. */
export const COLUMNS = 5;

/**
 * Series of the kernels by name.
 * @param raw (slots, chains, 5)
 * @returns energy per site; winding numbers; columnar order, 1 in a columnar ground state
 */
export function unpackDimers(raw: Int32Array, slots: number, chains: number, spacing: number, size: number, interaction: number): Record<string, Series> {
  const column = (k: number, scale: number): Series => ({
    spacing,
    values: Array.from({ length: chains }, (_, c) => Float64Array.from({ length: slots }, (_, t) => scale * raw[(t * chains + c) * COLUMNS + k])),
  });
  const sites = size * size;
  return {
    energy: column(0, interaction / sites),
    winding_x: column(1, 1 / size),
    winding_y: column(2, 1 / size),
    columnar_x: column(3, 2 / sites),
    columnar_y: column(4, 2 / sites),
  };
}

/**
 * energy per site, specific_heat, winding_squared (mean of <Wx²> and <Wy²>), winding_zero (probability of Wx = Wy = 0),
 * columnar <|D|>, stiffness g.
 */
export function dimerObservables(series: Readonly<Record<string, Series>>, size: number, temperature: number): Record<string, ChainEstimate | Estimate> {
  const { energy, winding_x: wx, winding_y: wy, columnar_x: dx, columnar_y: dy } = series;
  const both = (a: Series, b: Series, f: (a: number, b: number) => number) => a.values.map((chain, c) => chain.map((v, t) => f(v, b.values[c][t])));
  const squared = both(wx, wy, (a, b) => (a * a + b * b) / 2);
  const moments = energy.values.map((e) => [meanError(e).mean, meanError(e.map((x) => x * x)).mean]);
  const sites = size * size;
  return {
    energy: chainEstimate(energy.values, energy.spacing),
    specific_heat: jackknife(moments, ([e, e2]) => (temperature === Number.POSITIVE_INFINITY ? 0 : (sites * (e2 - e * e)) / temperature ** 2)),
    winding_squared: chainEstimate(squared, energy.spacing),
    winding_zero: chainEstimate(
      both(wx, wy, (a, b) => (a === 0 && b === 0 ? 1 : 0)),
      energy.spacing,
    ),
    columnar: chainEstimate(both(dx, dy, Math.hypot), energy.spacing),
    stiffness: stiffness(
      squared.map((chain) => meanError(chain).mean),
      size,
    ),
  };
}

/**
 * The stiffness g of the height model, from P(W) ∝ exp(-π g W²) of either winding number.
 * Where fewer than two chains have seen any winding the samples tell only that g is large: Infinity, error NaN.
 * @param chains <W²> of each chain
 * Source: Alet et al., PRE 74, 041124 (2006), section IV.
 */
export function stiffness(chains: readonly number[], size: number): Estimate {
  if (chains.filter((squared) => squared > 0).length < 2) return { mean: Number.POSITIVE_INFINITY, error: Number.NaN };
  return jackknife(
    chains.map((squared) => [squared]),
    ([squared]) => couplingOf(squared, size / 2),
  );
}

/** Solves Σ W² exp(-π g W²) / Σ exp(-π g W²) = squared for g by bisection; |W| is at most `most`. */
function couplingOf(squared: number, most: number): number {
  let [low, high] = [0, 100];
  for (let i = 0; i < 60; i++) {
    const g = (low + high) / 2;
    let [sum, weighted] = [1, 0];
    for (let w = 1; w <= most; w++) {
      const p = 2 * Math.exp(-Math.PI * g * w * w);
      sum += p;
      weighted += w * w * p;
    }
    if (weighted > squared * sum) low = g;
    else high = g;
  }
  return (low + high) / 2;
}
