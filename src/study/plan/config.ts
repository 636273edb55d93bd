import * as z from 'zod';
import { BlockspinError, nearest } from '../../core/errors.ts';
import { MOST_REPLICAS } from '../../core/limits.ts';
import type { Model } from '../../model/model.ts';
import { CONTROLS, type ControlKey, MODEL_AXES, type ModelAxis, modelNamed, SAMPLED, SETTINGS } from '../../model/models.ts';
import { type TrainInput, trainConfig, trainSchema } from '../../train/config/config.ts';
import { FURTHER_AXES, type FurtherAxis } from '../cells/data.ts';
import { encode } from '../cells/record.ts';
import { correlatorKeys, correlatorSchema } from '../correlator/config.ts';
import { correlatorPlans } from '../correlator/plan.ts';
import { numbers, RANGE_KEYS, temperatures } from './values.ts';

const whole = (least: number, most: number) => z.number().int().min(least).max(most);

/** Settings of a training that a study sets itself, or that belong to fixed data. */
const SET_BY_STUDY = {
  data: true,
  boundary: true,
  heldOutPart: true,
  symmetric: true,
  buffer: true,
  components: true,
  replicas: true,
  firstReplica: true,
  seed: true,
} as const;

/** Something for each of some keys. */
const forEach = <K extends string, T>(keys: readonly K[], of: (key: K) => T) => Object.fromEntries(keys.map((key) => [key, of(key)])) as Record<K, T>;

const names = SAMPLED.map(({ name }) => name);
const controlKeys = CONTROLS.map(({ key }) => key);
const trainPart = trainSchema
  .omit({ ...SET_BY_STUDY, ...forEach(controlKeys, () => true as const) })
  .extend({ model: z.enum(names).default(names[0]).describe('the model that is sampled') });

/** Values of the control parameter; those of all models are of one type, since a list of temperatures may hold what a list of numbers may. */
const controlAxis = (key: ControlKey): z.ZodOptional<typeof temperatures> => {
  const [control] = CONTROLS.filter((one) => one.key === key);
  const of = control.infinite ? temperatures : (numbers as unknown as typeof temperatures);
  return of.optional().describe(
    `values of the ${control.noun}, ${SAMPLED.filter((model) => model.control.key === key)
      .map(inUnits)
      .join(', ')}`,
  );
};
const inUnits = ({ name, control: { unit, infinite } }: Model) => `of ${name}${unit ? ` in ${unit}` : ''}${infinite ? ' ("inf" allowed)' : ''}`;

const modelAxis = (axis: ModelAxis) => numbers.optional().describe(`in the place of train.${axis}: ${SETTINGS[axis].description}`);

const gridPart = z.strictObject({
  ...forEach(controlKeys, controlAxis),
  buffer: numbers.optional().describe('widths L_B of the buffer, sites'),
  components: numbers.optional().describe('numbers of components of H'),
  size: numbers.optional().describe('lattice sides, in the place of train.size'),
  ...forEach(MODEL_AXES, modelAxis),
  block: numbers.optional().describe('sides of the block, in the place of train.block'),
  shell: numbers.optional().describe('widths of the environment shell, in the place of train.shell'),
});

/**
 * A study: one model, a grid of physical parameters, and a number of independent runs at each of its points. Every entry
 * of `grid` is a number, a list or a range { from, to, count | step, scale }. Defaults of `train` are those of a training.
 */
export const studySchema = z.strictObject({
  $schema: z.string().optional().describe('for editors: the address of this schema'),
  name: z
    .string()
    .regex(/^[\w.-]+$/, 'letters, digits, dots, dashes and underscores')
    .default('study')
    .describe('name of the study, and of its folder unless another is given'),
  train: trainPart.prefault({}).describe('settings of every training that are no axis of the grid'),
  grid: gridPart.prefault({}).describe('axes: a number, a list, or a range { from, to, count or step, scale }'),
  runs: whole(1, 1_000_000).default(10).describe('independent runs per point of the grid'),
  runsPerCell: whole(1, MOST_REPLICAS).optional().describe('how many of them are computed together, as one cell; by default at most 100'),
  seed: whole(0, Number.MAX_SAFE_INTEGER).default(1).describe('seed of all random numbers'),
  correlators: z
    .array(correlatorSchema)
    .default([])
    .describe('correlators of coarse variables on lattices of their own, with fits of scaling dimensions; may change at any time'),
  figures: z.record(z.string(), z.unknown()).default({}).describe('what the report draws; may change at any time'),
});

