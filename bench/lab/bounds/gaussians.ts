/** The bounds on pairs of correlated normal vectors, with longer training than in the tests. */
import { PAIR_BOUNDS, type PairBoundName } from '../../../src/bound/bounds.ts';
import type { Estimate } from '../../../src/core/statistics.ts';
import type { Device } from '../../../src/gpu/device.ts';
import { bestInfonce, estimateGaussians, type GaussianCase, type GaussianTraining, gaussianTruth } from './normal_vectors.ts';

const BATCH = 128;
const CASES: { kind: GaussianCase; steps: number }[] = [
  { kind: { d: 1, rho: 0.9 }, steps: 600 },
  { kind: { d: 4, rho: 0.8 }, steps: 600 },
  { kind: { d: 10, rho: 0.9 }, steps: 1200 },
];

/** Settings of all trainings but the number of steps, which depends on the case. */
export const GAUSSIANS: Omit<GaussianTraining, 'steps'> = {
  replicas: 4,
  batch: BATCH,
  evaluations: 200,
  rate: 5e-3,
  hidden: [64, 64],
  embedding: 16,
  seed: 21,
};

/** Estimates of one bound for one pair of vectors, in nats. */
interface GaussianRow {
  bound: PairBoundName;
  d: number;
  rho: number;
  exact: number;
  steps: number;
  estimate: Estimate;
  bias: number;
  /** Standard deviation of the estimates over replicas. */
  spread: number;
  /** Standard deviation of the estimates of single batches. */
  batch_deviation: number;
  replicas: number[];
}

/** Of all cases and bounds; the part `gaussians` of the stored result. */
export interface GaussianComparison {
  /** Expectation of InfoNCE with the optimal critic, an upper limit for all trained critics. */
  best_infonce: { d: number; rho: number; estimate: Estimate }[];
  rows: GaussianRow[];
}

/**
 * Trains and evaluates critics of all bounds on all cases.
 * @param say takes each row as a line of JSON
 */
export async function compareGaussians(device: Device, say: (line: string) => void): Promise<GaussianComparison> {
  const rows: GaussianRow[] = [];
  for (const { kind, steps } of CASES) {
    const exact = gaussianTruth(kind);
    for (const { bound, estimate, replicas, deviation } of await estimateGaussians(device, kind, PAIR_BOUNDS, { ...GAUSSIANS, steps })) {
      const means = replicas.map(({ mean }) => mean);
      const spread = Math.sqrt(means.reduce((sum, mean) => sum + (mean - estimate.mean) ** 2, 0) / (means.length - 1));
      const row = { bound, ...kind, exact, steps, estimate, bias: estimate.mean - exact, spread, batch_deviation: deviation, replicas: means };
      say(JSON.stringify(row));
      rows.push(row);
    }
  }
  return { best_infonce: CASES.map(({ kind }) => ({ ...kind, estimate: bestInfonce(kind, BATCH, 20_000, 3) })), rows };
}
