/** Counts and lists in sentences. */

/** A count with its noun: 'one run', '3 runs'. The noun takes a plain s. */
export const plural = (count: number, noun: string) => `${count === 1 ? 'one' : count} ${noun}${count === 1 ? '' : 's'}`;

/** What buffers and shells are counted in. */
export type LengthNoun = 'sites' | 'bonds';
/** Lengths on a graph count bonds, all others sites. @param of a configuration, or whatever else knows of its graph */
export const lengthsIn = (of: object): LengthNoun => ('graph' in of && of.graph !== undefined ? 'bonds' : 'sites');

/** Joins parts as a sentence does: 'a, b and c'; empty for no parts. */
export function list(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}`;
}
