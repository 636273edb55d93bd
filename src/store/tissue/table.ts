/** Tables as pandas writes them: names of columns in the first line, which may begin with that of an index. */
import { shown, textOf } from '../encoding.ts';
import type { Bad } from './reading.ts';

/** A table of words. */
export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Names under which an index stands in the first column. */
const INDEX = /^(|unnamed: 0|index|id)$/i;
const TRUTH: Readonly<Record<string, number>> = { true: 1, false: 0 };

/** Reads a table. @throws what `bad` makes, for lines of different length */
export function tableOf(bytes: Uint8Array, name: string, bad: Bad): Table {
  const lines = textOf(bytes)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const comma = [',', '\t', ';'].find((mark) => lines[0]?.includes(mark)) ?? ',';
  const wordsOf = (line: string) => line.split(comma).map((word) => word.trim().replace(/^"(.*)"$/, '$1'));
  const [columns = [], ...rows] = lines.map(wordsOf);
  const other = rows.findIndex((row) => row.length !== columns.length);
  if (other >= 0)
    throw bad(`${columns.length} columns in each row of ${name}`, `${rows[other].length} in row ${other}`, 'write the table with DataFrame.to_csv');
  return { name, columns, rows };
}

/** The numbers of a column; True and False count as 1 and 0. @throws what `bad` makes, naming column and row */
export function columnOf({ name, columns, rows }: Table, wanted: string, bad: Bad): number[] {
  const c = columns.indexOf(wanted);
  if (c < 0) throw bad(`a column ${wanted} in ${name}`, shown(columns.join(', ') || 'nothing', 80), 'write the table with DataFrame.to_csv');
  return rows.map((row, r) => {
    const value = TRUTH[row[c].toLowerCase()] ?? (row[c] === '' ? Number.NaN : Number(row[c]));
    if (!Number.isFinite(value)) throw bad(`numbers in column ${wanted} of ${name}`, `${JSON.stringify(shown(row[c]))} in row ${r}`, 'leave such rows out');
    return value;
  });
}

/** What rows are called: the numbers of the first column where it is an index, otherwise from 0. @param own name of that index */
export function idsOf(table: Table, own: string, bad: Bad): number[] {
  const [first = ''] = table.columns;
  if (!INDEX.test(first) && first !== own) return table.rows.map((_, row) => row);
  const ids = columnOf(table, first, bad);
  if (new Set(ids).size < ids.length) throw bad(`each index of ${table.name} once`, 'some of them twice', 'number the rows with DataFrame.reset_index');
  return ids;
}
