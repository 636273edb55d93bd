/** Tables of Markdown, which several pages are made of. */

export const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;

export function table(heads: readonly string[], rows: readonly (readonly (string | number)[])[], numbersFrom = 1): string {
  return [row(heads), row(heads.map((_, i) => (i < numbersFrom ? '---' : '---:'))), ...rows.map(row)].join('\n');
}

/** A bar would end the cell. */
export const cell = (text: string) => text.replaceAll('|', '\\|');
