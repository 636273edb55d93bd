/** The figure of I(H:E) against temperature or another control parameter, or at its only value; one series per buffer. */
import type { Estimate } from '../../core/statistics.ts';
import { lengthLabel } from '../../space/lengths.ts';
import type { Temperature } from '../../train/result/summary.ts';
import type { KnownValue } from '../published/known.ts';
import { valuesInWords } from './alternative.ts';
import type { Figure } from './figure.ts';
import { type Grid, gridOf } from './grid.ts';
import { barOf, bufferColour, rule, text } from './marks.ts';
import { isNumber, temperatureLabel } from './numbers.ts';
import { type TemperatureAxis, temperatureAxis, temperatureChannel, transitionLayers } from './temperature_axis.ts';
import { INK, legendColumns, PLOT, rounded, themed } from './theme.ts';
import { type ControlWords, type LengthNoun, overWords } from './words.ts';

const SIZE = { width: PLOT, height: 260 };

const USUAL = 'I(H:E)';
const REPLICA = { of: 'the best replica', equal: 'temperature' };

/** What is drawn of a point. */
interface InformationPoint {
  temperature: Temperature;
  buffer: number | number[];
  /** Held-out I(H:E), nats. */
  information: Estimate;
  known: KnownValue | null;
}

/** What is drawn around the points. */
interface InformationFrame {
  /** The upper limit of the information, nats, and its label; no line is drawn where it is not finite. */
  ceiling: number;
  ceilingLabel: string;
  /** The phase transition of the model, with a label such as 'T_c = 2.269'. */
  critical?: { value: number; label: string };
  /** Title of the horizontal axis. */
  title: string;
  /** The parameter along it. */
  control: ControlWords;
  /** What buffers are counted in. */
  unit: LengthNoun;
  /** What is on the vertical axis, I(H:E) unless given. */
  quantity?: string;
  /** Words of the caption: how the value was found, and what points at one place have in common. */
  words?: { of: string; equal: string };
}

/** The figure, or undefined where no point has a value. */
export function informationOf(points: readonly InformationPoint[], frame: InformationFrame): Figure | undefined {
  const grid = gridOf(points);
  const measured = grid.points.map(({ point }) => point).filter((point) => isNumber(point.information.mean));
  if (measured.length === 0) return undefined;
  const axis = temperatureAxis(grid);
  const values = measured.map((point) => recordOf(point, grid, axis));
  const kinds = [...new Set(values.flatMap(({ kind }) => kind ?? []))].sort();
  const { of, equal } = frame.words ?? REPLICA;
  const over = overWords(frame.control, grid.temperatures);
  const spec = themed({
    title: { text: 'Information that the block holds on its environment', offset: 20, subtitle: 'held-out samples, discrete H; bars: one standard error' },
    description: `Held-out mutual information${over}${grid.buffers.length > 1 ? ', one series per buffer' : ''}: ${valuesInWords(measured.map((point) => ({ place: placeWords(frame.control, point), value: point.information })))}`,
    ...SIZE,
    data: { values },
    layer: [...frameLayers(frame, axis), ...valueLayers(values, kinds, frame, { buffers: grid.buffers, axis })],
    resolve: { legend: { color: 'shared' } },
  });
  return { name: 'information', title: `Information${over}`, caption: captionOf(grid, kinds, frame, { of, equal }), spec };
}

/** 'T = 1.8, buffer 0'. */
function placeWords({ symbol }: ControlWords, { temperature, buffer }: InformationPoint): string {
  return `${symbol} = ${temperatureLabel(temperature)}, buffer ${lengthLabel(buffer)}`;
}

function recordOf({ temperature, buffer, information, known }: InformationPoint, { buffers }: Pick<Grid, 'buffers'>, axis: TemperatureAxis) {
  const shift = (buffers.indexOf(lengthLabel(buffer)) - (buffers.length - 1) / 2) * axis.dodge;
  return {
    temperature,
    buffer: lengthLabel(buffer),
    x: rounded(axis.place(temperature) + shift),
    ...barOf(information),
    ...(known ? { known: known.value, kind: known.kind } : {}),
  };
}

