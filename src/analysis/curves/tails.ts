/** Tail probabilities of the distributions that the tests of an ensemble use. */
import { internal } from '../../core/errors.ts';

const STEPS = 500;
const PRECISION = 1e-15;
/** Stands for a vanishing denominator of a continued fraction (modified Lentz). */
const TINY = 1e-300;

/** ln Γ(x) for x > 0, to 1e-13: Stirling's series after shifting x beyond 10. Source: NIST Digital Library of Mathematical Functions, 5.5.1 and 5.11.1. */
export function logGamma(x: number): number {
  let [shift, y] = [0, x];
  for (; y < 10; y++) shift += Math.log(y);
  const inverse = 1 / (y * y);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))) / y;
  return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + series - shift;
}

const awayFromZero = (x: number) => (Math.abs(x) < TINY ? TINY : x);

/**
 * P(F > x) with (k, m) degrees of freedom, the regularised incomplete beta function I_{m/(m + kx)}(m/2, k/2), by its
 * continued fraction. Source: NIST Digital Library of Mathematical Functions, 8.17.22.
 */
export function fTail(x: number, k: number, m: number): number {
  if (!(k > 0 && m > 0)) throw internal(`F with (${k}, ${m}) degrees of freedom`);
  if (!(x > 0)) return 1;
  return incompleteBeta(m / (m + k * x), m / 2, k / 2);
}

function incompleteBeta(x: number, a: number, b: number): number {
  // The fraction converges fast on this side of the mean only.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b)) / a;
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < STEPS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    for (const numerator of [even, odd]) {
      d = 1 / awayFromZero(1 + numerator * d);
      c = awayFromZero(1 + numerator / c);
      fraction *= c * d;
    }
    if (Math.abs(c * d - 1) < PRECISION) break;
  }
  return Math.min(1, front * fraction);
}

/**
 * P(V > v) of Kuiper's statistic V of n independent points: 2 Σ_j (4 j² λ² - 1) exp(-2 j² λ²), λ = v (√n + 0.155 + 0.24/√n).
 * Good to a percent for n >= 8. Source: Stephens, Biometrika 52, 309 (1965); J. R. Stat. Soc. B 32, 115 (1970).
 */
export function kuiperTail(v: number, n: number): number {
  const lambda = v * (Math.sqrt(n) + 0.155 + 0.24 / Math.sqrt(n));
  // Below this the sum equals 1 to all digits and converges slowly.
  if (lambda < 0.4) return 1;
  let sum = 0;
  for (let j = 1; j <= 20; j++) {
    const square = (j * lambda) ** 2;
    sum += 2 * (4 * square - 1) * Math.exp(-2 * square);
  }
  return Math.min(1, Math.max(0, sum));
}
