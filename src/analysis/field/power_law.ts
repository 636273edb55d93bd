/** Whether a correlator falls as a power law at all, by tests that use the covariance of its distances; plain numbers, no GPU. */
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { chiSquaredTail, type Estimate } from '../../core/statistics.ts';
import { leastOver } from '../curves/fit.ts';
import { fTail } from '../curves/tails.ts';
import { CLEAR, clearBehind, ERRORS, REFUSED } from '../curves/verdicts.ts';
import { type Correlator, connected } from './correlator.ts';
import { type ChosenPlace, chosenPlaces, type DimensionOptions, type WindowResult } from './dimension.ts';
import { distanceOn } from './torus.ts';

/** How well a law with its best parameters agrees with the values, given their covariance. */
export interface LawTest {
  /** Hotelling's T² times (n - p) / (n - 1), for n chains and p degrees of freedom: comparable to a χ². */
  chi2: number;
  /** Groups of distances minus parameters, p. */
  dof: number;
  /** Probability of a χ² at least this large if the law is right. */
  p: number;
}

/** The verdict on one window. */
interface WindowLaw {
  /**
   * 'power law': it describes the values, an exponential does not, and windows agree; 'not a power law': it does not describe
   * them, or an exponential does much better, or they do not fall; 'undetermined': the data cannot tell.
   */
  verdict: 'power law' | 'not a power law' | 'undetermined';
  /** Why, in words that can follow a colon. */
  reason: string;
  /** Null where there are too few chains or distances to test anything. */
  tests: { zero: LawTest; constant: LawTest; power: LawTest; exponential: LawTest } | null;
  /** ξ of a exp(-r / ξ), sites; Infinity (error NaN) where the values do not fall. */
  length: Estimate | null;
}

/** The verdict on the widest window, and whether a narrower one differs. */
export interface Law extends WindowLaw {
  /** Where the widest window is no power law: lower end of the first narrower window that is one; null where there is none. */
  holdsFrom: number | null;
}

/** An exponent below this counts as no fall: 2 Δ is 1/4 for the spin of the Ising model and for dimers at T_BKT. */
const LEVEL = 0.05;
/** Neighbouring distances are merged into at most this many bins, because a covariance needs several times as many chains as it has rows. */
const MOST_BINS = 12;
const CHAINS_PER_BIN = 4;
const FEWEST_BINS = 3;
/** Range of the exponents that are searched: from a rise by e³ over the window to a fall by e¹² between neighbouring bins. */
const RISE = 3;
const FALL = 12;

/**
 * Judges the fit of `dimension` in its window.
 *
 * Values at different distances of one correlator are correlated, so χ² from their errors alone says little. Here every
 * law is fitted to bins of neighbouring distances with the covariance over chains. The residual follows Hotelling's T² distribution
 * whatever the correlations (Anderson, An Introduction to Multivariate Statistical Analysis (2003), chapter 5). The other laws are
 * zero, a constant, and a exp(-r / ξ) with its image around the torus.
 *
 * @param windows of `dimensionByWindow`, the fitted one first
 */
export function judgeLaw(correlator: Correlator, windows: readonly WindowResult[], options: Omit<DimensionOptions, 'from'>): Law {
  const law = judgeWindow(correlator, windows, options);
  if (law.verdict !== 'not a power law') return { ...law, holdsFrom: null };
  const later = windows.findIndex((_, i) => i > 0 && judgeWindow(correlator, windows.slice(i), options).verdict === 'power law');
  return { ...law, holdsFrom: later < 0 ? null : windows[later].from };
}

