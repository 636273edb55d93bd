/** One configuration drawn with characters. */
import type { DataSet } from '../../model/data/data_set.ts';

/** Sites drawn along each axis. */
const MOST = 24;
const ARROWS = ['→', '↗', '↑', '↖', '←', '↙', '↓', '↘'];
const SHADES = [...' .:-=+*#%@'];

/**
 * The first sample: two values as █ and ·, states as letters or digits in the order of the alphabet, angles as arrows, numbers from light to
 * dark, holes as blanks between brackets. Of a cube or a trajectory the first slices, of several values of a site the first one.
 */
export function drawConfiguration(data: DataSet): string[] {
  const { extents, channels, array, holes } = data;
  const [width, height = 1, depth = 1] = [...extents].reverse();
  const hole = new Set(holes);
  const mark = markOf(data);
  const row = (z: number, y: number) =>
    Array.from({ length: Math.min(MOST, width) }, (_, x) => {
      const site = (z * height + y) * width + x;
      return hole.has(site) ? ' ' : mark(Number(array.data[site * channels]));
    }).join(' ');
  const slices = Array.from({ length: Math.min(2, depth) }, (_, z) => Array.from({ length: Math.min(MOST, height) }, (__, y) => row(z, y)));
  return slices.flatMap((rows, z) => (z === 0 ? rows : ['', ...rows]));
}

function markOf({ binary, kind, alphabet, manyValues, reading }: DataSet): (value: number) => string {
  if (binary) return (value) => (value === binary[1] ? '█' : '·');
  if (kind === 'angle') {
    const turn = ARROWS.length / (reading.period ?? 2 * Math.PI);
    return (value) => ARROWS[((Math.round(turn * value) % ARROWS.length) + ARROWS.length) % ARROWS.length];
  }
  if (!manyValues) return (value) => alphabet.findIndex((one) => Object.is(one, value)).toString(36);
  const [least, most] = alphabet;
  return (value) => SHADES[Math.min(SHADES.length - 1, Math.floor((SHADES.length * (value - least)) / (most - least)))];
}
