/** Counts and lists in sentences. */

/** A count with its noun: 'one run', '3 runs'. The noun takes a plain s. */
export const plural = (count: number, noun: string) => `${count === 1 ? 'one' : count} ${noun}${count === 1 ? '' : 's'}`;

/** Joins parts as a sentence does: 'a, b and c'; empty for no parts. */
export function list(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}`;
}
