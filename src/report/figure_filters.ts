/** The figure of filters: one heat map per temperature (rows) and buffer (columns). */
import { gauge, normalise } from '../analysis/filters.ts';
import type { Results } from '../train/summary.ts';
import type { Figure } from './figures.ts';
import { gridOf } from './grid.ts';
import { concise, isNumber, temperatureLabel } from './numbers.ts';
import { INK, rounded, themed } from './theme.ts';

/** Width that a row of heat maps may take, and the sides a single one may have; pixels. */
const ROW = 760;
const SIDE = { least: 64, most: 104 };

export function filtersFigure({ summary }: Results): Figure | undefined {
  const { points, temperatures, buffers } = gridOf(summary.points);
  const drawable = points.filter(({ point }) => point.filters[point.best]?.flat(2).every(isNumber));
  if (drawable.length === 0) return undefined;
  const { components, filters, best } = drawable[0].point;
  const [height, width] = [filters[best][0].length, filters[best][0][0].length];
  // Components of one filter lie side by side with a blank column between.
  const columns = components * (width + 1) - 1;
  const side = Math.max(SIDE.least, Math.min(SIDE.most, ROW / buffers.length / components - 16));
  const site = Math.max(3, Math.floor(side / Math.max(width, height)));

  const values = drawable.flatMap(({ point }) => {
    const caption = [isNumber(point.information.mean) ? concise(point.information) : 'not evaluated', point.filter];
    return point.filters[point.best].flatMap((component, c) =>
      normalise(gauge(component, point.coupling)).flatMap((row, y) =>
        row.map((weight, x) => ({
          temperature: temperatureLabel(point.temperature),
          buffer: point.buffer,
          row: y,
          column: c * (width + 1) + x,
          weight: rounded(weight),
          ...(c === 0 && y === 0 && x === 0 ? { caption } : {}),
        })),
      ),
    );
  });
  const indices = (count: number) => Array.from({ length: count }, (_, i) => i);
  const many = components > 1 ? `, ${components} components side by side` : '';
  const spec = themed({
    title: { text: 'Optimal filters', subtitle: `best replica of each point, sign fixed, divided by the largest |weight|${many}; below: I(H:E) in nats, kind` },
    description: 'Heat maps of the best filter of every point, by temperature and buffer',
    data: { values },
    transform: [
      { calculate: "'T = ' + datum.temperature", as: 'place' },
      { calculate: "'buffer ' + datum.buffer", as: 'distance' },
    ],
    facet: {
      row: { field: 'place', type: 'nominal', sort: temperatures.map((t) => `T = ${temperatureLabel(t)}`), header: null },
      column: { field: 'distance', type: 'nominal', sort: buffers.map((b) => `buffer ${b}`), title: null, header: { labelPadding: 6 } },
    },
    spacing: { row: 20, column: 18 },
    // The first column is wider by the labels of the rows.
    align: { row: 'all', column: 'each' },
    spec: {
      width: columns * site,
      height: height * site,
      layer: [
        {
          mark: { type: 'rect', stroke: '#ffffff', strokeWidth: 0.5 },
          encoding: {
            x: { field: 'column', type: 'ordinal', scale: { domain: indices(columns), padding: 0 }, axis: null },
            y: { field: 'row', type: 'ordinal', scale: { domain: indices(height), padding: 0 }, axis: null },
            color: {
              field: 'weight',
              type: 'quantitative',
              scale: { scheme: 'redblue', domain: [-1, 1], domainMid: 0 },
              legend: { title: 'weight / max', values: [-1, 0, 1], gradientLength: Math.max(80, height * site) },
            },
          },
        },
        {
          transform: [{ filter: 'isValid(datum.caption)' }],
          mark: { type: 'text', baseline: 'top', fontSize: 10.5, lineHeight: 13, color: INK },
          encoding: { text: { field: 'caption' }, x: { value: (columns * site) / 2 }, y: { value: height * site + 5 } },
        },
        {
          // Row labels as marks: those of facet headers do not line up where text cannot be measured.
          transform: [{ filter: `isValid(datum.caption) && datum.buffer === ${buffers[0]}` }],
          mark: { type: 'text', align: 'right', baseline: 'middle', fontSize: 12, color: INK },
          encoding: { text: { field: 'place' }, x: { value: -12 }, y: { value: (height * site) / 2 } },
        },
      ],
    },
  });
  return {
    name: 'filters',
    title: 'Filters',
    caption: `The filter of the best replica at each temperature (rows) and buffer (columns), its free overall sign fixed and divided by its largest |weight|; blue is positive, red negative${many}. Below each: the held-out information and the kind of filter. Where there is no information to find, the filter is what chance left.`,
    spec,
  };
}
