import type { BoundName } from '../../bound/bounds.ts';
import type { Chosen } from '../../core/parts.ts';
import { completed } from '../../core/settings.ts';
import type { GivenSettings } from './derived.ts';
import { boundOf } from './estimator.ts';
import { CHOICES } from './schema.ts';

/**
 * The settings that decide which others mean something.
 * @param model name of the model, 'data' for fixed data
 * @throws BlockspinError for a value that none of them can have
 */
export function choicesOf(given: GivenSettings, model: string): Chosen & { readonly bound: BoundName } {
  const choices = completed(CHOICES, given);
  return { ...choices, bound: boundOf(choices), sites: given.sites, model };
}
