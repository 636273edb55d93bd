/** Parts of settings as JSON Schema (draft 2020-12). */
import * as z from 'zod';
import type { Part, When } from './parts.ts';
import type { Shape } from './settings.ts';

export type JsonSchema = Record<string, unknown>;

/** The default of a setting: the first one whose condition holds. None where the setting is required or has no value. */
export type Defaults = Readonly<Record<string, readonly { readonly value: unknown; readonly when?: When }[]>>;

/** Schemas of the values of settings. */
export function properties(shape: Shape): JsonSchema {
  return z.toJSONSchema(z.object(shape), { io: 'input' }).properties as JsonSchema;
}

/** A schema that holds only under a condition. */
export function implies(condition: JsonSchema, schema: JsonSchema): JsonSchema {
  return Object.fromEntries([
    ['if', condition],
    ['then', schema],
  ]);
}

/** The condition that settings have one of certain values, given or by default. */
export function condition(when: When, defaults: Defaults): JsonSchema {
  return all(Object.entries(when).map(([key, values]) => one(key, values, defaults)));
}

/**
 * An object of settings. Settings of parts without conditions are properties of the object; all others are allowed only where
 * their conditions hold. Further keys are refused.
 */
export function partsSchema(parts: readonly Part[], defaults: Defaults): JsonSchema {
  const always = parts.filter(({ when }) => Object.keys(when).length === 0);
  const rest = parts.filter((part) => !always.includes(part) && Object.keys(part.settings).length > 0);
  return {
    type: 'object',
    properties: Object.assign({}, ...always.map(({ settings }) => properties(settings))),
    allOf: rest.map(({ when, settings }) => implies(condition(when, defaults), { properties: properties(settings) })),
    unevaluatedProperties: false,
  };
}

function one(key: string, values: readonly unknown[], defaults: Defaults): JsonSchema {
  // A setting that may be given or not: its value does not matter.
  if (values.every((value) => value === undefined)) return { not: { required: [key] } };
  const given = { properties: { [key]: { enum: values } } };
  const usual = defaults[key] ?? [];
  if (usual.length === 1 && !usual[0].when) return has(values, usual[0].value) ? given : { ...given, required: [key] };
  const left = usual.flatMap(({ value, when = {} }) => (has(values, value) ? [all([{ not: { required: [key] } }, condition(when, defaults)])] : []));
  return { anyOf: [{ ...given, required: [key] }, ...left] };
}

const has = (values: readonly unknown[], value: unknown) => values.some((other) => JSON.stringify(other) === JSON.stringify(value));

function all(conditions: readonly JsonSchema[]): JsonSchema {
  return conditions.length === 1 ? conditions[0] : conditions.length === 0 ? {} : { allOf: conditions };
}
