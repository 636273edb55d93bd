import { BlockspinError } from '../core/errors.ts';
import type { Tensor } from '../gpu/tensor.ts';
import type { Tape } from '../graph/tape.ts';
import { isPacked } from '../space/encoding.ts';
import { argmax } from './argmax.ts';
import { bias } from './bias.ts';
import { filter } from './filter.ts';
import { filterValues } from './filter_values.ts';
import { type CoarseShape, checkCoarse, hiddenNames, logitCount, stateCount } from './shape.ts';
import { sign } from './sign.ts';
import { states } from './states.ts';
import { continuousOf, ESTIMATORS } from './variables.ts';

export type { CoarseShape } from './shape.ts';
export { coarseLimits, coarseParameters, logitCount, stateCount, valueCount } from './shape.ts';

/**
 * Applies the affine layers of the given names, relu on the input of all but the first, to blocks x (packed or values);
 * returns the last layer's output (R, K, O) before its activation. Layers belong to the critic's stage, hence a callback.
 */
export type HiddenLayers = (tape: Tape, x: Tensor, names: readonly string[]) => Tensor<'f32'>;

/** Inputs of random draws: a key per replica (R, 2), and the step of each replica (R). */
interface Draws {
  keys: Tensor<'u32'>;
  step: Tensor<'u32'>;
}

/**
 * The logits a of every sample: `Λ v`, with a bias if the shape has one, or those of a nonlinear filter.
 * @param visible blocks: packed (R, K, ceil(V / 32)) or values (R, K, V)
 * @param weight parameters by the names of `coarseParameters`
 * @param layers only for a nonlinear filter
 * @returns (R, K, C) for binary components, (R, K, C q) for Potts, the states of a component side by side
 * @throws BlockspinError for blocks of another kind or size than the shape says, or without the layers it needs
 */
export function logits(tape: Tape, shape: CoarseShape, visible: Tensor, weight: (name: string) => Tensor, layers?: HiddenLayers): Tensor<'f32'> {
  checkCoarse(shape);
  checkBlocks(shape, visible);
  if (shape.hidden.length > 0) {
    if (!layers) {
      throw new BlockspinError({ who: 'coarse variable: hidden', expected: 'a function that applies the hidden layers', got: 'none', remedy: 'give one' });
    }
    const x = layers(tape, visible, hiddenNames(shape));
    const { a } = tape.apply(filterValues, { x, w: weight('readout') }, { options: { RELU: 1 } });
    return tape.apply(bias, { a, bias: weight('bias') }).shifted;
  }
  const w = weight('lambda');
  const { a } = isPacked(shape.encoding) ? tape.apply(filter, { visible, w }) : tape.apply(filterValues, { x: visible, w }, { options: { RELU: 0 } });
  return shape.bias ? tape.apply(bias, { a, bias: weight('bias') }).shifted : a;
}

/**
 * H in training: differentiable, and with the noise of the estimator if it is discrete.
 * @param a logits as `logits` returns them
 * @param schedule (S, 4), τ of every step in the first column
 * @returns values as a critic sees them, (R, K, valueCount)
 */
export function softValues(tape: Tape, shape: CoarseShape, a: Tensor<'f32'>, { schedule, keys, step }: Draws & { schedule: Tensor<'f32'> }): Tensor<'f32'> {
  checkLogits(shape, a);
  const continuous = continuousOf(shape.variable);
  if (continuous) return continuous(tape, a);
  const extras = { schedule, keys, step };
  const { spins, states: ofStates } = ESTIMATORS[shape.estimator];
  return shape.states === 2 ? spins(tape, a, extras) : ofStates(tape, a, extras, shape.states);
}

/**
 * The discrete H of the results: the most likely value of every component, ties split at random; no gradient. A continuous variable
 * is the same as in training.
 * @param a logits as `logits` returns them
 * @returns values as a critic sees them, (R, K, valueCount): ±1, one-hot states, or continuous
 */
export function hardValues(tape: Tape, shape: CoarseShape, a: Tensor<'f32'>, { keys, step }: Draws): Tensor<'f32'> {
  checkLogits(shape, a);
  const continuous = continuousOf(shape.variable);
  if (continuous) return continuous(tape, a);
  const extras = { keys, step };
  return shape.states === 2 ? tape.apply(sign, { a }, { extras }).h : tape.apply(argmax, { a }, { extras, options: { Q: shape.states } }).h;
}

/**
 * The probability of every state of a discrete H given the block, for bounds that sum over H instead of drawing it.
 * @param a logits as `logits` returns them
 * @param hard probability 1 for the most likely value of every component, shared between ties; no gradient
 * @returns (R, K, stateCount)
 */
export function stateProbabilities(tape: Tape, shape: CoarseShape, a: Tensor<'f32'>, hard: boolean): Tensor<'f32'> {
  checkLogits(shape, a);
  return tape.apply(states, { a }, { options: { S: stateCount(shape), Q: shape.states, HARD: hard ? 1 : 0 } }).p;
}

function checkBlocks({ visible: inputs, encoding }: CoarseShape, visible: Tensor): void {
  const wanted = isPacked(encoding) ? { dtype: 'u32', last: Math.ceil(inputs / 32), what: 'packed bits' } : { dtype: 'f32', last: inputs, what: 'values' };
  if (visible.dtype !== wanted.dtype || visible.shape.at(-1) !== wanted.last) {
    throw new BlockspinError({
      who: 'coarse variable: visible',
      expected: `blocks of ${inputs} ${wanted.what}: ${wanted.dtype} (R, K, ${wanted.last})`,
      got: `${visible.dtype} (${visible.shape.join(', ')})`,
      remedy: 'gather blocks of the shape of the coarse variable',
    });
  }
}

function checkLogits(shape: CoarseShape, a: Tensor): void {
  if (a.shape.at(-1) !== logitCount(shape)) {
    throw new BlockspinError({
      who: 'coarse variable: logits',
      expected: `(R, K, ${logitCount(shape)}) for ${shape.components} components of ${shape.states} states`,
      got: `(${a.shape.join(', ')})`,
      remedy: 'give the logits of the same coarse variable',
    });
  }
}
