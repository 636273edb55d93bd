import { applyBound, type Scores } from '../../bound/apply.ts';
import { BOUNDS, type PairBoundName } from '../../bound/bounds.ts';
import { entropyBonus } from '../../coarse/entropy_bonus.ts';
import { join, type KnownTensors, knownStates } from '../../coarse/known.ts';
import { occupation } from '../../coarse/occupation.ts';
import { blockReader, type PairTable } from '../../coarse/reading.ts';
import type { CoarseShape } from '../../coarse/shape.ts';
import { type HiddenLayers, hardValues, logits, softValues, stateProbabilities } from '../../coarse/variable.ts';
import { entropyBonusOf, isDiscrete } from '../../coarse/variables.ts';
import { applyCritic, type CriticOutputs, type CriticShape } from '../../critic/critic.ts';
import { linear } from '../../critic/linear.ts';
import { linearBitsOn } from '../../critic/linear_bits_tall.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import type { Tape } from '../../graph/tape.ts';
import type { Pairs } from '../../view/gather.ts';
import type { TrainConfig } from '../config/config.ts';
import { readingOf } from '../config/known.ts';

/** The results of a phase for every pair of a minibatch. */
export interface Objective {
  /** (R, K), its mean is the bound, nats. */
  term: Tensor<'f32'>;
  /** (R, K), ln q(h|e) of the classifier, where the bound has one: the entropy of H is then added from all samples. */
  fit?: Tensor<'f32'>;
  /** (R, K, S), probabilities of the states of the discrete H, known components being the lowest digits. */
  p?: Tensor<'f32'>;
}

/** Tensors of every replica that are neither weights nor samples. */
export interface ObjectiveTables {
  /** (R) live values of the environment, and of the block. */
  widths: Tensor<'u32'>;
  blockWidths: Tensor<'u32'>;
  /** Bits of a packed block. */
  bits: number;
  /** (S, 4) schedule of tau, of the rates and of the entropy bonus. */
  schedule: Tensor<'f32'>;
  step: Tensor<'u32'>;
  /** (R, 2) keys of the noise of the relaxed variable, of ties, and of dropout. */
  noise: Tensor<'u32'>;
  tie: Tensor<'u32'>;
  dropout: Tensor<'u32'>;
  /** Components of H that are known, and the pairs of neighbours in a block where products are read. */
  known: readonly KnownTensors[];
  pairs?: PairTable;
  /** State that the bound keeps from step to step. */
  state: Readonly<Record<string, Tensor>>;
}

/** Whether H is smooth, so that the filter can learn, or the discrete H of the results; and whether anything learns. */
interface Mode {
  soft: boolean;
  learning: boolean;
}

/**
 * Records the computation of the bound from pairs.
 * @param weight parameters by the names of `coarseParameters` and `criticParameters`
 */
export function applyObjective(
  tape: Tape,
  config: TrainConfig,
  shapes: { coarse: CoarseShape; critic: CriticShape },
  { visible, environment }: Pairs,
  tables: ObjectiveTables,
  { soft, learning }: Mode,
  weight: (name: string) => Tensor<'f32'>,
): Objective {
  const { coarse, critic } = shapes;
  const { widths, schedule, step, noise, tie, dropout, state, known } = tables;
  const read = blockReader(tape, visible, tables.bits, critic.encoding, tables.pairs);
  const a = logits(tape, coarse, read(readingOf(config)), weight, hiddenLayers(tables.blockWidths, weight));
  const probabilities = (hard: boolean) => stateProbabilities(tape, coarse, a, hard);
  const inputs = { e: environment, widths, keys: dropout, step, training: learning };
  const bound = BOUNDS[config.bound];
  if (bound.kind === 'states') {
    const learnt = probabilities(!soft);
    const given = known.length > 0 ? knownStates(tape, known, read, critic.encoding) : undefined;
    const all = given ? join(tape, given, learnt) : learnt;
    const { m } = tape.apply(occupation, { p: all });
    const rewarded = soft && learning && entropyBonusOf(config) > 0;
    const p = rewarded ? tape.apply(entropyBonus, { p: all }, { extras: { m, schedule, step } }).kept : all;
    const { logits: l } = applyCritic(tape, critic, inputs, weight) as CriticOutputs['classifier'];
    const values = given
      ? tape.apply(bound.conditional, { p, l }, { extras: { m }, options: { GIVEN: given.shape[2] } })
      : tape.apply(bound.op, { p, l }, { extras: { m } });
    return { ...values, p };
  }
  const h = soft ? softValues(tape, coarse, a, { schedule, keys: noise, step }) : hardValues(tape, coarse, a, { keys: tie, step });
  const scores = applyCritic(tape, critic, { ...inputs, h }, weight) as Scores;
  const { term } = applyBound(tape, config.bound as PairBoundName, scores, { settings: config, state });
  return { term, p: !learning && isDiscrete(coarse.variable) ? probabilities(true) : undefined };
}

/** The layers of a nonlinear filter, which are built by the critic's stage. */
function hiddenLayers(widths: Tensor<'u32'>, weight: (name: string) => Tensor<'f32'>): HiddenLayers {
  return (tape, input, names) => {
    let x = input;
    for (const [layer, name] of names.entries()) {
      if (layer === 0 && x.dtype === 'u32') x = tape.apply(linearBitsOn(tape.scope.memory), { x, w: weight(name) }, { extras: { widths }, label: name }).y;
      else x = tape.apply(linear, { x, w: weight(name) }, { options: { RELU: layer > 0 ? 1 : 0 }, label: name }).y;
    }
    return x as Tensor<'f32'>;
  };
}
