import * as z from 'zod';
import { logitCount } from '../../coarse/shape.ts';
import { BlockspinError, nearest } from '../../core/errors.ts';
import { MOST_REPLICAS } from '../../core/limits.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { isModel, type Model } from '../../model/model.ts';
import { DATA, MODELS, recordOf, SETTINGS } from '../../model/models.ts';
import { CHAINS_PER_GROUP, MOST_CHAINS } from '../../sample/groups.ts';
import { checkSites } from '../../space/sites.ts';
import { valuesOf } from '../../space/space.ts';
import { checkWindow } from '../../space/window.ts';
import { dataConfig } from './data.ts';
import { type BoundName, boundOf, checkEstimator, estimatorShape } from './estimator.ts';
import { filterSize, spaceOf, windowsOf } from './geometry.ts';
import { modelConfig, siteConfig } from './model.ts';

const oneOrMany = <T extends z.ZodType>(item: T) =>
  z.union([item, z.array(item).min(1)]).transform((value) => (Array.isArray(value) ? value : [value]) as z.output<T>[]);
const whole = (least: number, most: number) => z.number().int().min(least).max(most);

/**
 * Everything a training needs. Defaults live here and nowhere else; docs/defaults.md says where each one comes from.
 * Lengths in lattice sites, temperatures in J / k_B, times in sweeps.
 */
export const trainSchema = z.strictObject({
  model: z
    .union([z.string(), z.custom<Model>(isModel)])
    .default(MODELS[0].name)
    .describe("the model that is sampled: its name or, for the library, its record; 'data' follows from data"),
  ...SETTINGS,
  data: SETTINGS.data.optional(),
  block: z.number().default(4).describe('side of the block V'),
  buffer: oneOrMany(z.number()).default([2]).describe('widths L_B of the buffer'),
  shell: z.number().default(2).describe('width L_E of the environment shell'),
  ...estimatorShape,
  replicas: whole(1, MOST_REPLICAS).default(3).describe('independent runs per temperature and buffer'),
  firstReplica: whole(0, MOST_REPLICAS).default(0).describe('number of the first replica: with it one replica can be run again alone'),
  steps: whole(10, 1_000_000).default(600).describe('training steps of filter and critic'),
  refine: whole(0, 1_000_000).default(300).describe('further steps of the critic alone, for the discrete H'),
  batch: whole(2, 16384).default(100).describe('pairs (V, E) per minibatch'),
  seed: whole(0, Number.MAX_SAFE_INTEGER).default(1),
  chains: whole(CHAINS_PER_GROUP, MOST_CHAINS).default(256).describe('chains per temperature to train on, a multiple of 32'),
  heldOut: whole(CHAINS_PER_GROUP, MOST_CHAINS).default(128).describe('chains per temperature to evaluate on, a multiple of 32'),
  validation: whole(CHAINS_PER_GROUP, MOST_CHAINS).default(64).describe('chains per temperature to validate on, a multiple of 32'),
  validateEvery: whole(1, 1_000_000).default(50).describe('steps between validations'),
  validations: whole(1, 1000).default(2).describe('minibatches of fixed samples per validation'),
  patience: whole(1, 4_000_000_000).default(4_000_000_000).describe('steps without a better validation after which a replica keeps what it has'),
  warmup: whole(0, 1_000_000).default(0).describe('first training steps in which the filter waits for the critic'),
  sweeps: whole(1, 1000).optional().describe('sweeps between minibatches; by default as many as decorrelate a chain in 100 of them'),
  burn: z.number().positive().default(1).describe('sweeps before the first minibatch, in units of the expected relaxation'),
  evaluationSweeps: whole(1, 1000).default(12).describe('sweeps between held-out minibatches'),
  evaluationBatch: whole(2, 16384).default(512).describe('pairs per held-out minibatch'),
  evaluations: whole(1, 1_000_000).default(48).describe('held-out minibatches'),
  rate: z.number().positive().max(1e30).default(1e-2).describe("Adam's learning rate"),
  refineRate: z.number().positive().max(100).default(0.1).describe('learning rate of the refining phase, as a part of rate'),
  clip: z.number().min(0).max(1e30).default(0).describe('largest norm of the gradient of a replica, beyond which it is scaled down; 0: never'),
  sites: z
    .strictObject({ block: z.array(z.number()), environment: z.array(z.number()) })
    .optional()
    .describe('block and environment as lists of the values of one configuration, in the place of a window: for graphs'),
  filter: z.array(z.number()).optional().describe('a filter, components x block sites, to start from'),
  freeze: z.boolean().default(false).describe('keep the given filter and estimate its information only'),
});

