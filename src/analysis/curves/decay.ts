/** How the information decreases with the width of the buffer: exponentially, as a power law, or in a way that the data leave open. */
import { chiSquaredTail, type Estimate, weightedMean } from '../../core/statistics.ts';
import { fitRate, type RateFit } from './fit.ts';
import { CLEAR, clearBehind, ERRORS, REFUSED } from './verdicts.ts';

/** The information across a buffer of one width. */
export interface BufferPoint {
  /** Width L_B of the buffer, lattice sites. */
  buffer: number;
  /** I(H:E), nats. */
  information: Estimate;
}

/** Options of `decay`. */
export interface DecayOptions {
  /**
   * c of the length L_B + c in the power law, lattice sites. The default is 0, as for published exponents; then
   * L_B = 0 is left out. With half the side of the block the length is the distance from the block's centre to the environment.
   */
  offset?: number;
  /** Narrowest buffer that is used: both laws are asymptotic. */
  least?: number;
}

/** How well values agree with a model that does not decay. */
export interface LevelFit {
  chi2: number;
  dof: number;
  /** Probability of a χ² at least this large if the model is right. */
  p: number;
}

/** I = a exp(-L_B / ξ). */
export interface ExponentialFit extends RateFit {
  /** ξ = 1 / rate, lattice sites; Infinity (error NaN) where the rate is not positive. */
  length: Estimate;
}

/** I = a (L_B + c)^(-υ); the rate is υ. */
export interface PowerFit extends RateFit {
  /** υ, the same numbers as the rate. */
  exponent: Estimate;
}

/**
 * 'zero': all values together are compatible with zero; 'constant': with one number; 'exponential', 'power': this law
 * describes the values and the other does not; 'undecided': both do; 'neither': no law describes the values within
 * their errors, or they rise.
 */
export type DecayChoice = 'zero' | 'constant' | 'exponential' | 'power' | 'undecided' | 'neither';

/** All fits of one decay, and the conclusion from them together. */
export interface Decay {
  choice: DecayChoice;
  /**
   * The law that is much closer to the values. Where the errors are too small for either law, both χ² are first divided by that
   * of the better one per degree of freedom. Null where the two are about equally good.
   */
  better: 'exponential' | 'power' | null;
  /** χ² of the exponential minus χ² of the power law, which is also the difference of AIC: positive values favour the power law. */
  difference: number;
  offset: number;
  /** Buffers whose values were used: those with a finite value, an error > 0 and a positive length. */
  used: number[];
  /** Against zero at every buffer; values below zero count as zero. */
  zero: LevelFit;
  constant: LevelFit & { value: Estimate };
  /** Null with fewer than two usable values. */
  exponential: ExponentialFit | null;
  power: PowerFit | null;
}

/**
 * Fits the decay of I with the buffer, and chooses between the laws.
 *
 * Both laws have two parameters and are fitted to the same values. The published exponents (υ ≈ 0.09 for Ising at T_c,
 * 1.16 for free dimers: Gökmen et al., PRE 104, 064106 (2021), fig. 6) are those of L_B itself, hence the default offset.
 *
 * With the distance from the centre of the block, L_B + b/2, the law can be expected to hold already for narrow buffers. To
 * leading order I is half the mean square of <H> given E. At distance R from the spins that fix it, <H> falls as R^(-Δ) with the
 * scaling dimension Δ of the most relevant operator in H. So υ = 2 Δ: 1/4 for Ising, 2 for free dimers. Away from criticality, by
 * the same argument, ξ is about half of the correlation length.
 *
 * The offset is not a third parameter: with c → ∞ and υ = c / ξ the power law becomes the exponential, and no data could choose
 * between the two.
 *
 * Errors are taken to be independent between buffers. Where the same held-out chains serve all buffers, their values are
 * positively correlated, and rates are known better than stated.
 */
export function decay(points: readonly BufferPoint[], { offset = 0, least = Number.NEGATIVE_INFINITY }: DecayOptions = {}): Decay {
  const usable = points.filter(
    ({ buffer, information: { mean, error } }) => Number.isFinite(mean) && error > 0 && Number.isFinite(error) && buffer + offset > 0 && buffer >= least,
  );
  const values = usable.map(({ information }) => information);
  const used = usable.map(({ buffer }) => buffer);
  // Estimates are lower bounds of a quantity that is not negative, so a value below zero is no evidence against zero.
  const zeroChi2 = values.reduce((sum, { mean, error }) => sum + Math.max(0, mean / error) ** 2, 0);
  const zero = level(zeroChi2, values.length);
  const flat = values.length > 0 ? weightedMean(values) : { mean: Number.NaN, error: Number.NaN, chi2: 0, dof: 0 };
  const constant = { ...level(flat.chi2, flat.dof), value: { mean: flat.mean, error: flat.error } };
  const enough = new Set(used).size >= 2;
  const exponential = enough ? exponentialFit(used, values) : null;
  const power = enough ? powerFit(used, values, offset) : null;
  const difference = exponential && power ? exponential.chi2 - power.chi2 : 0;
  const fits = { zero, constant, exponential, power, difference };
  return { choice: choiceOf(fits), better: betterOf(fits), offset, used, ...fits };
}

const level = (chi2: number, dof: number): LevelFit => ({ chi2, dof, p: chiSquaredTail(chi2, dof) });

function exponentialFit(buffers: readonly number[], values: readonly Estimate[]): ExponentialFit {
  const fit = fitRate(buffers, values);
  const { mean, error } = fit.rate;
  return { ...fit, length: mean > 0 ? { mean: 1 / mean, error: error / mean ** 2 } : { mean: Number.POSITIVE_INFINITY, error: Number.NaN } };
}

function powerFit(buffers: readonly number[], values: readonly Estimate[], offset: number): PowerFit {
  const fit = fitRate(
    buffers.map((buffer) => Math.log(buffer + offset)),
    values,
  );
  return { ...fit, exponent: fit.rate };
}

type Fits = Pick<Decay, 'zero' | 'constant' | 'exponential' | 'power' | 'difference'>;

function choiceOf(fits: Fits): DecayChoice {
  const { zero, constant, exponential, power, difference } = fits;
  if (zero.dof === 0) return 'undecided';
  if (zero.p >= REFUSED && constant.value.mean < ERRORS * constant.value.error) return 'zero';
  if (!exponential || !power) return 'undecided';
  const best = difference > 0 ? power : exponential;
  if (constant.p >= REFUSED && constant.chi2 - best.chi2 < ERRORS ** 2) return 'constant';
  if (best.p < REFUSED || !falls(best)) return 'neither';
  if (Math.abs(difference) < CLEAR) return 'undecided';
  return difference > 0 ? 'power' : 'exponential';
}

function betterOf({ exponential, power, difference }: Fits): Decay['better'] {
  if (!exponential || !power) return null;
  const best = difference > 0 ? power : exponential;
  if (Math.abs(difference) < clearBehind(best) || !falls(best)) return null;
  return difference > 0 ? 'power' : 'exponential';
}

const falls = ({ rate, amplitude }: RateFit) => rate.mean > 0 && amplitude.mean > 0;

/** The fitted exponential at some buffer, nats. */
export function exponentialAt({ amplitude, rate }: ExponentialFit, buffer: number): number {
  return amplitude.mean * Math.exp(-rate.mean * buffer);
}

/** The fitted power law at some buffer, nats. */
export function powerAt({ amplitude, rate }: PowerFit, buffer: number, offset = 0): number {
  return amplitude.mean * (buffer + offset) ** -rate.mean;
}
