/** The figure of training curves: in-sample objective against step, and the held-out result beside it. */
import { lengthLabel } from '../../space/lengths.ts';
import type { PointSummary, Results, TrainingCurve } from '../../train/result/summary.ts';
import { valuesInWords } from '../draw/alternative.ts';
import type { Figure } from '../draw/figure.ts';
import { type Grid, gridOf } from '../draw/grid.ts';
import { barOf, bufferColour } from '../draw/marks.ts';
import { ceilingName, isNumber, temperatureLabel } from '../draw/numbers.ts';
import { FAINT, GROUND, rounded, themed } from '../draw/theme.ts';
import { byWords, CUT, type LengthNoun, lengthsIn } from '../draw/words.ts';
import { modelOf, pointLabel } from './words.ts';

const SIZE = { width: 138, height: 130 };
const MOST_COLUMNS = 2;
/** Share of the axis to the right of the curves that is kept for the results. */
const BESIDE = 0.2;
/** Curves are thinned beyond this many points in all: a figure does not show more. */
const MOST_VALUES = 20000;
/** Lines beyond this many in all are left out, for the same reason. */
const MOST_LINES = 300;

/** A curve that is drawn, with the number of its replica. */
interface DrawnCurve {
  point: PointSummary;
  curve: TrainingCurve;
  replica: number;
}

/** Objective in nats against step, one line per replica, one panel per temperature; undefined where there are no curves. */
export function trainingFigure({ summary, curves }: Results): Figure | undefined {
  const grid = gridOf(summary.points);
  const most = Math.max(1, Math.floor(MOST_LINES / grid.points.length));
  const drawn = grid.points.flatMap(({ point, index }) => some(curves[index] ?? [], most, point.best).map(([curve, replica]) => ({ point, curve, replica })));
  if (drawn.every(({ curve }) => curve.step.length === 0)) return undefined;
  const last = drawn.reduce((latest, { curve }) => Math.max(latest, curve.step.at(-1) ?? 0), 0);
  const lines = linesOf(drawn);
  const results = resultsOf(grid, last);
  const replicas = Math.max(...curves.map((all) => all.length));
  const left = replicas > most ? `, ${most} of ${replicas} with the best of each point` : '';
  const spec = themed({
    title: {
      text: 'Training objective, in-sample (smooth H): not the result',
      subtitle: `lines: one per replica${left}; diamonds at the right: held-out result, discrete H`,
    },
    description: `In-sample training objective in nats against step${byWords({ temperature: grid.temperatures })}, one line per replica; held out: ${valuesInWords(grid.points.map(({ point }) => ({ place: `${pointLabel(summary, point.temperature)}, buffer ${lengthLabel(point.buffer)}`, value: point.information })))}`,
    data: { values: [...lines, ...results] },
    transform: [{ calculate: `'${modelOf(summary).control.symbol} = ' + datum.temperature`, as: 'place' }],
    facet: { field: 'place', type: 'nominal', sort: grid.temperatures.map((t) => pointLabel(summary, t)), title: null },
    columns: Math.min(MOST_COLUMNS, grid.temperatures.length),
    spacing: 24,
    spec: { ...SIZE, layer: layersOf(lines, results, { buffers: grid.buffers, unit: lengthsIn(summary.config), last, ceiling: summary.points[0].ceiling }) },
    resolve: { axis: { x: 'independent', y: 'independent' } },
  });
  return { name: 'training', title: 'Training curves (in-sample)', caption: captionOf(summary.points[0], left), spec };
}

/** One record per step that is drawn; the last step of a curve is always among them. */
function linesOf(drawn: readonly DrawnCurve[]) {
  const total = drawn.reduce((sum, { curve }) => sum + curve.step.length, 0);
  const keep = Math.ceil(total / MOST_VALUES);
  return drawn.flatMap(({ point, curve: { step, objective }, replica }) =>
    step.flatMap((at, i) => {
      const kept = i % keep === 0 || i === step.length - 1;
      return kept && isNumber(objective[i])
        ? [{ temperature: temperatureLabel(point.temperature), buffer: lengthLabel(point.buffer), replica, step: at, objective: rounded(objective[i]) }]
        : [];
    }),
  );
}

