/** Information against the buffer, on a logarithmic and on a doubly logarithmic scale, with both laws. */
import { type Decay, exponentialAt, powerAt } from '../../analysis/curves/decay.ts';
import { type AnalysedDecay, type AnalysedPoint, isAbsent, type StudyAnalysis } from '../../study/analyse/types.ts';
import type { Figure } from '../draw/figure.ts';
import { placeColour } from '../draw/marks.ts';
import { concise, isNumber, significant } from '../draw/numbers.ts';
import { PLOT, rounded, themed } from '../draw/theme.ts';
import { byWords } from '../draw/words.ts';
import { componentsOf, of, placeLabel, suffix } from './words.ts';

const SIZE = { width: PLOT, height: 220 };
/** Points of a fitted curve. */
const CURVE = 24;
/** Values below this part of the largest one are not drawn: logarithms of noise. */
const DECADES = 1e-4;
/** The axis ends at this part of the smallest value at the latest, however far a law falls. */
const BELOW = 0.05;

type LawName = 'exponential' | 'power';

/** The inputs of both panels. */
interface Frame {
  /** Labels of the series, such as 'T = 2.5'. */
  places: string[];
  /** Buffers in the figure, ascending, sites. */
  buffers: number[];
  /** Half the side of the block, sites: a buffer and this make the distance from the centre of the block. */
  offset: number;
  /** Range of I(H:E), nats. */
  range: [number, number];
}

/**
 * I(H:E) in nats against the buffer and against L_B + b/2, both in sites; one figure per number of components, none without
 * two values above their errors at one temperature.
 */
export function decayFigures(analysis: StudyAnalysis): Figure[] {
  const { decays } = analysis;
  if (isAbsent(decays)) return [];
  return componentsOf(analysis).flatMap((components) => {
    const figure = figureOf(analysis, components, of(decays.rows, components));
    return figure ? [figure] : [];
  });
}

function figureOf(analysis: StudyAnalysis, components: number, rows: readonly AnalysedDecay[]): Figure | undefined {
  const measured = of(analysis.points, components).filter(({ information: { mean } }) => isNumber(mean));
  const shown = aboveNoise(measured);
  // A line needs two values at one temperature.
  if (!rows.some(({ temperature }) => shown.filter((point) => point.temperature === temperature).length > 1)) return undefined;
  const offset = analysis.setting.block / 2;
  const drawn = rows.filter(({ temperature }) => shown.some((point) => point.temperature === temperature));
  const curves = drawn.flatMap(({ temperature, centred }) =>
    fittedCurves(centred, offset)
      .filter(({ mean }) => mean > 0)
      .map((point) => ({ ...point, place: placeLabel(analysis, temperature) })),
  );
  // Curves end where their values do, not at the axis.
  const least = Math.min(...shown.map(({ information }) => information.mean));
  const bottom = Math.max(BELOW * least, Math.min(0.7 * least, ...curves.map(({ mean }) => 0.9 * mean)));
  const values = shown.map((point) => recordOf(analysis, point, { offset, bottom }));
  const frame: Frame = {
    places: drawn.map(({ temperature }) => placeLabel(analysis, temperature)),
    buffers: [...new Set(shown.map(({ buffer }) => buffer))].sort((a, b) => a - b),
    offset,
    range: [bottom, 1.2 * Math.max(...values.map(({ high }) => high))],
  };
  const spec = themed({
    title: {
      text: 'Decay of the information with the buffer',
      subtitle: curves.length > 0 ? 'solid: the law is not excluded; dotted: it is, or the other is much nearer' : 'no law: a test of one takes three buffers',
    },
    description: `Information against the buffer, above on a logarithmic scale, below on two${byWords({ [analysis.control]: frame.places })}: ${drawn.map(({ temperature, centred: { choice, exponential, power } }) => `${placeLabel(analysis, temperature)}: ${choice}${choice === 'exponential' && exponential ? `, ξ = ${concise(exponential.length)} sites` : choice === 'power' && power ? `, υ = ${concise(power.exponent)}` : ''}`).join('; ')}`,
    data: { values: [...values, ...curves] },
    vconcat: [
      panel('exponential', 'exponential: a straight line here', frame, bufferChannel(frame)),
      panel('power', 'power law: a straight line here', frame, distanceChannel(frame)),
    ],
    spacing: 30,
  });
  const { name, title } = suffix(analysis, components);
  const caption = captionOf(offset, { left: measured.length - shown.length, all: measured.length, fitted: curves.length > 0 });
  return { name: `decay${name}`, title: `Decay with the buffer${title}`, caption, spec };
}

