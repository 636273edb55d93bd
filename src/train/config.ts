import { z } from 'zod';
import { MOST_STATES } from '../bound/discrete.ts';
import { BlockspinError, nearest } from '../core/errors.ts';
import { DataSet } from '../sample/data_set.ts';
import { checkIsing } from '../sample/ising_options.ts';
import { checkWindow } from '../view/geometry.ts';
import { dataConfig } from './data_config.ts';
import { type BoundName, estimatorShape } from './estimator_config.ts';

const whole = (least: number, most: number) => z.number().int().min(least).max(most);
const oneOrMany = <T extends z.ZodType>(item: T) =>
  z.union([item, z.array(item).min(1)]).transform((value) => (Array.isArray(value) ? value : [value]) as z.output<T>[]);

/**
 * Everything a training needs. Defaults live here and nowhere else; docs/defaults.md says where each one comes from.
 * Lengths in lattice sites, temperatures in J / k_B, times in sweeps.
 */
export const trainSchema = z.strictObject({
  model: z.enum(['ising', 'data']).default('ising').describe("the model that is sampled; 'data' follows from data"),
  data: z
    .custom<DataSet>((value) => value instanceof DataSet, 'configurations from checkData')
    .optional()
    .describe('fixed samples to train on in the place of a model'),
  heldOutPart: z.number().gt(0).lt(1).optional().describe('with data: part of the samples that is held out, 0.25 unless given'),
  symmetric: z.boolean().optional().describe('with data: flipping all spins leaves the probability of a sample unchanged'),
  size: z.number().default(64).describe('lattice side L, even'),
  temperature: oneOrMany(z.custom<number>((value) => typeof value === 'number', 'a number or Infinity'))
    .default([2.269185])
    .describe('temperatures; Infinity allowed'),
  coupling: z.number().default(1).describe('J; negative: antiferromagnet'),
  block: z.number().default(4).describe('side of the block V'),
  buffer: oneOrMany(z.number()).default([2]).describe('widths L_B of the buffer'),
  shell: z.number().default(2).describe('width L_E of the environment shell'),
  ...estimatorShape,
  replicas: whole(1, 65535).default(3).describe('independent runs per temperature and buffer'),
  firstReplica: whole(0, 65535).default(0).describe('number of the first replica: with it one replica can be run again alone'),
  steps: whole(10, 1_000_000).default(600).describe('training steps of filter and critic'),
  refine: whole(0, 1_000_000).default(300).describe('further steps of the critic alone, for the discrete H'),
  batch: whole(2, 16384).default(100).describe('pairs (V, E) per minibatch'),
  seed: whole(0, Number.MAX_SAFE_INTEGER).default(1),
  chains: whole(32, 1_048_576).default(128).describe('chains per temperature to train on, a multiple of 32'),
  heldOut: whole(32, 1_048_576).default(128).describe('chains per temperature to evaluate on, a multiple of 32'),
  validation: whole(32, 1_048_576).default(64).describe('chains per temperature to validate on, a multiple of 32'),
  validateEvery: whole(1, 1_000_000).default(50).describe('steps between validations'),
  validations: whole(1, 1000).default(2).describe('minibatches of fixed samples per validation'),
  patience: whole(1, 4_000_000_000).default(4_000_000_000).describe('steps without a better validation after which a replica keeps what it has'),
  warmup: whole(0, 1_000_000).default(0).describe('first training steps in which the filter waits for the critic'),
  sweeps: whole(1, 1000).optional().describe('sweeps between minibatches; by default as many as decorrelate a chain in 100 of them'),
  burn: z.number().positive().default(1).describe('sweeps before the first minibatch, in units of the expected relaxation'),
  evaluationSweeps: whole(1, 1000).default(12).describe('sweeps between held-out minibatches'),
  evaluationBatch: whole(2, 16384).default(512).describe('pairs per held-out minibatch'),
  evaluations: whole(1, 1_000_000).default(48).describe('held-out minibatches'),
  rate: z.number().positive().max(1e30).default(5e-3).describe("Adam's learning rate"),
  tau: z
    .strictObject({ first: z.number().positive().default(0.5), last: z.number().positive().default(0.1), decay: z.number().min(0).default(5e-3) })
    .prefault({})
    .describe('temperature of the relaxed Bernoulli variable'),
  filter: z.array(z.number()).optional().describe('a filter, components x block sites, to start from'),
  freeze: z.boolean().default(false).describe('keep the given filter and estimate its information only'),
});

