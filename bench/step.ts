/** What is timed: training steps of two configurations of the published work, with their work and their validation. */

import type { Device } from '../src/gpu/device.ts';
import type { Plan } from '../src/gpu/plan.ts';
import { T_C as TC } from '../src/model/ising/options.ts';
import { type TrainInput, trainConfig } from '../src/train/config/config.ts';
import { Ensemble } from '../src/train/ensemble/ensemble.ts';
import { planMemory } from '../src/train/ensemble/memory.ts';
import { mustHold, partOf } from './row.ts';

// The peers are timed in the same windows.
export { Mill } from './mill.ts';
/** Everything of Ising spins is timed at its critical temperature. */
export { TC };

export interface Sizes {
  visible: number;
  environment: number;
  components: number;
  batch: number;
  hidden: readonly number[];
}

export interface Case {
  name: string;
  /** What differs from the defaults of training. */
  input: TrainInput;
  sizes: Sizes;
  /** Where the objective of one replica lies after so many steps, nats. */
  known: { steps: number; least: number; most: number };
}

/** Sites of the ring of an environment: its square without the inner one. */
export const ring = (block: number, buffer: number, shell: number) => (block + 2 * (buffer + shell)) ** 2 - (block + 2 * buffer) ** 2;

const sized = (name: string, input: Required<Pick<TrainInput, 'block' | 'shell' | 'components' | 'batch' | 'hidden'>>, known: Case['known']): Case => ({
  name,
  input: { ...input, temperature: TC, buffer: 4 },
  sizes: {
    visible: input.block ** 2,
    environment: ring(input.block, 4, input.shell),
    components: input.components,
    batch: input.batch,
    hidden: input.hidden,
  },
  known,
});

/**
 * The two configurations of PRE 104, 064106 and its code: Ising, and interacting dimers, whose bits of V and E are here
 * those of an Ising lattice of the same sizes. The uniform filter of the first has 0.399 nats.
 */
export const CASES: Case[] = [
  sized('ising', { block: 4, shell: 10, components: 1, batch: 100, hidden: [32, 32] }, { steps: 600, least: 0.3, most: 0.5 }),
  sized('dimer', { block: 8, shell: 4, components: 2, batch: 500, hidden: [32, 32, 32] }, { steps: 300, least: 0.3, most: 2 * Math.LN2 }),
];

export type StepBound = 'infonce' | 'discrete';

/**
 * Multiply and add count as two: layers forward and backward (no gradient for spins), scores three times. The discrete bound
 * has one tower, whose outputs are the states of H, by fours, and no scores.
 */
export function flopsOf({ visible, environment, components, batch, hidden }: Sizes, bound: StepBound = 'infonce'): number {
  const embedding = bound === 'infonce' ? 8 : Math.max(4, 2 ** components);
  const widths = [...hidden, embedding];
  const later = widths.slice(1).reduce((sum, outputs, i) => sum + 3 * widths[i] * outputs, 0);
  if (bound === 'discrete') return 2 * batch * (2 * environment * widths[0] + later + 2 * visible * components);
  const layers = 3 * components * widths[0] + 2 * environment * widths[0] + 2 * later;
  return 2 * batch * (layers + 5 * batch * embedding + 2 * visible * components);
}

/** Tensors that a step touches in a few places only. */
export const SPARSE = ['spins', 'sites', 'schedule', 'history'];

/** An ensemble ready to be timed. */
export interface Step {
  ensemble: Ensemble;
  /** One training step of all replicas, on minibatches of chains that stand still, and with one sweep before it. */
  alone: Plan;
  withSweep: Plan;
}

/**
 * The dispatches of a step that do not move chains: those of every room but the models'.
 * @throws Error when all of them would be left, since a step begins with a sweep
 */
export function withoutSweeps(plan: Plan): Plan {
  const rest = partOf(plan, `${plan.label} without sweeps`, (path) => !path.startsWith('model/'));
  mustHold(rest.dispatches.length < plan.dispatches.length, `no dispatch of ${plan.label} is of a model`);
  return rest;
}

/** @param rows of the history: as many as steps are made */
const stepConfig = ({ input }: Case, replicas: number, rows: number, overrides: TrainInput) =>
  trainConfig({ bound: 'infonce', ...input, replicas, steps: rows, refine: 0, evaluations: 1, sweeps: 1, validateEvery: rows, ...overrides });

/** Bytes on the device that a history of so many rows takes beyond that of a shorter run. */
export function bytesOfHistory(device: Device, theCase: Case, replicas: number, rows: { from: number; to: number }, overrides: TrainInput = {}): number {
  const bytes = (count: number) => planMemory(device, stepConfig(theCase, replicas, count, overrides)).bytes;
  return bytes(rows.to) - bytes(rows.from);
}

/** @param input overrides of the case, for tables of cost */
export async function makeStep(device: Device, theCase: Case, replicas: number, rows = 40_000, overrides: TrainInput = {}): Promise<Step> {
  const config = stepConfig(theCase, replicas, rows, overrides);
  const ensemble = new Ensemble(device, config, planMemory(device, config).shardSize);
  await ensemble.prepare();
  return {
    ensemble,
    alone: await withoutSweeps(ensemble.plans.training).compile(),
    withSweep: ensemble.plans.training,
  };
}

/** Objectives of the first steps of replica 0, in equilibrium. */
export async function firstSteps({ ensemble, withSweep }: Step, steps: number): Promise<number[]> {
  await ensemble.chains.measure(ensemble.layout.groups('training', 0), 1, ensemble.chains.relaxation(TC), async () => {});
  for (let i = 0; i < steps; i += 20) {
    withSweep.run(20);
    await ensemble.device.idle();
  }
  const history = await ensemble.history(0, steps);
  return Array.from({ length: steps }, (_, t) => history[2 * t * ensemble.replicas]);
}
