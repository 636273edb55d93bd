/** Tables of operators on the page of a study. */
import { type AnalysedOperators, isAbsent, type StudyAnalysis } from '../../study/analyse/types.ts';
import type { TableRow } from '../../study/operators/table.ts';
import { concise, fixed, MISSING, plusMinus, significant } from '../draw/numbers.ts';
import { type Column, htmlTable } from './columns.ts';
import { fieldsOf, operatorLine, tableLabel } from './operators_text.ts';

/** The note under the table. */
export const OPERATORS_NOTE =
  'Fields are filters applied everywhere; of a sector they make a matrix of correlators, whose generalised eigenvectors are combinations that decay alone. ' +
  'Distance, torus: C(r) = A f(r) d(r)^(−2 Δ) on the largest lattice with the known factor f of the square torus; side: against L at distances from L / 4 to L / 2, which needs no factor; distance, chord: without one, up to L / 4, where the shape of the torus still shifts Δ. ' +
  'Verdicts, windows and errors as for single correlators. Renormalisation: 2 − y between the two coarsest levels of the block-spin map of the filter. Sectors: how operators change with the sign of all values, with their states, or on bonds their momentum; the point group of the square about the centre of the block.';

/** A row with the table that it is of. */
interface Placed extends TableRow {
  readonly table: AnalysedOperators;
}

/** One row for each combination of fields; empty for a study without tables. */
export function operatorsTable(analysis: StudyAnalysis): string {
  const { operators } = analysis;
  if (!operators || isAbsent(operators)) return '';
  const rows = operators.rows.flatMap((table) => table.rows.map((row): Placed => ({ ...row, table })));
  if (rows.length === 0) return '';
  const estimate = (of: (row: Placed) => TableRow['dimension']) => (row: Placed) => {
    const value = of(row);
    return value ? plusMinus(value) : MISSING;
  };
  const gains = rows.some(({ gain }) => gain !== null);
  return htmlTable<Placed>(
    [
      ...(operators.rows.length > 1 ? [{ name: 'at', align: 'left', cell: ({ table }) => tableLabel(analysis, table) } satisfies Column<Placed>] : []),
      { name: 'sector', align: 'left', cell: ({ sector, point }) => (point === null ? sector : `${sector}, ${point}`) },
      { name: 'fields', align: 'left', class: () => 'wrapped words', cell: fieldsOf },
      ...(gains ? [{ name: 'gain', unit: 'nats', cell: estimate(({ gain }) => gain) } satisfies Column<Placed>] : []),
      { name: 'dimension', unit: 'Δ', cell: estimate(({ dimension }) => dimension) },
      { name: 'by', align: 'left', cell: ({ method }) => method },
      { name: 'window', unit: 'sites', cell: ({ window }) => (window ? `${window.from} … ${window.to}` : MISSING) },
      { name: 'by side', unit: 'Δ', cell: estimate(({ bySide }) => bySide) },
      { name: 'one field', unit: 'Δ', cell: estimate(({ single }) => single) },
      { name: 'renormalisation', unit: 'Δ', cell: estimate(({ renormalised }) => renormalised) },
      { name: 'field theory', align: 'left', cell: ({ nearest }) => (nearest ? `${nearest.name}  ${significant(nearest.dimension, 4)}` : '') },
      { name: 'z', cell: ({ nearest }) => (nearest ? fixed(nearest.z, 1) : '') },
      { name: 'law', align: 'left', cell: ({ verdict }) => verdict },
      { name: 'why', align: 'left', class: () => 'wrapped words', cell: ({ reason }) => reason },
    ],
    rows,
  );
}

/** The dimensions that were found, one sentence for each, and how the renormalisation drifts with the level. */
export function operatorsFindings(analysis: StudyAnalysis): string[] {
  const { operators } = analysis;
  if (!operators || isAbsent(operators)) return [];
  return operators.rows.flatMap((table) => {
    const at = tableLabel(analysis, table);
    const found = table.rows.filter(({ dimension }) => dimension !== null);
    const none =
      found.length === 0 ? [`At ${at} no combination of fields has a scaling dimension: ${table.rows[0]?.reason ?? 'no correlator is positive'}.`] : [];
    return [...none, ...found.map((row) => `At ${at}, ${operatorLine(row)}.`), ...driftOf(table, at)];
  });
}

function driftOf({ levels }: AnalysedOperators, at: string): string[] {
  if (!levels || levels.length === 0) return [];
  return (['odd', 'even'] as const).flatMap((kind) => {
    const own = levels.filter((level) => level.kind === kind);
    const most = Math.max(...own.map(({ couplings }) => couplings));
    const by = own.filter(({ couplings }) => couplings === most).map(({ exponent }) => concise(exponent));
    return by.length > 0 ? [`At ${at} the ${kind} exponent of the block-spin map is ${by.join(', ')} from level to level.`] : [];
  });
}
