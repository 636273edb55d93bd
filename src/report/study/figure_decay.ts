/** Information against the buffer, on a logarithmic and on a doubly logarithmic scale, with both laws. */
import { type Decay, exponentialAt, powerAt } from '../../analysis/curves/decay.ts';
import { type AnalysedDecay, isAbsent, type StudyAnalysis } from '../../study/analyse/types.ts';
import { seriesColours } from '../draw/colours.ts';
import { isNumber, significant } from '../draw/numbers.ts';
import { rounded, themed } from '../draw/theme.ts';
import type { Figure } from '../run/figures.ts';
import { componentsOf, of, placeLabel, suffix } from './words.ts';

const SIZE = { width: 330, height: 280 };
/** Points of a fitted curve. */
const CURVE = 24;
/** Values below this part of the largest one are not drawn: logarithms of noise. */
const DECADES = 1e-4;

export function decayFigures(analysis: StudyAnalysis): Figure[] {
  const { decays } = analysis;
  if (isAbsent(decays)) return [];
  return componentsOf(analysis).flatMap((components) => {
    const figure = figureOf(analysis, components, of(decays.rows, components));
    return figure ? [figure] : [];
  });
}

function figureOf(analysis: StudyAnalysis, components: number, rows: readonly AnalysedDecay[]): Figure | undefined {
  const offset = analysis.setting.block / 2;
  const measured = of(analysis.points, components).filter(({ information: { mean } }) => isNumber(mean));
  const top = Math.max(...measured.map(({ information }) => information.mean));
  const shown = measured.filter(({ information: { mean, error } }) => mean > Math.max(DECADES * top, isNumber(error) ? error : 0));
  // A line needs two values at one temperature.
  if (!rows.some(({ temperature }) => shown.filter((point) => point.temperature === temperature).length > 1)) return undefined;
  const drawn = new Set(shown.map(({ temperature }) => temperature));
  const places = rows.filter(({ temperature }) => drawn.has(temperature)).map(({ temperature }) => placeLabel(analysis, temperature));
  const bottom = 0.7 * Math.min(...shown.map(({ information }) => information.mean));
  const values = shown.map(({ temperature, buffer, information: { mean, error } }) => ({
    what: 'value',
    place: placeLabel(analysis, temperature),
    buffer,
    distance: buffer + offset,
    mean: rounded(mean),
    low: rounded(Math.max(bottom, mean - (isNumber(error) ? error : 0))),
    high: rounded(mean + (isNumber(error) ? error : 0)),
  }));
  const curves = rows.flatMap(({ temperature, centred }) =>
    drawn.has(temperature)
      ? fittedCurves(centred, offset)
          .filter(({ mean }) => mean > 0)
          .map((point) => ({ ...point, place: placeLabel(analysis, temperature) }))
      : [],
  );
  const buffers = [...new Set(shown.map(({ buffer }) => buffer))].sort((a, b) => a - b);
  const color = {
    field: 'place',
    type: 'nominal',
    scale: { domain: places, range: seriesColours(places.length) },
    legend: { title: null, symbolType: 'circle', symbolOpacity: 1 },
  };
  const y = {
    field: 'mean',
    type: 'quantitative',
    scale: { type: 'log', domain: [bottom, 1.2 * Math.max(...values.map(({ high }) => high))], nice: false },
    axis: { title: 'I(H:E), held out  (nats)', tickCount: 6, format: '~g' },
  };
  const panel = (law: 'exponential' | 'power', title: string, x: object) => ({
    ...SIZE,
    title: { text: title, fontSize: 12, fontWeight: 'normal', offset: 6 },
    layer: [
      {
        transform: [{ filter: `datum.what === '${law}'` }],
        mark: { type: 'line', strokeWidth: 1.4, clip: true },
        encoding: {
          x,
          y,
          color,
          strokeDash: {
            field: 'stands',
            type: 'nominal',
            scale: {
              domain: [true, false],
              range: [
                [1, 0],
                [2, 3],
              ],
            },
            legend: null,
          },
        },
      },
      {
        transform: [{ filter: "datum.what === 'value'" }],
        mark: { type: 'rule', strokeWidth: 1.5 },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
      },
      { transform: [{ filter: "datum.what === 'value'" }], mark: { type: 'point', filled: true, size: 40, opacity: 1 }, encoding: { x, y, color } },
    ],
  });
  const margin = 0.06 * (buffers[buffers.length - 1] - buffers[0]);
  const linear = {
    field: 'buffer',
    type: 'quantitative',
    scale: { domain: [buffers[0] - margin, buffers[buffers.length - 1] + margin], nice: false, zero: false },
    axis: { title: 'buffer L_B  (sites)', values: buffers, format: '~r' },
  };
  const [nearest, farthest] = [buffers[0] + offset, buffers[buffers.length - 1] + offset];
  const logarithmic = {
    field: 'distance',
    type: 'quantitative',
    scale: { type: 'log', domain: [nearest / 1.08, farthest * 1.08], nice: false },
    axis: { title: 'distance from the block’s centre, L_B + b/2  (sites)', values: buffers.map((buffer) => buffer + offset), format: '~r' },
  };
  const spec = themed({
    title: { text: 'Decay of the information with the buffer', subtitle: 'solid: the law is not excluded; dotted: it is, or the other is much nearer' },
    description: `Information against the buffer with an exponential, and against the distance with a power law, by ${analysis.control}`,
    data: { values: [...values, ...curves] },
    hconcat: [panel('exponential', 'exponential: a straight line here', linear), panel('power', 'power law: a straight line here', logarithmic)],
    spacing: 30,
  });
  const { name, title } = suffix(analysis, components);
  const left = measured.length - shown.length;
  return {
    name: `decay${name}`,
    title: `Decay with the buffer${title}`,
    caption:
      `Held-out information on a logarithmic scale against the buffer (left) and the distance L_B + ${significant(offset)} on a logarithmic scale, too (right), with the fitted laws of the table below. Solid curves are laws that describe the values about as well as the other one or better; dotted ones are excluded. ${left > 0 ? `${left} of ${measured.length} values are within one error of zero and have no place on a logarithmic scale.` : ''}`.trim(),
    spec,
  };
}

/** Both laws over the range of the values they were fitted to; none where the values are level or nothing. */
function fittedCurves({ choice, better, used, exponential, power }: Decay, offset: number) {
  if (choice === 'zero') return [];
  const [first, last] = [Math.min(...used), Math.max(...used)];
  const at = Array.from({ length: CURVE + 1 }, (_, i) => first + ((last - first) * i) / CURVE);
  const stands = (law: 'exponential' | 'power') => better === null || better === law;
  const curve = (law: 'exponential' | 'power', value: (buffer: number) => number) =>
    at.map((buffer) => ({ what: law, buffer: rounded(buffer), distance: rounded(buffer + offset), mean: rounded(value(buffer)), stands: stands(law) }));
  return [
    ...(exponential ? curve('exponential', (buffer) => exponentialAt(exponential, buffer)) : []),
    ...(power ? curve('power', (buffer) => powerAt(power, buffer, offset)) : []),
  ].filter(({ mean }) => Number.isFinite(mean));
}
