/** The rows of training steps: the two configurations of the published work with several numbers of replicas. */
import type { Device } from '../../src/gpu/device.ts';
import { type Built, mustHold, type Row, workOf } from '../row.ts';
import { CASES, type Case, firstSteps, flopsOf, makeStep, SPARSE, type StepBound, type TrainingStep } from '../step.ts';

/** Steps in which the objectives of replica 0 must not depend on the number of replicas. */
const SAME = 20;
/** Rows of the history, more than steps are run. */
const HISTORY = 40_000;

const make = (device: Device, theCase: Case, replicas: number, bound: StepBound) => makeStep(device, theCase, replicas, HISTORY, { bound });

/** Objectives of replica 0 alone, once per device and case. */
const alone = new WeakMap<Device, Map<string, number[]>>();

async function objectivesAlone(device: Device, theCase: Case, bound: StepBound): Promise<number[]> {
  const known = alone.get(device) ?? new Map<string, number[]>();
  alone.set(device, known);
  const key = `${theCase.name} ${bound}`;
  const found = known.get(key);
  if (found) return found;
  const step = await make(device, theCase, 1, bound);
  try {
    known.set(key, await firstSteps(step, SAME));
  } finally {
    step.ensemble.dispose();
  }
  return objectivesAlone(device, theCase, bound);
}

/**
 * A single replica must reach its known objective; the first of several must give bit for bit the objectives of a single one.
 * @throws Error when it does not
 */
export async function validateStep(device: Device, theCase: Case, step: TrainingStep, bound: StepBound): Promise<void> {
  const { steps, least, most } = theCase.known;
  if (step.ensemble.replicas === 1) {
    const end = (await firstSteps(step, steps)).slice(-100).reduce((sum, x) => sum + x / 100, 0);
    mustHold(end > least && end < most, `expected an objective of ${least} to ${most} nats after ${steps} steps, got ${end}`);
    return;
  }
  const expected = await objectivesAlone(device, theCase, bound);
  const found = await firstSteps(step, SAME);
  mustHold(found.join() === expected.join(), `replica 0 of ${step.ensemble.replicas} differs from a single replica`);
}

function row(theCase: Case, replicas: number, bound: StepBound): Row {
  return {
    group: 'training',
    name: `${theCase.name}, ${bound}, R = ${replicas}`,
    sizes: { replicas, ...theCase.sizes, hidden: theCase.sizes.hidden.join(' ') },
    unit: 'replica-steps',
    async make(device): Promise<Built> {
      const step = await make(device, theCase, replicas, bound);
      const work = workOf(step.alone, { flops: replicas * flopsOf(theCase.sizes, bound) }, SPARSE);
      return { run: step.alone, units: replicas, work, validate: () => validateStep(device, theCase, step, bound), dispose: () => step.ensemble.dispose() };
    },
  };
}

/** Fewer replicas in a quick run and on software adapters. */
export function trainingRows(quick: boolean, software: boolean): Row[] {
  const [ising, dimer] = CASES;
  const counts = quick ? [1, 16] : software ? [1, 16, 64, 500] : [1, 16, 64, 500, 2000, 5000];
  const few = counts.filter((R) => R <= (software ? 64 : 5000));
  return [
    ...counts.map((R) => row(ising, R, 'infonce')),
    ...(quick ? [1] : few).map((R) => row(dimer, R, 'infonce')),
    ...(quick ? [1] : few).map((R) => row(ising, R, 'discrete')),
  ];
}
