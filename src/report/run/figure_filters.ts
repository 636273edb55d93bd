/** The figure of filters: one panel per temperature (rows) and buffer (columns). */
import { ERRORS } from '../../analysis/curves/verdicts.ts';
import { LEAST_INFORMATION } from '../../analysis/filters/filter.ts';
import { blockCentre } from '../../space/graph/centre.ts';
import type { Graph } from '../../space/graph/graph.ts';
import { regionsAround } from '../../space/graph/regions.ts';
import { lengthWords } from '../../space/lengths.ts';
import type { PointSummary, Results, Summary } from '../../train/result/summary.ts';
import { slicesOf } from '../draw/block.ts';
import { edgePanels, type OnEdges } from '../draw/edge_panels.ts';
import type { Figure } from '../draw/figure.ts';
import { type FilterPanel, filterPanels } from '../draw/filter_panels.ts';
import { gridOf } from '../draw/grid.ts';
import { columnFormat, isNumber, significant } from '../draw/numbers.ts';
import type { PanelOptions } from '../draw/panel_frame.ts';
import { paled, picturesOf, valuesApart } from '../draw/pictures.ts';
import { placedOf } from '../draw/placed.ts';
import { positionPanels } from '../draw/position_panels.ts';
import { byWords } from '../draw/words.ts';
import { kindWithCosine } from './looks.ts';
import { valueNoun } from './places.ts';
import { modelOf, pointLabel } from './words.ts';

/** The filters of the best replicas, each divided by its largest |weight|; undefined where no filter is finite. */
export function filtersFigure({ summary }: Results): Figure | undefined {
  const { points, temperatures, buffers } = gridOf(summary.points);
  const drawable = points.filter(({ point }) => point.filters[point.best]?.flat(2).every(isNumber));
  if (drawable.length === 0) return undefined;
  const [{ point: first }] = drawable;
  const many = [...picturesWords(summary, first), ...placesWords(summary, first)];
  const signed = (first.states ?? 2) === 2;
  const bonds = modelOf(summary).support === 'bonds';
  const noise = drawable.some(({ point }) => point.filter === 'none');
  const nats = columnFormat(
    drawable.map(({ point }) => point.information),
    'brackets',
  );
  const panels = drawable.map(
    ({ point }): FilterPanel => ({
      row: pointLabel(summary, point.temperature),
      column: `buffer ${lengthWords(point.buffer)}`,
      ...(typeof point.buffer === 'number' ? { buffer: point.buffer } : {}),
      components: point.filter === 'none' ? paled(picturesOf(point)) : picturesOf(point),
      caption: [isNumber(point.information.mean) ? nats(point.information) : 'not evaluated', lookOf(point), ...scaleOf(point)],
    }),
  );
  const words: PanelOptions = {
    rows: temperatures.map((t) => pointLabel(summary, t)),
    columns: buffers.map((b) => `buffer ${b}`),
    title: 'Optimal filters',
    subtitle: [
      `best replica of each point, ${signed ? 'sign fixed, ' : ''}divided by the largest |weight|`,
      ...many,
      'below: I(H:E) in nats, kind',
      ...(noise ? [`pale: information below 3 errors or ${LEAST_INFORMATION} nats`] : []),
    ],
    description: `The best filter of every point${byWords({ temperature: temperatures, buffer: buffers })}: ${drawable.map(({ point }) => `${lookOf(point)} at ${pointLabel(summary, point.temperature)}, buffer ${lengthWords(point.buffer)}`).join('; ')}`,
    legend: 'weight / max',
  };
  const placed = placedOf(first, summary.config.sites);
  const onEdges = bonds ? edgesOf(summary.config) : undefined;
  const drawn = onEdges && edgePanels(panels, onEdges, words);
  const spec = drawn ?? (placed ? positionPanels(panels, placed, words) : filterPanels(panels, { ...words, bonds }));
  return {
    name: 'filters',
    title: 'Filters',
    caption: `The filter of the best replica at each temperature (rows) and buffer (columns), ${signed ? 'its overall sign, which is arbitrary, fixed, and ' : ''}divided by its largest |weight|; blue is positive, red negative${many.map((words) => `; ${words}`).join('')}. ${bonds && !drawn ? 'Bars are the bonds between sites. ' : ''}${unitWords(first)}Below each: the held-out information and the kind of filter, with its cosine where it is named after a pattern.${noise ? ` Where the information is less than 3 errors or ${LEAST_INFORMATION} nats the filter means nothing, and is drawn pale.` : ''}`,
    spec,
  };
}

