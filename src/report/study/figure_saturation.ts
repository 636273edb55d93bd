/** Information against the number of components of H. */
import { isAbsent, type StudyAnalysis } from '../../study/analyse/types.ts';
import { valuesInWords } from '../draw/alternative.ts';
import type { Figure } from '../draw/figure.ts';
import { barOf, placeColour } from '../draw/marks.ts';
import { isNumber } from '../draw/numbers.ts';
import { FAINT, INK, rounded, themed } from '../draw/theme.ts';
import { byWords } from '../draw/words.ts';
import { bufferLabel, componentsOf, placeLabel, unique } from './words.ts';

const SIZE = { width: 172, height: 150 };

/**
 * Held-out I(H:E) in nats against the number of components of H, one panel per buffer; undefined with one number of components
 * only.
 */
export function saturationFigure(analysis: StudyAnalysis): Figure | undefined {
  if (isAbsent(analysis.saturation)) return undefined;
  const measured = analysis.points.filter(({ information }) => isNumber(information.mean));
  const places = unique(measured.map(({ temperature }) => temperature))
    .sort((a, b) => (a < b ? -1 : 1))
    .map((t) => placeLabel(analysis, t));
  const buffers = unique(measured.map(({ buffer }) => buffer)).sort((a, b) => a - b);
  const values = measured.map(({ components, temperature, buffer, information, ceiling }) => ({
    components,
    place: placeLabel(analysis, temperature),
    panel: bufferLabel(buffer),
    ...barOf(information),
    ...(Number.isFinite(ceiling) ? { ceiling: rounded(ceiling) } : {}),
  }));
  const x = {
    field: 'components',
    type: 'ordinal',
    axis: { title: 'components of H', labelAngle: 0 },
    scale: { domain: componentsOf(analysis), paddingInner: 0.2 },
  };
  const xOffset = { field: 'place', type: 'nominal', sort: places, scale: { domain: places } };
  const y = (field: string) => ({ field, type: 'quantitative', scale: { zero: true }, axis: { title: 'I(H:E), held out  (nats)', tickCount: 6 } });
  const color = placeColour(places, {});
  const spec = themed({
    title: { text: 'Information against the number of components', subtitle: 'dashes: the most that so many components hold; bars: one standard error' },
    description: `Information${byWords({ 'number of components': componentsOf(analysis), [analysis.control]: places, buffer: buffers })}: ${valuesInWords(measured.map(({ components, temperature, buffer, information }) => ({ place: `${components} of H, ${placeLabel(analysis, temperature)}, ${bufferLabel(buffer)}`, value: information })))}`,
    data: { values },
    facet: { field: 'panel', type: 'nominal', sort: buffers.map(bufferLabel), title: null },
    columns: Math.min(2, buffers.length),
    spacing: 18,
    spec: {
      ...SIZE,
      layer: [
        { mark: { type: 'bar' }, encoding: { x, xOffset, y: y('mean'), color } },
        { mark: { type: 'rule', strokeWidth: 1.2, color: INK }, encoding: { x, xOffset, y: y('low'), y2: { field: 'high' } } },
        {
          transform: [{ filter: 'isValid(datum.ceiling)' }, { aggregate: [{ op: 'max', field: 'ceiling', as: 'ceiling' }], groupby: ['components', 'panel'] }],
          mark: { type: 'tick', color: FAINT, thickness: 1.2, width: { band: 0.9 } },
          encoding: { x, y: y('ceiling') },
        },
      ],
    },
  });
  return {
    name: 'saturation',
    title: 'Saturation with the number of components',
    caption:
      'Held-out information of the chosen run by number of components. Where another component adds nothing, the relevant degrees of freedom are exhausted.',
    spec,
  };
}
