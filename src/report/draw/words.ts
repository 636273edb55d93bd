/** Counts, lists and axes in sentences. */
import type { Control } from '../../model/model.ts';
import type { Temperature } from '../../train/result/summary.ts';
import { temperatureLabel } from './numbers.ts';

/** A count with its noun: 'one run', '3 runs'. The noun takes a plain s. */
export const plural = (count: number, noun: string) => `${count === 1 ? 'one' : count} ${noun}${count === 1 ? '' : 's'}`;

/** The article before a number: 'a' 64, 'an' 8. */
export const article = (count: number) => (/^(8\d*|11|18)$/.test(String(count)) ? 'an' : 'a');

/** What is told of a control parameter. */
export type ControlWords = Pick<Control, 'noun' | 'symbol'>;

/**
 * Where values lie along an axis of a control parameter: ' against temperature', or of one value ' at T = 2.5'. Empty where the only value is unknown.
 * @param temperatures of all points, in any order
 */
export function overWords({ noun, symbol }: ControlWords, temperatures: readonly Temperature[]): string {
  const [only, ...others] = new Set(temperatures);
  if (others.length > 0) return ` against ${noun}`;
  return only === undefined || only === 'unknown' ? '' : ` at ${symbol} = ${temperatureLabel(only)}`;
}

/** ', by temperature and buffer': of some axes those along which there are several values. @param axes all values by the name of their axis */
export function byWords(axes: Readonly<Record<string, readonly unknown[]>>): string {
  const several = Object.entries(axes).flatMap(([name, values]) => (new Set(values).size > 1 ? [name] : []));
  return several.length > 0 ? `, by ${list(several)}` : '';
}

/** What buffers and shells are counted in. */
export type LengthNoun = 'sites' | 'bonds';
/** Lengths on a graph count bonds, all others sites. @param of a configuration, or whatever else knows of its graph */
export const lengthsIn = (of: object): LengthNoun => ('graph' in of && of.graph !== undefined ? 'bonds' : 'sites');

/** Joins parts as a sentence does: 'a, b and c'; empty for no parts. */
export function list(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}`;
}

/** Of figures of training curves. */
export const CUT = 'First steps far below zero are cut at the axis.';
