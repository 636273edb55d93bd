/** The figure of one parameter: its estimate, refits and ends of starts in a row for each strength of the nudge. */
import type { FittedValues, InferResult } from '../../infer/result.ts';
import type { Figure } from '../draw/figure.ts';
import { barOf } from '../draw/marks.ts';
import { concise } from '../draw/numbers.ts';
import { BLUE, FAINT, INK, PLOT, RED, rounded, themed } from '../draw/theme.ts';
import { cloudsOf, estimateOf, pairOf } from './clouds.ts';
import { shownOf } from './fields.ts';
import { PARAMETERS, strengthName } from './symbols.ts';

/** Height of a row, and width that is left for the names of rows; pixels. */
const ROW = 44;
const NAMES = 90;

/** For fits in which one parameter shows; undefined where two are drawn against each other, or none has an estimate. */
export function valuesFigure(result: InferResult, truth: FittedValues | undefined): Figure | undefined {
  const pair = pairOf(result.fitted);
  if (pair && cloudsOf(result, pair).length > 0) return undefined;
  const symbol = result.table.flatMap(({ estimate }) => shownOf(result.fitted, estimate))[0];
  if (!symbol) return undefined;
  const { symbol: name, noun, unit } = PARAMETERS[symbol];
  const rows = result.table.flatMap((row) => {
    const value = estimateOf(row, symbol);
    const ends = row.starts.flatMap(({ found, estimate }) => (found && estimate?.[symbol] !== undefined ? [estimate[symbol]] : []));
    return value ? [{ row: strengthName(row.nudge), value, ends }] : [];
  });
  const records = rows.flatMap(({ row, value, ends }) => [
    ...value.dots.map((x) => ({ row, kind: 'dot', x: rounded(x) })),
    ...ends.map((x) => ({ row, kind: 'end', x: rounded(x) })),
    { row, kind: 'mean', x: rounded(value.mean), ...barOf(value) },
  ]);
  const x = {
    field: 'x',
    type: 'quantitative',
    scale: { zero: false, nice: false, padding: 14 },
    axis: { title: `${noun} ${name}${unit ? `  (${unit})` : ''}`, tickCount: 5 },
  };
  const y = { field: 'row', type: 'nominal', sort: rows.map(({ row }) => row), axis: { title: null, domain: false, ticks: false } };
  const points = (kind: string, mark: object) => ({
    transform: [{ filter: `datum.kind === '${kind}'` }],
    mark: { type: 'point', filled: true, opacity: 1, ...mark },
    encoding: { x, y },
  });
  const known = truth?.[symbol];
  return {
    name: 'parameters',
    title: `Where ${name} is expected`,
    caption: captionOf(
      rows.some(({ value }) => value.dots.length > 0),
      known !== undefined,
    ),
    spec: themed({
      title: { text: `Where ${name} is expected` },
      description: rows.map(({ row, value }) => `${row}: ${name} = ${concise(value)}`).join('; '),
      width: PLOT - NAMES,
      height: ROW * rows.length,
      data: { values: records },
      layer: [
        ...(known === undefined
          ? []
          : [{ data: { values: [{}] }, mark: { type: 'rule', strokeDash: [4, 3], color: INK }, encoding: { x: { ...x, field: undefined, datum: known } } }]),
        points('dot', { color: BLUE, size: 14, opacity: 0.75 }),
        points('end', { color: FAINT, shape: 'square', size: 50 }),
        {
          transform: [{ filter: "datum.kind === 'mean'" }],
          mark: { type: 'rule', color: RED, strokeWidth: 1.5 },
          encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y },
        },
        points('mean', { color: RED, shape: 'diamond', size: 60 }),
      ],
    }),
  };
}

function captionOf(refits: boolean, known: boolean): string {
  return [
    refits
      ? 'Diamonds are corrected estimates with one standard error; a dot for every refit r of a snapshot that was made again at the estimate e, drawn at 2e − r. Squares are where starts ended, before the correction.'
      : 'Diamonds are estimates; there are no refits, so that nothing is said of errors. Squares are where starts ended.',
    ...(known ? ['The dashed line is what the file says that the snapshot was made with; it took no part in the fit.'] : []),
  ].join(' ');
}
