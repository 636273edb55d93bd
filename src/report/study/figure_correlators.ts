/** The correlator of the trained coarse variable on a larger lattice, with the power law that gives its dimension. */
import { type AnalysedCorrelator, isAbsent, type StudyAnalysis } from '../../study/analyse/types.ts';
import type { Figure } from '../draw/figure.ts';
import { placeColour } from '../draw/marks.ts';
import { concise, isNumber } from '../draw/numbers.ts';
import { PLOT, rounded, themed } from '../draw/theme.ts';
import { componentsOf, filterLabel, placeLabel } from './words.ts';

const SIZE = { width: PLOT, height: 260 };

/** A correlator with the label of its series. */
interface Labelled {
  row: AnalysedCorrelator;
  place: string;
}

/** |C(r)| against the distance r in sites, both logarithmic; undefined where no value exceeds its error. */
export function correlatorFigure(analysis: StudyAnalysis): Figure | undefined {
  const { correlators } = analysis;
  if (!correlators || isAbsent(correlators)) return undefined;
  const labelled = correlators.rows.map((row) => ({ row, place: labelOf(analysis, row) }));
  const values = labelled.flatMap(valuesOf);
  if (values.length === 0) return undefined;
  const negative = values.some(({ sign }) => sign === 'negative');
  const spec = themed({
    title: { text: 'Correlator of the coarse variable', subtitle: 'bars: one standard error over chains; lines: power laws, where there is one' },
    description: `Correlator of the coarse field against distance, both logarithmic: ${labelled.map(({ row: { law, fit }, place }) => `${place}: ${law.verdict}${law.verdict === 'power law' && fit ? `, dimension ${concise(fit.dimension)}` : ''}`).join('; ')}`,
    ...SIZE,
    data: { values: [...values, ...labelled.flatMap(curveOf)] },
    layer: layersOf(
      labelled.map(({ place }) => place),
      negative,
    ),
  });
  return {
    name: 'correlators',
    title: 'Correlator and scaling dimension',
    caption:
      'The filter of the chosen run, or a pattern, applied everywhere on a lattice of its own, makes a coarse field; here is its connected correlator along the axes. Values within one error of zero have no place on a logarithmic scale. Exponents and dimensions are in the table.',
    spec,
  };
}

/** One record per distance at which |C| exceeds its error; others have no logarithm worth drawing. */
function valuesOf({ row, place }: Labelled) {
  return row.distances.flatMap((r, i) => {
    const { mean, error } = row.values[i];
    const reach = isNumber(error) ? error : 0;
    if (!(r > 0) || !isNumber(mean) || mean === 0 || Math.abs(mean) <= reach) return [];
    const size = Math.abs(mean);
    return [
      {
        what: 'value',
        place,
        r,
        mean: rounded(mean),
        size: rounded(size),
        low: rounded(size - reach),
        high: rounded(size + reach),
        sign: mean > 0 ? 'positive' : 'negative',
      },
    ];
  });
}

/** The fitted curve, where the correlator is a power law. */
function curveOf({ row: { law, fit }, place }: Labelled) {
  if (law.verdict !== 'power law' || !fit) return [];
  return fit.curve.flatMap(({ r, value }) => (value !== 0 && isNumber(value) ? [{ what: 'fit', place, r: rounded(r), size: rounded(Math.abs(value)) }] : []));
}

function layersOf(places: readonly string[], negative: boolean): object[] {
  const scale = { type: 'log', nice: false, padding: 12 };
  const x = { field: 'r', type: 'quantitative', scale, axis: { title: 'distance r  (sites)', tickCount: 6, format: '~r' } };
  const y = (field: string) => ({ field, type: 'quantitative', scale, axis: { title: '|C(r)|', tickCount: 6, format: '~g' } });
  const color = placeColour(places, { symbolOpacity: 1, labelLimit: 0 });
  const shape = {
    field: 'sign',
    type: 'nominal',
    scale: { domain: ['positive', 'negative'], range: ['circle', 'square'] },
    legend: negative ? { title: 'sign of C' } : null,
  };
  return [
    { transform: [{ filter: "datum.what === 'fit'" }], mark: { type: 'line', strokeWidth: 1.4 }, encoding: { x, y: y('size'), color } },
    { transform: [{ filter: "datum.what === 'value'" }], mark: { type: 'rule', strokeWidth: 1.5 }, encoding: { x, y: y('low'), y2: { field: 'high' }, color } },
    {
      transform: [{ filter: "datum.what === 'value'" }],
      mark: { type: 'point', filled: true, size: 32, opacity: 1 },
      encoding: { x, y: y('size'), color, shape },
    },
  ];
}

function labelOf(analysis: StudyAnalysis, row: AnalysedCorrelator): string {
  const { components, temperature, size } = row;
  const many = componentsOf(analysis).length > 1 ? `, ${components} comp.` : '';
  return `${placeLabel(analysis, temperature)}, ${filterLabel(row)}${many}, L = ${size}`;
}
