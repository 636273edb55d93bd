import type { BlockspinError } from '../../core/errors.ts';

/** The settings given, by key. */
export type GivenSettings = Readonly<Record<string, unknown>>;

/**
 * Leaves out settings that are derived from others, so that a completed configuration can be passed in again.
 * @param derived the values that they must have
 * @throws the refusal of a setting with another value
 */
export function withoutDerived(given: GivenSettings, derived: GivenSettings, refusal: (key: string, value: unknown) => BlockspinError): GivenSettings {
  for (const [key, value] of Object.entries(derived)) {
    if (given[key] !== undefined && String(given[key]) !== String(value)) throw refusal(key, given[key]);
  }
  return Object.fromEntries(Object.entries(given).filter(([key]) => !Object.hasOwn(derived, key)));
}
