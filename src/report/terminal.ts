/** Results as a table of plain text. */
import type { Summary, Verdict } from '../train/summary.ts';
import { type Column, resultColumns } from './columns.ts';
import { gridOf } from './grid.ts';
import { concise, inBits } from './numbers.ts';

export { progressLine, type ProgressState } from './progress.ts';
export { drawFilters } from './terminal_filters.ts';

const GAP = '  ';
const STYLE = { bold: '1', dim: '2', red: '31', green: '32', yellow: '33' } as const;
const VERDICT_STYLE: Record<Verdict, keyof typeof STYLE> = { converged: 'green', zero: 'dim', unconverged: 'yellow', diverged: 'red' };

/**
 * One row per point, by temperature and buffer; a head of two lines (names, units) and a line under it.
 *
 * @param summary information in nats
 * @param options.colour use ANSI colours; the text is the same without
 * @returns lines joined by newlines, none at the end
 */
export function table(summary: Summary, { colour = false }: { colour?: boolean } = {}): string {
  const style = (text: string, name: keyof typeof STYLE) => (colour ? `\x1b[${STYLE[name]}m${text}\x1b[0m` : text);
  const columns = resultColumns(concise, (estimate) => concise(inBits(estimate)));
  const points = gridOf(summary.points).points.map(({ point }) => point);
  const body = points.map((point) => columns.map((column) => column.cell(point)));
  const widths = columns.map((column, i) => Math.max(column.head.length, column.unit.length, ...body.map((row) => row[i].length)));
  const line = (cells: string[]) => cells.map((cell, i) => pad(cell, widths[i], columns[i].align)).join(GAP);
  const head = [line(columns.map(({ head }) => head)), line(columns.map(({ unit }) => unit))];
  const rows = points.map((point, r) => {
    const cells = body[r].map((cell, i) => pad(cell, widths[i], columns[i].align));
    const verdict = columns.findIndex(({ head }) => head === 'verdict');
    cells[verdict] = style(cells[verdict], VERDICT_STYLE[point.verdict] ?? 'bold');
    return cells.join(GAP).trimEnd();
  });
  return [style(head[0].trimEnd(), 'bold'), style(head[1].trimEnd(), 'dim'), '-'.repeat(Math.max(...head.map((text) => text.length))), ...rows].join('\n');
}

function pad(text: string, width: number, align: Column['align']): string {
  return align === 'right' ? text.padStart(width) : text.padEnd(width);
}
