/** The schema of a study: its keys, the settings of its trainings, the axes of its grid; and the same as types. */
import * as z from 'zod';
import { MOST_REPLICAS } from '../../core/limits.ts';
import type { Part } from '../../core/parts.ts';
import { completed, type Shape, whole } from '../../core/settings.ts';
import type { Control, Model } from '../../model/model.ts';
import { CONTROLS, type ControlKey, modelNamed, SAMPLED, SETTINGS } from '../../model/models.ts';
import { GENERAL, OF_WINDOW, partsOf } from '../../train/config/schema.ts';
import type { TrainConfig, TrainInput } from '../../train/config/types.ts';
import type { FurtherAxis } from '../cells/data.ts';
import { correlatorSchema } from '../correlator/config.ts';
import { type Coarsening, coarseningSchema, levelsAxis } from '../levels/config.ts';
import { nullsSchema } from '../nulls/config.ts';
import { operatorsSchema } from '../operators/config.ts';
import { AROUND, type AroundSetting } from './around.ts';
import { numbers, temperatures } from './values.ts';

/**
 * Settings of a training that are axes of the grid, that the study sets itself, or that no sampled model has. Filters of a study are pictures of the block,
 * and values are all that H tells: so products and known components are none of its settings.
 */
const SET_BY_STUDY = ['buffer', 'components', 'replicas', 'firstReplica', 'seed', 'lag', 'inputs', 'reach', 'known', 'optimizer', 'evolve'] as const;
const CONTROL_KEYS = CONTROLS.map(({ key }) => key);

const [usual] = SAMPLED;
/** The model of a study is one of the built-in ones, by its name. */
export const MODEL = z
  .enum(SAMPLED.map(({ name }) => name) as [string, ...string[]])
  .default(usual.name)
  .describe('the model that is sampled');

const without = (shape: Shape, keys: readonly string[]): Shape => Object.fromEntries(Object.entries(shape).filter(([key]) => !keys.includes(key)));

/** Windows of studies: sides are numbers, which may be axes, and are the same along all axes of the lattice. */
const SQUARES = {
  block: z.number().default(usualLength('block')).describe('side of the block V'),
  shell: z.number().default(usualLength('shell')).describe('width L_E of the environment shell'),
};

function usualLength(key: 'block' | 'shell'): number {
  return completed({ [key]: OF_WINDOW[key] }, {})[key] as number;
}

/** Settings of the trainings of a study, with their conditions. */
export const TRAIN_PARTS: readonly Part[] = [
  ...partsOf(SAMPLED).map(({ when, settings }) => ({
    when,
    settings: {
      ...without(settings, [...SET_BY_STUDY, ...CONTROL_KEYS]),
      ...(settings === GENERAL ? { model: MODEL } : settings === OF_WINDOW ? SQUARES : {}),
    },
  })),
  AROUND,
];

/** Axes of every model; an axis that replaces a setting of `train` has the key of that setting. */
const GENERAL_AXES: Shape = {
  level: levelsAxis
    .optional()
    .describe('levels of an iterated coarse-graining: their number, or 1, 2, ...; each is trained on the coarse variable of the one below'),
  buffer: numbers.optional().describe('widths L_B of the buffer, sites'),
  components: numbers.optional().describe('numbers of components of H'),
  block: numbers.optional().describe('sides of the block, instead of train.block'),
  shell: numbers.optional().describe('widths of the environment shell, instead of train.shell'),
};

const controlAxis = ({ noun, unit, infinite }: Control) =>
  (infinite ? temperatures : numbers).optional().describe(`values of the ${noun}${unit ? ` in ${unit}` : ''}${infinite ? '; "inf" allowed' : ''}`);

const settingAxis = ({ settings }: Model, key: string) => numbers.optional().describe(`instead of train.${key}: ${(settings[key] as z.ZodType).description}`);

/** Axes of a model: its control parameter, and settings that are numbers. */
function axesOf(of: Model): Shape {
  const keys = [...(Object.hasOwn(of.settings, 'size') ? ['size'] : []), ...of.axes];
  return { [of.control.key]: controlAxis(of.control), ...Object.fromEntries(keys.map((key) => [key, settingAxis(of, key)])) };
}

