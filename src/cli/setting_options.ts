/** Options of settings: every setting of a training that can be written as text has one, made from its schema. */
import * as z from 'zod';
import { keysOf } from '../core/parts.ts';
import { alternatives } from '../core/phrase.ts';
import type { Shape } from '../core/settings.ts';
import type { Model } from '../model/model.ts';
import { DATA, SAMPLED, type SampledKey, SETTINGS } from '../model/models.ts';
import { partsOf } from '../train/config/schema.ts';
import type { TrainKey } from '../train/config/types.ts';

type Kind = 'number' | 'numbers' | 'nodes' | 'lengths' | 'text' | 'words' | 'flag';

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
type ModelOption = Kebab<SampledKey>;
/** Options of settings by key; a few keys have none, or an option of another name. */
export type SettingOption = ModelOption | Kebab<TrainKey>;

/** The name of the option of a setting, without its dashes. */
export function optionOf<K extends string>(key: K): Kebab<K> {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`) as Kebab<K>;
}

/** All settings of trainings, with their conditions. */
export const PARTS = partsOf([...SAMPLED, DATA]);

/**
 * Keys whose options have other names, or whose values are read from files: `--with-bias` (`--bias` is a number in `exact`), and
 * --filter, which also freezes the filter. The annealing of tau has three values: it is for studies and the library.
 */
const APART: readonly string[] = ['bias', 'data', 'filter', 'freeze', 'graph', 'known', 'sites', 'tau'];

/**
 * The option of every setting among some keys that has none yet.
 * @param known names of existing options
 */
function optionsFor(keys: readonly string[], known: readonly string[]): [string, OptionSpec][] {
  return keys.filter((key) => !APART.includes(key) && !known.includes(optionOf(key))).map((key) => [optionOf(key), specOf(key)]);
}

/** Options of the settings of models, then those of all other settings. */
export function settingOptions(known: readonly string[]): { models: [string, OptionSpec][]; others: [string, OptionSpec][] } {
  const models = optionsFor([...new Set(SAMPLED.flatMap(({ settings }) => Object.keys(settings)))], known);
  return { models, others: optionsFor(keysOf(PARTS), [...known, ...models.map(([name]) => name)]) };
}

/** Options of a model except the lattice side, which all have. */
function ownOptionsOf({ settings }: Model): ModelOption[] {
  return (Object.keys(settings) as SampledKey[]).filter((key) => key !== 'size').map(optionOf);
}

/** Those of them that have a meaning for sampling. */
export function sampleOptionsOf(model: Model): ModelOption[] {
  const views = (model.views ?? []).map(optionOf) as string[];
  return ownOptionsOf(model).filter((name) => !views.includes(name));
}

/** Options of all sampled models, each once. */
export const SAMPLE_OPTIONS: readonly ModelOption[] = [...new Set(SAMPLED.flatMap(sampleOptionsOf))];

/** The part of JSON Schema that says how a value is written. */
interface Written {
  type?: string;
  enum?: readonly string[];
  anyOf?: readonly Written[];
  default?: unknown;
  items?: Written;
}

function specOf(key: string): OptionSpec {
  const schema = schemaOf(key);
  const written = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Written;
  const symbol = SAMPLED.map(({ symbols }) => symbols?.[key]).find((found) => found !== undefined);
  const { kind, value } = kindOf(written);
  const names = written.enum && !written.enum.every((name) => schema.description?.includes(name)) ? `: ${alternatives(written.enum)}` : '';
  const usual = typeof written.default === 'number' && !schema.description?.includes(String(written.default)) ? `; default ${written.default}` : '';
  return { kind, ...(value ? { value: symbol ?? value } : {}), help: `${schema.description ?? ''}${names}${usual}`, key };
}

function schemaOf(key: string): z.ZodType {
  const shapes: Shape[] = [SETTINGS, ...PARTS.map(({ settings }) => settings)];
  return shapes.find((shape) => Object.hasOwn(shape, key))?.[key] as z.ZodType;
}

function kindOf({ type, enum: names, anyOf, items }: Written): { kind: Kind; value?: string } {
  const list = items ?? anyOf?.find((one) => one.items)?.items;
  if (list) return list.enum ? { kind: 'words', value: 'NAME' } : { kind: 'numbers', value: list.type === 'integer' ? 'N,N' : 'X,X' };
  if (names || type === 'string') return { kind: 'text', value: 'NAME' };
  if (type === 'boolean') return { kind: 'flag' };
  return { kind: 'number', value: type === 'integer' ? 'N' : 'X' };
}
