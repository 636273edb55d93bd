/** The first line of a table with names in it. */
import { textOf } from './encoding.ts';

/** Columns that say something about a sample and are none of its values. */
const LABELS = /^(?:t|temp|temperature|beta|label|labels|phase|class|energy|e|m|magnetisation|magnetization|index|idx|id|sample|n|)$/i;
const TEMPERATURE = /^(?:t|temp|temperature)$/i;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eEdD][+-]?\d+)?$|^nan$/i;

/** A table of numbers under names. */
interface Header {
  /** Bytes of the first line, which is no row. */
  readonly length: number;
  /** Columns that are values of a configuration. */
  readonly values: readonly number[];
  /** Columns that are not, by name. */
  readonly labels: readonly { readonly name: string; readonly column: number }[];
  /** The one that holds temperatures. */
  readonly temperature: number | undefined;
}

/**
 * The header of a text, if its first line is one: names between commas or blanks, most of them no numbers, over a second line that begins
 * with a number.
 */
export function headerOf(utf8: Uint8Array): Header | undefined {
  const end = utf8.indexOf(10);
  if (end < 0 || utf8[0] === 35) return undefined;
  const first = textOf(utf8.subarray(0, end)).trim();
  const separator = first.includes(',') ? /\s*,\s*/ : /\s+/;
  const names = first.split(separator).map((name) => name.replace(/^["']|["']$/g, ''));
  if (!names.some((name) => /[a-z]/i.test(name) && !NUMBER.test(name))) return undefined;
  if (!names.every((name) => /^[\w.\-[\](),: ]*$/.test(name))) return undefined;
  const next = utf8.indexOf(10, end + 1);
  const second = textOf(utf8.subarray(end + 1, next < 0 ? utf8.length : next)).trim();
  const words = second.split(separator);
  if (words.length !== names.length || !words.every((word) => NUMBER.test(word))) return undefined;
  const columns = names.map((name, column) => ({ name, column }));
  const labels = columns.filter(({ name }) => LABELS.test(name));
  return {
    length: end + 1,
    values: columns.filter(({ name }) => !LABELS.test(name)).map(({ column }) => column),
    labels,
    temperature: labels.find(({ name }) => TEMPERATURE.test(name))?.column,
  };
}
