/** Tables of a study, as heads and rows of text. */
import type { Decay } from '../../analysis/decay.ts';
import type { RateFit } from '../../analysis/fit.ts';
import { type AnalysedPoint, isAbsent, type StudyAnalysis } from '../../study/analyse_types.ts';
import { fixed, inBits, isNumber, MISSING, plusMinus, significant } from '../numbers.ts';
import { tableHtml } from '../page.ts';
import { componentsOf, symbolOf, valueLabel } from './words.ts';

interface Column<R> {
  name: string;
  unit?: string;
  align?: 'left' | 'right';
  class?: (row: R) => string;
  cell: (row: R) => string;
}

export function tableOf<R>(columns: readonly Column<R>[], rows: readonly R[]): string {
  const cells = rows.map((row) => columns.map(({ cell, align = 'right', class: named }) => ({ text: cell(row), align, class: named?.(row) ?? '' })));
  return tableHtml(
    columns.map(({ name, unit = '' }) => ({ name, unit })),
    cells,
  );
}

/** Columns that say where a row belongs; components only where there are several numbers of them. */
export function placeColumns<R extends { components?: number; temperature?: number; buffer?: number }>(
  analysis: StudyAnalysis,
  which: readonly ('components' | 'temperature' | 'buffer')[],
): Column<R>[] {
  const all: Record<(typeof which)[number], Column<R>> = {
    components: { name: 'components', cell: ({ components }) => String(components) },
    temperature: {
      name: symbolOf(analysis.control),
      unit: analysis.control === 'rate' ? '' : 'J/k_B',
      cell: ({ temperature }) => valueLabel(temperature ?? Number.NaN),
    },
    buffer: { name: 'buffer', unit: 'sites', cell: ({ buffer }) => String(buffer) },
  };
  return which.filter((name) => name !== 'components' || componentsOf(analysis).length > 1).map((name) => all[name]);
}

export function resultsTable(analysis: StudyAnalysis): string {
  return tableOf<AnalysedPoint>(
    [
      ...placeColumns<AnalysedPoint>(analysis, ['components', 'temperature', 'buffer']),
      { name: 'I(H:E)', unit: 'nats', cell: ({ information }) => plusMinus(information) },
      { name: 'I(H:E)', unit: 'bits', cell: ({ information }) => plusMinus(inBits(information)) },
      { name: 'known', unit: 'nats', align: 'left', class: () => 'wrapped', cell: ({ known }) => (known ? `${fixed(known.value, 4)}  ${known.label}` : '') },
      { name: 'filter', align: 'left', cell: ({ kind }) => kind ?? '' },
      { name: 'verdict', align: 'left', class: ({ verdict }) => `verdict ${verdict ?? ''}`, cell: ({ verdict }) => verdict ?? 'open' },
      { name: 'runs', unit: 'found / done', cell: ({ found, runs }) => `${found} / ${runs}` },
      { name: 'all runs', unit: 'nats, median and range', cell: spreadText },
    ],
    analysis.points,
  );
}

function spreadText({ spread }: AnalysedPoint): string {
  return spread ? `${fixed(spread.median, 4)}  ${fixed(spread.least, 4)} … ${fixed(spread.most, 4)}` : MISSING;
}

const CHOICES: Record<Decay['choice'], string> = {
  zero: 'zero',
  constant: 'constant',
  exponential: 'exponential',
  power: 'power law',
  undecided: 'either law',
  neither: 'neither law',
};

export function decayWord({ choice, better }: Decay): string {
  return choice === 'neither' && better ? `neither law, ${CHOICES[better]} nearer` : CHOICES[choice];
}

export function decayTable(analysis: StudyAnalysis): string {
  const { decays } = analysis;
  if (isAbsent(decays)) return '';
  type Row = (typeof decays.rows)[number];
  const law = (fit: RateFit | null, value: (fit: RateFit) => string) => (fit?.determined && isNumber(fit.rate.mean) ? value(fit) : MISSING);
  const chi = (fit: RateFit | null) => law(fit, ({ chi2, dof }) => `${significant(chi2, 3)} / ${dof}`);
  return tableOf<Row>(
    [
      ...placeColumns<Row>(analysis, ['components', 'temperature']),
      { name: 'decay', align: 'left', cell: ({ centred }) => decayWord(centred) },
      { name: 'ξ', unit: 'sites', cell: ({ centred }) => (centred.exponential?.determined ? plusMinus(centred.exponential.length) : MISSING) },
      { name: 'χ² / dof', unit: 'exponential', cell: ({ centred }) => chi(centred.exponential) },
      { name: 'υ', unit: 'of L_B + b/2', cell: ({ centred }) => law(centred.power, ({ rate }) => plusMinus(rate)) },
      { name: 'χ² / dof', unit: 'power law', cell: ({ centred }) => chi(centred.power) },
      { name: 'υ', unit: 'of L_B', cell: ({ published }) => law(published.power, ({ rate }) => plusMinus(rate)) },
      { name: 'χ² / dof', unit: 'power law', cell: ({ published }) => chi(published.power) },
      { name: 'buffers', align: 'left', cell: ({ centred }) => centred.used.join(', ') },
    ],
    decays.rows,
  );
}
