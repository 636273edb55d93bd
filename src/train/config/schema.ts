/**
 * The settings of a training: their keys, defaults and ranges, and which of them have a meaning beside which others.
 * Settings of models, bounds, critics and coarse variables come from the lists of these. docs/defaults.md says where each
 * default comes from. Lengths in lattice sites, temperatures in J / k_B, times in sweeps.
 */
import * as z from 'zod';
import { BOUND_NAMES, BOUNDS, PAIR_BOUNDS, STATE_BOUNDS } from '../../bound/bounds.ts';
import { GIVEN } from '../../coarse/known.ts';
import { MOST_COMPONENTS } from '../../coarse/shape.ts';
import { DRAWN, isDiscrete, SUMMED, VARIABLE_NAMES, VARIABLES, type VariableName } from '../../coarse/variables.ts';
import { MOST_REPLICAS } from '../../core/limits.ts';
import type { Part } from '../../core/parts.ts';
import type { Defaults } from '../../core/parts_json.ts';
import { type Shape, whole } from '../../core/settings.ts';
import { CRITICS, PAIR_CRITICS, STATE_CRITICS } from '../../critic/critics.ts';
import { isModel, type Model } from '../../model/model.ts';
import { DATA, SAMPLED } from '../../model/models.ts';
import { CHAINS_PER_GROUP, MOST_CHAINS } from '../../sample/groups.ts';
import { INPUTS, MOST_REACH } from '../../space/inputs.ts';
import { perAxis, perAxisOr, place, severalPerAxis } from './lengths.ts';

const chains = (usual: number) => whole(CHAINS_PER_GROUP, MOST_CHAINS).default(usual);

/** Settings of every training. */
export const GENERAL = {
  model: z
    .union([z.string(), z.custom<Model>(isModel)], { error: 'the name of a model, or its record' })
    .default(SAMPLED[0].name)
    .describe("the model that is sampled: its name or, for the library, its record; 'data' follows from data"),
  sites: z
    .strictObject({
      block: z.array(z.number()),
      environment: z.array(z.number()),
      buffers: z
        .array(z.strictObject({ buffer: z.number(), environment: z.array(z.number()) }))
        .min(1)
        .optional(),
      views: z
        .strictObject({
          of: z.enum(['images', 'equivalent']),
          exact: z.boolean(),
          further: z.array(z.strictObject({ centre: z.number(), block: z.array(z.number()), environments: z.array(z.array(z.number())) })).min(1),
        })
        .optional(),
      positions: z.array(z.tuple([z.number(), z.number()])).optional(),
      edges: z.array(z.tuple([z.number(), z.number()])).optional(),
    })
    .optional()
    .describe('block and environment as lists of the values of one configuration, instead of a window: for graphs'),
  components: whole(1, MOST_COMPONENTS).default(1).describe('components of H'),
  variable: z.enum(VARIABLE_NAMES).default(VARIABLE_NAMES[0]).describe('H itself, or a continuous function of the filter'),
  filterHidden: z.array(whole(4, 1024)).default([]).describe('hidden layers of a nonlinear filter, multiples of 4; none for a linear one'),
  bound: z
    .enum(BOUND_NAMES)
    .optional()
    .meta({ description: 'lower bound on I(H:E); discrete where H is, else infonce', examples: [STATE_BOUNDS[0]] }),
  patch: whole(0, 5).default(0).describe('side of the patches of the shell that share the first layer of the critic; 0: no sharing'),
  replicas: whole(1, MOST_REPLICAS).default(3).describe('independent runs per temperature and buffer'),
  firstReplica: whole(0, MOST_REPLICAS).default(0).describe('number of the first replica: with it one replica can be run again alone'),
  steps: whole(10, 1_000_000).default(600).describe('training steps of filter and critic'),
  refine: whole(0, 1_000_000).default(300).describe('further steps of the critic alone, for the discrete H'),
  batch: whole(2, 16384).default(100).describe('pairs (V, E) per minibatch'),
  seed: whole(0, Number.MAX_SAFE_INTEGER).default(1).describe('seed of all random numbers'),
  validateEvery: whole(1, 1_000_000).default(50).describe('steps between validations'),
  validations: whole(1, 1000).default(2).describe('minibatches of fixed samples per validation'),
  patience: whole(1, 4_000_000_000)
    .default(4_000_000_000)
    .describe('steps without a better validation after which a replica keeps its best weights; 4000000000: never'),
  evaluationBatch: whole(2, 16384).default(512).describe('pairs per held-out minibatch; if equal to batch, fewer kernels are compiled'),
  evaluations: whole(1, 1_000_000).default(48).describe('held-out minibatches'),
  learningRate: z.number().positive().max(1e30).default(1e-2).describe('learning rate of Adam'),
  clip: z.number().min(0).max(1e30).default(0).describe('largest norm of the gradient of a replica, beyond which it is scaled down; 0: never'),
} as const;

