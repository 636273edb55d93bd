/** From a segmented image to polygons. */
import { counted } from '../../core/phrase.ts';
import { meshWithRim } from '../../model/tissue/mesh.ts';
import { type Point, polygonOf } from './boundary.ts';
import { GAP, type Labels, mended } from './labels.ts';
import type { Bad, TissueReading } from './reading.ts';

/** Ends of a shorter edge, in pixels, are held: its direction is not known. */
const SHORTEST = 2;
/** Rounding of lengths. */
const ROUNDING = 1e-9;
/** A polygon of less than this part of the pixels of its cell is none of it. */
const PART = 0.5;

interface Polygon {
  readonly cell: number;
  readonly ring: readonly Point[];
  readonly area: number;
}

/**
 * The tissue of an image: cells are regions, vertices the points at which three of them meet, edges straight. Cells at the border of the image are
 * left out, and vertices around which cells are missing are held. Lengths are divided by the square root of the mean area.
 * @throws what `bad` makes, for an image in which no three whole cells meet
 */
export function tissueOfLabels(image: Labels, kind: string, bad: Bad): TissueReading {
  const { labels, pieces, filled } = mended(image);
  const { width, height, cells, names } = labels;
  const first = new Int32Array(names.length).fill(-1);
  const pixels = new Uint32Array(names.length);
  const cut = new Uint8Array(names.length);
  cells.forEach((value, i) => {
    if (value === 0) return;
    const [x, y] = [i % width, Math.floor(i / width)];
    if (first[value - 1] < 0) first[value - 1] = i;
    pixels[value - 1]++;
    if (x === 0 || y === 0 || x === width - 1 || y === height - 1) cut[value - 1] = 1;
  });
  const whole = names.flatMap((_, cell) => {
    if (cut[cell] === 1) return [];
    const ring = polygonOf(labels, [first[cell] % width, Math.floor(first[cell] / width)]);
    return [{ cell, ring, area: areaOf(ring) }];
  });
  const kept = whole.filter(({ cell, ring, area }) => ring.length >= 3 && area >= PART * pixels[cell] && isSimple(ring));
  if (kept.length === 0) throw tooFew(bad, names.length, 0);
  const length = Math.sqrt(kept.reduce((sum, { area }) => sum + area, 0) / kept.length);
  const { positions, rings, fours } = joined(kept, height, length);
  const mesh = meshWithRim(positions, rings);
  const held = mesh.held as Uint8Array;
  const short = holdShort(positions, rings, held, SHORTEST / length);
  if (held.every((one) => one === 1)) throw tooFew(bad, names.length, kept.length);
  const cutCells = cut.reduce((sum, one) => sum + one, 0);
  return {
    mesh,
    values: { label: kept.map(({ cell }) => names[cell]) },
    parameters: {},
    kind,
    length,
    unit: 'pixels',
    leftOut: [
      ...(cutCells > 0 ? [`${counted(cutCells, 'cell')} at the border of the image`] : []),
      ...(whole.length > kept.length
        ? [`${counted(whole.length - kept.length, 'cell')} that ${whole.length - kept.length === 1 ? 'is' : 'are'} no polygon`]
        : []),
      ...(pieces > 0 ? [`${counted(pieces, 'smaller piece')} of cells`] : []),
    ],
    remarks: [
      ...(filled > 0 ? [`${counted(filled, 'pixel')} of narrow background given to cells beside`] : []),
      ...(fours > 0 ? [`${counted(fours, 'point')} where four cells meet`] : []),
      ...(short > 0 ? [`${counted(short, 'edge')} below ${SHORTEST} pixels`] : []),
    ],
  };
}

function tooFew(bad: Bad, cells: number, whole: number): Error {
  const got = `${counted(cells, 'cell')}, ${whole} of them whole polygons, and no such point`;
  return bad(
    'a point at which three whole cells meet, away from the border',
    got,
    `use a larger part of the image; where background wider than ${GAP} pixels parts cells, skimage.segmentation.expand_labels closes it`,
  );
}

function areaOf(ring: readonly Point[]): number {
  // y points down: what runs counter-clockwise as one looks at it has a negative sum.
  return -ring.reduce((sum, [x, y], i) => sum + x * ring[(i + 1) % ring.length][1] - y * ring[(i + 1) % ring.length][0], 0) / 2;
}

/** Whether no point comes twice and no two sides cross. */
function isSimple(ring: readonly Point[]): boolean {
  const n = ring.length;
  if (new Set(ring.map(String)).size < n) return false;
  const side = (a: Point, b: Point, c: Point) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
  for (let i = 0; i < n; i++) {
    for (let j = i + 2; j < n; j++) {
      const [a, b, c, d] = [ring[i], ring[i + 1], ring[j], ring[(j + 1) % n]];
      if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) return false;
    }
  }
  return true;
}

/** Points become numbered vertices, y upwards. */
function joined(polygons: readonly Polygon[], height: number, length: number) {
  const numbers = new Map<string, number>();
  const positions: number[] = [];
  const corners: number[] = [];
  const rings = polygons.map(({ ring }) =>
    ring.map((point) => {
      const name = String(point);
      const known = numbers.get(name);
      if (known !== undefined) {
        corners[known]++;
        return known;
      }
      positions.push(point[0] / length, (height - point[1]) / length);
      corners.push(1);
      numbers.set(name, numbers.size);
      return numbers.size - 1;
    }),
  );
  return { positions: Float64Array.from(positions), rings, fours: corners.filter((n) => n > 3).length };
}

/** Holds the ends of short edges. @returns how many there are */
function holdShort(positions: Float64Array, rings: readonly (readonly number[])[], held: Uint8Array, shortest: number): number {
  const short = new Set<string>();
  for (const ring of rings) {
    ring.forEach((a, i) => {
      const b = ring[(i + 1) % ring.length];
      if (Math.hypot(positions[2 * b] - positions[2 * a], positions[2 * b + 1] - positions[2 * a + 1]) >= shortest * (1 - ROUNDING)) return;
      if (held[a] === 0 || held[b] === 0) short.add(`${Math.min(a, b)},${Math.max(a, b)}`);
    });
  }
  for (const edge of short) for (const end of edge.split(',')) held[Number(end)] = 1;
  return short.size;
}
