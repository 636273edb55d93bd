/** Settings of earlier versions: their present names, and how configurations stored with them are read. */
import { keysOf, type Part, shapeOf } from '../../core/parts.ts';
import { type Phrase, phrase, setting } from '../../core/phrase.ts';
import { MODELS } from '../../model/models.ts';
import { choicesOf } from './choices.ts';
import type { GivenSettings } from './derived.ts';
import { partsOf } from './schema.ts';

/** Renamed settings. Some old words had several meanings on the command line; then all present names are listed, that of a training first. */
const FORMER: Readonly<Record<string, readonly string[]>> = {
  rate: ['learningRate', 'chippingRate'],
  refineRate: ['refineLearningRate'],
  burn: ['relaxations'],
  symmetric: ['symmetry'],
};

/** The present names of a setting; none if it was not renamed. */
export function currentNames(key: string): readonly string[] {
  return Object.hasOwn(FORMER, key) ? FORMER[key] : [];
}

/** The message for a renamed setting; undefined for all others. */
export function successors(key: string): Phrase | undefined {
  const [name] = currentNames(key);
  return name === undefined ? undefined : phrase`use ${setting(name)}, as it is called now`;
}

/**
 * Stored settings under their present names, without those that have no meaning beside the others:
 * version 0.1 stored all settings, whatever was chosen.
 */
export function currentSettings(stored: GivenSettings, parts: readonly Part[] = partsOf(MODELS)): GivenSettings {
  const named = named01(stored);
  const shape = shapeOf(parts, choicesOf(named, named.model as string));
  const known = keysOf(parts);
  return Object.fromEntries(Object.entries(named).filter(([key]) => Object.hasOwn(shape, key) || !known.includes(key)));
}

/** Under present names. Data were periodic unless something else was said, and `symmetric` meant a flip. */
function named01(stored: GivenSettings): GivenSettings {
  const named: Record<string, unknown> = Object.fromEntries(Object.entries(stored).map(([key, value]) => [FORMER[key]?.[0] ?? key, value]));
  if (stored.symmetric !== undefined) named.symmetry = stored.symmetric === true ? 'flip' : 'none';
  if (stored.data !== undefined && stored.boundary === undefined && stored.sites === undefined) named.boundary = ['periodic'];
  return named;
}
