/** The figure of the result: I(H:E) against temperature, one series per buffer. */
import type { Estimate } from '../../core/statistics.ts';
import type { KnownValue, Results, Temperature } from '../../train/result/summary.ts';
import { seriesColours } from '../draw/colours.ts';
import { ceilingLabel, ceilingOf, criticalTemperature, type Grid, gridOf } from '../draw/grid.ts';
import { isNumber } from '../draw/numbers.ts';
import { FAINT, INK, rounded, themed } from '../draw/theme.ts';
import type { Figure } from './figures.ts';

const SIZE = { width: 460, height: 290 };
/**
 * Points of different buffers are moved apart sideways so that none hides another: by this part of the axis between two,
 * by no more than that part over all, and never so far that they could belong to the next temperature.
 */
const DODGE = { between: 0.011, overall: 0.04, ofGap: 0.4 };

const REPLICA = { of: 'the best replica', equal: 'temperature' };

/** What is drawn of a point. */
export interface InformationPoint {
  temperature: Temperature;
  buffer: number;
  information: Estimate;
  known: KnownValue | null;
}

/** What is drawn around the points. */
export interface InformationFrame {
  /** What H can hold, nats, and in words; not drawn where it is not finite. */
  ceiling: number;
  ceilingLabel: string;
  /** Where the model changes its phase, with a label such as 'T_c = 2.269'. */
  critical?: { value: number; label: string };
  /** Of the horizontal axis. */
  title: string;
  /** How the caption calls whose value is drawn, and what points at one place have in common. */
  words?: { of: string; equal: string };
}

export function informationFigure({ summary }: Results): Figure | undefined {
  const [first] = summary.points;
  if (!first) return undefined;
  const critical = criticalTemperature(first);
  return informationOf(summary.points, {
    ceiling: ceilingOf(first),
    ceilingLabel: ceilingLabel(first),
    critical: critical === undefined ? undefined : { value: critical, label: `T_c = ${critical.toFixed(3)}` },
    title: 'temperature T  (J / k_B)',
  });
}

/** The information against temperature, or what stands in its place, for any points. */
export function informationOf(
  points: readonly InformationPoint[],
  { ceiling, ceilingLabel: label, critical, title, words = REPLICA }: InformationFrame,
): Figure | undefined {
  const grid = gridOf(points);
  const measured = grid.points.map(({ point }) => point).filter((point) => isNumber(point.information.mean));
  if (measured.length === 0) return undefined;
  const axis = temperatureAxis(grid);
  const inRange = critical && critical.value >= axis.domain[0] && critical.value <= (axis.infinity ?? axis.domain[1]);
  const bounded = Number.isFinite(ceiling);

  const values = measured.map((point) => {
    const { mean, error } = point.information;
    const reach = isNumber(error) ? error : 0;
    const shift = (grid.buffers.indexOf(point.buffer) - (grid.buffers.length - 1) / 2) * axis.dodge;
    return {
      temperature: point.temperature,
      buffer: point.buffer,
      x: rounded(axis.place(point.temperature) + shift),
      mean: rounded(mean),
      low: rounded(mean - reach),
      high: rounded(mean + reach),
      ...(point.known ? { known: point.known.value, kind: point.known.kind } : {}),
    };
  });
  const kinds = [...new Set(values.flatMap(({ kind }) => kind ?? []))].sort();
  const top = Math.max(bounded ? ceiling : 0, ...values.map(({ high }) => high)) * 1.1;
  const bottom = Math.min(0, ...values.map(({ low }) => low)) - 0.03 * top;
  const x = {
    field: 'x',
    type: 'quantitative',
    scale: { domain: axis.domain, nice: false, zero: false },
    axis: { title, values: axis.ticks, labelExpr: axis.label, labelOverlap: 'greedy', labelSeparation: 4 },
  };
  const y = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { domain: [bottom, top], nice: false },
    axis: { title: 'I(H:E), held out  (nats)', tickCount: 7, format: '.1f' },
  });
  const color = {
    field: 'buffer',
    type: 'ordinal',
    scale: { domain: grid.buffers, range: seriesColours(grid.buffers.length) },
    legend: { title: 'buffer (sites)', symbolType: 'circle', symbolOpacity: 1, symbolStrokeWidth: 0 },
  };
  const spec = themed({
    title: { text: 'Information that the block holds on its environment', subtitle: 'held-out samples, discrete H; bars: one standard error' },
    description: `Held-out mutual information against ${words.equal}, one series per buffer`,
    ...SIZE,
    data: { values },
    layer: [
      ...(bounded
        ? [rule({ y: { datum: ceiling } }), text(label, { y: { datum: ceiling }, x: { value: SIZE.width } }, { align: 'right', baseline: 'bottom', dy: -3 })]
        : []),
      ...(inRange
        ? [
            rule({ x: { datum: critical.value } }),
            text(critical.label, { x: { datum: critical.value }, y: { value: 0 } }, { align: 'left', baseline: 'top', dx: 5, dy: 1 }),
          ]
        : []),
      { transform: [{ filter: 'isValid(datum.temperature)' }], mark: { type: 'line', strokeWidth: 1.2, opacity: 0.6 }, encoding: { x, y: y('mean'), color } },
      { mark: { type: 'rule', strokeWidth: 1.5 }, encoding: { x, y: y('low'), y2: { field: 'high' }, color } },
      { mark: { type: 'point', filled: true, size: 42, opacity: 1 }, encoding: { x, y: y('mean'), color } },
      ...(kinds.length > 0 ? [knownLayer(kinds, x, y('known'), color)] : []),
    ],
    resolve: { legend: { color: 'shared' } },
  });
  const open = kinds.map((kind) =>
    kind === 'limit' ? 'open diamonds are known limits, to which the values tend' : 'open squares are the exact information of the uniform filter',
  );
  return {
    name: 'information',
    title: 'Information against temperature',
    caption: [
      `Lower bound on I(H:E) of ${words.of}, on samples never trained on and with the discrete H. Bars are one standard error, most of them smaller than the symbols.`,
      bounded ? `The dashed line is the most that H can hold, ${label}.` : '',
      open.length > 0 ? `${sentence(open.join('; '))}.` : '',
      grid.buffers.length > 1 ? `Points of equal ${words.equal} are moved apart sideways a little.` : '',
      grid.temperatures.filter((t) => typeof t === 'number').length > 1 ? 'Lines are there to guide the eye.' : '',
    ]
      .filter((text) => text !== '')
      .join(' '),
    spec,
  };
}

