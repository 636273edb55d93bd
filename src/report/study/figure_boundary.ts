/** Boundaryness of the filters by temperature. */
import { modelNamed } from '../../model/models.ts';
import { type AnalysedBoundary, isAbsent, type StudyAnalysis } from '../../study/analyse/types.ts';
import { valuesInWords } from '../draw/alternative.ts';
import type { Figure } from '../draw/figure.ts';
import { barOf, bufferColour, rule, text } from '../draw/marks.ts';
import { isNumber, significant } from '../draw/numbers.ts';
import { type TemperatureAxis, temperatureAxis, temperatureChannel, transitionLayers } from '../draw/temperature_axis.ts';
import { GROUND, PLOT, rounded, themed } from '../draw/theme.ts';
import { lengthsIn, overWords } from '../draw/words.ts';
import { asTemperature, componentsOf, controlTitle, of, placeLabel, suffix, unique, valueLabel } from './words.ts';

/** At the right is the name of the line. */
const SIZE = { width: PLOT - 50, height: 230 };

type BoundaryPoint = AnalysedBoundary['points'][number];

/**
 * Mean |weight| on the boundary over that in the bulk, a ratio without unit, against temperature; one figure per number of
 * components, none where no point has information.
 */
export function boundaryFigures(analysis: StudyAnalysis): Figure[] {
  const { boundary } = analysis;
  if (isAbsent(boundary)) return [];
  return componentsOf(analysis).flatMap((components) => {
    const informative = new Set(of(analysis.points, components).flatMap((point) => (point.informative ? [placeOf(point)] : [])));
    const points = of(boundary.points, components).filter(({ boundaryness }) => isNumber(boundaryness.mean));
    if (!points.some((point) => informative.has(placeOf(point)))) return [];
    const { name, title } = suffix(analysis, components);
    return [
      {
        name: `boundaryness${name}`,
        title: `Boundaryness${title}`,
        caption: `Mean |weight| over the boundary of the block divided by that over its bulk, from all runs that found something; 1 for a uniform filter. Published ratios are of sums, ${significant(boundary.sumsPerMeans, 4)} times larger for this block. Open symbols: points without information, where filters are noise.`,
        spec: specOf(analysis, points, informative),
      },
    ];
  });
}

const placeOf = ({ temperature, buffer }: { temperature: number; buffer: number }) => `${temperature} ${buffer}`;
/** Infinity is a temperature, too: a difference would be NaN. */
const ascending = (a: number, b: number) => (a < b ? -1 : a > b ? 1 : 0);

function specOf(analysis: StudyAnalysis, points: readonly BoundaryPoint[], informative: ReadonlySet<string>) {
  const buffers = unique(points.map(({ buffer }) => buffer)).sort(ascending);
  const temperatures = unique(points.map(({ temperature }) => temperature))
    .sort(ascending)
    .map(asTemperature);
  const axis = temperatureAxis({ temperatures, buffers });
  const values = points.map(({ temperature, buffer, boundaryness }) => ({
    temperature: valueLabel(temperature),
    buffer,
    x: rounded(axis.place(asTemperature(temperature)) + (buffers.indexOf(buffer) - (buffers.length - 1) / 2) * axis.dodge),
    ...barOf(boundaryness),
    finite: temperature < Number.POSITIVE_INFINITY,
    informative: informative.has(placeOf({ temperature, buffer })),
  }));
  const x = temperatureChannel(axis, controlTitle(analysis));
  const y = { field: 'mean', type: 'quantitative', scale: { zero: true, nice: true }, axis: { title: 'boundaryness', tickCount: 6 } };
  const color = bufferColour(buffers, lengthsIn(analysis), { symbolType: 'circle', symbolOpacity: 1 });
  return themed({
    title: {
      text: 'Weight of the filters on the rim relative to the bulk',
      offset: 20,
      subtitle: 'mean |weight| on the boundary over that in the bulk; bars: one standard error over runs',
    },
    description: `Boundaryness of the filters${overWords(modelNamed(analysis.model).control, temperatures)}${buffers.length > 1 ? ', one series per buffer' : ''}: ${valuesInWords(
      points.map((point) => ({ place: `${placeLabel(analysis, point.temperature)}, buffer ${point.buffer}`, value: point.boundaryness })),
      '',
    )}`,
    ...SIZE,
    data: { values },
    layer: [
      rule({ y: { datum: 1 } }),
      text('uniform', { y: { datum: 1 }, x: { value: SIZE.width } }, { align: 'left', baseline: 'middle', dx: 4 }),
      ...transitionOf(analysis, axis),
      { transform: [{ filter: 'datum.finite && datum.informative' }], mark: { type: 'line', strokeWidth: 1.2, opacity: 0.6 }, encoding: { x, y, color } },
      { mark: { type: 'rule', strokeWidth: 1.5 }, encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color } },
      { transform: [{ filter: 'datum.informative' }], mark: { type: 'point', filled: true, size: 42, opacity: 1 }, encoding: { x, y, color } },
      {
        transform: [{ filter: '!datum.informative' }],
        mark: { type: 'point', fill: GROUND, size: 36, opacity: 1, strokeWidth: 1.4 },
        encoding: { x, y, color },
      },
    ],
  });
}

/** The temperature of the transition, if it is known and on the axis. */
function transitionOf({ transition }: StudyAnalysis, axis: TemperatureAxis): object[] {
  if (!transition || transition.value < axis.domain[0] || transition.value > axis.domain[1]) return [];
  return transitionLayers(axis, { value: transition.value, label: `${transition.label} = ${significant(transition.value, 4)}` }, SIZE.width);
}
