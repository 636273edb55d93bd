/** Results as a table of plain text. */
import type { PointSummary, Summary, Verdict } from '../../train/result/summary.ts';
import { gridOf } from '../draw/grid.ts';
import { type Column, resultColumns } from '../run/columns.ts';

export { dynamics } from './dynamics.ts';
export { drawFilters } from './filters.ts';
export { type ProgressState, progressLine } from './progress.ts';

const GAP = '  ';
const STYLE = { bold: '1', dim: '2', red: '31', green: '32', yellow: '33' } as const;
const VERDICT_STYLE: Record<Verdict, keyof typeof STYLE> = {
  converged: 'green',
  zero: 'dim',
  limited: 'yellow',
  collapsed: 'yellow',
  unconverged: 'yellow',
  diverged: 'red',
  nonstationary: 'red',
};

/** A table with its layout: cells by row, and the width of every column. */
interface Laid {
  columns: Column[];
  rows: string[][];
  widths: number[];
  total: number;
}

/**
 * The results as text: a head of two lines (names, units), a line under it, and one row per point, by temperature and buffer.
 *
 * @param summary information in nats
 * @param options.colour use ANSI colours; the text is the same without
 * @param options.width columns of the terminal; where they do not suffice the labels of known values are left out, then the column of bits
 * @returns lines joined by newlines, none at the end
 */
export function table(summary: Summary, { colour = false, width = Number.POSITIVE_INFINITY }: { colour?: boolean; width?: number } = {}): string {
  const style = (text: string, name: keyof typeof STYLE) => (colour ? `\x1b[${STYLE[name]}m${text}\x1b[0m` : text);
  const points = gridOf(summary.points).points.map(({ point }) => point);
  const full = resultColumns(summary, 'brackets');
  // Labels of known values then follow below the table.
  const unlabelled = full.map((column) => (column.kind === 'known' ? { ...column, cell: (point: PointSummary) => column.cell(point).split('  ')[0] } : column));
  const without = (...kinds: Column['kind'][]) => unlabelled.filter(({ kind }) => !kinds.includes(kind));
  const choices = [full, unlabelled, without('bits'), without('bits', 'training')].map((columns) => layOut(columns, points));
  const { columns, rows, widths, total } = choices.find((choice) => choice.total <= width) ?? choices[choices.length - 1];
  const below = columns === choices[0].columns ? [] : knownLines(full, points);

  const padded = (cells: string[]) => cells.map((cell, i) => (columns[i].align === 'right' ? cell.padStart(widths[i]) : cell.padEnd(widths[i])));
  const head = (part: 'head' | 'unit') => padded(columns.map((column) => column[part]));
  const verdict = columns.findIndex((column) => column.head === 'verdict');
  const body = rows.map((cells, r) => padded(cells).with(verdict, style(padded(cells)[verdict], VERDICT_STYLE[points[r].verdict] ?? 'bold')));
  const line = (cells: string[]) => cells.join(GAP).trimEnd();
  return [style(line(head('head')), 'bold'), style(line(head('unit')), 'dim'), '-'.repeat(total), ...body.map(line), ...below].join('\n');
}

/** What the known values of a table are, one line for each kind; none where its head says it. */
function knownLines(columns: readonly Column[], points: readonly PointSummary[]): string[] {
  const known = columns.find(({ kind }) => kind === 'known');
  const cells = new Set(points.flatMap((point) => known?.cell(point).split('  ').slice(1) ?? []));
  return cells.size === 0 ? [] : [`known: ${[...cells].join('; ')}`];
}

function layOut(columns: Column[], points: PointSummary[]): Laid {
  const rows = points.map((point) => columns.map((column) => column.cell(point)));
  const widths = columns.map(({ head, unit }, i) => Math.max(head.length, unit.length, ...rows.map((row) => row[i].length)));
  return { columns, rows, widths, total: widths.reduce((sum, width) => sum + width, GAP.length * (columns.length - 1)) };
}