/** Settings of a window and of where it is cut; a list of sites has none of them. */
export const OF_WINDOW = {
  block: perAxis.default(4).describe('side of the block V, or one for each axis'),
  buffer: severalPerAxis.default([2]).describe("widths L_B of the buffer; one for each axis is a list of its own or '1x1x0'"),
  shell: perAxisOr('rest').default(2).describe("width L_E of the environment shell, one for each axis, or 'rest': all beyond the buffer"),
  at: place.optional().describe("first site of the block along each axis, counted from 0; 'anywhere' unless given"),
  stride: perAxis.optional().describe('first sites of blocks are multiples of this, counted from at where that is given, too'),
  lag: whole(1, 1_000_000).optional().describe('the environment lies this many steps of time after the block'),
} as const;

/** Settings of a training on a sampled model; for fixed data all of them are derived. */
export const OF_CHAINS = {
  chains: chains(256).describe('chains per temperature to train on, a multiple of 32'),
  heldOut: chains(128).describe('chains per temperature to evaluate on, a multiple of 32'),
  validation: chains(64).describe('chains per temperature to validate on, a multiple of 32'),
  sweeps: whole(1, 1000).optional().describe('sweeps between minibatches; by default enough to decorrelate a chain within 100 minibatches'),
  relaxations: z.number().positive().default(1).describe('length of the burn-in in expected relaxation times'),
  shuffle: whole(1, CHAINS_PER_GROUP - 1)
    .optional()
    .describe('a null test: the environment is that of another chain, so many places further in its word of 32'),
  evaluationSweeps: whole(1, 1000).default(12).describe('sweeps between held-out minibatches'),
} as const;

/** Settings of a linear filter. */
export const OF_LINEAR = {
  inputs: z.enum(INPUTS).default(INPUTS[0]).describe('what the filter reads: spins (the values), products of neighbours in the block, or both'),
  bias: z.boolean().default(false).describe('a trained bias beside the filter'),
  filter: z.array(z.number()).optional().describe('a filter, components x block sites, to start from'),
  freeze: z.boolean().default(false).describe('keep the given filter fixed and estimate only its information'),
} as const;

/** Settings of a filter of products. */
export const OF_PRODUCTS = {
  reach: whole(1, MOST_REACH).default(1).describe('neighbours whose products the filter reads: 1 for nearest ones, 2 for next-nearest ones, too, ...'),
} as const;

/** Settings of a filter that learns. */
export const OF_LEARNING = {
  warmup: whole(0, 1_000_000).default(0).describe('first training steps in which the filter waits for the critic'),
  refineLearningRate: z.number().positive().max(100).default(0.1).describe('learning rate of the refining phase, as a part of that of training'),
} as const;

/** What moves a filter that learns. */
const OPTIMIZERS = ['adam', 'cmaes'] as const;
/** What an evolution looks for. */
const RULES = ['weights', 'ternary', 'table'] as const;

/** How a filter learns: its critic always learns by Adam. */
export const OF_OPTIMIZER = {
  optimizer: z
    .enum(OPTIMIZERS)
    .default(OPTIMIZERS[0])
    .describe('what moves the filter: adam by its gradient, cmaes as an evolution whose candidates are the replicas'),
} as const;