/** Axes of the grid, with the models that have them. */
export const GRID_PARTS: readonly Part[] = [
  { when: {}, settings: GENERAL_AXES },
  ...SAMPLED.map((one): Part => ({ when: { model: [one.name] }, settings: axesOf(one) })),
];

/** All keys of a study. `train` and `grid` depend on the model and are checked by their parts. */
export const WHOLE = {
  $schema: z.string().optional().describe('for editors: the address of this schema'),
  name: z
    .string()
    .regex(/^(?!\.+$)[\w.-]+$/, 'a name of letters, digits, dots, dashes and underscores, not of dots alone')
    .default('study')
    .describe('name of the study, and of its folder unless another is given'),
  train: z.looseObject({}).prefault({}).describe('settings of every training that are not axes of the grid'),
  grid: z.looseObject({}).prefault({}).describe('axes: a number, a list, or a range { from, to, count or step, scale }'),
  runs: whole(1, 1_000_000).default(10).describe('independent runs per point of the grid'),
  runsPerCell: whole(1, MOST_REPLICAS).optional().describe('how many of them are computed together, as one cell; by default at most 100'),
  seed: whole(0, Number.MAX_SAFE_INTEGER).default(1).describe('seed of all random numbers'),
  coarsening: coarseningSchema.optional().describe('how the lattices of an axis level are made'),
  correlators: z
    .array(correlatorSchema)
    .default([])
    .describe('correlators of coarse variables on lattices of their own, with fits of scaling dimensions; may change at any time'),
  operators: z
    .array(operatorsSchema)
    .default([])
    .describe('tables of operators: scaling dimensions from correlators of several filters at once, on lattices of their own; may change at any time'),
  nulls: nullsSchema.optional(),
  figures: z.record(z.string(), z.unknown()).default({}).describe('what the report draws; may change at any time'),
} as const;

export const studySchema = z.strictObject(WHOLE);

/** Omits keys of every member of a union. */
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type SetByStudy =
  | (typeof SET_BY_STUDY)[number]
  | ControlKey
  | 'data'
  | 'boundary'
  | 'heldOutPart'
  | 'symmetry'
  | 'harmonics'
  | 'folds'
  | 'learningCurve'
  | 'model';
type Axis = FurtherAxis | 'buffer' | 'components';

/**
 * A study: one model, a grid of physical parameters, and a number of independent runs at each of its points. Every entry of `grid`
 * is a number, a list or a range { from, to, count | step, scale }. Defaults of `train` are those of a training.
 */
export type StudyInput = Omit<z.input<typeof studySchema>, 'train' | 'grid'> & {
  train?: Without<TrainInput, SetByStudy | 'block' | 'shell'> & { model?: string; block?: number; shell?: number; around?: Partial<AroundSetting> };
  grid?: Partial<Record<Axis, z.input<typeof numbers>> & Record<ControlKey, z.input<typeof temperatures>>>;
};

/** All keys, given or filled in; axes are ascending lists. Of the control parameters only the model's own one is present. */
export interface StudyConfig extends Omit<z.output<typeof studySchema>, 'train' | 'grid' | 'runsPerCell' | 'coarsening' | '$schema'> {
  train: Without<TrainConfig, SetByStudy | 'block' | 'shell'> & { model: string; block: number; shell: number; level?: undefined; around?: AroundSetting };
  grid: { buffer: number[]; components: number[] } & Partial<Record<FurtherAxis | ControlKey, number[]>>;
  runsPerCell: number;
  /** Of a study with levels. */
  coarsening?: Coarsening;
}

/** The value of an axis that the model does not have, for seeds and for code that needs all axes. */
export function usualOf(axis: FurtherAxis): number {
  const known = usualValues.get(axis);
  if (known !== undefined) return known;
  if (axis === 'level') return 1;
  const schemas: Shape = { ...OF_WINDOW, ...SETTINGS };
  const value = completed({ [axis]: schemas[axis] }, {})[axis] as number;
  usualValues.set(axis, value);
  return value;
}

/** Asked for by the seed of every cell. */
const usualValues = new Map<FurtherAxis, number>();

/** The model of a study. */
export function modelOf({ train }: Pick<StudyConfig, 'train'>): Model {
  return modelNamed(train.model);
}
