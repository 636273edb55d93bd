/** The figure of training curves: in-sample objective against step, and the held-out result beside it. */
import type { Results } from '../../train/result/summary.ts';
import { seriesColours } from '../draw/colours.ts';
import { ceilingLabel, ceilingOf, gridOf } from '../draw/grid.ts';
import { isNumber, temperatureLabel } from '../draw/numbers.ts';
import { FAINT, rounded, themed } from '../draw/theme.ts';
import type { Figure } from './figures.ts';

const SIZE = { width: 210, height: 170 };
const MOST_COLUMNS = 3;
/** Share of the axis to the right of the curves that is kept for the results. */
const BESIDE = 0.2;
/** Curves are thinned beyond this many points in all: a figure does not show more. */
const MOST_VALUES = 20000;
/** Nor does it show more lines than this in all. */
const MOST_LINES = 300;

export function trainingFigure({ summary, curves }: Results): Figure | undefined {
  const { points, temperatures, buffers } = gridOf(summary.points);
  const most = Math.max(1, Math.floor(MOST_LINES / points.length));
  const drawn = points.flatMap(({ point, index }) => some(curves[index] ?? [], most, point.best).map(([curve, replica]) => ({ point, curve, replica })));
  const total = drawn.reduce((sum, { curve }) => sum + curve.step.length, 0);
  if (total === 0) return undefined;
  const keep = Math.ceil(total / MOST_VALUES);
  const last = drawn.reduce((latest, { curve }) => Math.max(latest, curve.step.at(-1) ?? 0), 0);

  const lines = drawn.flatMap(({ point, curve: { step, objective }, replica }) =>
    step.flatMap((at, i) => {
      const kept = i % keep === 0 || i === step.length - 1;
      return kept && isNumber(objective[i])
        ? [{ temperature: temperatureLabel(point.temperature), buffer: point.buffer, replica, step: at, objective: rounded(objective[i]) }]
        : [];
    }),
  );
  const results = points.flatMap(({ point }) => {
    const { mean, error } = point.information;
    if (!isNumber(mean)) return [];
    const reach = isNumber(error) ? error : 0;
    const at = last * (1 + (BESIDE * (buffers.indexOf(point.buffer) + 1)) / (buffers.length + 1));
    return [
      {
        temperature: temperatureLabel(point.temperature),
        buffer: point.buffer,
        at: rounded(at),
        heldOut: rounded(mean),
        low: rounded(mean - reach),
        high: rounded(mean + reach),
      },
    ];
  });

  const ceiling = ceilingOf(summary.points[0]);
  const top = 1.06 * Math.max(ceiling, ...lines.map(({ objective }) => objective), ...results.map(({ high }) => high));
  // The first steps can lie far below zero and would flatten all the rest.
  const bottom = Math.max(-0.15 * top, Math.min(-0.03 * top, ...lines.map(({ objective }) => objective)));
  const x = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { domain: [0, last * (1 + BESIDE)], nice: false },
    axis: { title: 'step', values: ticks(last), labelFlush: false },
  });
  const y = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { domain: [bottom, top], nice: false },
    axis: { title: 'objective  (nats)', tickCount: 5, format: '.1f' },
  });
  const color = {
    field: 'buffer',
    type: 'ordinal',
    scale: { domain: buffers, range: seriesColours(buffers.length) },
    legend: { title: 'buffer (sites)', symbolType: 'stroke', symbolStrokeWidth: 2 },
  };
  const replicas = Math.max(...curves.map((all) => all.length));
  const left = replicas > most ? `, ${most} of ${replicas} with the best of each point` : '';
  const spec = themed({
    title: {
      text: 'Training objective, in-sample (smooth H): not the result',
      subtitle: `lines: one per replica${left}; diamonds at the right: held-out result, discrete H`,
    },
    description: 'In-sample training objective against step by temperature, one line per replica, with the held-out result',
    data: { values: [...lines, ...results] },
    transform: [{ calculate: "'T = ' + datum.temperature", as: 'place' }],
    facet: { field: 'place', type: 'nominal', sort: temperatures.map((t) => `T = ${temperatureLabel(t)}`), title: null },
    columns: Math.min(MOST_COLUMNS, temperatures.length),
    spacing: 24,
    spec: {
      ...SIZE,
      layer: [
        // One rule per facet instead of one per record, which would fill the gaps between the dashes.
        {
          transform: [{ aggregate: [{ op: 'count', as: 'count' }], groupby: ['place'] }],
          mark: { type: 'rule', strokeDash: [4, 3], color: FAINT },
          encoding: { y: { datum: ceiling } },
        },
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
          mark: { type: 'point', shape: 'diamond', filled: true, size: 55, opacity: 1, stroke: '#ffffff', strokeWidth: 0.6 },
          encoding: { x: x('at'), y: y('heldOut'), color },
        },
      ],
    },
    resolve: { axis: { x: 'independent', y: 'independent' } },
  });
  return {
    name: 'training',
    title: 'Training curves (in-sample)',
    caption: `Mean minibatch objective over intervals of steps, one thin line per replica${left}. It is measured on the samples trained on and with the smooth H, not the discrete one that is meant (drawn by InfoNCE and its like, it can hold more than that), so it may pass ${ceilingLabel(summary.points[0])} (dashed): it shows whether training has settled, not how much information there is. Diamonds at the right end: the held-out value with the discrete H, the result.`,
    spec,
  };
}

/** Some of all with their numbers, evenly spread over them, one certain among them. */
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
