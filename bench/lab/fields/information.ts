/** Informations of two patterns of a block, as real values and as signs, about their predictions from the shell. */
import { Matrix, solve } from 'ml-matrix';
import { type Estimate, jackknife, meanError } from '../../../src/core/statistics.ts';
import type { Predicted } from './predicted.ts';

/** Chains are put together into this many groups, of which errors are jackknifed. */
const GROUPS = 16;

/** Real values. */
export interface RealInformation {
  /** Part of the variance of a pattern that is predicted, the mean of both. */
  explained: Estimate;
  /** -ln(1 - R²), nats: the information of both patterns together if they and the shell were Gaussian. */
  information: Estimate;
}

/** R² and the information of both patterns as real values. */
export function realInformation({ chain, values, predicted }: Predicted): RealInformation {
  const rows = Array.from({ length: GROUPS }, () => [0, 0, 0, 0, 0, 0]);
  for (let i = 0; i < chain.length; i++) {
    // Halves that are fitted apart lie in every group alike.
    const row = rows[Math.floor(chain[i] / 2) % GROUPS];
    for (const k of [0, 1]) {
      row[3 * k] += predicted[k][i] * values[k][i];
      row[3 * k + 1] += predicted[k][i] ** 2;
      row[3 * k + 2] += values[k][i] ** 2;
    }
  }
  const part = (sums: number[]) => (sums[0] ** 2 / sums[1] / sums[2] + sums[3] ** 2 / sums[4] / sums[5]) / 2;
  return { explained: jackknife(rows, part), information: jackknife(rows, (sums) => -Math.log(1 - part(sums))) };
}

/** The sign of cos θ A + sin θ B at one angle. */
export interface SignInformation {
  /** θ, degrees: 0 is the first pattern, 90 the second. */
  angle: number;
  /** Part of the windows in which the sum is 0, so that a coin decides. */
  ties: number;
  /** Held out, nats. */
  information: Estimate;
  /** Less the information at the first angle, on the same samples. */
  difference: Estimate;
}

/** Information of the sign at each angle, by a logistic regression on odd polynomials of both predictions up to the third degree, fitted on the other half of the chains. */
export function signInformations(samples: Predicted, angles: readonly number[]): SignInformation[] {
  const features = featuresOf(samples);
  const found = angles.map((angle) => signAt(samples, features, angle));
  return found.map(({ angle, ties, groups }) => ({
    angle,
    ties,
    information: meanError(groups),
    difference: meanError(groups.map((value, g) => value - found[0].groups[g])),
  }));
}

const DEGREE = 6;

/** (n, 6): u, v, u³, u² v, u v², v³ of the predictions in units of their standard deviation. */
function featuresOf({ predicted: [a, b] }: Predicted): Float64Array {
  let square = 0;
  for (let i = 0; i < a.length; i++) square += a[i] ** 2 + b[i] ** 2;
  const scale = Math.sqrt(square / (2 * a.length));
  const features = new Float64Array(DEGREE * a.length);
  for (let i = 0; i < a.length; i++) {
    const [u, v] = [a[i] / scale, b[i] / scale];
    features.set([u, v, u ** 3, u * u * v, u * v * v, v ** 3], DEGREE * i);
  }
  return features;
}

/** Below this a sum of bonds is 0 up to rounding; else it is 0.05 or more at the angles of the table. */
const ZERO = 1e-4;

function signAt({ chain, values: [a, b] }: Predicted, features: Float64Array, angle: number) {
  const [c, s] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
  const target = Float64Array.from(a, (value, i) => {
    const sum = c * value + s * b[i];
    return sum > ZERO ? 1 : sum < -ZERO ? 0 : 0.5;
  });
  const weights = [0, 1].map((half) => logistic(features, target, (i) => chain[i] % 2 === half));
  const groups = Array.from({ length: GROUPS }, () => [0, 0]);
  for (let i = 0; i < target.length; i++) {
    const p = probability(features, i, weights[1 - (chain[i] % 2)]);
    const group = groups[Math.floor(chain[i] / 2) % GROUPS];
    group[0] += Math.LN2 + target[i] * Math.log(p) + (1 - target[i]) * Math.log(1 - p);
    group[1] += 1;
  }
  return { angle, ties: target.filter((one) => one === 0.5).length / target.length, groups: groups.map(([sum, n]) => sum / n) };
}

function probability(features: Float64Array, i: number, weights: readonly number[]): number {
  let sum = 0;
  for (let k = 0; k < DEGREE; k++) sum += weights[k] * features[DEGREE * i + k];
  return 1 / (1 + Math.exp(-sum));
}

/** Newton's method. */
function logistic(features: Float64Array, target: Float64Array, used: (i: number) => boolean): number[] {
  let weights = new Array<number>(DEGREE).fill(0);
  for (let step = 0; step < 6; step++) {
    const gradient = new Float64Array(DEGREE);
    const curvature = new Float64Array(DEGREE * DEGREE);
    for (let i = 0; i < target.length; i++) {
      if (!used(i)) continue;
      const p = probability(features, i, weights);
      for (let k = 0; k < DEGREE; k++) {
        const f = features[DEGREE * i + k];
        gradient[k] += f * (target[i] - p);
        for (let j = 0; j < DEGREE; j++) curvature[DEGREE * k + j] += f * features[DEGREE * i + j] * p * (1 - p);
      }
    }
    const change = solve(Matrix.from1DArray(DEGREE, DEGREE, curvature), Matrix.columnVector(gradient)).to1DArray();
    weights = weights.map((weight, k) => weight + change[k]);
  }
  return weights;
}
