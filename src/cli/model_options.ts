/** Options of models: every setting of a model that is sampled has one, made from its schema. */
import type { Model } from '../model/model.ts';
import { SAMPLED, type SampledKey, SETTINGS } from '../model/models.ts';

type Kind = 'number' | 'numbers' | 'text' | 'words' | 'flag';

export interface OptionSpec {
  kind: Kind;
  /** Placeholder in the help, e.g. L. */
  value?: string;
  help: string;
  /** Key of the training configuration it sets, if any. */
  key?: string;
}

/** `chippingRate` is --chipping-rate. */
type Kebab<S extends string> = S extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${Kebab<Rest>}`
  : '';
export type ModelOption = Kebab<SampledKey>;

/** The name of the option of a setting, without its dashes. */
export function optionOf<K extends string>(key: K): Kebab<K> {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`) as Kebab<K>;
}

/** The settings of all models that are sampled, each once. */
const KEYS = [...new Set(SAMPLED.flatMap(({ settings }) => Object.keys(settings)))] as SampledKey[];

/**
 * The option of every setting that has none yet.
 * @param known names of options that are there
 */
export function modelOptions(known: readonly string[]): Record<ModelOption, OptionSpec> {
  const missing = KEYS.filter((key) => !known.includes(optionOf(key)));
  return Object.fromEntries(missing.map((key) => [optionOf(key), specOf(key)])) as Record<ModelOption, OptionSpec>;
}

/** Options of a model beside the lattice side, which all have. */
function trainOptionsOf({ settings }: Model): ModelOption[] {
  return (Object.keys(settings) as SampledKey[]).filter((key) => key !== 'size').map(optionOf);
}

/** Those of them that mean something to whoever samples. */
export function sampleOptionsOf(model: Model): ModelOption[] {
  const views = (model.views ?? []).map(optionOf) as string[];
  return trainOptionsOf(model).filter((name) => !views.includes(name));
}

/** Options of all models, each once. */
export const TRAIN_OPTIONS: readonly ModelOption[] = [...new Set(SAMPLED.flatMap(trainOptionsOf))];
export const SAMPLE_OPTIONS: readonly ModelOption[] = [...new Set(SAMPLED.flatMap(sampleOptionsOf))];

/** What of a zod schema says which values it takes. */
interface Schema {
  readonly description?: string;
  readonly def: { readonly type: string; readonly innerType?: Schema };
}

const KINDS: Readonly<Record<string, { kind: Kind; value?: string }>> = {
  number: { kind: 'number', value: 'X' },
  boolean: { kind: 'flag' },
  enum: { kind: 'text', value: 'NAME' },
  string: { kind: 'text', value: 'NAME' },
  // One or many.
  pipe: { kind: 'numbers', value: 'X,X' },
};

function specOf(key: SampledKey): OptionSpec {
  const schema = SETTINGS[key] as unknown as Schema;
  let { def } = schema;
  while (def.innerType) def = def.innerType.def;
  const symbol = SAMPLED.map(({ symbols }) => symbols?.[key]).find((found) => found !== undefined);
  const { kind, value } = KINDS[def.type];
  return { kind, ...(value ? { value: symbol ?? value } : {}), help: schema.description ?? '', key };
}