/** The kind of a filter; 'noise', or 'too little' where there is some information but hardly any. */
function lookOf(point: PointSummary): string {
  const { mean, error } = point.information;
  if (point.filter === 'none') return mean > ERRORS * error ? 'too little' : 'noise';
  return kindWithCosine(point).replace('  ', ' ');
}

/** The graph of a run whose values are those of its edges, with the regions around the middle of its block. */
function edgesOf(config: Summary['config']): OnEdges | undefined {
  const { sites } = config;
  const graph = 'graph' in config ? (config.graph as Graph) : undefined;
  if (!graph || !sites) return undefined;
  return { graph, sites, regions: regionsAround(graph, blockCentre(graph, sites.block)).regions };
}

/** What lies side by side in a panel. */
function picturesWords({ config }: Pick<Summary, 'config'>, point: PointSummary): string[] {
  const { components, states = 2, alphabet } = point;
  const slices = slicesOf(point.filters[point.best][0], point).length;
  const values = valuesApart(point);
  return [
    ...(components > 1 ? [`${components} components side by side`] : []),
    ...(states > 2 ? [`the logits of the ${states} states of H one after another`] : []),
    ...(values > 1 ? [`a picture for each of the ${values} values of a ${valueNoun(config)}`] : []),
    ...(alphabet.kind === 'states'
      ? [`a picture for each of the states ${alphabet.values.join(', ')}, whose weights sum to zero at every ${valueNoun(config)}`]
      : []),
    ...(alphabet.kind === 'angles' ? ['the weights of the cosine and of the sine of the angles side by side'] : []),
    ...(slices > 1 ? [`the ${slices} slices of the block side by side, from z = 0 on`] : []),
  ];
}

/** Where sites are drawn that lie on no square lattice, and which are missing. */
function placesWords({ config }: Pick<Summary, 'config'>, { cell, blank }: PointSummary): string[] {
  const { sites } = config;
  return [
    ...(cell ? [`sites where they lie on the ${cell.name} lattice`] : []),
    ...(sites?.positions && valueNoun(config) === 'edge' ? ['edges where they lie'] : []),
    ...(sites?.positions && valueNoun(config) !== 'edge'
      ? [`${valueNoun(config)}s at their positions; grey: the environment${sites.edges ? ', lines: edges' : ''}`]
      : []),
    ...(blank ? [blank.length === 1 ? 'blank: the site without values' : `blank: the ${blank.length} sites without values`] : []),
  ];
}

/** The weight that a filter of numbers was divided by, in its unit. */
function scaleOf({ alphabet, filters, best }: PointSummary): string[] {
  if (alphabet.kind !== 'reals' && alphabet.kind !== 'counts') return [];
  const largest = Math.max(...filters[best].flat(2).map(Math.abs));
  return [`max ${significant(largest, 2)} ${alphabet.kind === 'reals' ? 'per unit of the data' : 'per mean count'}`];
}

/** What the weights of numbers multiply; empty for values that are no numbers. */
function unitWords({ alphabet }: PointSummary): string {
  if (alphabet.kind === 'reals') return 'Weights multiply the values of the file: they are per unit of the data. ';
  if (alphabet.kind === 'counts') return 'Weights multiply counts relative to their mean, n / mean - 1. ';
  return '';
}
