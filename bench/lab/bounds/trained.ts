/** All bounds with a trained filter: how many replicas find one, after how many steps, and the exact I(H:E) of each filter. */

import { BOUND_NAMES, type BoundName } from '../../../src/bound/bounds.ts';
import type { Estimate } from '../../../src/core/statistics.ts';
import type { Device } from '../../../src/gpu/device.ts';
import { T_C } from '../../../src/model/ising/options.ts';
import type { TrainInput } from '../../../src/train/config/config.ts';
import { train } from '../../../src/train/train.ts';
import { filterInformation, type Known, knownAt, TORUS } from './torus.ts';

/** Settings of all trainings but the bound. */
export const TRAINED = {
  ...TORUS,
  temperature: [T_C, 3],
  replicas: 16,
  learningRate: 5e-3,
  refineLearningRate: 0.5,
  chains: 128,
  heldOut: 512,
  evaluations: 100,
  seed: 12,
} satisfies TrainInput;

/** Filters trained with one bound at one temperature; informations in nats. */
export interface TrainedRow {
  bound: BoundName;
  temperature: number;
  /** Replicas whose estimate and exact information both exceed half of that of the uniform filter, out of `of`. */
  found: number;
  of: number;
  /** Steps until half of the final objective: quartiles over the replicas that are counted in `found`. */
  onset: [first: number, median: number, third: number];
  /** Held-out estimate of the replica with the best validation. */
  best: Estimate;
  /** Estimate, onset, and exact information of the filter, by replica. */
  replicas: { mean: number; error: number; onset: number; exact: number }[];
}

/**
 * Trains filters with every bound.
 * @param exact values of `known`
 * @param say takes each row as a line of JSON
 */
export async function compareTrained(device: Device, exact: readonly Known[], say: (line: string) => void): Promise<TrainedRow[]> {
  const all: TrainedRow[] = [];
  const information = filterInformation();
  for (const bound of BOUND_NAMES) {
    const { summary } = await train(device, { ...TRAINED, bound });
    for (const { temperature, information: best, replicas, filters } of summary.points) {
      const place = knownAt(exact, Number(temperature));
      const rows: TrainedRow['replicas'] = [];
      for (const [r, { mean, error, onset }] of replicas.entries()) {
        rows.push({ mean, error, onset, exact: await information(place.temperature, filters[r][0].flat()) });
      }
      const found = rows.filter((row) => row.exact > place.uniform / 2 && row.mean > place.uniform / 2);
      const row = {
        bound,
        temperature: place.temperature,
        found: found.length,
        of: rows.length,
        onset: quartiles(found.map(({ onset }) => onset)),
        best,
        replicas: rows,
      };
      say(JSON.stringify({ ...row, replicas: undefined }));
      all.push(row);
    }
  }
  return all;
}

function quartiles(values: number[]): [number, number, number] {
  const sorted = [...values].sort((a, b) => a - b);
  const quantile = (part: number) => sorted[Math.round(part * (sorted.length - 1))] ?? Number.NaN;
  return [quantile(0.25), quantile(0.5), quantile(0.75)];
}
