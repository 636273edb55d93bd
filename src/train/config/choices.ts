import type { BoundName } from '../../bound/bounds.ts';
import type { Chosen } from '../../core/parts.ts';
import { completed } from '../../core/settings.ts';
import type { GivenSettings } from './derived.ts';
import { boundOf } from './estimator.ts';
import { CHOICES } from './schema.ts';

/**
 * The settings that decide which other settings have a meaning.
 * @param model name of the model, 'data' for fixed data
 * @throws BlockspinError for an invalid value of one of them
 */
export function choicesOf(given: GivenSettings, model: string): Chosen & { readonly bound: BoundName } {
  const choices = completed(CHOICES, given);
  return { ...choices, bound: boundOf(choices), sites: given.sites, model };
}
