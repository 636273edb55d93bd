/** The tables of a study on its information as HTML; those on its filters are in filter_tables. */

import type { Decay } from '../../analysis/curves/decay.ts';
import type { RateFit } from '../../analysis/curves/fit.ts';
import type { Estimate } from '../../core/statistics.ts';
import { type AnalysedCorrelator, type AnalysedCurve, type AnalysedPoint, isAbsent, type StudyAnalysis } from '../../study/analyse/types.ts';
import { columnFormat, concise, fixed, inBits, isNumber, MISSING, plusMinus, significant } from '../draw/numbers.ts';
import { comparedWith } from '../published/compared.ts';
import { knownOfStudy } from '../published/known.ts';
import { type Column, htmlTable, placeColumns } from './columns.ts';
import { filterLabel, kindWithCosine, noneWords, partWords, symbolOf, temperaturesOf, valueLabel } from './words.ts';

/** All points: I(H:E) in nats and bits, known value, filter, verdict, and median and range of all runs in nats. */
export function resultsTable(analysis: StudyAnalysis): string {
  const known = (point: AnalysedPoint) => knownOfStudy(analysis, point);
  const compared = comparedWith(analysis.points.map(known));
  const difference = (point: AnalysedPoint) => compared.difference(known(point), point.information);
  const written = columnFormat(
    analysis.points.map(({ information }) => information),
    'plus-minus',
  );
  const inbits = columnFormat(
    analysis.points.map(({ information }) => inBits(information)),
    'plus-minus',
  );
  return htmlTable<AnalysedPoint>(
    [
      ...placeColumns<AnalysedPoint>(analysis, ['components', 'temperature', 'buffer']),
      { name: 'I(H:E)', unit: 'nats', cell: ({ information }) => written(information) },
      { name: 'I(H:E)', unit: 'bits', cell: ({ information }) => inbits(inBits(information)) },
      ...(analysis.points.some(known)
        ? [
            {
              name: compared.head,
              unit: 'nats',
              align: 'left',
              class: () => 'wrapped',
              cell: (point) => compared.value(known(point)),
            } satisfies Column<AnalysedPoint>,
          ]
        : []),
      ...(analysis.points.some((point) => difference(point) !== '') ? [{ name: compared.minus, unit: 'nats', cell: difference }] : []),
      { name: 'filter', align: 'left', cell: (point) => filterName(analysis, point) },
      { name: 'verdict', align: 'left', class: ({ verdict }) => `verdict ${verdict ?? ''}`, cell: ({ verdict }) => verdict ?? 'open' },
      { name: 'runs', unit: 'found / done', cell: ({ found, runs }) => `${found} / ${runs}` },
      { name: 'all runs', unit: 'nats, median and range', cell: spreadText },
    ],
    analysis.points,
  );
}

/** Kinds are of filters on sites; those on bonds are named after patterns. */
function filterName(analysis: StudyAnalysis, point: AnalysedPoint): string {
  const { block, patterns } = analysis;
  const { components, temperature, buffer, kind, informative } = point;
  if (!informative && kind) return noneWords(point).replace('; ', '  ');
  if (!block.bonds || isAbsent(patterns)) return kindWithCosine(analysis, point);
  const row = patterns.rows.find((other) => other.components === components && other.temperature === temperature && other.buffer === buffer);
  return row ? row.nearest.map(({ name }) => name).join(', ') : 'none';
}

function spreadText({ spread }: AnalysedPoint): string {
  return spread ? `${fixed(spread.median, 4)}  (${fixed(spread.least, 4)} … ${fixed(spread.most, 4)})` : MISSING;
}

const CHOICES: Record<Decay['choice'], string> = {
  zero: 'zero',
  constant: 'constant',
  exponential: 'exponential',
  power: 'power law',
  undecided: 'undecided',
  neither: 'neither law',
};

/** How the estimates of one column are written; rows without one have none. */
function columnOf<R>(rows: readonly R[], of: (row: R) => Estimate | undefined): (row: R) => string {
  const written = columnFormat(
    rows.flatMap((row) => of(row) ?? []),
    'plus-minus',
  );
  return (row) => {
    const estimate = of(row);
    return estimate ? written(estimate) : MISSING;
  };
}

/** ξ, unless its error leaves every length open, as where nothing decays. */
const lengthOf = (fit: Decay['exponential']) => (fit?.determined && fit.length.error < Math.abs(fit.length.mean) ? fit.length : undefined);

