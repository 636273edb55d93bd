/** From options to the settings of the chosen model; options of other models are refused. */
import { BlockspinError, nearest } from '../core/errors.ts';
import { completed } from '../core/settings.ts';
import type { Layout, Model, Settings } from '../model/model.ts';
import { modelNamed, SAMPLED } from '../model/models.ts';
import type { Start } from '../sample/chains.ts';
import { CHAINS_PER_GROUP, MOST_CHAINS } from '../sample/groups.ts';
import { checkPrecision, LIMIT_SECONDS } from '../sample/precision.ts';
import { type Given, keyOf, type OptionName } from './options.ts';
import { sampleOptionsOf } from './setting_options.ts';

/** Of a course in time, unless given: runs, and looks at them. */
const COURSE = { runs: 16, looks: 16, most: 4096 } as const;

const STARTS = ['ordered', 'random', 'both'] as const satisfies readonly Start[];

/** The request of `blockspin sample`, with the defaults of the model filled in. */
export interface SampleOptions {
  model: Model;
  settings: Settings;
  /** Values of the control parameter. */
  points: readonly number[];
  layout: Layout;
  /** Chains of each point, or runs of a course. */
  chains: number;
  samples: number;
  /** Sweeps before the first measurement and between measurements; by default from known properties of the model. */
  burn?: number;
  spacing?: number;
  /** Standard error to reach, of the observable that the model names for it, and the seconds that each point may take. */
  error?: number;
  limit: number;
  start: Start;
  seed: number;
}

/**
 * Fills in defaults and checks everything that can be checked before a device is opened.
 * @param read settings whose values were read from files
 * @throws BlockspinError naming the option, what is allowed and what to do
 */
export function sampleOptions(given: Given, read: Settings = {}): SampleOptions {
  const model = given.model === undefined ? SAMPLED[0] : modelNamed(given.model as string, SAMPLED);
  const own = Object.fromEntries(SAMPLED.map((one) => [one.name, sampleOptionsOf(one)]));
  refuseOfOthers(model.name, own, given);
  oneOf('boundary', [given.boundary ?? 'periodic'].join(), ['periodic']);
  const number = (name: OptionName, usual: number) => (given[name] as number | undefined) ?? usual;
  const settings = settingsOf(model, given, read);
  const followed = model.course?.asked(settings) ?? false;
  if (followed) refuseForCourse(given);
  const chains = number('chains', followed ? COURSE.runs : 128);
  const options: SampleOptions = {
    model,
    settings,
    points: settings[model.control.key] as readonly number[],
    layout: chains < CHAINS_PER_GROUP && !followed ? 'lattices' : 'chains',
    chains,
    samples: number('samples', followed ? COURSE.looks : 64),
    burn: given.burn as number | undefined,
    spacing: given.spacing as number | undefined,
    error: given.error as number | undefined,
    limit: number('limit', LIMIT_SECONDS),
    start: oneOf('start', given.start ?? 'both', STARTS),
    seed: number('seed', 1),
  };
  checkNumbers(options, followed);
  checkUntil(options, given);
  model.check(settings, options.points, options.layout);
  return options;
}

/** @throws BlockspinError for options that a course in time has no use for */
function refuseForCourse(given: Given): void {
  const why: Partial<Record<OptionName, string>> = {
    error: 'no goal for an error: a course has so many looks, by --samples',
    limit: 'no limit of time: a course has so many looks, by --samples',
    start: 'no other start: all runs begin alike',
    adapter: 'no adapter: what comes and goes is followed on the processor',
  };
  for (const [name, expected] of Object.entries(why)) {
    if (given[name as OptionName] === undefined) continue;
    throw new BlockspinError({ who: `--${name}`, expected, got: String(given[name as OptionName]), remedy: `leave --${name} out` });
  }
}

/** @throws BlockspinError for an error or a limit that is not positive, and for options that conflict with them. */
function checkUntil({ model, error, limit }: SampleOptions, given: Given): void {
  if (error === undefined) {
    if (given.limit === undefined) return;
    throw new BlockspinError({ who: '--limit', expected: '--error beside it', got: 'no --error', remedy: 'give --error, or leave it out' });
  }
  checkPrecision({ error, limit });
  if (!model.precise) {
    const able = SAMPLED.filter(({ precise }) => precise).map(({ name }) => name);
    const remedy = 'use --samples for a longer measurement';
    throw new BlockspinError({ who: '--error', expected: `a model that has an observable for it: ${able.join(', ')}`, got: model.name, remedy });
  }
  if (given.out === undefined) return;
  const remedy = 'use --samples: the number of configurations in a file has to be known before the first is written';
  throw new BlockspinError({ who: '--error', expected: 'no --out beside it', got: given.out, remedy });
}

