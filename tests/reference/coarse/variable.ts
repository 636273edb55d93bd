/** The coarse variable of one replica, from blocks to values of H as a critic sees them, composed of the twins of the ops. */
import type { CoarseShape } from '../../../src/coarse/variable.ts';
import * as linear from '../critic/linear.ts';
import * as argmax from './argmax.ts';
import * as bias from './bias.ts';
import * as categorical from './categorical.ts';
import * as filter from './filter_values.ts';
import * as relaxed from './relaxed.ts';
import * as sign from './sign.ts';
import * as tanh from './tanh.ts';

export type Weights = Readonly<Record<string, ArrayLike<number>>>;

export interface Sample {
  /** Blocks (K, V): spins or values. */
  blocks: ArrayLike<number>;
  K: number;
  tau: number;
  step: number;
  key: ArrayLike<number>;
}

/** a = Lambda v (+ bias), or readout . relu(hidden layers of v) + bias. */
export function logits(shape: CoarseShape, { blocks, K }: Sample, w: Weights): Float64Array {
  const A = shape.components * (shape.states === 2 ? 1 : shape.states);
  let x: Float64Array = Float64Array.from(blocks);
  let width = shape.visible;
  shape.hidden.forEach((O, layer) => {
    x = linear.forward(x, w[`hidden${layer}`], { K, I: width, O, relu: layer > 0 });
    width = O;
  });
  const nonlinear = shape.hidden.length > 0;
  const a = filter.forward(x, nonlinear ? w.readout : w.lambda, { K, V: width, A, relu: nonlinear });
  return nonlinear || shape.bias ? bias.forward(a, w.bias) : a;
}

/** Differentiable values: those of the relaxed variable, whatever the estimator. */
export function soft({ components, states, variable }: CoarseShape, { K, tau, step, key }: Sample, a: ArrayLike<number>): Float64Array {
  if (variable === 'linear') return Float64Array.from(a);
  if (variable === 'tanh') return tanh.forward(a);
  if (states === 2) return relaxed.forward(a, relaxed.logistic(K * components, step, key), tau);
  return categorical.forward(a, categorical.gumbel(K * components, states, step, key), tau, states);
}

/** What straight-through makes of the relaxed values. */
export function rounded({ states }: CoarseShape, h: Float64Array): Float64Array {
  return states === 2 ? h.map((x) => (x < 0 ? -1 : 1)) : categorical.oneHot(h, states);
}

/** The discrete variable that is meant, or the continuous one. */
export function hard(shape: CoarseShape, sample: Sample, a: ArrayLike<number>): Float64Array {
  if (shape.variable !== 'discrete') return soft(shape, sample, a);
  return shape.states === 2 ? sign.forward(a, sample.step, sample.key) : argmax.forward(a, shape.states, sample.step, sample.key);
}
