/** Tables in Markdown, and their places in pages. */

/** A line of a table. */
const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;

/** @param numbersFrom the first column that is aligned to the right */
export function table(heads: readonly string[], rows: readonly (readonly (string | number)[])[], numbersFrom = 1): string {
  return [row(heads), row(heads.map((_, i) => (i < numbersFrom ? '---' : '---:'))), ...rows.map(row)].join('\n');
}

/** Text of a cell; a bar would end the cell. */
export const cell = (text: string) => text.replaceAll('|', '\\|');

/**
 * A page with a part of it made anew.
 * @param name of the page, for the error
 * @param start the marker before the part, which stays, as `end` does
 * @throws Error where a marker is missing
 */
export function between(page: string, name: string, [start, end]: readonly [string, string], part: string): string {
  const first = page.indexOf(start);
  const last = page.indexOf(end, first);
  if (first < 0 || last < 0) throw new Error(`${name}: expected ${start} and ${end} after it`);
  return `${page.slice(0, first)}${start}\n\n${part}\n\n${page.slice(last)}`;
}