/** A config as a user writes it, before defaults are filled in. */
export type StudyInput = z.input<typeof studySchema>;
type Parsed = z.output<typeof studySchema>;

/** Everything given or filled in; axes are ascending lists. Of the control parameters the model's own one is there. */
export interface StudyConfig extends Omit<Parsed, 'grid' | 'runsPerCell' | '$schema'> {
  grid: { buffer: number[]; components: number[] } & Partial<Record<FurtherAxis | ControlKey, number[]>>;
  runsPerCell: number;
}

/** Runs of a cell unless given: one ensemble of that many per buffer keeps a GPU busy. */
const USUAL_RUNS_PER_CELL = 100;

/**
 * Fills in defaults and checks everything that can be checked before any work starts, the training of every cell included.
 * @throws BlockspinError naming the key, what is allowed, and the nearest known key where one is unknown
 */
export function studyConfig(given: unknown): StudyConfig {
  // As it would come out of a file: infinity becomes the word that stands for it.
  const input: unknown = given === undefined ? {} : JSON.parse(encode(given));
  const parsed = studySchema.safeParse(input);
  if (!parsed.success) throw studyError(input, parsed.error.issues[0]);
  const { $schema: _, grid, runsPerCell, ...rest } = parsed.data;
  const axes = Object.fromEntries(Object.entries(grid).filter(([key]) => !(controlKeys as readonly string[]).includes(key))) as Omit<typeof grid, ControlKey>;
  const fixed = (input as StudyInput).train ?? {};
  const twice = FURTHER_AXES.find((axis) => grid[axis] !== undefined && fixed[axis] !== undefined);
  if (twice) throw wrong(`grid.${twice}`, `one of grid.${twice} and train.${twice}`, 'both', 'leave one of them out');
  const model = modelOf(rest);
  const key = model.control.key as ControlKey;
  const foreign = controlKeys.find((other) => other !== key && grid[other]);
  if (foreign) throw wrong(`grid.${foreign}`, `an axis that ${model.name} has`, `grid.${foreign}`, `use grid.${key}`);
  const usual = trainSchema.parse({});
  const control = { [key]: grid[key] ?? [...model.control.usual] };
  const config: StudyConfig = {
    ...rest,
    grid: { ...axes, ...control, buffer: axes.buffer ?? usual.buffer, components: axes.components ?? [usual.components] },
    runsPerCell: Math.min(rest.runs, runsPerCell ?? USUAL_RUNS_PER_CELL),
  };
  for (const setting of settingsOf(config)) {
    for (const components of config.grid.components) {
      const training = { ...config.train, ...setting, ...control, buffer: config.grid.buffer, components, replicas: config.runsPerCell };
      checkTraining(training, config);
      // A cell has one value of the control parameter, which all of them together may not tell.
      checkTraining({ ...training, [key]: control[key].slice(0, 1) }, config);
    }
  }
  correlatorPlans(config);
  return config;
}

/** The model of a study. */
export function modelOf({ train }: Pick<StudyConfig, 'train'>): Model {
  return modelNamed(train.model);
}

/** A stored config with the defaults of settings that did not exist when it was stored. */
export function completed(config: StudyConfig): StudyConfig {
  return { ...config, train: { ...trainPart.parse({ model: config.train.model }), ...config.train } };
}

/** All combinations of the values of the further axes; one empty combination where there are none. */
export function settingsOf({ grid }: Pick<StudyConfig, 'grid'>): Partial<Record<FurtherAxis, number>>[] {
  return FURTHER_AXES.reduce<Partial<Record<FurtherAxis, number>>[]>(
    (all, axis) => (grid[axis] ? all.flatMap((setting) => (grid[axis] as number[]).map((value) => ({ ...setting, [axis]: value }))) : all),
    [{}],
  );
}

/** Checks what a cell will be trained with; complaints name keys of the study. */
function checkTraining(input: object, config: StudyConfig): void {
  try {
    trainConfig(input as TrainInput);
  } catch (error) {
    throw error instanceof BlockspinError ? error.of(keyIn(config), 'study config') : error;
  }
}

