/** The figure of filters: one panel per temperature (rows) and buffer (columns). */
import { lengthWords } from '../../space/lengths.ts';
import type { PointSummary, Results } from '../../train/result/summary.ts';
import { slicesOf } from '../draw/block.ts';
import type { Figure } from '../draw/figure.ts';
import { filterPanels } from '../draw/filter_panels.ts';
import { gridOf } from '../draw/grid.ts';
import { concise, isNumber } from '../draw/numbers.ts';
import { picturesOf } from '../draw/states.ts';
import { modelOf, pointLabel } from './words.ts';

/** The filters of the best replicas, each divided by its largest |weight|; undefined where no filter is finite. */
export function filtersFigure({ summary }: Results): Figure | undefined {
  const { points, temperatures, buffers } = gridOf(summary.points);
  const drawable = points.filter(({ point }) => point.filters[point.best]?.flat(2).every(isNumber));
  if (drawable.length === 0) return undefined;
  const [{ point: first }] = drawable;
  const many = picturesWords(first);
  const signed = (first.states ?? 2) === 2;
  const bonds = modelOf(summary).support === 'bonds';
  const panels = drawable.map(({ point }) => ({
    row: pointLabel(summary, point.temperature),
    column: `buffer ${lengthWords(point.buffer)}`,
    components: picturesOf(point),
    caption: [isNumber(point.information.mean) ? concise(point.information) : 'not evaluated', point.filter],
  }));
  const spec = filterPanels(panels, {
    bonds,
    rows: temperatures.map((t) => pointLabel(summary, t)),
    columns: buffers.map((b) => `buffer ${b}`),
    title: 'Optimal filters',
    subtitle: [`best replica of each point, ${signed ? 'sign fixed, ' : ''}divided by the largest |weight|`, ...many, 'below: I(H:E) in nats, kind'],
    description: 'The best filter of every point, by temperature and buffer',
    legend: 'weight / max',
  });
  return {
    name: 'filters',
    title: 'Filters',
    caption: `The filter of the best replica at each temperature (rows) and buffer (columns), ${signed ? 'its overall sign, which is arbitrary, fixed, and ' : ''}divided by its largest |weight|; blue is positive, red negative${many.map((words) => `; ${words}`).join('')}. ${bonds ? 'Bars are the bonds between sites. ' : ''}Below each: the held-out information and the kind of filter. Where there is no information to find, the filter is noise.`,
    spec,
  };
}

/** What lies side by side in a panel. */
function picturesWords(point: PointSummary): string[] {
  const { components, states = 2, alphabet } = point;
  const slices = slicesOf(point.filters[point.best][0], point).length;
  return [
    ...(components > 1 ? [`${components} components side by side`] : []),
    ...(states > 2 ? [`the logits of the ${states} states of H side by side`] : []),
    ...(alphabet.kind === 'states' ? [`a picture for each of the states ${alphabet.values.join(', ')}, whose weights sum to zero at every site`] : []),
    ...(alphabet.kind === 'angles' ? ['weights of cosine and sine of a site side by side'] : []),
    ...(slices > 1 ? [`the ${slices} slices of the block side by side, from z = 0 on`] : []),
  ];
}