/** The law of a decay in words; if none describes the values, the closer one. */
function decayWord({ choice, better }: Decay): string {
  return choice === 'neither' && better ? `neither law, ${CHOICES[better]} nearer` : CHOICES[choice];
}

/**
 * Both laws of the decay with the buffer: ξ in sites, exponents υ of L_B + b/2 and of L_B, each with its χ²; empty where
 * there is no decay to fit.
 */
export function decayTable(analysis: StudyAnalysis): string {
  const { decays } = analysis;
  if (isAbsent(decays)) return '';
  type Row = (typeof decays.rows)[number];
  const found = (fit: RateFit | null) => (fit?.determined && isNumber(fit.rate.mean) ? fit : undefined);
  const rate = (of: (row: Row) => RateFit | null) => columnOf<Row>(decays.rows, (row) => found(of(row))?.rate);
  // Two points determine a law but cannot test it.
  const chi = (fit: RateFit | null) => {
    const { chi2 = 0, dof } = found(fit) ?? {};
    return dof === undefined ? MISSING : dof > 0 ? `${fixed(chi2, 1)} / ${dof}` : 'untested';
  };
  return htmlTable<Row>(
    [
      ...placeColumns<Row>(analysis, ['components', 'temperature']),
      { name: 'decay', align: 'left', cell: ({ centred }) => decayWord(centred) },
      { name: 'ξ', unit: 'sites', cell: columnOf<Row>(decays.rows, ({ centred }) => lengthOf(centred.exponential)) },
      { name: 'χ² / dof', unit: 'exponential', cell: ({ centred }) => chi(centred.exponential) },
      { name: 'υ', unit: 'of L_B + b/2', cell: rate(({ centred }) => centred.power) },
      { name: 'χ² / dof', unit: 'power law', cell: ({ centred }) => chi(centred.power) },
      { name: 'υ', unit: 'of L_B', cell: rate(({ published }) => published.power) },
      { name: 'χ² / dof', unit: 'power law', cell: ({ published }) => chi(published.power) },
      { name: 'buffers', align: 'left', cell: ({ centred }) => centred.used.join(', ') },
    ],
    decays.rows,
  );
}

/**
 * The curve over temperature at each buffer: largest I(H:E) in nats, the place where it falls most steeply, and the mean values
 * on both sides of a known transition.
 */
export function phaseTable(analysis: StudyAnalysis): string {
  type Row = AnalysedCurve;
  const column = (of: (row: Row) => Estimate | undefined) =>
    columnFormat(
      analysis.curves.flatMap((row) => of(row) ?? []),
      'plus-minus',
    );
  const largest = column(({ maximum }) => (isAbsent(maximum) ? undefined : maximum.value));
  const place = column(({ step }) => (isAbsent(step) || !step.inside ? undefined : step.position));
  const slope = column(({ step }) => (isAbsent(step) ? undefined : step.slope));
  const { transition } = analysis;
  const levels = analysis.curves.some(({ levels: both }) => !isAbsent(both));
  const where = transition ? `${transition.label} = ${significant(transition.value, 4)}` : '';
  const level = (side: 'below' | 'above'): Column<Row> => {
    const value = column(({ levels: both }) => (isAbsent(both) ? undefined : both[side].value));
    return {
      name: `mean ${side}`,
      unit: where,
      cell: ({ levels: both }) => (isAbsent(both) ? MISSING : `${value(both[side].value)}  ${both[side].p < 0.0027 ? 'not level' : ''}`.trimEnd()),
    };
  };
  // One value of the parameter is no curve.
  const one = temperaturesOf(analysis).length < 2;
  const ofCurve: Column<Row>[] = [
    {
      name: 'steepest at',
      unit: symbolOf(analysis.control),
      cell: ({ step }) => (isAbsent(step) ? MISSING : step.inside ? place(step.position) : `${significant(step.position.mean)}  at an end`),
    },
    { name: 'in an interval of', cell: ({ step }) => (isAbsent(step) ? MISSING : significant(step.resolution)) },
    { name: 'slope', unit: 'nats per unit', cell: ({ step }) => (isAbsent(step) ? MISSING : slope(step.slope)) },
    ...(levels ? [level('below'), level('above')] : []),
  ];
  const atMaximum: Column<Row> = {
    name: 'at',
    unit: symbolOf(analysis.control),
    cell: ({ maximum }) => (isAbsent(maximum) ? MISSING : valueLabel(maximum.x)),
  };
  return htmlTable<Row>(
    [
      ...placeColumns<Row>(analysis, ['components', 'buffer']),
      { name: one ? 'I(H:E)' : 'largest I', unit: 'nats', cell: ({ maximum }) => (isAbsent(maximum) ? MISSING : largest(maximum.value)) },
      ...(one ? [] : [atMaximum]),
      {
        name: 'of the ceiling',
        cell: ({ maximum }) => (isAbsent(maximum) ? MISSING : `${partWords(maximum)}  ${maximum.saturates ? 'full' : ''}`.trimEnd()),
      },
      ...(one ? [] : ofCurve),
    ],
    analysis.curves,
  );
}

