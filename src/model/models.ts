/** The built-in models: the only list of them. */
import type * as z from 'zod';
import { BlockspinError, nearest } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import { blumeCapel } from './blume_capel/model.ts';
import { chipping } from './chipping/model.ts';
import { clock } from './clock/model.ts';
import { data } from './data/model.ts';
import { dimers } from './dimers/model.ts';
import { graphDimers } from './graph_dimers/model.ts';
import { graphHardCores } from './graph_hard_cores/model.ts';
import { graphIsing } from './graph_ising/model.ts';
import { graphPotts } from './graph_potts/model.ts';
import { ising } from './ising/model.ts';
import { ising3d } from './ising3d/model.ts';
import { type Control, isDefined, isModel, type Model } from './model.ts';
import { potts } from './potts/model.ts';
import { tissue } from './tissue/model.ts';
import { xy } from './xy/model.ts';

/** All models that are sampled, the default first. */
const LIST = [ising, dimers, chipping, potts, clock, blumeCapel, ising3d, xy, graphDimers, graphIsing, graphPotts, graphHardCores, tissue] as const;
/** Including fixed data, whose record depends on the data given. */
const ALL = [...LIST, data] as const;

export const SAMPLED: readonly Model[] = LIST;
export const DATA: Model = data;
/** All models that can be looked up by name. */
export const MODELS: readonly Model[] = ALL;

/** Merged shapes; where several have the same key, the first one counts. */
type Merged<M> = M extends readonly [infer First extends { settings: object }, ...infer Rest]
  ? First['settings'] & Omit<Merged<Rest>, keyof First['settings']>
  : unknown;

/**
 * Merged schemas of the settings of all models: a key means the same in all models that have it. Where not all have it, its
 * description says which do.
 */
export const SETTINGS = Object.fromEntries([...new Set(MODELS.flatMap(({ settings }) => Object.keys(settings)))].map((key) => [key, described(key)])) as Merged<
  typeof ALL
>;
/** A setting of a sampled model. */
export type SampledKey = keyof Merged<typeof LIST>;

function described(key: string): z.ZodType {
  const owners = SAMPLED.filter(({ settings }) => Object.hasOwn(settings, key));
  const [first] = MODELS.filter(({ settings }) => Object.hasOwn(settings, key));
  const schema = first.settings[key] as z.ZodType;
  return owners.length === 0 || owners.length === SAMPLED.length
    ? schema
    : schema.describe(`${owners.map(({ name }) => name).join(', ')}: ${schema.description}`);
}

/**
 * The record of a model; stored configurations hold its name.
 * @throws BlockspinError for a name that is not in the list, for a record that was never checked, and for a record with the
 *   name of another model
 */
export function recordOf(model: Model | string): Model {
  if (!isModel(model)) return modelNamed(model);
  const wrong = (expected: string, got: string, remedy: string) => new BlockspinError({ setting: 'model', expected, got, remedy });
  if (!isDefined(model)) throw wrong('the name of a model, or what defineModel returns', 'another object', 'call defineModel');
  // Results hold only the name: read again, they would be taken for results of the other model.
  if (MODELS.some((one) => one !== model && one.name === model.name)) throw wrong('a record with a name of its own', model.name, 'give it another name');
  return model;
}

/** Settings of models that can be axes of a study, each once. */
export type ModelAxis = (typeof ALL)[number]['axes'][number];
export const MODEL_AXES: readonly ModelAxis[] = [...new Set(ALL.flatMap(({ axes }): readonly ModelAxis[] => axes))];

/** Keys of the control parameters of all models. */
export type ControlKey = (typeof ALL)[number]['control']['key'];
/** The control parameters of all sampled models, each key once. */
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