/** Everything given or filled in. */
export type TrainConfig = Omit<z.output<typeof trainSchema>, 'bound'> & { bound: BoundName };
export type TrainInput = z.input<typeof trainSchema>;

/**
 * Fills in defaults and checks everything that can be checked before any work starts.
 * @throws BlockspinError naming the value, what is allowed and what to do
 */
export function trainConfig(input: TrainInput): TrainConfig {
  const parsed = trainSchema.safeParse(input);
  if (!parsed.success) throw configError(input, parsed.error.issues[0]);
  const config = withData(input, { ...parsed.data, bound: boundOf(parsed.data) });
  if (!config.data) checkIsing({ ...config, temperatures: config.temperature });
  for (const buffer of config.buffer) checkWindow({ block: config.block, buffer, shell: config.shell }, config.size);
  for (const name of ['chains', 'heldOut', 'validation'] as const) {
    if (config[name] % 32 !== 0) {
      throw new BlockspinError({
        who: name,
        expected: 'a multiple of 32, the chains packed in one word',
        got: config[name],
        remedy: `use ${32 * Math.ceil(config[name] / 32)}`,
      });
    }
  }
  checkStates(config);
  const weights = config.components * config.block ** 2;
  if (config.filter && config.filter.length !== weights) {
    throw new BlockspinError({
      who: 'filter',
      expected: `${weights} weights, components x block x block`,
      got: config.filter.length,
      remedy: 'give one weight per component and block site',
    });
  }
  if (config.freeze && !config.filter) {
    throw new BlockspinError({ who: 'freeze', expected: 'a filter to freeze', got: 'none', remedy: 'give filter as well' });
  }
  return config;
}

/** The bound that was asked for, or the one that suits H. */
function boundOf({ bound, variable }: z.output<typeof trainSchema>): BoundName {
  if (bound !== 'discrete') return bound ?? (variable === 'discrete' ? 'discrete' : 'infonce');
  if (variable !== 'discrete') {
    const remedy = 'use --bound infonce, or leave --variable out';
    throw new BlockspinError({ who: '--bound discrete', expected: 'a discrete H, whose states can be summed over', got: `--variable ${variable}`, remedy });
  }
  return bound;
}

/** @throws BlockspinError where H has more states than can be summed over. */
function checkStates({ bound, components, states }: TrainConfig): void {
  if (bound !== 'discrete' || states ** components <= MOST_STATES) return;
  const most = Math.floor(Math.log(MOST_STATES) / Math.log(states) + 1e-9);
  throw new BlockspinError({
    who: '--bound discrete',
    expected: `at most ${MOST_STATES} states of H`,
    got: `${states} ** ${components} = ${states ** components}`,
    remedy: `use at most ${most} components of ${states} states, or --bound infonce`,
  });
}

/** With fixed data the settings that follow from them; without, none of those that need them. */
function withData(input: TrainInput, config: TrainConfig): TrainConfig {
  const { data } = config;
  if (data) return dataConfig(input, { ...config, data }, { ...config, ...trainSchema.parse({}), bound: config.bound });
  const needs = config.model === 'data' ? '--model' : config.heldOutPart !== undefined ? '--held-out' : config.symmetric ? '--symmetric' : undefined;
  if (!needs) return config;
  throw new BlockspinError({ who: needs, expected: 'data that go with it', got: 'none', remedy: 'give a file with --data, or leave it out' });
}

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
  // Keys of one lower-case word are options of the command line, too.
  const who = name === 'heldOutPart' ? '--held-out' : /^[a-z]+$/.test(name) ? `--${name}` : name;
  const usual = name === 'heldOutPart' ? 0.25 : trainSchema.shape[issue.path[0] as keyof typeof trainSchema.shape]?.safeParse(undefined).data;
  return new BlockspinError({
    who,
    expected: expectation(issue),
    got: got === undefined ? 'nothing' : got,
    remedy: `use for example ${who} ${JSON.stringify(usual)}`,
  });
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_union') return expectation(issue.errors[0][0]);
  if (issue.code === 'too_small') return `${issue.inclusive ? 'at least' : 'above'} ${issue.minimum}`;
  if (issue.code === 'too_big') return `at most ${issue.maximum}`;
  if (issue.code === 'invalid_type' && issue.expected === 'int') return 'a whole number';
  if (issue.code === 'invalid_value') return issue.values.map(String).join(' or ');
  return issue.message.replace(/^Invalid input: expected /, '').replace(/, received .*/, '');
}
