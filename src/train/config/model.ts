import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { completed, type Shape } from '../../core/settings.ts';
import type { Model } from '../../model/model.ts';
import type { GivenSettings } from './derived.ts';

/**
 * Values of the control parameter of a model that is sampled.
 * @throws BlockspinError for values that are none
 */
export function pointsOf({ control: { key, usual }, settings }: Model, given: GivenSettings): number[] {
  if (given[key] === undefined) return [...usual];
  return completed({ [key]: settings[key] } as Shape, { [key]: given[key] })[key] as number[];
}

/**
 * The copy of the control parameter that a completed configuration holds as `temperature`, where the model has none of its
 * own: whatever lays out an ensemble reads the values there.
 */
export function copiesOf({ control: { key } }: Model, points: readonly number[]): GivenSettings {
  return key === 'temperature' ? {} : { temperature: points };
}

/** Of a temperature that a model has not. */
export function withoutTemperature({ name, control: { key } }: Model, got: unknown): BlockspinError {
  const remedy = phrase`leave it out; ${setting(key)} is what the phases depend on`;
  return new BlockspinError({ setting: 'temperature', expected: `nothing, since ${name} has no temperature`, got, remedy });
}
