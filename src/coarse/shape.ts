import { BlockspinError } from '../core/errors.ts';
import { alternatives } from '../core/phrase.ts';
import { type Encoding, inputsOf } from '../space/encoding.ts';
import { ESTIMATOR_NAMES, type EstimatorName, isDiscrete, MOST_COMPONENT_STATES, VARIABLE_NAMES, type VariableName } from './variables.ts';

/** The coarse variable H of a block, and how it is trained. */
export interface CoarseShape {
  /** Number of components, 1 to 8. */
  components: number;
  /** Values of a discrete component: 2 for spins ±1 with one logit each, 3 to 16 for Potts spins with one logit per state. */
  states: number;
  /** Discrete, or a continuous function of the logits: tanh(a) or a itself. */
  variable: VariableName;
  /** The gradient estimator of a sampled discrete variable; meaningless for a continuous one. */
  estimator: EstimatorName;
  /** A bias per logit. A nonlinear filter always has one. */
  bias: boolean;
  /** Widths of the hidden layers of a nonlinear filter, multiples of 4; empty for the linear filter Λ. */
  hidden: readonly number[];
  /** Inputs of the block: its values times the inputs of each. */
  visible: number;
  /** The last of these inputs that are products of values; none unless given. */
  products?: number;
  /** Of the values of the block: packed blocks are (R, K, VW) u32, blocks of numbers (R, K, V) f32. */
  encoding: Encoding;
}

export const MOST_COMPONENTS = 8;

const within = (value: number, least: number, most: number) => Number.isInteger(value) && value >= least && value <= most;

/** Checks a coarse variable. @throws BlockspinError for one that cannot be built */
export function checkCoarse(shape: CoarseShape): void {
  const { components, states, hidden, visible } = shape;
  const demand = (good: boolean, key: string, expected: string, got: unknown, remedy: string) => {
    if (!good) throw new BlockspinError({ who: 'coarse variable', setting: key, expected, got, remedy });
  };
  demand(within(components, 1, MOST_COMPONENTS), 'components', `an integer from 1 to ${MOST_COMPONENTS}`, components, 'choose fewer components');
  demand(
    within(states, 2, MOST_COMPONENT_STATES),
    'states',
    `2 for binary components, 3 to ${MOST_COMPONENT_STATES} for those with states of their own`,
    states,
    'choose one of these',
  );
  demand(within(visible, 1, Number.MAX_SAFE_INTEGER), 'visible', 'at least one site', visible, 'choose a larger block');
  const narrow = hidden.find((width) => !within(width / 4, 1, Number.MAX_SAFE_INTEGER));
  demand(narrow === undefined, 'filterHidden', 'positive multiples of 4', narrow, 'the layers work on four outputs at a time');
  demand(VARIABLE_NAMES.includes(shape.variable), 'variable', alternatives(VARIABLE_NAMES), shape.variable, 'choose one of these');
  demand(ESTIMATOR_NAMES.includes(shape.estimator), 'estimator', alternatives(ESTIMATOR_NAMES), shape.estimator, 'choose one of these');
}

/** Number of logits of one sample: one per binary component, one per state of a Potts component. */
export function logitCount({ components, states = 2 }: Pick<CoarseShape, 'components'> & { states?: number }): number {
  return states === 2 ? components : components * states;
}

/** Number of states of H: q^C, or Infinity for a continuous variable. */
export function stateCount({ components, states, variable }: CoarseShape): number {
  return isDiscrete(variable) ? states ** components : Number.POSITIVE_INFINITY;
}

/** The most that H can hold, its largest entropy, nats: C ln q, or Infinity for a continuous variable. */
export function largestEntropy({ components, states = 2, variable }: Pick<CoarseShape, 'components' | 'variable'> & { states?: number }): number {
  return isDiscrete(variable) ? components * Math.log(states) : Number.POSITIVE_INFINITY;
}

/** Number of values of H that a critic reads per sample: one per binary component, one per state of a Potts component. */
export function valueCount(shape: CoarseShape): number {
  return logitCount(shape);
}

/** Names of the hidden layers of a nonlinear filter, in order. */
export function hiddenNames({ hidden }: CoarseShape): string[] {
  return hidden.map((_, layer) => `hidden${layer}`);
}

/**
 * Shapes of all parameters by name, without the replica axis: `lambda` (A, V) and, if wanted, `bias` (A); for a nonlinear
 * filter `hidden0` (V + 1, O), ... as affine layers, `readout` (A, O of the last one) and `bias` (A).
 * @throws BlockspinError for a coarse variable that cannot be built
 */
export function coarseParameters(shape: CoarseShape): Record<string, number[]> {
  checkCoarse(shape);
  const logits = logitCount(shape);
  if (shape.hidden.length === 0) return { lambda: [logits, shape.visible], ...(shape.bias ? { bias: [logits] } : {}) };
  const widths = [shape.visible, ...shape.hidden];
  const layers = hiddenNames(shape).map((name, layer) => [name, [widths[layer] + 1, widths[layer + 1]]] as const);
  return { ...Object.fromEntries(layers), readout: [logits, widths[widths.length - 1]], bias: [logits] };
}

/**
 * Half-widths of the uniform distributions of initial parameters, by name. A kernel of n weights has 1 / √n, so that a logit of spins
 * has variance 1/3. Its bias has the same, which breaks the symmetry under a flip of all spins from the start. Hidden layers preserve
 * the variance (Glorot & Bengio, AISTATS (2010), eq. 16).
 * @throws BlockspinError for a coarse variable that cannot be built
 */
export function coarseLimits(shape: CoarseShape): Record<string, number> {
  const inputs = shape.hidden.at(-1) ?? shape.visible;
  const limit = (name: string, [first, second]: number[]) => (name.startsWith('hidden') ? Math.sqrt(6 / (first - 1 + second)) : 1 / Math.sqrt(inputs));
  return Object.fromEntries(Object.entries(coarseParameters(shape)).map(([name, extents]) => [name, limit(name, extents)]));
}

/** Whether the weights of a linear filter come in pairs, cosine and sine of an angle, that a rotation of all angles mixes. */
export function hasPairs({ encoding, hidden }: Pick<CoarseShape, 'encoding' | 'hidden'>): boolean {
  return encoding.kind === 'reals' && inputsOf(encoding) % 2 === 0 && hidden.length === 0;
}
