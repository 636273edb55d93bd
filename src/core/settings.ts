/** Settings by key: their schemas with defaults and ranges, and the messages for values that do not fit. */
import * as z from 'zod';
import { BlockspinError, nearest } from './errors.ts';
import { alternatives, type Phrase, phrase, setting } from './phrase.ts';

/** Schemas of settings by key. */
export type Shape = z.ZodRawShape;
/** Input type of the settings. Without settings it has no keys, rather than any key. */
export type Given<S extends Shape> = keyof S extends never ? object : z.input<z.ZodObject<S>>;
export type Completed<S extends Shape> = keyof S extends never ? object : z.output<z.ZodObject<S>>;

/** A whole number in a range, both ends included. */
export const whole = (least: number, most: number) => z.number().int().min(least).max(most);

/** One value or a list of them; comes out as a list. */
export const oneOrMany = <T extends z.ZodType>(item: T) =>
  z.union([item, z.array(item).min(1)]).transform((value) => (Array.isArray(value) ? value : [value]) as z.output<T>[]);

/**
 * Fills in the defaults of a schema and checks all values. Keys that the schema does not have are left out.
 * @throws BlockspinError naming the setting, what is allowed, and a value to try
 */
export function completed<S extends Shape>(shape: S, given: object): Completed<S> {
  const schema = z.object(shape);
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data as Completed<S>;
  throw issueError(parsed.error.issues[0], schema, given);
}

/** The text of an issue of zod about the value at its path. */
function issueError(issue: z.core.$ZodIssue, schema: z.ZodType, given: unknown): BlockspinError {
  const key = issue.path.map(String).join('.');
  const place = schemaAt(schema, issue.path);
  if (issue.code === 'unrecognized_keys') {
    const object = place && unwrapped(place);
    const known = object instanceof z.ZodObject ? Object.keys(object.shape) : [];
    const near = nearest(issue.keys[0], known);
    const remedy = near ? `did you mean ${near}?` : 'leave it out';
    return new BlockspinError({ setting: key, expected: `keys out of ${known.join(', ')}`, got: issue.keys[0], remedy });
  }
  const got = valueAt(given, issue.path);
  return new BlockspinError({ setting: key, expected: expectation(issue), got: got === undefined ? 'nothing' : got, remedy: remedyOf(issue, key, place, got) });
}

function remedyOf(issue: z.core.$ZodIssue, key: string, place: z.ZodType | undefined, got: unknown): Phrase {
  const near = issue.code === 'invalid_value' && typeof got === 'string' ? nearest(got, issue.values.map(String)) : undefined;
  if (near) return `did you mean ${near}?`;
  const usual = place?.safeParse(undefined).data ?? place?.meta()?.examples;
  if (usual !== undefined) return phrase`use for example ${setting(key, Array.isArray(usual) && place?.meta()?.examples === usual ? usual[0] : usual)}`;
  return issue.code === 'invalid_value' ? phrase`use for example ${setting(key, issue.values[0])}` : 'leave it out';
}

/** What an issue of zod expected, in words. */
export function expectation(issue: z.core.$ZodIssue): string {
  // A union with its own description replaces the generic message of zod.
  if (issue.code === 'invalid_union') return issue.message === 'Invalid input' && issue.errors[0]?.[0] ? expectation(issue.errors[0][0]) : issue.message;
  if (issue.code === 'too_small' || issue.code === 'too_big') {
    const least = issue.code === 'too_small';
    if (issue.origin === 'array')
      return least && issue.minimum === 1
        ? 'at least one value'
        : `${issue.exact ? 'exactly' : least ? 'at least' : 'at most'} ${least ? issue.minimum : issue.maximum} values`;
    return least ? `${issue.inclusive ? 'at least' : 'above'} ${issue.minimum}` : `${issue.inclusive ? 'at most' : 'below'} ${issue.maximum}`;
  }
  if (issue.code === 'invalid_type') return TYPES[issue.expected] ?? `a value of type ${issue.expected}`;
  if (issue.code === 'invalid_value') return alternatives(issue.values.map(String));
  return issue.message;
}

const TYPES: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  string: 'a word',
  array: 'a list',
  object: 'an object of settings',
};

/** The value at a path. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((part, key) => (part as Record<PropertyKey, unknown> | null | undefined)?.[key], value);
}

/** The schema at a path through objects; undefined below lists and unions. */
function schemaAt(schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType | undefined {
  return path.reduce<z.ZodType | undefined>((outer, key) => {
    const inner = outer && unwrapped(outer);
    return inner instanceof z.ZodObject ? (inner.shape as Record<PropertyKey, z.ZodType>)[key] : undefined;
  }, schema);
}

/** A schema without the wrappers that give it a default. */
function unwrapped(schema: z.ZodType): z.ZodType {
  const wrapped = schema instanceof z.ZodDefault || schema instanceof z.ZodOptional || schema instanceof z.ZodPrefault;
  return wrapped ? unwrapped(schema.unwrap() as z.ZodType) : schema;
}
