/** Time of a training step of the critics by bound. */

import { BOUND_NAMES, type BoundName } from '../../../src/bound/bounds.ts';
import type { Device } from '../../../src/gpu/device.ts';
import type { Plan } from '../../../src/gpu/plan.ts';
import { trainConfig } from '../../../src/train/config/config.ts';
import { Ensemble } from '../../../src/train/ensemble/ensemble.ts';
import { median } from '../../numbers.ts';
import { withoutSweeps } from '../../step.ts';
import { KEPT } from './kept.ts';

const ROUNDS = 9;
const REPEATS = 10;

/** Time of a step with one bound. */
export interface TimeRow {
  bound: BoundName;
  /** Processor time on a software adapter, which other programs do not change; wall time on a GPU. */
  seconds_per_step: number;
  /** Median of the ratios within a round, in which every bound is timed once. */
  relative_to_infonce: number;
}

/**
 * Times a step of the critics, without sweeps, for every bound.
 * @param say takes each row as a line of JSON
 */
export async function compareTimes(device: Device, say: (line: string) => void): Promise<TimeRow[]> {
  const steps = new Map<BoundName, Plan>();
  const ensembles: Ensemble[] = [];
  try {
    for (const bound of BOUND_NAMES) {
      const ensemble = new Ensemble(device, trainConfig({ ...KEPT, bound, refine: 100_000 }));
      ensembles.push(ensemble);
      for (const shard of ensemble.shards) await shard.initialise();
      ensemble.begin(0);
      steps.set(bound, await withoutSweeps(ensemble.plans.refining).compile());
    }
    const rows = await timeSteps(steps, device.adapter.software);
    for (const row of rows) say(JSON.stringify(row));
    return rows;
  } finally {
    for (const ensemble of ensembles) ensemble.dispose();
  }
}

/** The bounds are timed in turns, so that changes in the speed of the machine affect all of them alike. */
async function timeSteps(steps: ReadonlyMap<BoundName, Plan>, software: boolean): Promise<TimeRow[]> {
  const now = () => {
    if (!software) return performance.now() / 1000;
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  };
  const timeOf = async (plan: Plan, count: number) => {
    const start = now();
    plan.run(count);
    await plan.device.idle();
    return (now() - start) / count;
  };
  // Some drivers compile at the first run.
  for (const plan of steps.values()) await timeOf(plan, 2);
  const times = new Map<BoundName, number[]>([...steps.keys()].map((bound) => [bound, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [bound, plan] of steps) times.get(bound)?.push(await timeOf(plan, REPEATS));
  }
  const standard = times.get('infonce') ?? [];
  return [...times].map(([bound, all]) => ({
    bound,
    seconds_per_step: median(all),
    relative_to_infonce: median(all.map((time, round) => time / standard[round])),
  }));
}
