/** The figure of losses by step of Adam: one line for each start, a panel for each strength of the nudge. */
import type { InferResult, LossCurve, NudgeResult, StartResult } from '../../infer/result.ts';
import { seriesColours } from '../draw/colours.ts';
import type { Figure } from '../draw/figure.ts';
import { significant } from '../draw/numbers.ts';
import { INK, rounded, themed } from '../draw/theme.ts';
import { strengthName, UNITS } from './symbols.ts';

/** Of a panel, pixels. */
const SIZE = { width: 132, height: 130 };
const COLUMNS = 2;
/** Steps drawn of a line, at most, with the last one. */
const MOST_STEPS = 60;
/** Losses below this part of the largest are those of rounding, and drawn here. */
const LEAST = 1e-14;

/** Losses on a logarithmic scale; undefined where none were kept. */
export function convergenceFigure({ table, polished }: InferResult): Figure | undefined {
  const rows = table.filter(({ starts }) => starts.some(({ curve }) => curve));
  if (rows.length === 0) return undefined;
  const panels = rows.map(panelName);
  const most = Math.max(...rows.map(({ starts }) => starts.length));
  const values = rows.flatMap((row, i) => recordsOf(row, panels[i]));
  return {
    name: 'convergence',
    title: 'Convergence of the starts',
    caption: `The loss before each step: |y − x|² over all vertices, in units of A_0, y the state under the nudge and x the snapshot; of force matching |F|², in units of K_A² A_0³. States relax a little between steps, so that the loss of a step is that of a state not at rest yet. Dashed: a start for which no state at rest was found.${polished === 'none' ? '' : ' Diamonds: the loss after last digits were found in float64.'}`,
    spec: themed({
      title: { text: 'Loss of every start', subtitle: 'lines: one per start; diamonds: where it ended' },
      description: rows.map(inWords).join('; '),
      data: { values },
      facet: { field: 'panel', type: 'nominal', sort: panels, title: null },
      columns: Math.min(COLUMNS, rows.length),
      spacing: 22,
      spec: { ...SIZE, layer: layersOf(most) },
      resolve: { scale: { y: 'independent' }, axis: { x: 'independent', y: 'independent' } },
    }),
  };
}

/** Lines and the ends of them. @param most starts of a row */
function layersOf(most: number): object[] {
  const lines = Array.from({ length: most }, (_, n) => `${n + 1}`);
  const x = { field: 'step', type: 'quantitative', axis: { title: 'step of Adam', tickCount: 4, labelFlush: false }, scale: { nice: false } };
  const y = { field: 'loss', type: 'quantitative', scale: { type: 'log', nice: false, padding: 6 }, axis: { title: 'loss', tickCount: 4, format: '~g' } };
  const color = {
    field: 'start',
    type: 'nominal',
    sort: lines,
    scale: { domain: lines, range: seriesColours(most) },
    legend: { title: 'start', columns: 8, symbolType: 'stroke' },
  };
  const only = (kind: string) => [{ filter: `datum.kind === '${kind}'` }];
  return [
    {
      transform: only('line'),
      mark: { type: 'line', strokeWidth: 1.4 },
      encoding: {
        x,
        y,
        color,
        strokeDash: {
          field: 'found',
          type: 'nominal',
          scale: {
            domain: [true, false],
            range: [
              [1, 0],
              [4, 3],
            ],
          },
          legend: null,
        },
      },
    },
    {
      transform: only('end'),
      mark: { type: 'point', shape: 'diamond', filled: true, size: 40, opacity: 1, stroke: INK, strokeWidth: 0.5 },
      encoding: { x, y, color },
    },
  ];
}

const panelName = ({ nudge, outcome }: NudgeResult) => `${strengthName(nudge)}${outcome === 'found' ? '' : `: ${outcome}`}`;

function recordsOf({ starts }: NudgeResult, panel: string): object[] {
  const largest = starts.reduce((most, { curve }) => Math.max(most, ...(curve?.loss ?? [])), 0);
  const drawn = (loss: number) => rounded(Math.max(loss, LEAST * largest));
  return starts.flatMap(({ curve, loss, found }: StartResult, n) => {
    const of = { panel, start: `${n + 1}`, found };
    const last = curve?.step.at(-1);
    return [
      ...thinned(curve).map(([step, value]) => ({ kind: 'line', ...of, step, loss: drawn(value) })),
      ...(found && loss !== undefined && last !== undefined ? [{ kind: 'end', ...of, step: last, loss: drawn(loss) }] : []),
    ];
  });
}

function thinned(curve: LossCurve | undefined): (readonly [step: number, loss: number])[] {
  const all = (curve?.step ?? []).map((step, i) => [step, curve?.loss[i] as number] as const);
  const apart = Math.ceil(all.length / MOST_STEPS);
  return all.filter((_, i) => i % apart === 0 || i === all.length - 1);
}

function inWords({ nudge, loss, agreeing, starts, outcome }: NudgeResult): string {
  const unit = nudge === 'inf' ? `(${UNITS.force})²` : 'A_0';
  const value = loss === undefined ? outcome : `${agreeing} of ${starts.length} starts end at the smallest loss, ${significant(loss, 3)} ${unit}`;
  return `${strengthName(nudge)}: ${value}`;
}
