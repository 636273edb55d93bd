/** Eigenvalues of the matrices of correlators against the distance. */
import { isAbsent, type StudyAnalysis } from '../../study/analyse/types.ts';
import type { Figure } from '../draw/figure.ts';
import { placeColour } from '../draw/marks.ts';
import { isNumber } from '../draw/numbers.ts';
import { PLOT, rounded, themed } from '../draw/theme.ts';
import { tableLabel } from './operators_text.ts';

const SIZE = { width: PLOT, height: 260 };

/** λ_i(r), both axes logarithmic; undefined where none exceeds its error. */
export function operatorsFigure(analysis: StudyAnalysis): Figure | undefined {
  const { operators } = analysis;
  if (!operators || isAbsent(operators)) return undefined;
  const curves = operators.rows.flatMap((table) =>
    table.curves.map((curve, i) => ({ ...curve, place: `${tableLabel(analysis, table)}, ${curve.sector} ${i + 1}: ${curve.label}` })),
  );
  const values = curves.flatMap(({ place, points }) =>
    points.flatMap(({ r, mean, error }) => {
      const reach = isNumber(error) ? error : 0;
      if (!isNumber(mean) || mean <= reach) return [];
      return [{ place, r, value: rounded(mean), low: rounded(mean - reach), high: rounded(mean + reach) }];
    }),
  );
  if (values.length === 0) return undefined;
  const scale = { type: 'log', nice: false, padding: 12 };
  const x = { field: 'r', type: 'quantitative', scale, axis: { title: 'distance r  (sites)', tickCount: 6, format: '~r' } };
  const y = (field: string) => ({ field, type: 'quantitative', scale, axis: { title: 'λ(r)', tickCount: 6, format: '~g' } });
  const places = [...new Set(values.map(({ place }) => place))];
  const color = placeColour(places, { symbolOpacity: 1, labelLimit: 0 });
  return {
    name: 'operators',
    title: 'Operators by their dimensions',
    caption:
      'Generalised eigenvalues of the matrix of correlators, solved anew at every distance and followed by the overlap of their vectors; a scaling operator is a straight line of slope −2 Δ up to the factor of the torus. Values within one error of zero have no place on a logarithmic scale.',
    spec: themed({
      title: { text: 'Eigenvalues of the matrices of correlators', subtitle: 'bars: one standard error over chains' },
      description: `Generalised eigenvalues against distance, both logarithmic: ${places.join('; ')}`,
      ...SIZE,
      data: { values },
      layer: [
        { mark: { type: 'line', strokeWidth: 1, opacity: 0.5 }, encoding: { x, y: y('value'), color } },
        { mark: { type: 'rule', strokeWidth: 1.5 }, encoding: { x, y: y('low'), y2: { field: 'high' }, color } },
        { mark: { type: 'point', filled: true, size: 32, opacity: 1 }, encoding: { x, y: y('value'), color } },
      ],
    }),
  };
}
