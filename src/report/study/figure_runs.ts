/** The information that each run of a point found, beside that of the chosen one. */
import type { AnalysedPoint, Spread, StudyAnalysis } from '../../study/analyse/types.ts';
import type { StudyData } from '../../study/cells/data.ts';
import { valuesInWords } from '../draw/alternative.ts';
import type { Figure } from '../draw/figure.ts';
import { bufferColour } from '../draw/marks.ts';
import { isNumber } from '../draw/numbers.ts';
import { GROUND, PLOT, rounded, themed } from '../draw/theme.ts';
import { byWords, type LengthNoun, lengthsIn } from '../draw/words.ts';
import { componentsOf, controlTitle, of, placeLabel, suffix, unique, valueLabel } from './words.ts';

const HEIGHT = 260;
/** Width of one point's column of marks. */
const COLUMN = 11;
/** Up to this many runs each is drawn. */
const MOST_DRAWN = 30;

type SpreadPoint = AnalysedPoint & { spread: Spread };

/**
 * I(H:E) in nats of all runs by temperature and buffer: range, quartiles and the chosen run; one figure per number of
 * components, none of studies with one run per point.
 */
export function runsFigures(data: StudyData, analysis: StudyAnalysis): Figure[] {
  if (data.axes.run.length < 2) return [];
  return componentsOf(analysis).flatMap((components, c) => {
    const points = of(analysis.points, components).flatMap(({ spread, ...point }) => (spread ? [{ ...point, spread }] : []));
    if (points.length === 0) return [];
    const singles = data.axes.run.length > MOST_DRAWN ? [] : singlesOf(data, c);
    const { name, title } = suffix(analysis, components);
    return [
      {
        name: `runs${name}`,
        title: `All runs${title}`,
        caption: `Held-out information of every run that found something${singles.length === 0 ? ' (its range and quartiles)' : ''}; diamonds are the runs that validation chose, whose values are reported. Runs that differ by more than their errors ended in different optima, or had not converged.`,
        spec: specOf(analysis, points, singles),
      },
    ];
  });
}

/** One record per run that found something, at the c-th number of components. */
function singlesOf({ axes, information, status }: StudyData, c: number) {
  return axes.temperature.flatMap((temperature, t) =>
    axes.buffer.flatMap((buffer, b) =>
      information[c][t][b].flatMap((value, run) =>
        status[c][t][b][run] === 'ok' && isNumber(value) ? [{ what: 'run', place: valueLabel(temperature), buffer, run, value: rounded(value) }] : [],
      ),
    ),
  );
}

function boxOf({ temperature, buffer, spread, information }: SpreadPoint) {
  return {
    what: 'box',
    place: valueLabel(temperature),
    buffer,
    least: rounded(spread.least),
    lower: rounded(spread.lower),
    median: rounded(spread.median),
    upper: rounded(spread.upper),
    most: rounded(spread.most),
    ...(isNumber(information.mean) ? { chosen: rounded(information.mean) } : {}),
  };
}

function specOf(analysis: StudyAnalysis, points: readonly SpreadPoint[], singles: ReturnType<typeof singlesOf>) {
  const labels = unique(points.map(({ temperature }) => temperature)).map(valueLabel);
  const buffers = unique(points.map(({ buffer }) => buffer)).sort((a, b) => a - b);
  return themed({
    title: { text: 'All runs', subtitle: 'lines: range and quartiles of the runs that found something; dots: runs; diamonds: the chosen one' },
    description: `Distribution of the information over runs${byWords({ [analysis.control]: labels, buffer: buffers })}; chosen runs: ${valuesInWords(points.map((point) => ({ place: `${placeLabel(analysis, point.temperature)}, buffer ${point.buffer}`, value: point.information })))}`,
    width: Math.max(PLOT, Math.min(720, labels.length * buffers.length * COLUMN * 1.35)),
    height: HEIGHT,
    data: { values: [...points.map(boxOf), ...singles] },
    layer: layersOf(points, { labels, buffers, unit: lengthsIn(analysis), title: controlTitle(analysis) }),
  });
}

interface Frame {
  labels: string[];
  buffers: number[];
  /** What buffers are counted in. */
  unit: LengthNoun;
  title: string;
}

function layersOf(points: readonly SpreadPoint[], { labels, buffers, unit, title }: Frame): object[] {
  const x = {
    field: 'place',
    type: 'ordinal',
    sort: labels,
    scale: { domain: labels, paddingInner: 0.25 },
    axis: { title, labelAngle: 0, labelOverlap: 'greedy' },
  };
  const xOffset = { field: 'buffer', type: 'ordinal', scale: { domain: buffers, paddingOuter: 0.2 } };
  const ends = points.flatMap(({ spread }) => [spread.least, spread.most]);
  const top = 1.06 * Math.max(0.01, ...ends);
  const bottom = Math.min(0, ...ends) - 0.03 * top;
  const y = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { domain: [bottom, top], nice: false },
    axis: { title: 'I(H:E), held out  (nats)', tickCount: 6 },
  });
  const color = bufferColour(buffers, unit, { symbolType: 'circle', symbolOpacity: 1 });
  const layer = (filter: string, mark: object, encoding: object) => ({ transform: [{ filter }], mark, encoding: { x, xOffset, color, ...encoding } });
  const box = "datum.what === 'box'";
  return [
    layer(box, { type: 'rule', strokeWidth: 1 }, { y: y('least'), y2: { field: 'most' } }),
    layer(box, { type: 'rule', strokeWidth: 4, opacity: 0.45 }, { y: y('lower'), y2: { field: 'upper' } }),
    layer("datum.what === 'run'", { type: 'point', filled: true, size: 14, opacity: 0.7 }, { y: y('value') }),
    layer(
      `${box} && isValid(datum.chosen)`,
      { type: 'point', shape: 'diamond', filled: true, size: 60, opacity: 1, stroke: GROUND, strokeWidth: 0.7 },
      { y: y('chosen') },
    ),
  ];
}
