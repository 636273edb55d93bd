/** Rotations and reflections of a block about its centre: signed permutations of axes, and those of lattices with a cell. */
import type { UnitCell } from '../filters/places.ts';

type Position = readonly [number, number];

/** A value of a block: its site or cell along x, y, z, relative to the corner, and its channel. */
interface Site {
  readonly r: readonly number[];
  readonly channel: number;
}

/** One rotation or reflection. */
export interface Motion {
  /** E.g. 'e', 'C4', 'mx'. */
  name: string;
  /** Whether it is a proper rotation. */
  rotation: boolean;
  /** [a][b]: whether r'_a depends on r_b. */
  mixes: readonly (readonly boolean[])[];
  /** Where it takes a value, within the block or not. */
  image(site: Site): Site;
  /** The shift that makes it one about a site, where it is one about the centre of a plaquette. */
  aboutSite?: number[];
}

/** The block as far as its motions depend on it; sides along x, y, z. */
export interface Shape {
  sides: readonly number[];
  channels: number;
  bonds: boolean;
  /** Axis of time, which nothing mixes or reverses. */
  time: number;
  cell?: UnitCell | undefined;
}

/** x' = -y, y' = x; y points down, as rows do. */
const POINT_NAMES: Record<string, string> = {
  x: 'e',
  '-x': 'm',
  'x,y': 'e',
  '-x,y': 'mx',
  'x,-y': 'my',
  '-x,-y': 'C2',
  'y,x': 'md',
  '-y,-x': 'ma',
  '-y,x': 'C4',
  'y,-x': 'C4^3',
  'x,y,z': 'e',
};

/** All motions of a block, the identity first. */
export function motionsOf(shape: Shape): Motion[] {
  return shape.cell ? cellMotions(shape.cell, shape) : pointGroup(shape.sides.length).flatMap((point) => cubicMotion(point, shape));
}

/** r'_a = ± r_axes[a], about the origin. */
interface Point {
  axes: number[];
  flips: boolean[];
}

/** All signed permutations of the axes: 2 on a line, D4 on a square, the 48 of a cube. */
function pointGroup(dimension: number): Point[] {
  const flips = Array.from({ length: 1 << dimension }, (_, bits) => Array.from({ length: dimension }, (_, a) => (bits & (1 << a)) !== 0));
  return permutations(dimension).flatMap((axes) => flips.map((flip) => ({ axes, flips: flip })));
}

/** All orders of 0 .. count - 1, the natural one first. */
export function permutations(count: number): number[][] {
  if (count === 0) return [[]];
  const all: number[][] = [];
  for (let first = 0; first < count; first++) {
    for (const rest of permutations(count - 1)) all.push([first, ...rest.map((i) => (i < first ? i : i + 1))]);
  }
  return all;
}

function isRotation({ axes, flips }: Point): boolean {
  let sign = flips.filter(Boolean).length;
  axes.forEach((a, i) => {
    sign += axes.slice(i + 1).filter((b) => b < a).length;
  });
  return sign % 2 === 0;
}

/**
 * A signed permutation of axes as a motion; none where it exchanges axes of different length, or touches time. A bond along axis c is
 * mapped to the axis a that R maps c to. Where R reverses its direction, it belongs to the image of its far end r + e_c.
 */
function cubicMotion(point: Point, { sides, bonds, time }: Shape): Motion[] {
  const { axes, flips } = point;
  if (axes.some((from, a) => sides[from] !== sides[a]) || (time >= 0 && (axes[time] !== time || flips[time]))) return [];
  const triplet = axes.map((a, i) => `${flips[i] ? '-' : ''}${'xyz'[a]}`).join(',');
  const image = ({ r, channel }: Site): Site => {
    const along = bonds ? axes.indexOf(channel) : -1;
    const end = bonds && flips[along] ? r.map((x, a) => (a === channel ? x + 1 : x)) : r;
    return { r: axes.map((from, a) => (flips[a] ? sides[a] - 1 - end[from] : end[from])), channel: bonds ? along : channel };
  };
  const mixes = axes.map((from) => sides.map((_, b) => b === from));
  return [{ name: POINT_NAMES[triplet] ?? triplet, rotation: isRotation(point), mixes, image, aboutSite: flips.map(Number) }];
}

/** Entries of the matrices of a lattice whose vectors are 60° apart. */
const ENTRIES = [1, 0, -1];
const CLOSE = 1e-9;
const isWhole = (x: number) => Math.abs(x - Math.round(x)) < CLOSE;

