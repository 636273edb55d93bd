/** Components of H that are known before a training: hard functions of the block, without a gradient. */
import * as z from 'zod';
import { whole } from '../core/settings.ts';
import type { Tensor } from '../gpu/tensor.ts';
import type { Tape } from '../graph/tape.ts';
import { BITS, type Encoding, isPacked } from '../space/encoding.ts';
import { INPUTS, MOST_REACH } from '../space/inputs.ts';
import { bias } from './bias.ts';
import { filter } from './filter.ts';
import { filterValues } from './filter_values.ts';
import { jointStates } from './joint_states.ts';
import type { Reading } from './reading.ts';
import { states } from './states.ts';
import { MOST_COMPONENT_STATES } from './variables.ts';

/**
 * A component of H that is a function of the block. With a_l = Σ_i weights[l][i] x_i + biases[l] it is sign(a_0) for two states, and the
 * state with the largest a_l for more; ties are shared.
 */
export interface KnownComponent extends Reading {
  /** Of H: 2, or up to 16. */
  readonly states: number;
  /**
   * For each logit (one for two states, else one for each) a weight for each input. Inputs are those of a filter: values of the block in C order,
   * channels side by side, a one-hot value being one input ±1 for each state; then the pairs of neighbours in their order, +1 where both values
   * are equal and -1 where they differ, which for spins is their product.
   */
  readonly weights: readonly (readonly number[])[];
  /** One for each logit. */
  readonly biases: readonly number[];
}

/** A component as a setting. Keys that results have beside these are left out. */
const component = z.object({
  inputs: z.enum(INPUTS).default(INPUTS[0]),
  reach: whole(1, MOST_REACH).default(1),
  states: whole(2, MOST_COMPONENT_STATES).default(2),
  weights: z.array(z.array(z.number()).min(1).readonly()).min(1).readonly(),
  biases: z.array(z.number()).readonly(),
});

/** Settings of a discrete H of which a part is known. */
export const GIVEN = {
  known: z.array(component).min(1).readonly().optional().describe('components of H that are known: the information is what further ones tell beyond them'),
} as const;

/** A known component on the device. */
export interface KnownTensors {
  readonly component: KnownComponent;
  /** (R, logits, inputs), the same for all replicas. */
  readonly w: Tensor<'f32'>;
  /** (R, logits) */
  readonly biases: Tensor<'f32'>;
}

/** States of some components together. */
export function statesOfKnown(known: readonly Pick<KnownComponent, 'states'>[]): number {
  return known.reduce((product, { states: own }) => product * own, 1);
}

/**
 * Joint probabilities of the states of known components: 1 for the state of each block, shared between ties.
 * @param read blocks as components read them
 * @param encoding of the values of the block
 * @returns (R, K, states of all), the first component as the lowest digit
 */
export function knownStates(tape: Tape, known: readonly KnownTensors[], read: (reading: Reading) => Tensor, encoding: Encoding): Tensor<'f32'> {
  return known.map((one) => hardStates(tape, one, read(one.component), encoding)).reduce((given, p) => join(tape, given, p));
}

/** The joint probabilities of components that are independent given the block. @param given those of the lowest digits, without a gradient */
export function join(tape: Tape, given: Tensor<'f32'>, p: Tensor<'f32'>): Tensor<'f32'> {
  return tape.apply(jointStates, { given, p }, { options: { J: given.shape[2] * p.shape[2] } }).joint;
}

function hardStates(tape: Tape, { component, w, biases }: KnownTensors, visible: Tensor, encoding: Encoding): Tensor<'f32'> {
  const { inputs, states: Q } = component;
  const packed = isPacked(inputs === 'spins' ? encoding : BITS);
  const { a } = packed ? tape.apply(filter, { visible, w }) : tape.apply(filterValues, { x: visible, w }, { options: { RELU: 0 } });
  const constant = component.biases.some((one) => one !== 0);
  const logits = constant ? tape.apply(bias, { a, bias: biases }).shifted : a;
  return tape.apply(states, { a: logits }, { options: { S: Q, Q, HARD: 1 } }).p;
}
