/** A linear axis over temperatures, of which one may be infinite or unknown. */
import type { Temperature } from '../../train/result/summary.ts';
import type { Grid } from './grid.ts';
import { LABEL, rule, text } from './marks.ts';
import { textWidth } from './text.ts';

/**
 * Points of different buffers are moved apart sideways so that none hides another. Between two neighbours: this part of the
 * axis. In all: at most that part, and never so far that a point could be read at the next temperature.
 */
const DODGE = { between: 0.011, overall: 0.04, ofGap: 0.4 };

/** Where temperatures lie along x, in the units of the temperature. */
export interface TemperatureAxis {
  /** Where infinity is drawn; undefined where it was not measured. */
  infinity: number | undefined;
  domain: [number, number];
  ticks: number[];
  /** Distance between the points of neighbouring buffers at one temperature. */
  dodge: number;
  /** A Vega expression for the labels of the ticks. */
  label: string;
  /** The place of a temperature. */
  place: (temperature: Temperature) => number;
}

/** The axis over the finite temperatures; infinity, where it was measured, sits at the right end under its own sign. */
export function temperatureAxis({ temperatures, buffers }: Pick<Grid, 'temperatures' | 'buffers'>): TemperatureAxis {
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

/** The x channel of a figure over this axis; records hold their place in the field x. */
export function temperatureChannel({ domain, ticks, label }: TemperatureAxis, title: string) {
  return {
    field: 'x',
    type: 'quantitative',
    scale: { domain, nice: false, zero: false },
    axis: { title, values: ticks, labelExpr: label, labelOverlap: 'greedy', labelSeparation: 4 },
  };
}

/** A dashed line at a transition, with its label above the frame of a plot of this width, where no value is: beside the labels of the vertical axis, not on them. */
export function transitionLayers({ domain: [low, high] }: TemperatureAxis, { value, label }: { value: number; label: string }, width: number): object[] {
  const at = { x: { datum: value } };
  const place = (width * (value - low)) / (high - low);
  const half = textWidth(label, LABEL) / 2;
  const align = place < half ? 'left' : width - place < half ? 'right' : 'center';
  return [rule(at), text(label, { ...at, y: { value: -3 } }, { align, baseline: 'bottom' })];
}