/** r' = M r + shift_c, channel c to another: of a cell with several sites, its sites are exchanged. */
interface Linear {
  /** In parts of the vectors along x and y. */
  matrix: readonly [readonly [number, number], readonly [number, number]];
  rotation: boolean;
  /** Degrees of the rotation, or of the mirror's line. */
  angle: number;
}

/** The motions of a lattice with a cell about the centre of highest symmetry that is nearest to the middle of the block. */
function cellMotions(cell: UnitCell, { sides, channels }: Shape): Motion[] {
  const [down, right] = cell.vectors;
  const linear = linearMaps([right, down]);
  const parts = cell.basis.map((place) => partsOf(place, right, down));
  const apart = channels / cell.basis.length;
  const middle = sides.map((side, a) => (side - 1) / 2 + parts.reduce((sum, part) => sum + part[a], 0) / parts.length);
  const centre = centreOf(parts, linear, middle);
  return linear.map(({ matrix, rotation, angle }): Motion => {
    const of = (p: readonly number[]) => matrix.map((row, a) => row[0] * (p[0] - centre[0]) + row[1] * (p[1] - centre[1]) + centre[a]);
    return {
      name: nameOf(rotation, angle),
      rotation,
      mixes: matrix.map((row) => row.map((entry) => entry !== 0)),
      image({ r, channel }) {
        // Channels beyond the sites of a cell are components of a value, which move along.
        const site = Math.floor(channel / apart);
        const place = of(r.map((x, a) => x + parts[site][a]));
        const to = parts.findIndex((part) => place.every((x, a) => isWhole(x - part[a])));
        return { r: place.map((x, a) => Math.round(x - parts[to][a])), channel: to * apart + (channel % apart) };
      },
    };
  });
}

/** A place in parts of two vectors. */
function partsOf([x, y]: Position, [ax, ay]: Position, [bx, by]: Position): [number, number] {
  const area = ax * by - ay * bx;
  return [(x * by - y * bx) / area, (ax * y - ay * x) / area];
}

/** Integer matrices that keep all lengths, the identity first. */
function linearMaps([a, b]: readonly [Position, Position]): Linear[] {
  const product = ([x, y]: Position, [u, v]: Position) => x * u + y * v;
  const along = (i: number, j: number): Position => [i * a[0] + j * b[0], i * a[1] + j * b[1]];
  const all = ENTRIES.flatMap((p) => ENTRIES.flatMap((q) => ENTRIES.flatMap((r) => ENTRIES.map((s) => [p, q, r, s]))));
  return all
    .filter(([p, q, r, s]) => {
      const [first, second] = [along(p, r), along(q, s)];
      const same = (one: number, other: number) => Math.abs(one - other) < CLOSE;
      return same(product(first, first), product(a, a)) && same(product(second, second), product(b, b)) && same(product(first, second), product(a, b));
    })
    .map(([p, q, r, s]): Linear => {
      const [x, y] = along(p, r);
      const turn = ((Math.round((Math.atan2(y, x) - Math.atan2(a[1], a[0])) * (180 / Math.PI)) % 360) + 360) % 360;
      const rotation = p * s - q * r > 0;
      // y points down: a turn from x to y is one to the right, as of C4.
      return {
        matrix: [
          [p, q],
          [r, s],
        ],
        rotation,
        angle: rotation ? turn : turn / 2,
      };
    })
    .sort((one, other) => Number(other.rotation) - Number(one.rotation) || one.angle - other.angle);
}

/** The place about which all maps take sites to sites, nearest to the middle; coordinates are multiples of a sixth. */
function centreOf(parts: readonly (readonly number[])[], linear: readonly Linear[], middle: readonly number[]): number[] {
  const sixths = [0, 1, 2, 3, 4, 5].map((n) => n / 6);
  const fits = (centre: readonly number[]) =>
    linear.every(({ matrix }) =>
      parts.every((part) => {
        const place = matrix.map((row, a) => row[0] * (part[0] - centre[0]) + row[1] * (part[1] - centre[1]) + centre[a]);
        return parts.some((other) => place.every((x, a) => isWhole(x - other[a])));
      }),
    );
  const [first] = sixths.flatMap((x) => sixths.map((y) => [x, y])).filter(fits);
  return first.map((x, a) => x + Math.round(middle[a] - x));
}

/** 'e', 'C6', 'C3', 'C2', 'C3^2', 'C6^5'; 'm30' for a mirror whose line is turned by 30°. */
function nameOf(rotation: boolean, angle: number): string {
  if (!rotation) return `m${angle}`;
  if (angle === 0) return 'e';
  const sixth = angle / 60;
  return ['', 'C6', 'C3', 'C2', 'C3^2', 'C6^5'][sixth];
}