/** Points whose information exceeds its error, and is not smaller by decades than the largest. */
function aboveNoise(points: readonly AnalysedPoint[]): AnalysedPoint[] {
  const top = Math.max(...points.map(({ information }) => information.mean));
  return points.filter(({ information: { mean, error } }) => mean > Math.max(DECADES * top, isNumber(error) ? error : 0));
}

function recordOf(analysis: StudyAnalysis, { temperature, buffer, information }: AnalysedPoint, { offset, bottom }: { offset: number; bottom: number }) {
  const { mean, error } = information;
  const reach = isNumber(error) ? error : 0;
  return {
    what: 'value',
    place: placeLabel(analysis, temperature),
    buffer,
    distance: buffer + offset,
    mean: rounded(mean),
    low: rounded(Math.max(bottom, mean - reach)),
    high: rounded(mean + reach),
  };
}

/** Both laws over the range of the values they were fitted to; no curve where the information is zero, or where a law has two values only. */
function fittedCurves({ choice, better, used, exponential, power }: Decay, offset: number) {
  if (choice === 'zero') return [];
  const [first, last] = [Math.min(...used), Math.max(...used)];
  const at = Array.from({ length: CURVE + 1 }, (_, i) => first + ((last - first) * i) / CURVE);
  const stands = (law: LawName) => better === null || better === law;
  const curve = (law: LawName, value: (buffer: number) => number) =>
    at.map((buffer) => ({ what: law, buffer: rounded(buffer), distance: rounded(buffer + offset), mean: rounded(value(buffer)), stands: stands(law) }));
  // Both laws pass through any two points, which says nothing for either.
  return [
    ...(exponential && exponential.dof > 0 ? curve('exponential', (buffer) => exponentialAt(exponential, buffer)) : []),
    ...(power && power.dof > 0 ? curve('power', (buffer) => powerAt(power, buffer, offset)) : []),
  ].filter(({ mean }) => Number.isFinite(mean));
}

/** One law and all values, on a logarithmic scale upward. */
function panel(law: LawName, title: string, { places, range }: Frame, x: object) {
  const color = placeColour(places, { symbolType: 'circle', symbolOpacity: 1 });
  const y = {
    field: 'mean',
    type: 'quantitative',
    scale: { type: 'log', domain: range, nice: false },
    axis: { title: 'I(H:E), held out  (nats)', tickCount: 6, format: '~g' },
  };
  const [solid, dotted] = [
    [1, 0],
    [2, 3],
  ];
  const strokeDash = { field: 'stands', type: 'nominal', scale: { domain: [true, false], range: [solid, dotted] }, legend: null };
  return {
    ...SIZE,
    title: { text: title, fontSize: 11.5, fontWeight: 'normal', offset: 6 },
    layer: [
      {
        transform: [{ filter: `datum.what === '${law}'` }],
        mark: { type: 'line', strokeWidth: 1.4, clip: true },
        encoding: { x, y, color, strokeDash },
      },
      {
        transform: [{ filter: "datum.what === 'value'" }],
        mark: { type: 'rule', strokeWidth: 1.5 },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
      },
      { transform: [{ filter: "datum.what === 'value'" }], mark: { type: 'point', filled: true, size: 40, opacity: 1 }, encoding: { x, y, color } },
    ],
  };
}

function bufferChannel({ buffers }: Frame) {
  const [nearest, farthest] = [buffers[0], buffers[buffers.length - 1]];
  const margin = 0.06 * (farthest - nearest);
  return {
    field: 'buffer',
    type: 'quantitative',
    scale: { domain: [nearest - margin, farthest + margin], nice: false, zero: false },
    axis: { title: 'buffer L_B  (sites)', values: buffers, format: '~r' },
  };
}

function distanceChannel({ buffers, offset }: Frame) {
  const distances = buffers.map((buffer) => buffer + offset);
  return {
    field: 'distance',
    type: 'quantitative',
    scale: { type: 'log', domain: [distances[0] / 1.08, distances[distances.length - 1] * 1.08], nice: false },
    axis: { title: 'distance from the block’s centre, L_B + b/2  (sites)', values: distances, format: '~r' },
  };
}

/** @param left values of `all` that are left out */
function captionOf(offset: number, { left, all, fitted }: { left: number; all: number; fitted: boolean }): string {
  const missing = left > 0 ? `${left} of ${all} values are within one error of zero and have no place on a logarithmic scale.` : '';
  return `Held-out information on a logarithmic scale against the buffer (above) and the distance L_B + ${significant(offset)} on a logarithmic scale, too (below)${fitted ? ', with the fitted laws of the table below. Solid curves are laws that describe the values about as well as the other one or better; dotted ones are excluded.' : '. Laws have two parameters, and are not drawn through two values.'} ${missing}`.trim();
}
