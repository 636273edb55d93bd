/** The bounds that compare pairs, on correlated normal vectors, trained for longer than a test can. */
import { BOUNDS, type BoundName } from '../../../src/bound/choose.ts';
import type { Estimate } from '../../../src/core/statistics.ts';
import type { Device } from '../../../src/gpu/device.ts';
import { bestInfonce, estimateGaussians, type GaussianCase, type GaussianTraining, gaussianTruth } from './normal_vectors.ts';

const BATCH = 128;
const CASES: { kind: GaussianCase; steps: number }[] = [
  { kind: { d: 1, rho: 0.9 }, steps: 600 },
  { kind: { d: 4, rho: 0.8 }, steps: 600 },
  { kind: { d: 10, rho: 0.9 }, steps: 1200 },
];

export const GAUSSIANS: Omit<GaussianTraining, 'steps'> = {
  replicas: 4,
  batch: BATCH,
  evaluations: 200,
  rate: 5e-3,
  hidden: [64, 64],
  embedding: 16,
  seed: 21,
};

export interface GaussianRow {
  bound: BoundName;
  d: number;
  rho: number;
  exact: number;
  steps: number;
  estimate: Estimate;
  bias: number;
  /** Standard deviation of the estimates over replicas, and of that of single batches. */
  spread: number;
  batch_deviation: number;
  replicas: number[];
}

export interface GaussianComparison {
  /** InfoNCE with the best critic: what no trained one exceeds. */
  best_infonce: { d: number; rho: number; estimate: Estimate }[];
  rows: GaussianRow[];
}

export async function compareGaussians(device: Device, say: (line: string) => void): Promise<GaussianComparison> {
  const rows: GaussianRow[] = [];
  for (const { kind, steps } of CASES) {
    const exact = gaussianTruth(kind);
    for (const { bound, estimate, replicas, deviation } of await estimateGaussians(device, kind, BOUNDS, { ...GAUSSIANS, steps })) {
      const means = replicas.map(({ mean }) => mean);
      const spread = Math.sqrt(means.reduce((sum, mean) => sum + (mean - estimate.mean) ** 2, 0) / (means.length - 1));
      const row = { bound, ...kind, exact, steps, estimate, bias: estimate.mean - exact, spread, batch_deviation: deviation, replicas: means };
      say(JSON.stringify(row));
      rows.push(row);
    }
  }
  return { best_infonce: CASES.map(({ kind }) => ({ ...kind, estimate: bestInfonce(kind, BATCH, 20_000, 3) })), rows };
}
