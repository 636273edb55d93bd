/** The filters of the chosen runs, with their components in one order and with one choice of signs. */
import type { Weights } from '../../analysis/filters/filter.ts';
import { flatComponents, unit } from '../../analysis/filters/vectors.ts';
import { alignEnsemble, canonical } from '../../analysis/symmetry/gauge_order.ts';
import { type AnalysedPoint, isAbsent, type StudyAnalysis } from '../../study/analyse/types.ts';
import type { StudyData } from '../../study/cells/data.ts';
import type { OnEdges } from '../draw/edge_panels.ts';
import type { Figure } from '../draw/figure.ts';
import { columnFormat, fixed, isNumber } from '../draw/numbers.ts';
import { type Picture, paled } from '../draw/pictures.ts';
import { byWords } from '../draw/words.ts';
import { picturesIn, studyPanels } from './panels.ts';
import { bufferLabel, componentsOf, kindWithCosine, noneWords, placeLabel, suffix, unique } from './words.ts';

/** Most components that are aligned: the work grows as 2 to their number. */
const MOST_ALIGNED = 8;

interface Drawn {
  point: AnalysedPoint;
  filter: Weights[];
}

/**
 * The filter of the chosen run of every point, divided by its largest |weight|; one figure per number of components, none
 * without a finite filter.
 * @param onEdges of a study on the edges of a graph
 */
export function filterFigures(data: StudyData, analysis: StudyAnalysis, onEdges?: OnEdges): Figure[] {
  return componentsOf(analysis).flatMap((components, c) => {
    const drawn = data.axes.temperature.flatMap((_, t) =>
      data.axes.buffer.flatMap((_, b): Drawn[] => {
        const { best } = data.points[c][t][b];
        const filter = best === undefined ? undefined : data.filters[c][t][b][best];
        if (!filter?.flat(2).every(isNumber)) return [];
        const point = analysis.points[(c * data.axes.temperature.length + t) * data.axes.buffer.length + b];
        // The logits of a variable with more than two states have no arbitrary sign.
        return [{ point, filter: data.coarse.states > 2 ? filter : canonical(filter, analysis.block.cell ? 1 : data.setting.coupling) }];
      }),
    );
    if (drawn.length === 0) return [];
    const { name, title } = suffix(analysis, components);
    const many = components > 1 ? `, ${components} components side by side` : '';
    const bonds = analysis.block.bonds === true;
    const rows = unique(drawn.map(({ point }) => placeLabel(analysis, point.temperature)));
    const columns = unique(drawn.map(({ point }) => point.buffer)).sort((a, b) => a - b);
    const logits = analysis.coarse.states > 2;
    const noise = drawn.some(({ point }) => !point.informative);
    const pictures = (all: Picture[], { informative }: AnalysedPoint) => (informative ? all : paled(all));
    const written = columnFormat(
      drawn.map(({ point }) => point.information),
      'brackets',
    );
    const spec = studyPanels(
      analysis.block,
      (logits ? drawn : aligned(drawn)).map(({ point, filter }) => ({
        row: placeLabel(analysis, point.temperature),
        column: bufferLabel(point.buffer),
        buffer: point.buffer,
        components: pictures(
          filter.flatMap((component) => picturesIn(analysis.block, component)),
          point,
        ),
        caption: [isNumber(point.information.mean) ? written(point.information) : 'not evaluated', ...looks(analysis, point)],
      })),
      {
        rows,
        columns: columns.map(bufferLabel),
        title: 'Optimal filters',
        subtitle: [
          `chosen run of each point, divided by the largest |weight|${many}`,
          `below: I(H:E) in nats, ${bonds ? 'nearest pattern and cosine' : 'kind'}`,
          ...(noise ? ['pale: noise, the chosen run found no information'] : []),
        ],
        description: `The filter of the chosen run of every point${byWords({ [analysis.control]: rows, buffer: columns })}: ${drawn.map(({ point }) => `${looks(analysis, point).join(', ')} at ${placeLabel(analysis, point.temperature)}, buffer ${point.buffer}`).join('; ')}`,
        legend: 'weight / max',
      },
      onEdges,
    );
    const what = bonds ? 'Bars lie on the bonds of the lattice, dots are its sites; the bonds that leave the block to the right and below belong to it. ' : '';
    const caption =
      `The filter of the run that validation chose at each point; blue is positive, red negative${many}. The signs and the order of components are arbitrary; those shown make the panels most alike. ${what}Below each: the held-out information, and ${bonds ? 'the named pattern each component is nearest to with the cosine between them' : 'the kind of filter'}. ${noise ? 'Where the chosen run found no information the filter is noise, and is drawn pale.' : ''}`.trim();
    return [{ name: `filters${name}`, title: `Filters${title}`, caption, spec }];
  });
}

/** For filters on bonds the patterns nearest to the components; for filters on sites, which are close to several patterns, the kind. */
function looks(analysis: StudyAnalysis, point: AnalysedPoint): string[] {
  const { block, patterns } = analysis;
  if (!point.informative) return noneWords(point).split('; ');
  if (!block.bonds) return [kindWithCosine(analysis, point).replace('  ', ' ')];
  const row = isAbsent(patterns)
    ? undefined
    : patterns.rows.find(
        ({ components, temperature, buffer }) => components === point.components && temperature === point.temperature && buffer === point.buffer,
      );
  return [row ? row.nearest.map(({ name, overlap }) => `${name} ${fixed(overlap, 2)}`).join(', ') : (point.kind ?? '')];
}

/** Brings the components of all filters to one order and choice of signs; a single component keeps the sign that `canonical` gives. */
function aligned(drawn: Drawn[]): Drawn[] {
  const { length } = drawn[0].filter;
  if (length === 1 || length > MOST_ALIGNED) return drawn;
  const { gauges } = alignEnsemble(drawn.map(({ filter }) => flatComponents(filter).map(unit)));
  return drawn.map(({ point, filter }, i) => ({
    point,
    filter: gauges[i].order.map((from, k) => filter[from].map((row) => row.map((w) => (gauges[i].signs[k] < 0 ? 0 - w : w)))),
  }));
}