/** The ceiling and the critical temperature, if they exist and lie in the range of the axes. */
function frameLayers({ ceiling, ceilingLabel, critical }: InformationFrame, axis: TemperatureAxis): object[] {
  const { domain, infinity } = axis;
  const inRange = critical && critical.value >= domain[0] && critical.value <= (infinity ?? domain[1]);
  const atCeiling = { y: { datum: ceiling } };
  return [
    ...(Number.isFinite(ceiling)
      ? [rule(atCeiling), text(ceilingLabel, { ...atCeiling, x: { value: SIZE.width } }, { align: 'right', baseline: 'bottom', dy: -3 })]
      : []),
    ...(inRange ? transitionLayers(axis, critical, SIZE.width) : []),
  ];
}

/** Points with bars and lines between them, and the known values. */
function valueLayers(
  values: readonly ReturnType<typeof recordOf>[],
  kinds: readonly KnownValue['kind'][],
  { ceiling, title, unit, quantity = USUAL }: InformationFrame,
  { buffers, axis }: { buffers: Grid['buffers']; axis: TemperatureAxis },
): object[] {
  const top = Math.max(Number.isFinite(ceiling) ? ceiling : 0, ...values.map(({ high }) => high)) * 1.1;
  const bottom = Math.min(0, ...values.map(({ low }) => low)) - 0.03 * top;
  const x = temperatureChannel(axis, title);
  const y = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { domain: [bottom, top], nice: false },
    axis: { title: `${quantity}, held out  (nats)`, tickCount: 7, format: '.1f' },
  });
  const color = bufferColour(buffers, unit, { symbolType: 'circle', symbolOpacity: 1, symbolStrokeWidth: 0 });
  return [
    { transform: [{ filter: 'isValid(datum.temperature)' }], mark: { type: 'line', strokeWidth: 1.2, opacity: 0.6 }, encoding: { x, y: y('mean'), color } },
    { mark: { type: 'rule', strokeWidth: 1.5 }, encoding: { x, y: y('low'), y2: { field: 'high' }, color } },
    { mark: { type: 'point', filled: true, size: 42, opacity: 1 }, encoding: { x, y: y('mean'), color } },
    ...(kinds.length > 0 ? [knownLayer(kinds, { x, y: y('known'), color })] : []),
  ];
}

/** How each kind of known value is drawn and told. */
const KNOWN: Readonly<Record<KnownValue['kind'], { shape: string; label: string; caption: string }>> = {
  limit: { shape: 'diamond', label: 'limit', caption: 'open diamonds are known limits, to which the values tend' },
  'uniform filter': { shape: 'square', label: 'uniform filter, exact', caption: 'open squares are the exact information of the uniform filter' },
  best: { shape: 'triangle-up', label: 'best H, exact', caption: 'open triangles are the largest information that any H with so many states can have, exact' },
};

function knownLayer(kinds: readonly KnownValue['kind'][], encoding: object) {
  return {
    transform: [{ filter: 'isValid(datum.known)' }],
    mark: { type: 'point', filled: false, size: 150, strokeWidth: 1.3, opacity: 1 },
    encoding: {
      ...encoding,
      shape: {
        field: 'kind',
        type: 'nominal',
        scale: { domain: kinds, range: kinds.map((kind) => KNOWN[kind].shape) },
        legend: {
          title: 'known values',
          columns: legendColumns(kinds.map((kind) => KNOWN[kind].label)),
          labelExpr: `({ ${kinds.map((kind) => `'${kind}': '${KNOWN[kind].label}'`).join(', ')} })[datum.value]`,
          symbolStrokeColor: INK,
          symbolFillColor: 'transparent',
          symbolOpacity: 1,
          labelLimit: 0,
        },
      },
    },
  };
}

function captionOf(grid: Grid<InformationPoint>, kinds: readonly KnownValue['kind'][], frame: InformationFrame, words: { of: string; equal: string }): string {
  const open = kinds.map((kind) => KNOWN[kind].caption);
  return [
    `Lower bound on ${frame.quantity ?? USUAL} of ${words.of}, on samples never trained on and with the discrete H. Bars are one standard error, most of them smaller than the symbols.`,
    Number.isFinite(frame.ceiling) ? `The dashed line is the most that H can hold, ${frame.ceilingLabel}.` : '',
    open.length > 0 ? `${sentence(open.join('; '))}.` : '',
    grid.buffers.length > 1 ? `Points of equal ${words.equal} are moved apart sideways a little.` : '',
    grid.temperatures.filter((t) => typeof t === 'number').length > 1 ? 'Lines are there to guide the eye.' : '',
  ]
    .filter((text) => text !== '')
    .join(' ');
}

const sentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
