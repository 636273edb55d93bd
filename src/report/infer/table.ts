/** The table over strengths of the nudge. */
import type { Fitted } from '../../infer/parameters.ts';
import type { InferResult, NudgeResult } from '../../infer/result.ts';
import { columnFormat, fixed, MISSING, significant } from '../draw/numbers.ts';
import { tableHtml } from '../draw/page.ts';
import { estimateOf } from './clouds.ts';
import { firstRow } from './fields.ts';
import { PARAMETERS, strengthName, UNITS } from './symbols.ts';

interface Column {
  readonly name: string;
  readonly unit: string;
  readonly align: 'left' | 'right';
  cell(row: NudgeResult): string;
}

/** What the columns are. */
export const TABLE_NOTE =
  'Estimates with a bootstrap are corrected: what refits of snapshots made again at the estimate miss on average is subtracted, and their spread is the error, one standard deviation. It holds for the noise that was stated. ' +
  'Left: root mean square component of y − x, the state under the nudge less the snapshot; of force matching, of the forces. With k > 0 less is left by itself, so that rows are not compared by it. ' +
  'Starts: how many ended at the same estimate, within a thousandth. Zero modes: of the tissue without a nudge, its two translations included.';

/** One row for each strength. */
export function estimatesTable(result: InferResult): string {
  const { table } = result;
  const columns: Column[] = [
    { name: 'nudge', unit: '', align: 'left', cell: ({ nudge }) => `${strengthName(nudge)}${nudge === firstRow(result)?.nudge ? '  read first' : ''}` },
    ...result.fitted.map((symbol) => estimateColumn(symbol, table)),
    ...result.fitted.filter(() => table.some(({ bootstrap }) => bootstrap)).map(plainColumn),
    {
      name: 'left',
      unit: 'rms',
      align: 'right',
      cell: ({ rms, nudge }) => (rms === undefined ? MISSING : `${significant(rms, 2)}${nudge === 'inf' ? `  ${UNITS.force}` : `  ${UNITS.distance}`}`),
    },
    {
      name: 'starts',
      unit: 'that agree',
      align: 'right',
      cell: ({ agreeing, starts, outcome }) => (outcome === 'not determined' ? MISSING : `${agreeing} of ${starts.length}`),
    },
    { name: 'refits', unit: 'with a state', align: 'right', cell: ({ bootstrap }) => (bootstrap ? `${bootstrap.fits} of ${bootstrap.snapshots}` : MISSING) },
    ...(table.some(({ zeroModes }) => zeroModes !== undefined)
      ? [
          {
            name: 'zero modes',
            unit: 'at k = 0',
            align: 'right' as const,
            cell: ({ zeroModes }: NudgeResult) => (zeroModes === undefined ? '' : String(zeroModes)),
          },
        ]
      : []),
  ];
  const rows = table.map((row) => columns.map(({ align, cell }) => ({ text: cell(row), align, class: row.outcome === 'found' ? '' : 'zero' })));
  return tableHtml(
    columns.map(({ name, unit }) => ({ name, unit })),
    rows,
  );
}

function estimateColumn(symbol: Fitted, table: readonly NudgeResult[]): Column {
  const { symbol: name, unit } = PARAMETERS[symbol];
  const written = columnFormat(
    table.flatMap((row) => estimateOf(row, symbol) ?? []),
    'plus-minus',
  );
  return {
    name,
    unit,
    align: 'right',
    cell: (row) => {
      const value = estimateOf(row, symbol);
      if (!value) return row.outcome === 'found' ? 'does not show' : row.outcome;
      return row.bootstrap ? written(value) : `${significant(value.mean, 5)}  no error`;
    },
  };
}

/** The estimate before the correction. */
function plainColumn(symbol: Fitted): Column {
  return {
    name: `${PARAMETERS[symbol].symbol} as fitted`,
    unit: PARAMETERS[symbol].unit,
    align: 'right',
    cell: ({ estimate }) => fixed(estimate?.[symbol] ?? Number.NaN, 4),
  };
}
