/** The models that come with the program: the only list of them. */
import type * as z from 'zod';
import { BlockspinError, nearest } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import { chipping } from './chipping/model.ts';
import { data } from './data/model.ts';
import { dimers } from './dimers/model.ts';
import { ising } from './ising/model.ts';
import { type Control, isModel, type Model } from './model.ts';

/** All models that are sampled, the default first. */
const LIST = [ising, dimers, chipping] as const;
/** With that of fixed data, whose record follows from the data given. */
const ALL = [...LIST, data] as const;

export const SAMPLED: readonly Model[] = LIST;
export const DATA: Model = data;
/** All models, which can be looked up by name. */
export const MODELS: readonly Model[] = ALL;

/** Shapes side by side; of a key that several have, the first one counts. */
type Merged<M> = M extends readonly [infer First extends { settings: object }, ...infer Rest]
  ? First['settings'] & Omit<Merged<Rest>, keyof First['settings']>
  : unknown;

/**
 * Schemas of the settings of all models side by side: a key means the same in all models that have it. Descriptions say whose
 * they are where not all have them.
 */
export const SETTINGS = Object.fromEntries([...new Set(MODELS.flatMap(({ settings }) => Object.keys(settings)))].map((key) => [key, described(key)])) as Merged<
  typeof ALL
>;
/** A setting of a model that is sampled. */
export type SampledKey = keyof Merged<typeof LIST>;

function described(key: string): z.ZodType {
  const owners = SAMPLED.filter(({ settings }) => Object.hasOwn(settings, key));
  const [first] = MODELS.filter(({ settings }) => Object.hasOwn(settings, key));
  const schema = first.settings[key] as z.ZodType;
  return owners.length === 0 || owners.length === SAMPLED.length
    ? schema
    : schema.describe(`${owners.map(({ name }) => name).join(', ')}: ${schema.description}`);
}

/** The record of a model; stored configurations hold its name. @throws BlockspinError for a name that is not in the list */
export function recordOf(model: Model | string): Model {
  return isModel(model) ? model : modelNamed(model);
}

/** Settings of models that can be axes of a study, each once. */
export type ModelAxis = (typeof ALL)[number]['axes'][number];
export const MODEL_AXES: readonly ModelAxis[] = [...new Set(ALL.flatMap(({ axes }): readonly ModelAxis[] => axes))];

/** Keys of the control parameters of all models. */
export type ControlKey = (typeof ALL)[number]['control']['key'];
/** The control parameters of all models that are sampled, one of each key. */
export const CONTROLS = [...new Map(SAMPLED.map(({ control }) => [control.key, control])).values()] as readonly (Control & { readonly key: ControlKey })[];

/**
 * The model of a name.
 * @param among models to choose from
 * @throws BlockspinError with the nearest known name
 */
export function modelNamed(name: string, among: readonly Model[] = MODELS): Model {
  const found = among.find((model) => model.name === name);
  if (found) return found;
  const names = among.map((model) => model.name);
  const near = nearest(name, names);
  throw new BlockspinError({
    setting: 'model',
    expected: `one of ${names.join(', ')}`,
    got: name,
    remedy: near
      ? `did you mean ${near}?`
      : phrase`leave it out for ${names[0]}; of any other model give samples as ${setting('data')}, or its record to the library`,
  });
}
