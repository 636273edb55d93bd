/**
 * Colours of figures and terminal drawings. Colour-blind readers can distinguish those of each scale. Lines and points have a contrast of 3 : 1 or more
 * with the ground: on a dark page each colour has a twin of the same name, as a variable of the style sheet.
 */

/** ColorBrewer RdBu, 11 classes: weights from -1 (red) over 0 (white) to +1 (blue). */
const DIVERGING = ['#67001f', '#b2182b', '#d6604d', '#f4a582', '#fddbc7', '#f7f7f7', '#d1e5f0', '#92c5de', '#4393c3', '#2166ac', '#053061'] as const;

/** A colour on light and on dark ground. */
interface Twin {
  readonly light: string;
  readonly dark: string;
}
const twin = (light: string, dark: string): Twin => ({ light, dark });

/** Text and lines that are not data, and what lies behind them. */
export const BASE = {
  ground: twin('#ffffff', '#12161c'),
  ink: twin('#1f2328', '#e6edf3'),
  /** Guide lines and secondary text; contrast 4.5 : 1 or more. */
  faint: twin('#59636e', '#9aa5b1'),
  /** Rims of weights that may be as light as the ground. */
  rim: twin('#9a9a9a', '#6b7480'),
  minus: twin('#b2182b', '#ff7a6b'),
  zero: twin('#f7f7f7', '#262c35'),
  plus: twin('#2166ac', '#5aa9f5'),
} as const;

/** Okabe and Ito's palette, the light ones of its colours darker. */
const SERIES = [
  twin('#0072b2', '#4fb3ff'),
  twin('#d55e00', '#ff9d5c'),
  twin('#00865f', '#3ddba4'),
  twin('#b8588f', '#f0a3cf'),
  twin('#8a6d00', '#e6c04f'),
  twin('#6e4a9e', '#b99cf0'),
  twin('#3d4751', '#c9d3dd'),
] as const;
/** Beyond seven series an ordered scale reads better: from violet over green to brown. */
const MANY = {
  light: ['#440154', '#443983', '#31688e', '#1f7f86', '#2a8a4f', '#5f8a14', '#8a7a00', '#a8610a'],
  dark: ['#d39bea', '#a9a5f7', '#7db8f0', '#52cfc9', '#63d99a', '#a5d65c', '#d8cf4a', '#f5bf4f'],
} as const;
/** Places on the ordered scale, of which series take evenly spaced ones. */
const PLACES = 24;
const UNKNOWN = '#808080';

const RAMP = Array.from({ length: PLACES + 1 }, (_, i) => twin(hex(interpolate(MANY.light, i / PLACES)), hex(interpolate(MANY.dark, i / PLACES))));

/** One colour per series, in order. */
export function seriesColours(count: number): string[] {
  if (count <= SERIES.length) return SERIES.slice(0, count).map(({ light }) => light);
  return Array.from({ length: count }, (_, i) => RAMP[Math.round((PLACES * i) / (count - 1))].light);
}

/** All colours by the names of their variables. */
const NAMED: readonly (readonly [string, Twin])[] = [
  ...Object.entries(BASE),
  ...SERIES.map((colour, i) => [`series-${i + 1}`, colour] as const),
  ...RAMP.map((colour, i) => [`ramp-${i}`, colour] as const),
];
const VARIABLES = new Map([...NAMED].reverse().map(([name, { light }]) => [light, `var(--${name},${light})`]));

/** Declarations of all variables for a style sheet. */
export function declarations(ground: keyof Twin): string {
  return NAMED.map(([name, colours]) => `--${name}: ${colours[ground]};`).join(' ');
}

/** The CSS of a drawn colour that follows the page, with the colour itself where there is no page; undefined for any other colour. */
export function variableOf(colour: string): string | undefined {
  const [, ...channels] = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(colour) ?? [];
  return channels.length === 3 ? mixOf(channels.map(Number)) : VARIABLES.get(colour);
}

/** A weight between zero and either end is a mixture of their variables: the scale of figures is linear between the three. */
function mixOf(channels: readonly number[]): string | undefined {
  const zero = parse(BASE.zero.light);
  for (const name of ['plus', 'minus'] as const) {
    const end = parse(BASE[name].light);
    const widest = [0, 1, 2].reduce((a, b) => (Math.abs(end[b] - zero[b]) > Math.abs(end[a] - zero[a]) ? b : a));
    const part = (channels[widest] - zero[widest]) / (end[widest] - zero[widest]);
    if (part >= 0 && channels.every((value, k) => Math.abs(value - zero[k] - part * (end[k] - zero[k])) <= 1.5)) {
      return `color-mix(in srgb,var(--${name},${BASE[name].light}) ${Math.round(1000 * part) / 10}%,var(--zero,${BASE.zero.light}))`;
    }
  }
  return undefined;
}

/** The diverging scale at a weight in [-1, 1], as red, green, blue in 0 .. 255; grey for weights that are not finite. */
export function rgb(weight: number): [number, number, number] {
  return Number.isFinite(weight) ? interpolate(DIVERGING, (Math.max(-1, Math.min(1, weight)) + 1) / 2) : parse(UNKNOWN);
}

function interpolate(stops: readonly string[], at: number): [number, number, number] {
  const place = at * (stops.length - 1);
  const low = Math.min(stops.length - 2, Math.floor(place));
  const [a, b] = [parse(stops[low]), parse(stops[low + 1])];
  return [0, 1, 2].map((k) => Math.round(a[k] + (b[k] - a[k]) * (place - low))) as [number, number, number];
}

function parse(colour: string): [number, number, number] {
  return [1, 3, 5].map((from) => Number.parseInt(colour.slice(from, from + 2), 16)) as [number, number, number];
}

function hex(channels: number[]): string {
  return `#${channels.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