function knownLayer(kinds: string[], x: object, y: object, color: object) {
  return {
    transform: [{ filter: 'isValid(datum.known)' }],
    mark: { type: 'point', filled: false, size: 150, strokeWidth: 1.3, opacity: 1 },
    encoding: {
      x,
      y,
      color,
      shape: {
        field: 'kind',
        type: 'nominal',
        scale: { domain: kinds, range: kinds.map((kind) => (kind === 'limit' ? 'diamond' : 'square')) },
        legend: {
          title: 'known values',
          labelExpr: "datum.value == 'limit' ? 'limit' : 'uniform filter, exact'",
          symbolStrokeColor: INK,
          symbolFillColor: 'transparent',
          symbolOpacity: 1,
          labelLimit: 0,
        },
      },
    },
  };
}

export function rule(encoding: object) {
  return { data: { values: [{}] }, mark: { type: 'rule', strokeDash: [4, 3], color: FAINT, strokeWidth: 1 }, encoding };
}

export function text(content: string, encoding: object, mark: object) {
  return { data: { values: [{}] }, mark: { type: 'text', text: content, color: FAINT, fontSize: 11, ...mark }, encoding };
}

const sentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** A linear axis over the finite temperatures; infinity, where there is one, sits at the right end under its own sign. */
export function temperatureAxis({ temperatures, buffers }: Pick<Grid, 'temperatures' | 'buffers'>) {
  const finite = temperatures.filter((t) => typeof t === 'number');
  const [low, high] = finite.length > 0 ? [finite[0], finite[finite.length - 1]] : [0, 0];
  const span = high > low ? high - low : Math.max(1, 0.2 * high);
  const infinity = temperatures.includes('inf') ? high + (finite.length > 0 ? 0.2 * span : 0) : undefined;
  const right = infinity ?? high;
  const pad = right > low ? 0.06 * (right - low) : 0.5 * span;
  const unknown = temperatures.includes('unknown');
  const ticks = [...finite, ...(infinity === undefined ? [] : [infinity]), ...(unknown ? [0] : [])];
  const width = right - low + 2 * pad;
  const gap = Math.min(width, ...ticks.slice(1).map((tick, i) => tick - ticks[i]));
  const pairs = Math.max(1, buffers.length - 1);
  return {
    infinity,
    domain: [low - pad, right + pad],
    ticks,
    dodge: Math.min(DODGE.between * width, (DODGE.overall * width) / pairs, (DODGE.ofGap * gap) / pairs),
    label: unknown
      ? "'unknown'"
      : infinity === undefined
        ? "format(datum.value, '.4~r')"
        : `datum.value > ${finite.length > 0 ? (high + infinity) / 2 : low - 1} ? '∞' : format(datum.value, '.4~r')`,
    place: (temperature: Temperature) => (typeof temperature === 'number' ? temperature : (infinity ?? right)),
  };
}
