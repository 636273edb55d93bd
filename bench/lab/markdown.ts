/** Tables in Markdown. */

/** A line of a table. */
const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;

/** @param numbersFrom the first column that is aligned to the right */
export function table(heads: readonly string[], rows: readonly (readonly (string | number)[])[], numbersFrom = 1): string {
  return [row(heads), row(heads.map((_, i) => (i < numbersFrom ? '---' : '---:'))), ...rows.map(row)].join('\n');
}

/** Text of a cell; a bar would end the cell. */
export const cell = (text: string) => text.replaceAll('|', '\\|');
