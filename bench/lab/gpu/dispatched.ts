/** The dispatches of a plan as plain data, and the plans of the training steps, recorded without a device. */
import type { AdapterRecord } from '../../../src/gpu/adapter.ts';
import { Ledger } from '../../../src/gpu/ledger.ts';
import type { Plan } from '../../../src/gpu/plan.ts';
import { Tensor, Uniform } from '../../../src/gpu/tensor.ts';
import { CASES, type Case, layStep, type StepBound } from '../../step.ts';

/** A dispatch: entry point, grid, tensors, override constants and with them the fields of its uniforms. */
export interface Dispatched {
  /** Path of the kernel and its entry point: critic/linear.forward. */
  title: string;
  note: string;
  constants: Readonly<Record<string, number>>;
  /** Workgroups, and threads of each. */
  groups: readonly number[];
  workgroup: readonly number[];
  tensors: Readonly<Record<string, { shape: readonly number[]; bytes: number }>>;
}

/** The dispatches of a plan in their order. */
export const dispatchesOf = (plan: Plan): Dispatched[] =>
  plan.dispatches.map(({ declaration, constants, bindings, workgroups, note }) => ({
    title: `${declaration.path}.${declaration.entry}`,
    note,
    constants: Object.assign({}, constants, ...Object.values(bindings).map((bound) => (bound instanceof Uniform ? bound.values : {}))),
    groups: workgroups,
    workgroup: declaration.workgroup,
    tensors: Object.fromEntries(
      Object.entries(bindings).flatMap(([name, tensor]) =>
        tensor instanceof Tensor ? [[name, { shape: tensor.shape, bytes: 4 * tensor.shape.reduce((a, b) => a * b, 1) }]] : [],
      ),
    ),
  }));

/** The kernel of a dispatch with the sizes of a layer: critic/linear.forward 32x8. */
export const nameOf = ({ title, constants }: Pick<Dispatched, 'title' | 'constants'>) =>
  'I' in constants && 'O' in constants ? `${title} ${constants.I}x${constants.O}` : title;

/** A training step whose time is estimated: a configuration, a bound, and a number of replicas. */
export interface StepChoice {
  theCase: Case;
  bound: StepBound;
  replicas: number;
}

/** Numbers of replicas that are estimated. */
export const REPLICAS = [1, 64, 500];
/** Rows of the history of a step that is timed or estimated: more than the 5,800 of a training. */
export const HISTORY = 6000;

/** The four training steps: dimer and ising, infonce and discrete. */
export const STEPS: readonly Pick<StepChoice, 'theCase' | 'bound'>[] = [...CASES]
  .reverse()
  .flatMap((theCase) => (['infonce', 'discrete'] as const).map((bound) => ({ theCase, bound })));

/** Name of a step: dimer infonce R=500. */
export const stepName = ({ theCase, bound, replicas }: StepChoice) => `${theCase.name} ${bound} R=${replicas}`;

/** A GPU with large buffers. Some kernels have other forms for software adapters. */
const GPU: AdapterRecord = { name: 'a GPU', vendor: '', architecture: '', driver: '', origin: 'on paper', software: false };

/** A ledger for that GPU. */
export const onPaper = () => new Ledger({ adapter: GPU, largestBuffer: 2 ** 31 - 4 });

/** The plan of a training step on a GPU, sweep included; it can be read and printed. */
export function stepPlan({ theCase, bound, replicas }: StepChoice): Plan {
  const ensemble = layStep(onPaper(), theCase, replicas, HISTORY, { bound });
  try {
    return ensemble.plans.training;
  } finally {
    ensemble.dispose();
  }
}

/** The dispatches of a training step on a GPU. */
export const stepOnPaper = (choice: StepChoice): Dispatched[] => dispatchesOf(stepPlan(choice));
