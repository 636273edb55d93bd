/** Outlines as cellpose writes them with `--save_outlines`: a line for each cell, x,y,x,y,... of the pixels along its inside. */
import { type Labels, labelsOf } from './labels.ts';
import type { Bad } from './reading.ts';

/** The largest image that outlines are drawn in, in pixels. */
const LARGEST = 2 ** 27;

/**
 * Cells drawn from their outlines, numbered by lines from 1. The outline itself belongs to the cell. The file does not tell how large the image was:
 * it is taken as the smallest that holds all outlines, so that cells that it cut off are at its border.
 * @throws what `bad` makes, naming the line
 */
export function outlineImage(text: string, bad: Bad): Labels {
  const outlines = text.split(/\r?\n/).flatMap((line, i) => (line.trim() === '' ? [] : [{ line: i + 1, points: pointsOf(line, i + 1, bad) }]));
  if (outlines.length === 0) throw bad('a line of x,y,x,y,... for each cell', 'no line', 'save outlines with cellpose (its option save_outlines)');
  const all = outlines.flatMap(({ points }) => points);
  const extent = (axis: 0 | 1) => all.reduce(([low, high], point) => [Math.min(low, point[axis]), Math.max(high, point[axis])], [all[0][axis], all[0][axis]]);
  const [[left, right], [top, bottom]] = [extent(0), extent(1)];
  const [width, height] = [right - left + 1, bottom - top + 1];
  if (width * height > LARGEST) throw bad('an image of at most 2^27 pixels', `${width} x ${height}`, 'check the numbers, or cut out a part');
  const image = new Int32Array(width * height);
  outlines.forEach(({ points }, c) => {
    fill(
      image,
      width,
      points.map(([x, y]) => [x - left, y - top] as const),
      c + 1,
    );
  });
  // A pixel on the outlines of two cells belongs to the later one; names are those of lines.
  const { names, ...labels } = labelsOf(width, height, image);
  return { ...labels, names: names.map((c) => outlines[c - 1].line) };
}

type Pixel = readonly [x: number, y: number];

function pointsOf(line: string, number: number, bad: Bad): Pixel[] {
  const words = line.trim().split(/\s*,\s*/);
  const numbers = words.map(Number);
  const wrong = words.findIndex((word, i) => word === '' || !Number.isInteger(numbers[i]));
  const got = wrong >= 0 ? `${JSON.stringify(words[wrong].slice(0, 20))} in line ${number}` : `${numbers.length} numbers in line ${number}`;
  if (wrong >= 0 || numbers.length % 2 !== 0 || numbers.length < 6) {
    throw bad(
      'at least three pairs x,y of whole numbers, parted by commas, in each line',
      got,
      'save outlines with cellpose (its option save_outlines), or give its masks as .npy',
    );
  }
  return Array.from({ length: numbers.length / 2 }, (_, i) => [numbers[2 * i], numbers[2 * i + 1]] as const);
}

/** Draws a closed line and what it encloses. Steps to pixels that are no neighbours are drawn straight. */
function fill(image: Int32Array, width: number, points: readonly Pixel[], value: number): void {
  points.forEach(([x, y], i) => {
    const [u, v] = points[(i + 1) % points.length];
    const steps = Math.max(1, Math.abs(u - x), Math.abs(v - y));
    for (let k = 0; k < steps; k++) image[Math.round(y + ((v - y) * k) / steps) * width + Math.round(x + ((u - x) * k) / steps)] = value;
  });
  const rows = points.map(([, y]) => y);
  // The middles of pixels between two sides of the polygon, row by row.
  for (let y = Math.min(...rows); y <= Math.max(...rows); y++) {
    const crossings: number[] = [];
    points.forEach(([x, from], i) => {
      const [u, to] = points[(i + 1) % points.length];
      if (from <= y !== to <= y) crossings.push(x + ((u - x) * (y - from)) / (to - from));
    });
    crossings.sort((a, b) => a - b);
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      for (let x = Math.ceil(crossings[k]); x <= Math.floor(crossings[k + 1]); x++) image[y * width + x] = value;
    }
  }
}
