/** The scaling dimension of the coarse variable from the power law of its correlator; plain numbers, no GPU. */
import { BlockspinError } from '../../core/errors.ts';
import { type Estimate, jackknifed, type LeftOut, leavingOut } from '../../core/statistics.ts';
import { fitRate, type RateFit } from '../curves/fit.ts';
import { type Correlator, connected, correlation } from './correlator.ts';
import { type Distance, distanceOn } from './torus.ts';

/** Which distances of a correlator are fitted. */
interface DistanceRange {
  /** Window of distances, lattice sites, both ends included. It should begin at the filter's side or beyond, because nearer blocks overlap. */
  from: number;
  to: number;
  /**
   * Which distances are fitted: even ones, odd ones, or every n-th from an offset, since correlators of dimers alternate. Default 'all'.
   * A correlator in all directions already has a step and ignores this.
   */
  only?: 'all' | 'even' | 'odd' | { every: number; offset?: number };
}

/** Options of `dimension`. */
export interface DimensionOptions extends DistanceRange {
  /**
   * Default 'chord'. On the square torus 'plain' and 'chord' without a factor hold only for r much smaller than L: at L / 2 the correlator
   * of free dimers is 2.4 times smaller than the law of the chord. Where the operator is known take 'torus' with its factor.
   */
  distance?: Distance;
  /** A known factor of the power law, (x, y) => windingFactor(L, x, g, e, y) or isingFactor(L, x, y), y = 0 along axes; 1 by default. */
  factor?: (x: number, y: number) => number;
  /** 'zero' where symmetry makes <h> vanish (default 'measured': its square is subtracted). */
  mean?: 'measured' | 'zero';
}

/** A scaling dimension from one window. */
export interface Dimension {
  /** False where χ² has no minimum in the exponent, as where noise exceeds the correlator; the errors are then NaN. */
  determined: boolean;
  /** 2 Δ of C(r) = A d(r)^(-2 Δ). */
  exponent: Estimate;
  /** Δ. */
  dimension: Estimate;
  /** A; negative where the window picks distances of one sign. */
  amplitude: Estimate;
  /** Distances that were fitted. */
  distances: number[];
  /** Σ ((C - fit) / error)² / (points - 2), with errors as if distances were independent: a rough measure only, since they are not. */
  chi2PerDof: number;
}

/**
 * Fits C(r) = A factor(r) d(r)^(-2 Δ) over a window. Weights are the errors of the single distances. Correlations between distances
 * enter the errors of the result, which are those of the jackknife over chains: the whole fit, mean included, is repeated.
 * @throws BlockspinError where the window holds fewer than two distances, or a distance without an error
 */
export function dimension(correlator: Correlator, options: DimensionOptions): Dimension {
  return resultOf(fitsOf(correlator, options));
}

/** The dimension of one window among several with the same upper end. */
export interface WindowResult extends Dimension {
  from: number;
  to: number;
  /** Change of the exponent from the window before; in its error, fluctuations that both windows share cancel. Null for the first. */
  change: Estimate | null;
}

/** The dimension against the lower end of the window, to see whether it is stable. */
export function dimensionByWindow(correlator: Correlator, froms: readonly number[], options: Omit<DimensionOptions, 'from'>): WindowResult[] {
  const windows = froms.map((from) => fitsOf(correlator, { ...options, from }));
  const rate = ({ rate: { mean } }: RateFit) => mean;
  return windows.map((fits, i) => {
    const last = windows[i - 1];
    const change =
      last &&
      jackknifed({
        all: rate(fits.all) - rate(last.all),
        without: fits.without.map((fit, c) => rate(fit) - rate(last.without[c])),
      });
    return { from: froms[i], to: options.to, ...resultOf(fits), change: change ?? null };
  });
}

/** The fit of a window, and the fits that each leave out one chain, from which the jackknife is made. */
interface WindowFits extends LeftOut<RateFit> {
  distances: number[];
}

function fitsOf(correlator: Correlator, options: DimensionOptions): WindowFits {
  const { distances, fit } = planOf(correlator, options);
  return { distances, ...leavingOut(correlator.rows, fit) };
}

function resultOf({ distances, all, without }: WindowFits): Dimension {
  const estimate = (f: (fit: RateFit) => number) => {
    const { mean, error } = jackknifed({ all: f(all), without: without.map(f) });
    return { mean, error: all.determined ? error : Number.NaN };
  };
  const exponent = estimate(({ rate }) => rate.mean);
  return {
    determined: all.determined,
    exponent,
    dimension: { mean: exponent.mean / 2, error: exponent.error / 2 },
    amplitude: estimate(({ amplitude }) => amplitude.mean),
    distances,
    chi2PerDof: distances.length > 2 ? all.chi2 / (distances.length - 2) : 0,
  };
}

/** A displacement of a correlator. */
export interface ChosenPlace {
  /** Its index among all. */
  i: number;
  x: number;
  y: number;
  r: number;
}

/** The displacements of a correlator that lie in a window. */
export function chosenPlaces({ distances, places }: Correlator, { from, to, only = 'all' }: DistanceRange): ChosenPlace[] {
  const { every, offset = 0 } = typeof only === 'object' ? only : { every: only === 'all' ? 1 : 2, offset: only === 'odd' ? 1 : 0 };
  return distances
    .map((r, i) => ({ i, r, x: places?.[i][0] ?? r, y: places?.[i][1] ?? 0 }))
    .filter(({ r }) => r > 0 && r >= from && r <= to && (places !== undefined || (r - offset) % every === 0));
}

/** The distances that are fitted, and the fit as a function of the means over chains: rate 2 Δ, amplitude A. */
function planOf(correlator: Correlator, { from, to, only = 'all', distance = 'chord', factor = () => 1, mean = 'measured' }: DimensionOptions) {
  const { size, components } = correlator;
  const errors = correlation(correlator, mean).map(({ error }) => error);
  const chosen = chosenPlaces(correlator, { from, to, only });
  if (chosen.length < 2 || !chosen.every(({ i }) => errors[i] > 0))
    throw new BlockspinError({
      who: 'dimension',
      expected: `at least two distances with errors from ${from} to ${to}`,
      got: `${chosen.map(({ r }) => r).join(', ') || 'none'} of ${correlator.distances.length} up to ${size / 2}`,
      remedy: 'widen the window, or measure on a larger lattice and with more chains',
    });
  const u = chosen.map(({ x, y }) => Math.log(distanceOn(size, x, distance, y)));
  const factors = chosen.map(({ x, y }) => factor(x, y));
  const fit = (means: readonly number[]): RateFit => {
    const values = connected(means, components, mean);
    return fitRate(
      u,
      chosen.map(({ i }, k) => ({ mean: values[i] / factors[k], error: errors[i] / Math.abs(factors[k]) })),
    );
  };
  return { distances: chosen.map(({ r }) => r), fit };
}
