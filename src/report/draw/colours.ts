/** Colours of figures and terminal drawings. Colour-blind readers can distinguish the colours of both scales. */

/** ColorBrewer RdBu, 11 classes: weights from -1 (red) over 0 (white) to +1 (blue). */
const DIVERGING = ['#67001f', '#b2182b', '#d6604d', '#f4a582', '#fddbc7', '#f7f7f7', '#d1e5f0', '#92c5de', '#4393c3', '#2166ac', '#053061'] as const;

/** Okabe and Ito's palette without the yellow, which is too light for thin lines on white. */
const SERIES = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000'] as const;
/** Beyond seven series an ordered scale reads better: viridis from dark to light, short of its yellow end. */
const MANY = ['#440154', '#472d7b', '#3b528b', '#2c728e', '#21918c', '#28ae80', '#5ec962', '#addc30'] as const;
const UNKNOWN = '#808080';

/** One colour per series, in order. */
export function seriesColours(count: number): string[] {
  if (count <= SERIES.length) return SERIES.slice(0, count);
  return Array.from({ length: count }, (_, i) => hex(interpolate(MANY, i / (count - 1))));
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