/** Everything given or filled in. */
export type TrainConfig = Omit<z.output<typeof trainSchema>, 'bound' | 'model' | 'size'> & { bound: BoundName; model: Model; size?: number };
/** Settings of a training as a user gives them, before defaults are filled in. */
export type TrainInput = z.input<typeof trainSchema>;

/**
 * Fills in defaults and checks everything that can be checked before any work starts.
 * @throws BlockspinError naming the value, what is allowed and what to do
 */
export function trainConfig(input: TrainInput): TrainConfig {
  const parsed = trainSchema.safeParse(input);
  if (!parsed.success) throw configError(input, parsed.error.issues[0]);
  const { model } = parsed.data;
  const record = parsed.data.data && (model === MODELS[0].name || isModel(model)) ? DATA : recordOf(model);
  const config = siteConfig(input, withModel(input, { ...parsed.data, model: record, bound: boundOf(parsed.data) }));
  if (config.sites) checkSites(config.sites, valuesOf(spaceOf(config)));
  else for (const window of windowsOf(config)) checkWindow(window, spaceOf(config));
  checkEstimator(config);
  for (const name of ['chains', 'heldOut', 'validation'] as const) {
    if (config[name] % CHAINS_PER_GROUP !== 0) {
      throw new BlockspinError({
        setting: name,
        expected: `a multiple of ${CHAINS_PER_GROUP}, the chains packed in one word`,
        got: config[name],
        remedy: phrase`use ${setting(name, CHAINS_PER_GROUP * Math.ceil(config[name] / CHAINS_PER_GROUP))}`,
      });
    }
  }
  const weights = logitCount(config) * filterSize(config);
  if (config.filter && config.filter.length !== weights) {
    throw new BlockspinError({
      setting: 'filter',
      expected: `${weights} weights, components x values of the block`,
      got: config.filter.length,
      remedy: 'give one weight per component and value of the block',
    });
  }
  if (config.freeze && !config.filter) {
    throw new BlockspinError({ setting: 'freeze', expected: 'a filter to freeze', got: 'none', remedy: phrase`give ${setting('filter')} as well` });
  }
  return config;
}

/** With fixed data the settings that follow from them; without, those of the model, and none of those that need data. */
function withModel(input: TrainInput, config: TrainConfig): TrainConfig {
  const { data } = config;
  const defaults: TrainConfig = { ...trainSchema.parse({}), model: config.model, bound: config.bound };
  if (data) return dataConfig(input, { ...config, data }, defaults);
  const ofData = (['boundary', 'heldOutPart'] as const).find((name) => config[name] !== undefined) ?? (config.symmetric ? 'symmetric' : undefined);
  const needs = config.model === DATA ? 'model' : ofData;
  if (!needs) return modelConfig(input, config, defaults);
  throw new BlockspinError({ setting: needs, expected: 'data that go with it', got: 'none', remedy: phrase`give ${setting('data')}, or leave it out` });
}

/** Values to try for settings without a default. */
const USUAL: Readonly<Record<string, unknown>> = { heldOutPart: 0.25, bound: 'discrete', chippingRate: 1 };

function configError(input: object, issue: z.core.$ZodIssue): BlockspinError {
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0];
    const known = Object.keys(trainSchema.shape);
    const near = nearest(key, known);
    return new BlockspinError({
      who: 'config',
      expected: `keys out of ${known.join(', ')}`,
      got: key,
      remedy: near ? `did you mean ${near}?` : 'leave it out',
    });
  }
  const name = issue.path.join('.');
  const got = issue.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], input);
  const usual = USUAL[name] ?? trainSchema.shape[issue.path[0] as keyof typeof trainSchema.shape]?.safeParse(undefined).data;
  return new BlockspinError({
    setting: name,
    expected: expectation(issue),
    got: got === undefined ? 'nothing' : got,
    remedy: phrase`use for example ${setting(name, usual)}`,
  });
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_union') return expectation(issue.errors[0][0]);
  if (issue.code === 'too_small') return `${issue.inclusive ? 'at least' : 'above'} ${issue.minimum}`;
  if (issue.code === 'too_big') return `${issue.inclusive ? 'at most' : 'below'} ${issue.maximum}`;
  if (issue.code === 'invalid_type' && issue.expected === 'int') return 'a whole number';
  if (issue.code === 'invalid_value') return issue.values.map(String).join(' or ');
  return issue.message.replace(/^Invalid input: expected /, '').replace(/, received .*/, '');
}
