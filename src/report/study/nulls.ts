/** Null tests on the page of a study. */
import { type AnalysedNull, isAbsent, type StudyAnalysis } from '../../study/analyse/types.ts';
import { columnFormat, inBits } from '../draw/numbers.ts';
import { list } from '../draw/words.ts';
import { type Column, htmlTable, placeColumns } from './columns.ts';

/** The note under the table. */
export const NULLS_NOTE =
  'Small trainings on pairs that have no information, as the study trains otherwise: a verdict other than zero would say that the estimator finds what is not there. Shuffled: the environment is that of another chain. Spokes: the edges of the centre against those beyond distance 3, which know nothing of each other around an eight-fold node.';

const NAMES: Record<AnalysedNull['kind'], string> = { shuffled: 'E shuffled between samples', spokes: 'the edges of the centre, beyond distance 3' };
const rowsOf = ({ nulls }: StudyAnalysis) => (nulls && !isAbsent(nulls) ? nulls.rows : []);

/** One row for each test; empty for a study without any. */
export function nullsTable(analysis: StudyAnalysis): string {
  const rows = rowsOf(analysis);
  if (rows.length === 0) return '';
  const written = columnFormat(
    rows.map(({ information }) => inBits(information)),
    'plus-minus',
  );
  return htmlTable<AnalysedNull>(
    [
      { name: 'null test', align: 'left', cell: ({ kind }) => NAMES[kind] },
      ...placeColumns<AnalysedNull>(analysis, ['components', 'temperature', 'buffer']),
      ...(rows.some(({ block }) => block !== undefined)
        ? [{ name: 'V, E', unit: 'values', cell: ({ block, environment }) => `${block}, ${environment}` } satisfies Column<AnalysedNull>]
        : []),
      { name: 'steps', cell: ({ steps }) => String(steps) },
      { name: 'I(H:E)', unit: 'bits', cell: ({ information }) => written(inBits(information)) },
      { name: 'verdict', align: 'left', class: ({ verdict }) => `verdict ${verdict}`, cell: ({ verdict }) => verdict },
    ],
    rows,
  );
}

/** Whether all tests found nothing, or which found something. */
export function nullsFindings(analysis: StudyAnalysis): string[] {
  const rows = rowsOf(analysis);
  if (rows.length === 0) return [];
  // A constant H has no information either.
  const found = rows.filter(({ verdict }) => verdict !== 'zero' && verdict !== 'collapsed');
  if (found.length === 0)
    return [`Where there is no information, ${rows.length === 1 ? 'the null test finds none' : `all ${rows.length} null tests find none`}.`];
  const said = [...new Set(found.map(({ kind, verdict }) => `${NAMES[kind]} (${verdict})`))];
  return [`${found.length} of ${rows.length} null tests ${found.length === 1 ? 'has' : 'have'} another verdict than zero: ${list(said)}.`];
}
