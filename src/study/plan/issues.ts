/** Errors in a config, in the words of a study. */
import type * as z from 'zod';
import { BlockspinError, nearest } from '../../core/errors.ts';
import type { Phrase } from '../../core/phrase.ts';
import { expectation, valueAt } from '../../core/settings.ts';
import { correlatorKeys } from '../correlator/config.ts';
import { operatorsKeys } from '../operators/config.ts';
import { RANGE_KEYS } from './values.ts';

type Path = readonly PropertyKey[];

/** An error at a place of the config. */
export function wrong(place: string, expected: Phrase, got: unknown, remedy: Phrase): BlockspinError {
  return new BlockspinError({ who: `study config, ${place}`, expected, got, remedy });
}

/** Does the same for errors that name settings: they become keys of the study. */
export function inStudy<T>(keyOf: (setting: string) => string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    throw error instanceof BlockspinError ? error.of(keyOf, 'study config') : error;
  }
}

/**
 * Checks a part of a config.
 * @param keys known keys of the part itself
 * @param elsewhere the right place of a misplaced key
 * @throws BlockspinError naming the place, what is allowed and what to do
 */
export function checked<S extends z.ZodType>(
  schema: S,
  given: unknown,
  place: Path,
  keys: readonly string[],
  elsewhere: (key: string) => string | undefined,
): z.output<S> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  const { issue, path } = meant(first, valueAt(given, first.path));
  const all = [...place, ...path];
  const name = all.length > 0 ? all.map(String).join('.') : 'the whole';
  if (issue.code === 'unrecognized_keys') {
    const [key] = issue.keys;
    const known =
      path.length === 0 ? keys : all[0] === 'correlators' ? correlatorKeys(all.slice(2)) : all[0] === 'operators' ? operatorsKeys(all.slice(2)) : RANGE_KEYS;
    // A key that exists elsewhere was meant as it is.
    const right = elsewhere(key);
    const near = right?.split('.').pop() === key ? right : (nearest(key, known) ?? right);
    throw wrong(all.length > 0 ? name : key, `keys out of ${known.join(', ')}`, key, near ? `did you mean ${near}?` : 'leave it out');
  }
  const got = valueAt(given, path);
  throw wrong(name, expectation(issue), got === undefined ? 'nothing' : got, 'see the presets for configs to start from');
}

/** The error in the intended alternative: an object means a range, an array a list. */
function meant(issue: z.core.$ZodIssue, value: unknown): { issue: z.core.$ZodIssue; path: Path } {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return { issue, path: issue.path };
  if (typeof value !== 'object' || value === null) return { issue, path: issue.path };
  const inner = issue.errors[Array.isArray(value) ? 1 : issue.errors.length - 1]?.[0];
  if (!inner) return { issue, path: issue.path };
  const deeper = meant(inner, valueAt(value, inner.path));
  return { issue: deeper.issue, path: [...issue.path, ...deeper.path] };
}
