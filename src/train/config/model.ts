import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { completed, type Shape } from '../../core/settings.ts';
import type { Model } from '../../model/model.ts';
import type { GivenSettings } from './derived.ts';

/**
 * Values of the control parameter of a sampled model.
 * @throws BlockspinError for invalid values
 */
export function pointsOf({ control: { key, usual }, settings }: Model, given: GivenSettings): number[] {
  if (given[key] === undefined) return [...usual];
  return completed({ [key]: settings[key] } as Shape, { [key]: given[key] })[key] as number[];
}

/**
 * A copy of the control parameter under the key `temperature`, for completed configurations of models without a temperature:
 * the code that lays out an ensemble reads the values there.
 */
export function copiesOf({ control: { key } }: Model, points: readonly number[]): GivenSettings {
  return key === 'temperature' ? {} : { temperature: points };
}

/** The refusal of a temperature for a model that has none. */
export function withoutTemperature({ name, control: { key } }: Model, got: unknown): BlockspinError {
  const remedy = phrase`leave it out; ${setting(key)} is what the phases depend on`;
  return new BlockspinError({ setting: 'temperature', expected: `nothing, since ${name} has no temperature`, got, remedy });
}
