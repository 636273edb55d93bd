/**
 * Settings that have a meaning only beside certain values of other settings, such as the settings of one bound. A part is
 * a group of them. A setting of a part that was not chosen is refused, and never stored.
 */
import { BlockspinError, nearest } from './errors.ts';
import { type Phrase, phrase, setting } from './phrase.ts';
import type { Shape } from './settings.ts';

/** Values that other settings must have, by key: one of the listed values. */
export type When = Readonly<Record<string, readonly unknown[]>>;

/** Settings that belong together. */
export interface Part {
  /** All of these have to hold. */
  readonly when: When;
  readonly settings: Shape;
}

/** Values that parts depend on, by key. */
export type Chosen = Readonly<Record<string, unknown>>;

/** Replaces the value of a setting in the advice of an error message. */
export type Reason = (key: string, failed: string) => { expected: Phrase; remedy: Phrase } | undefined;

const same = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b);
const failures = ({ when }: Part, chosen: Chosen) => Object.keys(when).filter((key) => !when[key].some((value) => same(value, chosen[key])));

/** Schemas of all settings. Where several parts have the same key, the last one counts. */
export function shapeOf(parts: readonly Part[], chosen: Chosen): Shape {
  return Object.assign({}, ...parts.filter((part) => failures(part, chosen).length === 0).map(({ settings }) => settings));
}

/** All keys of all parts. */
export function keysOf(parts: readonly Part[]): string[] {
  return [...new Set(parts.flatMap(({ settings }) => Object.keys(settings)))];
}

/** Additions to the text that refusals derive from the parts. */
interface Refusals {
  /** Where a key belongs if no part has it. */
  who: string;
  reason?: Reason;
  /** Where a key belongs that no part has. */
  elsewhere?: (key: string) => Phrase | undefined;
}

/**
 * Refuses settings that have no meaning beside the values chosen, and unknown settings.
 * @throws BlockspinError naming the setting and the values it belongs to, or the nearest known key
 */
export function checkKeys(given: object, parts: readonly Part[], chosen: Chosen, { who, reason, elsewhere }: Refusals): void {
  const shape = shapeOf(parts, chosen);
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || Object.hasOwn(shape, key)) continue;
    const known = parts.filter(({ settings }) => Object.hasOwn(settings, key));
    if (known.length > 0) throw foreign(key, value, known, chosen, reason);
    const remedy = elsewhere?.(key) ?? likely(key, Object.keys(shape), keysOf(parts));
    throw new BlockspinError({ who, expected: `keys out of ${Object.keys(shape).join(', ')}`, got: key, remedy });
  }
}

function foreign(key: string, value: unknown, parts: readonly Part[], chosen: Chosen, reason: Reason | undefined): BlockspinError {
  const all = parts.map((part) => ({ part, failed: failures(part, chosen) }));
  const least = Math.min(...all.map(({ failed }) => failed.length));
  const nearestParts = all.filter(({ failed }) => failed.length === least);
  const [first] = nearestParts[0].failed;
  const own = reason?.(key, first);
  if (own) return new BlockspinError({ setting: key, expected: own.expected, got: value, remedy: own.remedy });
  const values = [...new Set(nearestParts.filter(({ failed }) => failed[0] === first).flatMap(({ part }) => part.when[first]))];
  const choose = values.length === 1 ? 'that' : 'one of them';
  return new BlockspinError({
    setting: key,
    expected: phrase`nothing beside ${setting(first, chosen[first])}`,
    got: value,
    remedy: phrase`it belongs to ${setting(first, ...values)}: choose ${choose}, or leave ${setting(key)} out`,
  });
}

/** The key that a mistyped key may have meant: preferably a setting that has a meaning here. */
function likely(key: string, known: readonly string[], all: readonly string[]): Phrase {
  const near = nearest(key, known) ?? nearest(key, all);
  return near ? phrase`did you mean ${setting(near)}?` : 'leave it out';
}