function judgeWindow(correlator: Correlator, windows: readonly WindowResult[], options: Omit<DimensionOptions, 'from'>): WindowLaw {
  const { size, rows } = correlator;
  const chosen = chosenPlaces(correlator, { ...options, from: windows[0].from });
  const { distance = 'chord', factor = () => 1, mean = 'measured' } = options;
  const bins = binned(chosen, Math.min(MOST_BINS, Math.floor(rows.length / CHAINS_PER_BIN)));
  const values = bins.length < FEWEST_BINS ? undefined : weighted(correlator, bins, mean);
  if (!values) return { verdict: 'undetermined', reason: 'there are too few chains or distances to test a law', tests: null, length: null };
  const [first, last] = [chosen[0].r, chosen[chosen.length - 1].r];
  const per = (law: (place: ChosenPlace) => number) => bins.map((bin) => bin.reduce((sum, place) => sum + law(place), 0) / bin.length);
  const u = new Map(chosen.map((place) => [place, Math.log(distanceOn(size, place.x, distance, place.y))]));
  const [nearest, farthest] = [Math.min(...u.values()), Math.max(...u.values())];
  const factors = new Map(chosen.map((place) => [place, factor(place.x, place.y)]));
  const power = (k: number) => per((place) => (factors.get(place) ?? 1) * Math.exp(-k * ((u.get(place) ?? 0) - nearest)));
  // The nearest image around the torus along either axis; farther ones do not matter.
  const round = (k: number) => per(({ x, y, r }) => Math.exp(-k * (r - first)) + Math.exp(-k * (Math.hypot(size - x, y) - first)));
  const steepest = (span: number) => (FALL * bins.length) / span;
  const best = leastOver((k) => values.chi2(power(k)), -RISE / (farthest - nearest), steepest(farthest - nearest));
  const other = leastOver((k) => values.chi2(round(k)), 0, steepest(last - first));
  const tested = (chi2: number, parameters: number) => test(chi2, bins.length - parameters, rows.length);
  const tests = {
    zero: tested(values.chi2(null), 0),
    constant: tested(values.chi2(per(() => 1)), 1),
    power: tested(best.value, 2),
    exponential: tested(other.value, 2),
  };
  const length = lengthOf((k) => values.chi2(round(k)), other);
  return { ...verdictOf(tests, length, windows), tests, length };
}

/** Neighbouring distances in at most `most` bins, each about the same factor wide. */
function binned(places: readonly ChosenPlace[], most: number): ChosenPlace[][] {
  if (places.length <= most) return places.map((place) => [place]);
  const distances = places.map(({ r }) => r);
  const bins: ChosenPlace[][] = [];
  for (let i = 0; i < distances.length; ) {
    const left = most - bins.length;
    const edge = distances[i] * (distances[distances.length - 1] / distances[i]) ** (1 / left);
    const reach = distances.slice(i).filter((r) => r <= edge * (1 + 1e-9)).length;
    const count = left <= 1 ? distances.length - i : Math.max(1, Math.min(reach, distances.length - i - left + 1));
    bins.push(places.slice(i, i + count));
    i += count;
  }
  return bins;
}

/** Means over bins of distances with their covariance, ready to be compared with shapes. */
interface Weighted {
  /** Hotelling's T² of the values minus the best multiple of a shape, or of the values themselves for null. */
  chi2(shape: readonly number[] | null): number;
}

