/** Fixes the sign of every binary component and the order of components, which training chooses by chance. */
import { BlockspinError } from '../../core/errors.ts';
import { gauge, type Weights } from '../filters/filter.ts';
import { type Components, checkVectors, dot, type Vector } from '../filters/vectors.ts';

/** A choice of order and signs: component i of the result is component `order[i]` of the original times `signs[i]`. */
export interface Gauge {
  order: number[];
  signs: (1 | -1)[];
}

/** The components (C, d) in the given order and with the given signs; new arrays. */
export function applyGauge(components: Components, { order, signs }: Gauge): number[][] {
  return order.map((from, i) => components[from].map((w) => (signs[i] < 0 ? 0 - w : w)));
}

/**
 * The order and signs of components that bring them nearest to a reference: those with the largest Σ_c s_c <f_order(c), r_c>. All
 * orders are compared, by dynamic programming over subsets (2^C C steps); of equally good ones the first is taken.
 *
 * @param components (C, d)
 * @param reference (C, d)
 * @param signed whether signs are free, too
 * @throws BlockspinError for shapes that differ
 */
export function gaugeTo(components: Components, reference: Components, signed = true): Gauge {
  checkVectors([...components, ...reference], 'gauge');
  if (reference.length !== components.length) {
    const remedy = 'compare filters of one geometry only';
    throw new BlockspinError({ who: 'gauge', expected: `${reference.length} components as in the reference`, got: components.length, remedy });
  }
  const { order, signs } = bestGauge(
    reference.map((r) => components.map((f) => dot(f, r))),
    signed,
  );
  return { order, signs };
}

/**
 * The order and signs for which Σ_place s_place m[place][order(place)] is largest, and that sum.
 *
 * @param m (C, C)
 * @param signed whether signs are free; else they are all 1
 */
export function bestGauge(m: readonly (readonly number[])[], signed = true): Gauge & { sum: number } {
  const count = m.length;
  // best[s] = the largest sum with components of the set s put into the first |s| places.
  const best = new Float64Array(1 << count).fill(Number.NEGATIVE_INFINITY);
  const last = new Int32Array(1 << count);
  best[0] = 0;
  for (let set = 0; set < 1 << count; set++) {
    const place = bits(set);
    for (let c = 0; c < count; c++) {
      if (set & (1 << c)) continue;
      const sum = best[set] + (signed ? Math.abs(m[place][c]) : m[place][c]);
      const next = set | (1 << c);
      if (sum > best[next]) [best[next], last[next]] = [sum, c];
    }
  }
  const order: number[] = new Array(count);
  for (let [set, place] = [(1 << count) - 1, count - 1]; place >= 0; place--) {
    order[place] = last[set];
    set &= ~(1 << last[set]);
  }
  return { order, signs: order.map((c, place) => (signed && m[place][c] < 0 ? -1 : 1)), sum: best[best.length - 1] };
}

function bits(set: number): number {
  let count = 0;
  for (let rest = set; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}

/**
 * Order and signs without a reference: every component gets the sign that `gauge` gives it, then components are sorted by their
 * weights, compared one after the other, larger ones first. Filters that are equal up to signs and order become equal. Filters that
 * are only nearly so may not, because a comparison can go either way; use `alignEnsemble` for them.
 *
 * @param filter (C, b, b)
 * @returns (C, b, b), new arrays
 */
export function canonical(filter: readonly Weights[], coupling = 1): number[][][] {
  return filter.map((component) => gauge(component, coupling)).sort((a, b) => descending(a.flat(), b.flat()));
}

function descending(a: Vector, b: Vector): number {
  const at = a.findIndex((x, i) => x !== b[i]);
  return at < 0 ? 0 : b[at] - a[at];
}

/** Most rounds of alignment; two or three suffice unless runs have nothing in common. */
const ROUNDS = 50;
/** Runs tried as the first reference. */
const CANDIDATES = 32;

/**
 * Brings all runs of an ensemble to one gauge. Each is aligned to the mean of all, beginning with the one of the first 32 runs that
 * overlaps most with all others, until nothing changes. The sum of all overlaps grows in every round, so the iteration ends. If an
 * ensemble has several optima, several gauges are possible and the result is one of them.
 * Source: generalised Procrustes analysis, Gower, Psychometrika 40, 33 (1975).
 *
 * @param ensemble (n, C, d)
 * @param signed whether signs are free, too
 * @returns the runs in the common gauge, and the gauge of each
 */
export function alignEnsemble(ensemble: readonly Components[], signed = true): { ensemble: number[][][]; gauges: Gauge[] } {
  let reference: Components = ensemble[0];
  const overlap = (a: Components, b: Components) => {
    const aligned = applyGauge(a, gaugeTo(a, b, signed));
    return aligned.reduce((sum, component, c) => sum + dot(component, b[c]), 0);
  };
  let most = Number.NEGATIVE_INFINITY;
  for (const candidate of ensemble.slice(0, CANDIDATES)) {
    const sum = ensemble.reduce((total, run) => total + overlap(run, candidate), 0) / Math.sqrt(candidate.reduce((s, c) => s + dot(c, c), 1e-300));
    if (sum > most) [most, reference] = [sum, candidate];
  }
  let gauges: Gauge[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const next = ensemble.map((run) => gaugeTo(run, reference, signed));
    if (JSON.stringify(next) === JSON.stringify(gauges)) break;
    gauges = next;
    const aligned = ensemble.map((run, i) => applyGauge(run, gauges[i]));
    reference = aligned[0].map((component, c) => component.map((_, k) => aligned.reduce((sum, run) => sum + run[c][k], 0) / aligned.length));
  }
  return { ensemble: ensemble.map((run, i) => applyGauge(run, gauges[i])), gauges };
}
