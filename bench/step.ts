/** Training steps of the two configurations of the published work, with their work and known objectives. */
import { sumsOverStates } from '../src/bound/bounds.ts';
import type { Device } from '../src/gpu/device.ts';
import type { Memory } from '../src/gpu/memory.ts';
import type { Plan } from '../src/gpu/plan.ts';
import { T_C } from '../src/model/ising/options.ts';
import { type TrainInput, trainConfig } from '../src/train/config/config.ts';
import { Ensemble } from '../src/train/ensemble/ensemble.ts';
import { planMemory } from '../src/train/ensemble/memory.ts';
import { mustHold, partOf } from './row.ts';

/** Sizes that decide the work of a step: sites of V and E, components of H, pairs in a batch, widths of hidden layers. */
export interface Sizes {
  visible: number;
  environment: number;
  components: number;
  batch: number;
  hidden: readonly number[];
}

/** A configuration whose training step is timed. */
export interface Case {
  name: string;
  /** Settings that differ from the defaults of training. */
  input: TrainInput;
  sizes: Sizes;
  /** Range of the objective of one replica after so many steps, in nats. */
  known: { steps: number; least: number; most: number };
}

/** Number of sites of the environment: a square without the square of block and buffer. */
export const ring = (block: number, buffer: number, shell: number) => (block + 2 * (buffer + shell)) ** 2 - (block + 2 * buffer) ** 2;

type Sized = Required<Pick<TrainInput, 'components' | 'batch' | 'hidden'>> & { block: number; shell: number };
const sized = (name: string, input: Sized, known: Case['known']): Case => ({
  name,
  input: { ...input, temperature: T_C, buffer: 4 },
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
 * The two configurations of PRE 104, 064106 and its code: Ising, and interacting dimers. The second takes its spins from an
 * Ising lattice, too, with V and E of the sizes of the dimers. The uniform filter of the first has 0.399 nats.
 */
export const CASES: Case[] = [
  sized('ising', { block: 4, shell: 10, components: 1, batch: 100, hidden: [32, 32] }, { steps: 600, least: 0.3, most: 0.5 }),
  sized('dimer', { block: 8, shell: 4, components: 2, batch: 500, hidden: [32, 32, 32] }, { steps: 300, least: 0.3, most: 2 * Math.LN2 }),
];

/** Bounds whose steps are timed. */
export type StepBound = 'infonce' | 'discrete';

/**
 * Floating-point operations of a step of one replica; multiply and add count as two. Counted are the layers forward and
 * backward, without a gradient for spins, and the scores three times. The discrete bound has no scores and one tower, with
 * an output for each state of H, at least four.
 */
export function flopsOf({ visible, environment, components, batch, hidden }: Sizes, bound: StepBound = 'infonce'): number {
  const embedding = bound === 'infonce' ? 8 : Math.max(4, 2 ** components);
  const widths = [...hidden, embedding];
  const later = widths.slice(1).reduce((sum, outputs, i) => sum + 3 * widths[i] * outputs, 0);
  if (sumsOverStates(bound)) return 2 * batch * (2 * environment * widths[0] + later + 2 * visible * components);
  const layers = 3 * components * widths[0] + 2 * environment * widths[0] + 2 * later;
  return 2 * batch * (layers + 5 * batch * embedding + 2 * visible * components);
}

/** Tensors of which a step reads or writes a small part only. */
export const SPARSE = ['spins', 'sites', 'schedule', 'history', 'logged'];

/** An ensemble whose training step can be timed. */
export interface TrainingStep {
  ensemble: Ensemble;
  /** One training step of all replicas without the sweep, so that chains do not move between minibatches. */
  alone: Plan;
  /** The same after one sweep of all chains. */
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

/** @param rows rows of the history: the number of steps that can be run */
const stepConfig = ({ input }: Case, replicas: number, rows: number, overrides: TrainInput) =>
  trainConfig({ bound: 'infonce', ...input, replicas, steps: rows, refine: 0, evaluations: 1, sweeps: 1, validateEvery: rows, ...overrides } as TrainInput);

/**
 * Bytes on the device by which a longer history exceeds a shorter one.
 * @param rows numbers of rows of the shorter and of the longer history
 */
export function bytesOfHistory(device: Device, theCase: Case, replicas: number, rows: { from: number; to: number }, overrides: TrainInput = {}): number {
  const bytes = (count: number) => planMemory(device, stepConfig(theCase, replicas, count, overrides)).bytes;
  return bytes(rows.to) - bytes(rows.from);
}

/**
 * Lays the ensemble of a case out in one shard, in the memory of a device or on a ledger; nothing is compiled.
 * @param rows rows of the history: the number of steps that can be run
 */
export const layStep = (on: Memory, theCase: Case, replicas: number, rows: number, overrides: TrainInput = {}): Ensemble =>
  new Ensemble(on, stepConfig(theCase, replicas, rows, overrides));

/**
 * Makes the ensemble of a case and compiles its training step.
 * @param rows rows of the history: the number of steps that can be run
 * @param overrides settings in place of those of the case
 */
export async function makeStep(device: Device, theCase: Case, replicas: number, rows = 40_000, overrides: TrainInput = {}): Promise<TrainingStep> {
  const config = stepConfig(theCase, replicas, rows, overrides);
  const ensemble = new Ensemble(device, config, planMemory(device, config).shardSize);
  await ensemble.prepare();
  return {
    ensemble,
    alone: await withoutSweeps(ensemble.plans.training).compile(),
    withSweep: ensemble.plans.training,
  };
}

/** Objectives of the first steps of replica 0 in nats, after the chains have reached equilibrium. */
export async function firstSteps({ ensemble, withSweep }: TrainingStep, steps: number): Promise<number[]> {
  await ensemble.chains.measure(ensemble.layout.groups('training', 0), 1, ensemble.chains.relaxation(T_C), async () => {});
  for (let i = 0; i < steps; i += 20) {
    withSweep.run(20);
    await ensemble.device.idle();
  }
  const history = await ensemble.history(0, steps);
  return Array.from({ length: steps }, (_, t) => history[2 * t * ensemble.replicas]);
}
