import type { BlockspinError } from '../../core/errors.ts';

/** What was given, by key. */
export type GivenSettings = Readonly<Record<string, unknown>>;

/**
 * Leaves out settings that follow from others, so that a completed configuration can be given again.
 * @param derived what they have to be
 * @throws the refusal of one that is something else
 */
export function withoutDerived(given: GivenSettings, derived: GivenSettings, refusal: (key: string, value: unknown) => BlockspinError): GivenSettings {
  for (const [key, value] of Object.entries(derived)) {
    if (given[key] !== undefined && String(given[key]) !== String(value)) throw refusal(key, given[key]);
  }
  return Object.fromEntries(Object.entries(given).filter(([key]) => !Object.hasOwn(derived, key)));
}
