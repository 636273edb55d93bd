/** Principal components of the filters: their shares, and the leading components as filters. */
import { type AnalysedPca, isAbsent, type StudyAnalysis } from '../../study/analyse/types.ts';
import type { OnEdges } from '../draw/edge_panels.ts';
import type { Figure } from '../draw/figure.ts';
import { barOf } from '../draw/marks.ts';
import { fixed } from '../draw/numbers.ts';
import { BLUE, INK, themed } from '../draw/theme.ts';
import { list } from '../draw/words.ts';
import { picturesIn, studyPanels } from './panels.ts';
import { suffix, symbolOf, valueLabel } from './words.ts';

const SIZE = { width: 300, height: 180 };
/** A pattern with a smaller cosine is not named. */
const ALIKE = 0.5;

/**
 * Shares of the second moment of all filters, and the leading components divided by their largest |weight|: two figures per
 * number of components.
 * @param onEdges of a study on the edges of a graph
 */
export function pcaFigures(analysis: StudyAnalysis, onEdges?: OnEdges): Figure[] {
  const { pca } = analysis;
  if (isAbsent(pca)) return [];
  return pca.rows.flatMap((row) => [spectrum(analysis, row), leading(analysis, row, onEdges)]);
}

const sources = ({ control }: StudyAnalysis, { filters, temperatures, buffers }: AnalysedPca) =>
  `${filters} filters with information, ${temperatures.length === 1 ? `of ${symbolOf(control)} = ${valueLabel(temperatures[0])}` : `of ${temperatures.length} ${control}s from ${symbolOf(control)} = ${valueLabel(temperatures[0])} to ${valueLabel(temperatures[temperatures.length - 1])}`} across ${buffers.length === 1 ? 'a buffer' : 'buffers'} of ${list(buffers.map(String))}`;

function spectrum(analysis: StudyAnalysis, row: AnalysedPca): Figure {
  const values = row.shares.map((estimate, i) => {
    const { mean: share, low, high } = barOf(estimate);
    return { rank: i + 1, share, low: Math.max(0, low), high };
  });
  const x = { field: 'rank', type: 'ordinal', axis: { title: 'principal component', labelAngle: 0 } };
  const y = {
    field: 'share',
    type: 'quantitative',
    scale: { domain: [0, Math.min(1.02, 1.1 * Math.max(...values.map(({ high }) => high)))], nice: false },
    axis: { title: 'share', format: '%', tickCount: 5 },
  };
  const spec = themed({
    title: { text: 'Principal components of the filters', subtitle: 'bars: one standard error over runs' },
    description: `Share of the second moment of all filters that each principal component explains: ${row.shares.map(({ mean }) => `${fixed(100 * mean, 1)} %`).join(', ')}`,
    ...SIZE,
    data: { values },
    layer: [
      { mark: { type: 'bar', color: BLUE, width: { band: 0.6 } }, encoding: { x, y } },
      { mark: { type: 'rule', color: INK, strokeWidth: 1.5 }, encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } } },
    ],
  });
  const { name, title } = suffix(analysis, row.components);
  return {
    name: `pca-shares${name}`,
    title: `Spectrum${title}`,
    caption: `Shares of the second moment of ${sources(analysis, row)}, each of length 1. Of degenerate components only the sum of shares has a meaning.`,
    spec,
  };
}

function leading(analysis: StudyAnalysis, row: AnalysedPca, onEdges?: OnEdges): Figure {
  const { side, bonds = false } = analysis.block;
  const label = (i: number) => `PC${i + 1}`;
  const width = side * (bonds ? 2 : 1);
  const spec = studyPanels(
    analysis.block,
    row.leading.map(({ filter, nearest }, i) => ({
      row: '',
      column: label(i),
      components: picturesIn(
        analysis.block,
        Array.from({ length: filter.length / width }, (_, y) => filter.slice(y * width, (y + 1) * width)),
      ),
      caption: [`${fixed(100 * row.shares[i].mean, 1)} %`, nearest.overlap < ALIKE ? 'no named pattern' : `${nearest.name} ${fixed(nearest.overlap, 2)}`],
    })),
    {
      rows: [''],
      columns: row.leading.map((_, i) => label(i)),
      title: 'Leading principal components',
      subtitle: ['divided by the largest |weight|; below: share, nearest pattern and cosine'],
      description: `The leading principal components of all filters: ${row.leading.map(({ nearest }, i) => `${label(i)} ${fixed(100 * row.shares[i].mean, 1)} %, ${nearest.overlap < ALIKE ? 'no named pattern' : `${nearest.name} ${fixed(nearest.overlap, 2)}`}`).join('; ')}`,
      legend: 'weight / max',
    },
    onEdges,
  );
  const { name, title } = suffix(analysis, row.components);
  return { name: `pca${name}`, title: `Leading components${title}`, caption: `The directions behind the largest shares, of ${sources(analysis, row)}.`, spec };
}
