/** Boundaryness of the filters against temperature. */
import { isAbsent, type StudyAnalysis } from '../../study/analyse/types.ts';
import { seriesColours } from '../draw/colours.ts';
import { isNumber, significant } from '../draw/numbers.ts';
import { rounded, themed } from '../draw/theme.ts';
import { rule, temperatureAxis, text } from '../run/figure_information.ts';
import type { Figure } from '../run/figures.ts';
import { asTemperature, componentsOf, controlTitle, of, suffix, unique, valueLabel } from './words.ts';

const SIZE = { width: 460, height: 240 };

export function boundaryFigures(analysis: StudyAnalysis): Figure[] {
  const { boundary, transition } = analysis;
  if (isAbsent(boundary)) return [];
  return componentsOf(analysis).flatMap((components) => {
    const informative = new Set(of(analysis.points, components).flatMap((p) => (p.informative ? `${p.temperature} ${p.buffer}` : [])));
    const points = of(boundary.points, components).filter(({ boundaryness }) => isNumber(boundaryness.mean));
    if (!points.some(({ temperature, buffer }) => informative.has(`${temperature} ${buffer}`))) return [];
    const ascending = (a: number, b: number) => (a < b ? -1 : a > b ? 1 : 0);
    const buffers = unique(points.map(({ buffer }) => buffer)).sort(ascending);
    const temperatures = unique(points.map(({ temperature }) => temperature))
      .sort(ascending)
      .map(asTemperature);
    const axis = temperatureAxis({ temperatures, buffers });
    const values = points.map(({ temperature, buffer, boundaryness: { mean, error } }) => ({
      temperature: valueLabel(temperature),
      buffer,
      x: rounded(axis.place(asTemperature(temperature)) + (buffers.indexOf(buffer) - (buffers.length - 1) / 2) * axis.dodge),
      mean: rounded(mean),
      low: rounded(mean - (isNumber(error) ? error : 0)),
      high: rounded(mean + (isNumber(error) ? error : 0)),
      finite: temperature < Number.POSITIVE_INFINITY,
      informative: informative.has(`${temperature} ${buffer}`),
    }));
    const x = {
      field: 'x',
      type: 'quantitative',
      scale: { domain: axis.domain, nice: false, zero: false },
      axis: { title: controlTitle(analysis), values: axis.ticks, labelExpr: axis.label, labelOverlap: 'greedy', labelSeparation: 4 },
    };
    const y = { field: 'mean', type: 'quantitative', scale: { zero: true, nice: true }, axis: { title: 'boundaryness', tickCount: 6 } };
    const color = {
      field: 'buffer',
      type: 'ordinal',
      scale: { domain: buffers, range: seriesColours(buffers.length) },
      legend: { title: 'buffer (sites)', symbolType: 'circle', symbolOpacity: 1 },
    };
    const critical = transition && transition.value >= axis.domain[0] && transition.value <= axis.domain[1] ? transition : undefined;
    const spec = themed({
      title: {
        text: 'How much more the filters look at the rim than at the bulk',
        subtitle: 'mean |weight| on the boundary over that in the bulk; bars: one standard error over runs',
      },
      description: 'Boundaryness of the filters against temperature, one series per buffer',
      ...SIZE,
      data: { values },
      layer: [
        rule({ y: { datum: 1 } }),
        text('uniform', { y: { datum: 1 }, x: { value: SIZE.width } }, { align: 'left', baseline: 'middle', dx: 6 }),
        ...(critical
          ? [
              rule({ x: { datum: critical.value } }),
              text(
                `${critical.label} = ${significant(critical.value, 4)}`,
                { x: { datum: critical.value }, y: { value: 0 } },
                { align: 'left', baseline: 'top', dx: 5 },
              ),
            ]
          : []),
        { transform: [{ filter: 'datum.finite && datum.informative' }], mark: { type: 'line', strokeWidth: 1.2, opacity: 0.6 }, encoding: { x, y, color } },
        { mark: { type: 'rule', strokeWidth: 1.5 }, encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color } },
        { transform: [{ filter: 'datum.informative' }], mark: { type: 'point', filled: true, size: 42, opacity: 1 }, encoding: { x, y, color } },
        {
          transform: [{ filter: '!datum.informative' }],
          mark: { type: 'point', fill: '#ffffff', size: 36, opacity: 1, strokeWidth: 1.4 },
          encoding: { x, y, color },
        },
      ],
    });
    const { name, title } = suffix(analysis, components);
    return [
      {
        name: `boundaryness${name}`,
        title: `Boundaryness${title}`,
        caption: `Mean |weight| over the boundary of the block divided by that over its bulk, from all runs that found something; 1 for a uniform filter. Published ratios are of sums, ${significant(boundary.sumsPerMeans, 4)} times larger for this block. Open symbols: points without information, where filters are what chance left.`,
        spec,
      },
    ];
  });
}
