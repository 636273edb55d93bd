/** The models that come with the program: the only list of them. */
import { BlockspinError, nearest } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import { chipping } from './chipping/model.ts';
import { data } from './data/model.ts';
import { dimers } from './dimers/model.ts';
import { ising } from './ising/model.ts';
import { type Control, isModel, type Model } from './model.ts';

/** All models, the default first; the last one is that of fixed data, whose record follows from the data given. */
const ALL = [ising, dimers, chipping, data] as const;

export const MODELS: readonly Model[] = ALL;
export const DATA: Model = data;
/** Those that are sampled. */
export const SAMPLED: readonly Model[] = MODELS.filter(({ sampled }) => sampled !== undefined);

/** Shapes side by side; of a key that several have, the first one counts. */
type Merged<M> = M extends readonly [infer First extends { settings: object }, ...infer Rest]
  ? First['settings'] & Omit<Merged<Rest>, keyof First['settings']>
  : unknown;

/** Schemas of the settings of all models side by side: a key means the same in all models that have it. */
export const SETTINGS = Object.assign({}, ...[...ALL].reverse().map(({ settings }) => settings)) as Merged<typeof ALL>;

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
    remedy: near ? `did you mean ${near}?` : phrase`use ${setting('model', names[0])}`,
  });
}
