/** The filters of an ensemble in the plane of two given filters. */
import { type AnalysedProjection, isAbsent, type StudyAnalysis } from '../../study/analyse/types.ts';
import type { Figure } from '../draw/figure.ts';
import { fixed } from '../draw/numbers.ts';
import { BLUE, FAINT, rounded, themed, WEIGHTS } from '../draw/theme.ts';
import { list } from '../draw/words.ts';
import { of, placeLabel, suffix, unique } from './words.ts';

const SIDE = 130;
const COLUMNS = 2;
/** A density of fewer filters would show the cells and not the filters. */
const LEAST_DENSITY = 50;

/** Density of filters by their cosines with two axes; one figure per number of components, pair of axes and buffer. */
export function projectionFigures(analysis: StudyAnalysis): Figure[] {
  const { projections } = analysis;
  if (isAbsent(projections)) return [];
  return unique(projections.rows.map(({ components }) => components)).flatMap((components) => {
    const here = of(projections.rows, components);
    const pairs = unique(here.map(({ axes }) => axes.join(' and ')));
    return pairs.flatMap((pair) => {
      const ofPair = here.filter(({ axes }) => axes.join(' and ') === pair);
      return unique(ofPair.map(({ buffer }) => buffer)).map((one) =>
        figureOf(
          analysis,
          components,
          ofPair.filter(({ buffer }) => buffer === one),
        ),
      );
    });
  });
}

/** @param rows the temperatures of one pair of axes and one buffer */
function figureOf(analysis: StudyAnalysis, components: number, rows: readonly AnalysedProjection[]): Figure {
  const [{ axes, buffer }] = rows;
  const places = rows.map(({ temperature }) => placeLabel(analysis, temperature));
  const spec = themed({
    title: { text: `Filters in the plane of ${axes[0]} and ${axes[1]}`, subtitle: `all runs at buffer ${buffer}, of length 1; circle: wholly in the plane` },
    description: `Filters of all runs by their cosines with ${axes[0]} and ${axes[1]}: ${rows.map((row, i) => `${row.points} at ${places[i]}`).join(', ')}`,
    data: { values: rows.flatMap((row) => cellsOf(row, placeLabel(analysis, row.temperature))) },
    facet: { field: 'place', type: 'nominal', sort: places, title: null },
    columns: Math.min(COLUMNS, places.length),
    spacing: { row: 26, column: 22 },
    spec: { width: SIDE, height: SIDE, layer: layersOf(axes, !rows.every(few)) },
    resolve: { axis: { x: 'independent', y: 'independent' } },
  });
  const slug = axes.join('-').replace(/[^\w-]/g, '');
  const { name, title } = suffix(analysis, components);
  const [ofBuffer, atBuffer] = analysis.ensembleBuffers.length > 1 ? [`-buffer-${buffer}`, `, buffer ${buffer}`] : ['', ''];
  return {
    name: `projection-${slug}${name}${ofBuffer}`,
    title: `Filters on ${axes[0]} and ${axes[1]}${title}${atBuffer}`,
    caption: captionOf(rows),
    spec,
  };
}

/** Whether single filters are drawn. */
const few = ({ points }: AnalysedProjection) => points < LEAST_DENSITY;

/** One record per cell that holds filters; edges are cosines. */
function cellsOf({ cells, bins, points }: AnalysedProjection, place: string) {
  const most = Math.max(...cells.map(({ count }) => count));
  return cells.map(({ column, row, count }) => ({
    place,
    left: (2 * column) / bins - 1,
    right: (2 * (column + 1)) / bins - 1,
    below: (2 * row) / bins - 1,
    above: (2 * (row + 1)) / bins - 1,
    filters: count,
    ...(points < LEAST_DENSITY ? {} : { density: rounded(count / most) }),
  }));
}

/** The unit circle, and the cells: as points where there are few filters, else as a density. */
function layersOf(axes: AnalysedProjection['axes'], dense: boolean): object[] {
  const circle = Array.from({ length: 73 }, (_, i) => ({ i, u: Math.cos((Math.PI * i) / 36), v: Math.sin((Math.PI * i) / 36) }));
  const along = (title: string) => (field: string) => ({
    field,
    type: 'quantitative',
    scale: { domain: [-1.05, 1.05], nice: false },
    axis: { title, values: [-1, 0, 1] },
  });
  const [x, y] = axes.map(along);
  return [
    {
      data: { values: circle },
      mark: { type: 'line', strokeWidth: 1, color: FAINT, strokeDash: [3, 3] },
      encoding: { x: x('u'), y: y('v'), order: { field: 'i', type: 'quantitative' } },
    },
    {
      transform: [
        { filter: '!isValid(datum.density)' },
        { calculate: '(datum.left + datum.right) / 2', as: 'u' },
        { calculate: '(datum.below + datum.above) / 2', as: 'v' },
      ],
      mark: { type: 'point', filled: true, color: BLUE, opacity: 0.8 },
      encoding: {
        x: x('u'),
        y: y('v'),
        size: { field: 'filters', type: 'quantitative', scale: { domain: [0, LEAST_DENSITY], range: [0, 700] }, legend: null },
      },
    },
    ...(dense ? [densityLayer(x, y)] : []),
  ];
}

function densityLayer(x: (field: string) => object, y: (field: string) => object): object {
  return {
    transform: [{ filter: 'isValid(datum.density)' }],
    mark: { type: 'rect' },
    encoding: {
      x: x('left'),
      x2: { field: 'right' },
      y: y('below'),
      y2: { field: 'above' },
      color: {
        field: 'density',
        type: 'quantitative',
        scale: { domain: [0, 1], range: WEIGHTS.slice(1), interpolate: 'rgb' },
        legend: { title: 'filters, part of the densest cell', values: [0, 0.5, 1], gradientLength: 160, gradientThickness: 10, titleLimit: 0 },
      },
    },
  };
}

function captionOf(rows: readonly AnalysedProjection[]): string {
  const [{ axes, cosine }] = rows;
  const filters = list(unique(rows.map(({ points }) => String(points))));
  const skew = Math.abs(cosine) > 1e-6 ? ` The cosine of the two is ${fixed(cosine, 2)}: the second is what is left of it at right angles to the first.` : '';
  const drawn = rows.every(few)
    ? `each in the middle of its cell of 1/${rows[0].bins / 2}; larger points are several filters.`
    : 'relative to the densest cell of each panel; of fewer than 50 filters each is a point.';
  return `The filters of all runs that found something (${filters} filters) by their cosines with ${axes[0]} and ${axes[1]}, signs as training left them, ${drawn}${skew} A filter in the plane lies on the circle, one orthogonal to it at the centre.`;
}
