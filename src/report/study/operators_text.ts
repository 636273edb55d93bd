/** A table of operators as lines for the terminal. */
import type { AnalysedOperators, StudyAnalysis } from '../../study/analyse/types.ts';
import type { OperatorsRecord } from '../../study/operators/record.ts';
import type { TableRow } from '../../study/operators/table.ts';
import { concise, significant } from '../draw/numbers.ts';
import { list } from '../draw/words.ts';
import { placeLabel } from './words.ts';

/** The weights of fields below this are left out of text. */
const SHOWN = 0.1;

/** One line for each row, with what is missing and lattices that are not in equilibrium. */
export function operatorLines({ rows, sectors, lattices, theory }: OperatorsRecord): string[] {
  const cold = lattices.filter(({ thermal }) => !thermal).map(({ size }) => size);
  return [
    ...(theory ? [`  ${theory.name} (${theory.source})`] : []),
    ...rows.map((row) => `  ${operatorLine(row)}`),
    ...sectors.flatMap(({ sector, spectrum }) => ('absent' in spectrum ? [`  ${sector}: no dimension: ${spectrum.absent}`] : [])),
    ...(cold.length > 0 ? [`  NOT THERMAL at L = ${list(cold.map(String))}: try a larger burn`] : []),
  ];
}

/** A table by its point, and the direction where that is not every one. */
export function tableLabel(analysis: Pick<StudyAnalysis, 'control'>, { temperature, direction }: Pick<AnalysedOperators, 'temperature' | 'direction'>): string {
  return `${placeLabel(analysis, temperature)}${direction === 'axes' ? ', along the axes' : ''}`;
}

/** One row in words. */
export function operatorLine(row: TableRow): string {
  const { sector, point, dimension, method, window, verdict, reason, nearest, renormalised, bySide } = row;
  const range = window ? `, ${method === 'side' ? 'L' : 'r'} = ${window.from} to ${window.to}` : '';
  const name = `${sector}${point === null ? '' : ` ${point}`}: ${fieldsOf(row)}`;
  if (!dimension) return `${name}: ${verdict}: ${reason}${range}`;
  const known = nearest ? `; ${nearest.name} ${significant(nearest.dimension, 4)}, z = ${nearest.z.toFixed(1)}` : '';
  const elsewhere = bySide ? `; by side ${concise(bySide)}` : '';
  const renormal = renormalised ? `; by renormalisation ${concise(renormalised)}` : '';
  return `${name}: Δ = ${concise(dimension)} by ${method}${range}${known}${elsewhere}${renormal}`;
}

/** The combination of fields, the largest weight first. */
export function fieldsOf({ weights }: Pick<TableRow, 'weights'>): string {
  const sorted = [...weights].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).filter(({ weight }) => Math.abs(weight) >= SHOWN);
  return sorted.map(({ name, weight }, i) => (i === 0 ? name : `${weight < 0 ? '−' : '+'} ${Math.abs(weight).toFixed(2)} (${name})`)).join(' ');
}
