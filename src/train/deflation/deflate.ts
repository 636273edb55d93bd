/** Operators one after another: each is trained with those before it known, and kept if it tells something beyond them. */
import type { KnownComponent } from '../../coarse/known.ts';
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import type { Device } from '../../gpu/device.ts';
import type { InputsName } from '../../space/inputs.ts';
import { type TrainConfig, type TrainInput, trainConfig } from '../config/config.ts';
import type { TrainHooks } from '../hooks.ts';
import type { PointSummary, Verdict } from '../result/summary.ts';
import { train } from '../train.ts';
import { type Operator, sectorOf } from './operator.ts';

/** A kind of filter that is tried at every stage; what is not given is that of the training. */
export interface FilterCandidate {
  readonly inputs: InputsName;
  /** Of the neighbours whose products it reads; only with products. */
  readonly reach?: number;
  readonly bias?: boolean;
  /** Of H. */
  readonly states?: number;
}

/** The kinds of filters unless given: one that is odd in the spins, and one that is even, whose mean is not zero. They compete for the same information. */
export const FILTER_CANDIDATES: readonly FilterCandidate[] = [{ inputs: 'spins' }, { inputs: 'products', bias: true, states: 2 }];

/** What was tried after the operators found before. */
export interface DeflationStage {
  /** 1 for the first operator. */
  readonly number: number;
  /** The best filter of each candidate, in their order. */
  readonly tried: readonly Operator[];
  /** The one that was kept; missing where none tells more by three errors: then the chain ends. */
  readonly kept?: Operator;
}

/** How operators are searched. */
export interface DeflationOptions {
  /** Operators at most, those already known included; 4 unless given. */
  readonly most?: number;
  readonly candidates?: readonly FilterCandidate[];
  /** Operators found before, which the chain goes on from. */
  readonly known?: readonly Operator[];
  /** Called after every stage with all operators so far, before the next one: a place to save them. */
  readonly onStage?: (stage: DeflationStage, found: readonly Operator[]) => void | Promise<void>;
  readonly hooks?: Pick<TrainHooks, 'progress' | 'signal'>;
}

/** Gains up to this many errors are zero. With two candidates a stage keeps one that tells nothing with odds of 3e-3. */
const ERRORS = 3;
/** Outcomes of trainings that found no operator. */
const NOTHING: readonly Verdict[] = ['zero', 'collapsed', 'diverged', 'nonstationary'];

/**
 * Finds operators by deflation: H_n maximises I(H_1 ... H_n : E) - I(H_1 ... H_(n-1) : E) with H_1 ... H_(n-1) fixed. At every stage one filter of each
 * candidate is trained, and the one with the largest gain on held-out chains is kept if it is above three errors. Of two candidates that tell the same the
 * choice raises the gain by half an error on average; among the replicas of a candidate held-out chains choose nothing. Stages have seeds of their own, so that
 * their gains are independent.
 * @param input of one temperature and one buffer, with one component, and a bound that sums over the states of H. Where it says what filters read (`inputs`),
 *   that is the only candidate unless others are given, so that a chain stays in one sector.
 * @returns the operators in the order in which they were found, beginning with those of `known`
 * @throws BlockspinError for settings that the chain decides itself, and as `train`
 */
export async function operatorsOf(device: Device, input: TrainInput, options: DeflationOptions = {}): Promise<Operator[]> {
  const { most = 4, candidates = candidatesOf(input), known = [], onStage, hooks = {} } = options;
  deflationConfig(input);
  const found = [...known];
  while (found.length < most) {
    const number = found.length + 1;
    const tried: Operator[] = [];
    for (const candidate of candidates) {
      const { summary } = await train(device, stageInput(input, candidate, found), hooks);
      tried.push(operatorOf(summary.config, summary.points[0]));
    }
    const telling = tried.filter(({ gain, verdict }) => gain.mean > ERRORS * gain.error && !NOTHING.includes(verdict));
    const kept = telling.length > 0 ? telling.reduce((a, b) => (b.gain.mean > a.gain.mean ? b : a)) : undefined;
    if (kept) found.push(kept);
    await onStage?.({ number, tried, ...(kept ? { kept } : {}) }, found);
    if (!kept) break;
  }
  return found;
}

/**
 * The settings that all stages have in common, completed and checked; a reach is that of the candidates of products.
 * @throws BlockspinError for several points, and for settings that stages set
 */
export function deflationConfig(input: TrainInput): TrainConfig {
  const given = input as Readonly<Record<string, unknown>>;
  const own = ['known', 'filter', 'filterHidden'].find((key) => given[key] !== undefined);
  if (own) {
    const remedy = phrase`leave ${setting(own)} out`;
    throw new BlockspinError({ setting: own, expected: 'nothing beside deflation', got: given[own], remedy });
  }
  if (input.evolve === 'table') {
    const remedy = phrase`use ${setting('evolve', 'weights', 'ternary')}`;
    throw new BlockspinError({ setting: 'evolve', expected: 'a linear filter, which can be an operator', got: 'table', remedy });
  }
  const config = trainConfig(withReach(input));
  const { temperature, buffer, components } = config;
  const points = temperature.length * buffer.length;
  if (points === 1 && components === 1) return config;
  throw new BlockspinError({
    who: 'deflation',
    expected: 'one temperature, one buffer and one component',
    got: `${points} points with ${components} components`,
    remedy: 'find the operators of each point by itself',
  });
}

function candidatesOf({ inputs }: TrainInput): readonly FilterCandidate[] {
  return inputs === undefined ? FILTER_CANDIDATES : [{ inputs }];
}

/** A reach belongs to filters of products only. */
function withReach({ reach, ...input }: TrainInput): TrainInput {
  const products = (input.inputs ?? 'spins') !== 'spins';
  return (products && reach !== undefined ? { ...input, reach } : input) as TrainInput;
}

function stageInput(input: TrainInput, candidate: FilterCandidate, found: readonly Operator[]): TrainInput {
  const known = found.map(({ inputs, reach, states, weights, biases }): KnownComponent => ({ inputs, reach, states, weights, biases }));
  const seed = (input.seed ?? 1) + found.length;
  return withReach({ ...input, ...candidate, seed, ...(known.length > 0 ? { known } : {}) } as TrainInput);
}

/** The filter of the best replica of a point, which a further training can be given as known. @param config of its training, also as it was stored */
export function componentOf({ inputs = 'spins', reach = 1 }: Reads, { filters, biases, best, states = 2 }: Found): KnownComponent {
  const weights = filters[best].map((component) => component.flat());
  return { inputs, reach, states, weights, biases: biases?.[best] ?? weights.map(() => 0) };
}

type Reads = Pick<TrainConfig, 'inputs' | 'reach'>;
type Found = Pick<PointSummary, 'filters' | 'biases' | 'best' | 'states'>;

function operatorOf(config: TrainConfig, point: PointSummary): Operator {
  const component = componentOf(config, point);
  const { pairs = [], information, verdict } = point;
  return { ...component, sector: sectorOf(component, config.model.encoding(config)), pairs, gain: information, verdict };
}