/** The held-out results, side by side to the right of the last step. */
function resultsOf({ points, buffers }: Grid, last: number) {
  return points.flatMap(({ point: { temperature, buffer, information } }) => {
    if (!isNumber(information.mean)) return [];
    const at = last * (1 + (BESIDE * (buffers.indexOf(lengthLabel(buffer)) + 1)) / (buffers.length + 1));
    const { mean: heldOut, low, high } = barOf(information);
    return [{ temperature: temperatureLabel(temperature), buffer: lengthLabel(buffer), at: rounded(at), heldOut, low, high }];
  });
}

function layersOf(
  lines: ReturnType<typeof linesOf>,
  results: ReturnType<typeof resultsOf>,
  { buffers, unit, last, ceiling }: { buffers: Grid['buffers']; unit: LengthNoun; last: number; ceiling: number },
): object[] {
  const bounded = Number.isFinite(ceiling);
  const top = 1.06 * Math.max(bounded ? ceiling : 0, ...lines.map(({ objective }) => objective), ...results.map(({ high }) => high));
  // The first steps can lie far below zero and would flatten all the rest.
  const bottom = Math.max(-0.15 * top, Math.min(-0.03 * top, ...lines.map(({ objective }) => objective)));
  const x = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { domain: [0, last * (1 + BESIDE)], nice: false },
    axis: { title: 'step', values: ticks(last), labelFlush: false, labelOverlap: 'greedy' },
  });
  const y = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { domain: [bottom, top], nice: false },
    axis: { title: 'objective  (nats)', tickCount: 4, format: '.1f' },
  });
  const color = bufferColour(buffers, unit, { symbolType: 'stroke', symbolStrokeWidth: 2 });
  // One rule per facet instead of one per record, which would fill the gaps between the dashes.
  const rule = {
    transform: [{ aggregate: [{ op: 'count', as: 'count' }], groupby: ['place'] }],
    mark: { type: 'rule', strokeDash: [4, 3], color: FAINT },
    encoding: { y: { datum: ceiling } },
  };
  return [
    ...(bounded ? [rule] : []),
    {
      transform: [{ filter: 'isValid(datum.objective)' }],
      mark: { type: 'line', strokeWidth: 0.9, opacity: 0.75, clip: true },
      encoding: { x: x('step'), y: y('objective'), color, detail: { field: 'replica' } },
    },
    {
      transform: [{ filter: 'isValid(datum.heldOut)' }],
      mark: { type: 'rule', strokeWidth: 1.5 },
      encoding: { x: x('at'), y: y('low'), y2: { field: 'high' }, color },
    },
    {
      transform: [{ filter: 'isValid(datum.heldOut)' }],
      mark: { type: 'point', shape: 'diamond', filled: true, size: 55, opacity: 1, stroke: GROUND, strokeWidth: 0.6 },
      encoding: { x: x('at'), y: y('heldOut'), color },
    },
  ];
}

const captionOf = ({ ceiling }: PointSummary, left: string) =>
  `Mean minibatch objective over intervals of steps, one thin line per replica${left}. It is measured on the samples trained on and with the smooth H. Where a bound draws the smooth H it can exceed the information of the discrete one${Number.isFinite(ceiling) ? `, so the curve may pass ${ceilingName(ceiling)} (dashed)` : ''}. It shows whether training has settled, not how much information there is. ${CUT} Diamonds at the right end: the held-out value with the discrete H, the result.`;

/** At most `most` of all with their numbers, evenly spread over them; number `certain` is one of them. */
function some<T>(all: readonly T[], most: number, certain: number): [T, number][] {
  const numbers = Array.from({ length: Math.min(most, all.length) }, (_, i) => Math.floor((i * all.length) / Math.min(most, all.length)));
  if (numbers.length > 0 && certain < all.length && !numbers.includes(certain)) numbers[numbers.findLastIndex((n) => n < certain)] = certain;
  return numbers.map((n) => [all[n], n]);
}

/** Round numbers from 0 to the last step, five at most. */
function ticks(last: number): number[] {
  const power = 10 ** Math.floor(Math.log10(last));
  const spacing = [0.2, 0.5, 1, 2, 5].map((factor) => factor * power).find((width) => last / width <= 4) ?? last;
  return Array.from({ length: Math.floor(last / spacing) + 1 }, (_, i) => i * spacing);
}
