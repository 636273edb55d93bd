/** The tables of a study on its filters as HTML: patterns, symmetries, principal components. */
import { type AnalysedSymmetry, isAbsent, type StudyAnalysis } from '../../study/analyse/types.ts';
import { columnFormat, fixed, plusMinus } from '../draw/numbers.ts';
import { type Column, htmlTable, placeColumns } from './columns.ts';

/** Cosines between filters and named patterns, from 0 to 1; empty where no filter carries information. */
export function patternTable(analysis: StudyAnalysis): string {
  const { patterns } = analysis;
  if (isAbsent(patterns)) return '';
  type Row = (typeof patterns.rows)[number];
  const names = patterns.rows[0].overlaps.map(({ name }) => name);
  return htmlTable<Row>(
    [
      ...placeColumns<Row>(analysis, ['components', 'temperature', 'buffer']),
      {
        name: 'nearest',
        unit: 'to each component',
        align: 'left',
        cell: ({ nearest }) => nearest.map(({ name, overlap }) => `${name} ${fixed(overlap, 2)}`).join(', '),
      },
      ...names.map((name, i): Column<Row> => {
        const mean = columnFormat(
          patterns.rows.map(({ overlaps }) => overlaps[i].mean),
          'brackets',
        );
        return {
          name,
          unit: 'chosen; mean of runs',
          cell: ({ overlaps }) => `${fixed(overlaps[i].best, 2)};  ${mean(overlaps[i].mean)}`,
        };
      }),
    ],
    patterns.rows,
  );
}

/** The group that each ensemble represents, and whether it is broken; empty where none was computed. */
export function symmetryTable(analysis: StudyAnalysis): string {
  type Row = StudyAnalysis['symmetries'][number];
  if (analysis.symmetries.every(({ found }) => isAbsent(found))) return '';
  return htmlTable<Row>(
    [
      ...placeColumns<Row>(analysis, ['components', 'temperature', 'buffer']),
      { name: 'runs', cell: ({ found }) => (isAbsent(found) ? '' : String(found.runs)) },
      { name: 'group', align: 'left', cell: ({ found }) => (isAbsent(found) ? '' : found.verdict === 'finite' ? found.group : found.verdict) },
      {
        name: 'optima',
        unit: 'runs in each',
        align: 'left',
        class: () => 'wrapped',
        cell: ({ found }) => (isAbsent(found) ? '' : populationText(found.populations)),
      },
      {
        name: 'broken',
        unit: 'p of equal runs, equal I',
        align: 'left',
        cell: ({ found }) => (isAbsent(found) || found.verdict !== 'finite' ? '' : brokenText(found)),
      },
      {
        name: 'continuous rotation',
        align: 'left',
        class: () => 'wrapped',
        cell: ({ found }) => (isAbsent(found) ? '' : (found.rotation?.verdict ?? 'too few runs')),
      },
      { name: 'in words', align: 'left', class: () => 'wrapped words', cell: ({ found }) => (isAbsent(found) ? found.absent : found.text.join(' ')) },
    ],
    analysis.symmetries,
  );
}

function brokenText({ broken, p, informationP }: AnalysedSymmetry): string {
  return broken === null ? 'too few runs' : `${broken ? 'yes' : 'no'}  ${probability(p)}, ${probability(informationP)}`;
}

/** The number of optima and the runs of the first eight. */
function populationText(populations: readonly number[]): string {
  const shown = populations.slice(0, 8).join(', ');
  return populations.length === 0 ? 'none' : `${populations.length}:  ${shown}${populations.length > 8 ? ', …' : ''}`;
}

const probability = (p: number) => (p < 0.01 ? p.toExponential(0) : fixed(p, 2));

/** Shares of the principal components in per cent; empty where there are too few filters. */
export function pcaTable(analysis: StudyAnalysis): string {
  if (isAbsent(analysis.pca)) return '';
  const rows = analysis.pca.rows.flatMap(({ components, shares, leading }) =>
    shares.map((share, i) => ({ components, rank: i + 1, share, nearest: leading[i]?.nearest })),
  );
  return htmlTable<(typeof rows)[number]>(
    [
      ...placeColumns<(typeof rows)[number]>(analysis, ['components']),
      { name: 'principal component', cell: ({ rank }) => String(rank) },
      { name: 'share', unit: '%', cell: ({ share }) => plusMinus({ mean: 100 * share.mean, error: 100 * share.error }) },
      { name: 'nearest', align: 'left', cell: ({ nearest }) => (nearest ? `${nearest.name} ${fixed(nearest.overlap, 2)}` : '') },
    ],
    rows,
  );
}