/** Settings of an evolution. */
export const OF_EVOLUTION = {
  evolve: z.enum(RULES).default(RULES[0]).describe('what evolves: weights, ternary weights -1, 0 and 1, or a table of the signs of all states of the block'),
} as const;

/** Settings of bounds on pairs. */
const OF_PAIRS = { critic: z.enum(PAIR_CRITICS).default(PAIR_CRITICS[0]).describe('critic of bounds that compare pairs') } as const;

/** Critics of bounds that sum over states. There is only one, so there is no setting to choose it. */
const [STATE_CRITIC] = STATE_CRITICS;
/** Discrete variables, which are sampled or summed over. */
const DISCRETE: readonly VariableName[] = VARIABLE_NAMES.filter(isDiscrete);

/** Settings that do not depend on the model, and their conditions. */
const OF_ESTIMATOR: readonly Part[] = [
  { when: {}, settings: GENERAL },
  { when: { sites: [undefined] }, settings: OF_WINDOW },
  { when: { filterHidden: [[]] }, settings: OF_LINEAR },
  { when: { filterHidden: [[]], inputs: ['products', 'both'] }, settings: OF_PRODUCTS },
  { when: { freeze: [false] }, settings: { ...OF_LEARNING, ...OF_OPTIMIZER } },
  { when: { optimizer: ['cmaes'], freeze: [false] }, settings: OF_EVOLUTION },
  ...VARIABLE_NAMES.map((variable): Part => ({ when: { variable: [variable] }, settings: VARIABLES[variable].settings })),
  { when: { bound: PAIR_BOUNDS }, settings: OF_PAIRS },
  ...PAIR_CRITICS.map((critic): Part => ({ when: { bound: PAIR_BOUNDS, critic: [critic] }, settings: CRITICS[critic].settings })),
  { when: { bound: STATE_BOUNDS }, settings: CRITICS[STATE_CRITIC].settings },
  { when: { variable: DISCRETE, bound: PAIR_BOUNDS, freeze: [false] }, settings: DRAWN },
  { when: { variable: DISCRETE, bound: STATE_BOUNDS, optimizer: ['adam'], freeze: [false] }, settings: SUMMED },
  { when: { variable: DISCRETE, bound: STATE_BOUNDS }, settings: GIVEN },
  ...BOUND_NAMES.map((bound): Part => ({ when: { bound: [bound] }, settings: BOUNDS[bound].settings })),
];

/** All settings of a training, for a list of models. */
export function partsOf(models: readonly Model[]): readonly Part[] {
  const sampled = models.filter((model) => model !== DATA).map(({ name }) => name);
  return [
    ...OF_ESTIMATOR,
    { when: { model: sampled }, settings: OF_CHAINS },
    ...models.map((model): Part => ({ when: { model: [model.name] }, settings: model.settings })),
  ];
}

/** Settings that others depend on, in the order in which they are decided. */
export const CHOICES = {
  filterHidden: GENERAL.filterHidden,
  variable: GENERAL.variable,
  bound: GENERAL.bound,
  ...OF_PAIRS,
  inputs: OF_LINEAR.inputs,
  freeze: OF_LINEAR.freeze,
  ...OF_OPTIMIZER,
} as const satisfies Shape;

/** Their defaults. */
export const DEFAULTS: Defaults = {
  filterHidden: [{ value: [] }],
  variable: [{ value: VARIABLE_NAMES[0] }],
  bound: [
    { value: STATE_BOUNDS[0], when: { variable: DISCRETE } },
    { value: PAIR_BOUNDS[0], when: { variable: VARIABLE_NAMES.filter((name) => !isDiscrete(name)) } },
  ],
  critic: [{ value: PAIR_CRITICS[0] }],
  inputs: [{ value: INPUTS[0] }],
  freeze: [{ value: false }],
  optimizer: [{ value: OPTIMIZERS[0] }],
};
