/** Settings of earlier versions: where they went, and how configurations that were stored with them are read. */
import { keysOf, type Part, shapeOf } from '../../core/parts.ts';
import { type Phrase, phrase, setting } from '../../core/phrase.ts';
import { MODELS } from '../../model/models.ts';
import { choicesOf } from './choices.ts';
import type { GivenSettings } from './derived.ts';
import { partsOf } from './schema.ts';

/** Settings that have another name now. Of a word that meant several things on the command line, those names; the first is that of a training. */
const FORMER: Readonly<Record<string, readonly string[]>> = {
  rate: ['learningRate', 'chippingRate'],
  refineRate: ['refineLearningRate'],
  burn: ['relaxations'],
};

/** The names that a setting has now; none where it has kept its own. */
export function currentNames(key: string): readonly string[] {
  return Object.hasOwn(FORMER, key) ? FORMER[key] : [];
}

/** What to say of a setting that has another name now; undefined for all others. */
export function successors(key: string): Phrase | undefined {
  const [name] = currentNames(key);
  return name === undefined ? undefined : phrase`use ${setting(name)}, as it is called now`;
}

/**
 * Settings as they were stored, under the names that they have now and without those that mean nothing beside the others:
 * version 0.1 stored all of them, whatever was chosen.
 */
export function currentSettings(stored: GivenSettings, parts: readonly Part[] = partsOf(MODELS)): GivenSettings {
  const named = Object.fromEntries(Object.entries(stored).map(([key, value]) => [FORMER[key]?.[0] ?? key, value]));
  const shape = shapeOf(parts, choicesOf(named, named.model as string));
  const known = keysOf(parts);
  return Object.fromEntries(Object.entries(named).filter(([key]) => Object.hasOwn(shape, key) || !known.includes(key)));
}