/** Settings of a model from the options given, the defaults of `sample`, and the defaults of their schemas. */
function settingsOf(model: Model, given: Given, read: Settings): Settings {
  const { control, sampled, moves } = model;
  const { points, further, ...defaults } = sampled as NonNullable<typeof sampled>;
  if (given.size !== undefined && !Object.hasOwn(model.settings, 'size')) {
    const remedy = 'leave it out: the graph says how large it is';
    throw new BlockspinError({ setting: 'size', expected: `nothing, since ${model.name} has no lattice`, got: given.size, remedy });
  }
  const values: Record<string, unknown> = { ...defaults, ...further, [control.key]: points, ...read };
  for (const name of ['size', ...sampleOptionsOf(model)] as const) {
    const key = keyOf(name);
    if (key !== undefined && given[name] !== undefined) values[key] = given[name];
  }
  if (values.algorithm !== undefined) oneOf('algorithm', values.algorithm, ['auto', ...moves]);
  return completed(model.settings, values);
}

/** @throws BlockspinError for an option that only other models have. */
export function refuseOfOthers<M extends string>(model: M, own: Record<M, readonly OptionName[]>, given: Given): void {
  for (const name of new Set(Object.values<readonly OptionName[]>(own).flat())) {
    if (given[name] === undefined || own[model].includes(name)) continue;
    const expected = `options that ${model} has: ${own[model].map((o) => `--${o}`).join(' ')}`;
    throw new BlockspinError({ who: '--model', expected, got: `--${name} ${given[name]}`, remedy: `leave --${name} out` });
  }
}

/** @throws BlockspinError for a value that is not allowed, with the nearest allowed one. */
export function oneOf<T extends string>(name: OptionName, got: unknown, allowed: readonly T[]): T {
  if (allowed.includes(got as T)) return got as T;
  const near = nearest(String(got), allowed);
  throw new BlockspinError({
    who: `--${name}`,
    expected: `one of ${allowed.join(', ')}`,
    got,
    remedy: near ? `did you mean ${near}?` : `use --${name} ${allowed[0]}`,
  });
}

/** @param followed whether a course is followed in time @throws BlockspinError for numbers of chains and samples that cannot be sampled */
export function checkNumbers({ model, chains, samples, burn = 1, spacing = 1, seed }: SampleOptions, followed = false): void {
  for (const [name, value, least, most, usual] of [
    ['samples', samples, 2, 1_000_000, 64],
    ['burn', burn, 0, 2 ** 40, 1000],
    ['spacing', spacing, 1, 2 ** 32, 10],
    ['seed', seed, 0, Number.MAX_SAFE_INTEGER, 1],
  ] as const) {
    if (!(Number.isInteger(value) && value >= least && value <= most)) {
      const remedy = `use for example --${name} ${usual}`;
      throw new BlockspinError({ who: `--${name}`, expected: `a whole number from ${least} to ${most}`, got: value, remedy });
    }
  }
  if (followed) {
    if (Number.isInteger(chains) && chains >= 2 && chains <= COURSE.most) return;
    const remedy = `use for example --chains ${COURSE.runs}`;
    throw new BlockspinError({ who: '--chains', expected: `2 to ${COURSE.most} runs of a course: errors are taken over them`, got: chains, remedy });
  }
  const lattices = model.layouts.includes('lattices');
  const few = lattices && chains >= 1 && chains < CHAINS_PER_GROUP;
  const words = chains >= CHAINS_PER_GROUP && chains % CHAINS_PER_GROUP === 0;
  if (!(Number.isInteger(chains) && chains <= MOST_CHAINS && (few || words))) {
    throw new BlockspinError({
      who: '--chains',
      expected: `a multiple of ${CHAINS_PER_GROUP} up to ${MOST_CHAINS}${lattices ? `, or 1 to ${CHAINS_PER_GROUP - 1} large lattices` : ''}`,
      got: chains,
      remedy: 'use for example --chains 128',
    });
  }
}