function weighted({ rows, components }: Correlator, bins: readonly ChosenPlace[][], mean: 'measured' | 'zero'): Weighted | undefined {
  const n = rows.length;
  const places = bins.map((bin) => bin.map(({ i }) => components + i));
  const average = (row: readonly number[]) => places.map((at) => at.reduce((sum, k) => sum + row[k], 0) / at.length);
  const means = rows[0].map((_, k) => rows.reduce((sum, row) => sum + row[k], 0) / n);
  const whole = connected(means, components, mean);
  const values = bins.map((bin) => bin.reduce((sum, { i }) => sum + whole[i], 0) / bin.length);
  // To first order the square of the mean changes by twice the mean times the deviation of the chain.
  const own = rows.map((row) => {
    const square = mean === 'zero' ? 0 : means.slice(0, components).reduce((sum, m, c) => sum + 2 * m * (row[c] - m), 0);
    return average(row).map((value) => value - square);
  });
  const centre = average(means);
  const scale = centre.map((m, i) => Math.sqrt(own.reduce((sum, row) => sum + (row[i] - m) ** 2, 0) / (n - 1) / n));
  if (!scale.every((s) => s > 0)) return undefined;
  const covariance = scale.map((s, i) =>
    scale.map((t, j) => own.reduce((sum, row) => sum + (row[i] - centre[i]) * (row[j] - centre[j]), 0) / (n - 1) / n / (s * t)),
  );
  const cholesky = new CholeskyDecomposition(new Matrix(covariance));
  if (!cholesky.isPositiveDefinite()) return undefined;
  const solved = (vector: readonly number[]) => cholesky.solve(Matrix.columnVector(vector.map((x, i) => x / scale[i]))).to1DArray();
  const product = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + (x / scale[i]) * b[i], 0);
  const weight = solved(values);
  const square = product(values, weight);
  return {
    chi2(shape) {
      if (!shape) return square;
      return Math.max(0, square - product(shape, weight) ** 2 / product(shape, solved(shape)));
    },
  };
}

function test(square: number, dof: number, n: number): LawTest {
  const chi2 = (square * (n - dof)) / (n - 1);
  return { chi2, dof, p: fTail(chi2 / dof, dof, n - dof) };
}

/** 1 / k, its error from the curvature of χ². */
function lengthOf(chi2: (k: number) => number, { at, value }: { at: number; value: number }): Estimate {
  if (!(at > 0)) return { mean: Number.POSITIVE_INFINITY, error: Number.NaN };
  const step = 0.01 * at;
  const curvature = (chi2(at + step) + chi2(at - step) - 2 * value) / step ** 2;
  return { mean: 1 / at, error: curvature > 0 ? Math.sqrt(2 / curvature) / at ** 2 : Number.NaN };
}

function verdictOf({ zero, constant, power, exponential }: NonNullable<Law['tests']>, length: Estimate, windows: readonly WindowResult[]) {
  const say = (verdict: Law['verdict'], reason: string) => ({ verdict, reason });
  const [{ exponent, determined }] = windows;
  const best = power.chi2 <= exponential.chi2 ? power : exponential;
  const xi = Number.isFinite(length.error) ? `ξ = ${length.mean.toPrecision(3)} ± ${length.error.toPrecision(1)} sites` : 'ξ not determined';
  if (zero.p >= REFUSED) return say('undetermined', 'all values together are compatible with zero');
  if (constant.p >= REFUSED && constant.chi2 - best.chi2 < ERRORS ** 2) {
    if (exponent.mean + ERRORS * exponent.error < LEVEL) return say('not a power law', 'the values do not fall with the distance');
    return say('undetermined', 'a constant describes the values as well');
  }
  if (power.chi2 - exponential.chi2 >= clearBehind(best)) {
    if (exponential.p >= REFUSED) return say('not a power law', `an exponential describes the values, ${xi}, a power law does not`);
    return say('not a power law', `an exponential, ${xi}, is much nearer to the values, though neither law describes them`);
  }
  if (power.p < REFUSED) return say('not a power law', `no power law describes the values in this window (p = ${power.p.toExponential(0)})`);
  if (!determined) return say('undetermined', 'noise is too large to fit an exponent');
  if (!(exponent.mean > 0)) return say('not a power law', 'the values rise with the distance');
  const changes = windows.slice(1).filter(({ change }) => change && change.error > 0);
  const apart = changes.find(({ change }) => change && changes.length * chiSquaredTail((change.mean / change.error) ** 2, 1) < REFUSED);
  if (apart) return say('not a power law', `windows disagree beyond their errors: from ${apart.from} sites on the exponent differs`);
  if (exponential.chi2 - power.chi2 < CLEAR) return say('undetermined', `an exponential, ${xi}, describes the values as well`);
  return say(
    'power law',
    `an exponential is excluded, and ${windows.filter((one) => one.determined).length > 1 ? 'windows agree' : 'there is one window only'}`,
  );
}
