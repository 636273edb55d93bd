/** The only lists of coarse variables, and of the gradient estimators of a sampled H. */
import * as z from 'zod';
import { type Shape, whole } from '../core/settings.ts';
import type { Tensor } from '../gpu/tensor.ts';
import type { Tape } from '../graph/tape.ts';
import type { InputsName } from '../space/inputs.ts';
import { categorical, straightThroughCategorical } from './categorical.ts';
import { relaxed, straightThrough } from './relaxed.ts';
import { tanh } from './tanh.ts';

/** Most states of one component. */
export const MOST_COMPONENT_STATES = 16;

/** The usual entropy bonuses of components with more than two states, and of spins that are filters of products. */
const USUAL_BONUS = { states: 2, products: 0.3 };

/** A coarse variable as a function of its logits a (R, K, A). */
interface Variable {
  /** Schemas of its own settings, with their defaults. */
  readonly settings: Shape;
  /** H as a function of the logits; left out for a discrete H, which is sampled or summed over. */
  readonly continuous?: (tape: Tape, a: Tensor<'f32'>) => Tensor<'f32'>;
}

/** Coarse variables by the names of the settings, the default first. */
export const VARIABLES = {
  discrete: {
    settings: { states: whole(2, MOST_COMPONENT_STATES).default(2).describe('states of a component: 2 for spins, up to 16 for states without an order') },
  },
  tanh: {
    settings: {},
    /** Hyperbolic tangent of the logits. */
    continuous: (tape, a) => tape.apply(tanh, { a }).h,
  },
  linear: {
    settings: {},
    /** The logits as they are. */
    continuous: (_, a) => a,
  },
} as const satisfies Record<string, Variable>;

export type VariableName = keyof typeof VARIABLES;
export const VARIABLE_NAMES = Object.keys(VARIABLES) as readonly VariableName[];

/** H as a function of the logits for a continuous variable; undefined for a discrete one, which is sampled or summed over. */
export function continuousOf(name: VariableName): Variable['continuous'] {
  const variable: Variable = VARIABLES[name];
  return variable.continuous;
}

/** Whether a variable has finitely many states, which a bound can sum over. */
export function isDiscrete(name: VariableName): boolean {
  return continuousOf(name) === undefined;
}

/** Inputs of a sampled H beside its logits: schedule (S, 4) with τ in the first column, keys (R, 2), step (R). */
type Extras = Readonly<Record<'schedule' | 'keys' | 'step', Tensor>>;

/** Gradient estimators of a sampled discrete H, for spins ±1 and for one-hot states; the default first. */
export const ESTIMATORS = {
  relaxed: {
    spins: (tape: Tape, a: Tensor, extras: Extras) => tape.apply(relaxed, { a }, { extras }).h,
    states: (tape: Tape, a: Tensor, extras: Extras, Q: number) => tape.apply(categorical, { a }, { extras, options: { Q } }).h,
  },
  'straight-through': {
    spins: (tape: Tape, a: Tensor, extras: Extras) => tape.apply(straightThrough, { a }, { extras }).hard,
    states: (tape: Tape, a: Tensor, extras: Extras, Q: number) => tape.apply(straightThroughCategorical, { a }, { extras, options: { Q } }).hard,
  },
} as const;

/** Settings of a discrete H whose states are summed over. */
export const SUMMED = {
  entropyBonus: z
    .number()
    .min(0)
    .max(100)
    .optional()
    .describe(
      `weight of H(H) beyond that in the information; falls to 0 at half of the training; 0 for spins, ${USUAL_BONUS.states} for more states, ${USUAL_BONUS.products} for spins of products`,
    ),
} as const;

/** The settings that the usual entropy bonus depends on. */
interface Rewarded {
  entropyBonus?: number | undefined;
  states?: number | undefined;
  inputs?: InputsName | undefined;
}

/**
 * The entropy bonus at the beginning of a training, as given or by default. Several spins of little information stay on the plateau longer with one. A filter
 * of products needs it: their mean is not zero, so that H would begin with one value nearly everywhere.
 */
export function entropyBonusOf({ entropyBonus, states = 2, inputs = 'spins' }: Rewarded): number {
  return entropyBonus ?? (states > 2 ? USUAL_BONUS.states : inputs === 'spins' ? 0 : USUAL_BONUS.products);
}

export type EstimatorName = keyof typeof ESTIMATORS;
export const ESTIMATOR_NAMES = Object.keys(ESTIMATORS) as readonly EstimatorName[];

/** Settings of a sampled discrete H, which bounds on pairs use. */
export const DRAWN = {
  estimator: z.enum(ESTIMATOR_NAMES).default(ESTIMATOR_NAMES[0]).describe('gradient estimator of a sampled H'),
  tau: z
    .strictObject({ first: z.number().positive().default(0.5), last: z.number().positive().default(0.1), decay: z.number().min(0).default(5e-3) })
    .prefault({})
    .describe('temperature of the relaxed variable at step t: max(last, first exp(-decay t))'),
} as const;
