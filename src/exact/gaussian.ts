import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import { xlogx } from './information.ts';

/** Pairs of standard normal vectors V and E. */
export interface ExactGaussianOptions {
  /** Correlation ρ of each component of V with the same component of E. */
  correlation: number;
  /** Components d. */
  dimension: number;
}

/** Checks the options. @throws BlockspinError naming the value, what is allowed and what to do */
export function checkExactGaussian({ correlation, dimension }: ExactGaussianOptions): void {
  if (!(correlation > -1 && correlation < 1)) {
    const remedy = phrase`use for example ${setting('correlation', 0.5)}`;
    throw new BlockspinError({ setting: 'correlation', expected: 'a number between -1 and 1', got: String(correlation), remedy });
  }
  if (!(Number.isInteger(dimension) && dimension >= 1)) {
    throw new BlockspinError({
      setting: 'dimension',
      expected: 'a whole number of components, 1 or more',
      got: String(dimension),
      remedy: phrase`use ${setting('dimension', 1)}`,
    });
  }
}

/** I(V:E) = -(d/2) ln(1 - ρ²) of standard normal vectors whose components are correlated in pairs, nats. */
export function gaussianInformation({ correlation, dimension }: ExactGaussianOptions): number {
  // ln(1 - ρ²) keeps its digits for small ρ and for ρ near 1.
  return 0 - (dimension / 2) * (Math.log1p(-correlation) + Math.log1p(correlation));
}

/** Points of the integral below, and its range in standard deviations. */
const POINTS = 4000;
const RANGE = 10;

/**
 * I(H:E) of H = sign(Λ·V), any Λ: Λ·V and Λ·E are a pair with correlation ρ, and the rest of E is independent of H, so
 *   I = ln 2 - ∫ φ(y) h(Φ(ρ y / sqrt(1 - ρ²))) dy, h the binary entropy. Nats.
 */
export function gaussianSignInformation(correlation: number): number {
  const ratio = Math.abs(correlation) / Math.sqrt((1 - correlation) * (1 + correlation));
  if (ratio === 0) return 0;
  // The range in which neither factor of the integrand vanishes.
  const range = RANGE / Math.max(1, ratio);
  const step = range / POINTS;
  let sum = 0;
  for (let i = -POINTS; i <= POINTS; i++) {
    const y = i * step;
    const p = normalTail(Math.abs(ratio * y));
    sum += step * density(y) * -(xlogx(p) + xlogx(1 - p));
  }
  return Math.max(0, Math.LN2 - sum);
}

function density(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** 1 - Φ(x), x >= 0, to 1e-15: the series Φ = 1/2 + φ (x + x³/3 + x⁵/15 + ...). Source: Marsaglia, J. Stat. Softw. 11, 4 (2004). */
function normalTail(x: number): number {
  if (x > RANGE) return 0;
  let [term, sum] = [x, x];
  for (let n = 3; term > 1e-18 * sum; n += 2) {
    term *= (x * x) / n;
    sum += term;
  }
  return Math.max(0, 0.5 - density(x) * sum);
}