/** Peaks of the boundaryness over temperature; empty where there are none. */
export function boundaryTable(analysis: StudyAnalysis): string {
  const { boundary } = analysis;
  if (isAbsent(boundary) || boundary.peaks.length === 0) return '';
  type Row = (typeof boundary.peaks)[number];
  const [place, height] = [({ peak }: Row) => peak.position, ({ peak }: Row) => peak.height].map((of) => columnFormat(boundary.peaks.map(of), 'plus-minus'));
  return htmlTable<Row>(
    [
      ...placeColumns<Row>(analysis, ['components', 'buffer']),
      { name: 'peak at', unit: symbolOf(analysis.control), cell: ({ peak }) => place(peak.position) },
      { name: 'resolution', cell: ({ peak }) => `± ${significant(peak.resolution)}` },
      { name: 'height', unit: 'ratio of means', cell: ({ peak }) => height(peak.height) },
      { name: 'above the ends', unit: 'std. errors', cell: ({ peak }) => fixed(peak.significance, 1) },
      { name: 'inside', align: 'left', cell: ({ peak }) => (peak.inside ? 'yes' : 'at an end of what was measured') },
    ],
    boundary.peaks,
  );
}

/** The number of components at which I(H:E) saturates, with the gains in nats; empty with one number of components only. */
export function saturationTable(analysis: StudyAnalysis): string {
  if (isAbsent(analysis.saturation)) return '';
  type Row = (typeof analysis.saturation.rows)[number];
  return htmlTable<Row>(
    [
      ...placeColumns<Row>(analysis, ['temperature', 'buffer']),
      { name: 'saturates with', unit: 'components', cell: ({ saturation }) => `${saturation.components}  ${saturation.seen ? '' : 'or more'}`.trimEnd() },
      {
        name: 'gains',
        unit: 'nats',
        align: 'left',
        cell: ({ saturation }) => saturation.gains.map(({ from, to, gain }) => `${from} to ${to}: ${concise(gain)}`).join(', '),
      },
      { name: 'fewest over most', cell: columnOf<Row>(analysis.saturation.rows, ({ saturation }) => saturation.ratio) },
    ],
    analysis.saturation.rows,
  );
}

/** Fitted exponents 2 Δ and scaling dimensions Δ of correlators, with the window in sites; empty where no correlator was measured. */
export function correlatorTable(analysis: StudyAnalysis): string {
  const { correlators } = analysis;
  if (!correlators || isAbsent(correlators)) return '';
  type Row = AnalysedCorrelator;
  const fitted = (of: (fit: NonNullable<Row['fit']>) => Estimate) =>
    columnOf<Row>(correlators.rows, ({ fit, law }) => (fit && law.verdict !== 'not a power law' ? of(fit) : undefined));
  return htmlTable<Row>(
    [
      ...placeColumns<Row>(analysis, ['components', 'temperature']),
      { name: 'filter', align: 'left', cell: filterLabel },
      { name: 'L', unit: 'sites', cell: ({ size }) => String(size) },
      { name: 'window', unit: 'sites', cell: ({ fit }) => (fit ? `${fit.from} … ${fit.to}` : MISSING) },
      { name: 'law', align: 'left', cell: ({ law }) => law.verdict },
      { name: 'exponent', unit: '2 Δ', cell: fitted(({ exponent }) => exponent) },
      { name: 'dimension', unit: 'Δ', cell: fitted(({ dimension }) => dimension) },
      { name: 'expected', align: 'left', cell: ({ expected }) => (expected ? `${significant(expected.dimension, 4)}  ${expected.label}` : '') },
      {
        name: 'why',
        align: 'left',
        class: () => 'wrapped words',
        cell: ({ law: { reason, later } }) => (later ? `${reason}; from ${later.from} sites on Δ = ${plusMinus(later.dimension)}` : reason),
      },
    ],
    correlators.rows,
  );
}