/** Where a study has a setting of its trainings. */
export function keyIn({ grid }: Pick<StudyConfig, 'grid'>): (setting: string) => string {
  return (setting) => {
    if (setting === 'replicas') return 'runsPerCell';
    return Object.hasOwn(grid, setting) ? `grid.${setting}` : Object.hasOwn(trainPart.shape, setting) ? `train.${setting}` : setting;
  };
}

/** Keys that are known at a place of the config. */
function knownKeys(path: readonly PropertyKey[]): string[] {
  const [first, second] = path;
  if (first === undefined) return Object.keys(studySchema.shape).filter((key) => key !== '$schema');
  if (first === 'correlators') return correlatorKeys(path.slice(2));
  if (first === 'train') return second === undefined ? Object.keys(trainPart.shape) : second === 'tau' ? ['first', 'last', 'decay'] : ['block', 'environment'];
  return second === undefined ? Object.keys(gridPart.shape) : RANGE_KEYS;
}

function wrong(who: string, expected: string, got: unknown, remedy: string): BlockspinError {
  return new BlockspinError({ who: `study config, ${who}`, expected, got, remedy });
}

/** What is wrong in the alternative that was meant: an object means a range, an array a list. */
function meant(issue: z.core.$ZodIssue, value: unknown): { issue: z.core.$ZodIssue; path: PropertyKey[] } {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return { issue, path: [...issue.path] };
  if (typeof value !== 'object' || value === null) return { issue, path: [...issue.path] };
  const inner = issue.errors[Array.isArray(value) ? 1 : issue.errors.length - 1]?.[0];
  if (!inner) return { issue, path: [...issue.path] };
  const deeper = meant(inner, at(value, inner.path));
  return { issue: deeper.issue, path: [...issue.path, ...deeper.path] };
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((part, key) => (part as Record<PropertyKey, unknown> | null | undefined)?.[key], value);
}

function studyError(input: unknown, first: z.core.$ZodIssue): BlockspinError {
  const { issue, path } = meant(first, at(input, first.path));
  const place = path.length > 0 ? path.map(String).join('.') : 'the whole';
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0];
    const known = knownKeys(path);
    const near = nearest(key, known) ?? elsewhere(key);
    return wrong(path.length > 0 ? place : key, `keys out of ${known.join(', ')}`, key, near ? `did you mean ${near}?` : 'leave it out');
  }
  const got = at(input, path);
  const shown = got === undefined ? 'nothing' : typeof got === 'number' ? String(got) : got;
  return wrong(place, expectation(issue), shown, 'see the presets for configs to start from');
}

/** Where a key belongs that stands at the wrong place. */
function elsewhere(key: string): string | undefined {
  if (Object.hasOwn(gridPart.shape, key)) return `grid.${key}`;
  if (Object.hasOwn(trainPart.shape, key)) return `train.${key}`;
  return Object.hasOwn(studySchema.shape, key) ? `${key} of the whole` : undefined;
}

function expectation(issue: z.core.$ZodIssue): string {
  // A union that says itself what it is, instead of what zod says of all of them.
  if (issue.code === 'invalid_union' && issue.message !== 'Invalid input') return issue.message;
  if (issue.code === 'invalid_union') return 'a number, a list of numbers, or a range { from, to, count or step, scale }';
  if (issue.code === 'too_small') return issue.origin === 'array' ? 'at least one value' : `${issue.inclusive ? 'at least' : 'above'} ${issue.minimum}`;
  if (issue.code === 'too_big') return `${issue.inclusive ? 'at most' : 'below'} ${issue.maximum}`;
  if (issue.code === 'invalid_type')
    return issue.expected === 'int' ? 'a whole number' : issue.expected === 'number' ? 'a number' : `a value of type ${issue.expected}`;
  if (issue.code === 'invalid_value') return issue.values.map(String).join(' or ');
  if (issue.code === 'invalid_format') return 'a name of letters, digits, dots, dashes and underscores';
  return issue.message;
}

/** The schema as JSON Schema (draft 2020-12), for editors. */
export function studyJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(studySchema, { io: 'input' });
  return { $id: 'study.schema.json', title: 'A study of blockspin', ...schema };
}
