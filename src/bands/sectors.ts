/**
 * Blocks of the Hamiltonian at a momentum, one per irrep of the little co-group. The plane waves are permuted by the co-group, so the projector
 * on an irrep, P = (d / |g|) sum chi(g)* D(g), has columns on few waves each; of an irrep of dimension 2 the part that is even under one mirror is kept.
 * Every level of a block has its irrep by construction, whatever the precision.
 */
import { type Coordinates, type Element, type Irrep, littleGroup, onMomentum, overlapOf, type PlaneGroup, type PointGroup } from './group.ts';
import { keyOf, type Shells, squareOf, wavesAt } from './waves.ts';

/** A plane wave in a symmetric combination. */
interface Part {
  readonly wave: Coordinates;
  readonly weight: number;
}

/** The waves of one irrep at one momentum, or all waves at a momentum without symmetry. */
export interface Sector {
  /** E.g. K3; empty without symmetry. */
  readonly irrep: string;
  /** Bands that each level stands for. */
  readonly dimension: 1 | 2;
  /** Times that each level occurs in the block. */
  readonly copies: 1 | 2;
  /** Orthonormal combinations, the longest wavelength first. */
  readonly columns: readonly (readonly Part[])[];
  /** |k + G|^2 of each column, lattice constant 1. */
  readonly squares: readonly number[];
}

/** A momentum with its sectors. */
export interface Momentum {
  readonly name: string;
  readonly at: Coordinates;
  readonly sectors: readonly Sector[];
}

/** A momentum of high symmetry with one sector per irrep. @param waves those of `wavesAt` unless given; the co-group maps them to each other */
export function symmetricMomentum(
  group: PlaneGroup,
  { name, at }: { name: string; at: Coordinates },
  cutoff: number,
  waves: readonly Coordinates[] = wavesAt(group, at, cutoff),
): Momentum {
  const little = littleGroup(group, at);
  const orbits = orbitsOf(little.elements, at, waves);
  const sectors = little.irreps.map((irrep, i): Sector => {
    const columns = orbits.flatMap((orbit) => columnsOf(little, irrep, at, orbit));
    return { irrep: `${name}${i + 1}`, dimension: irrep.dimension, copies: irrep.copies, columns, squares: squaresOf(group, at, columns) };
  });
  return { name, at, sectors };
}

/** A momentum without symmetry: one sector of all waves. */
export function genericMomentum(group: PlaneGroup, at: Coordinates, cutoff: number, waves: readonly Coordinates[] = wavesAt(group, at, cutoff)): Momentum {
  const columns = waves.map((wave) => [{ wave, weight: 1 }]);
  return { name: '', at, sectors: [{ irrep: '', dimension: 1, copies: 1, columns, squares: squaresOf(group, at, columns) }] };
}

function squaresOf(group: PlaneGroup, [x, y]: Coordinates, columns: Sector['columns']): number[] {
  return columns.map(
    ([
      {
        wave: [m, n],
      },
    ]) => group.unit * squareOf(group, [x + m, y + n]),
  );
}

/** The wave to which an operation takes a wave: k + G' = g (k + G). */
function image({ matrix }: Element, [x, y]: Coordinates, [m, n]: Coordinates): Coordinates {
  const [p, q] = onMomentum(matrix, [x + m, y + n]);
  return [Math.round(p - x), Math.round(q - y)];
}

/** Waves that the group maps to each other, in the order of the waves. */
function orbitsOf(elements: readonly Element[], at: Coordinates, waves: readonly Coordinates[]): Coordinates[][] {
  const seen = new Set<string>();
  const orbits: Coordinates[][] = [];
  for (const wave of waves) {
    if (seen.has(keyOf(wave))) continue;
    const members = [...new Map(elements.map((g) => image(g, at, wave)).map((one) => [keyOf(one), one])).values()];
    for (const one of members) seen.add(keyOf(one));
    orbits.push(members);
  }
  return orbits;
}

/** Weights of the group's elements in the projector on an irrep, or on its half that is even under the first mirror. */
function projectorOf({ elements, mirrors }: PointGroup, { dimension, character }: Irrep): number[] {
  const scale = dimension / (elements.length * overlapOf(elements, character, character));
  if (dimension === 1 || !mirrors) return elements.map((g) => scale * character(g));
  // P (1 + s) / 2 has the weight (chi(g) + chi(g s)) / 2 at g; r^j s s = r^j.
  return elements.map(({ turn, mirrored }) => (scale * (character({ turn, mirrored }) + character({ turn, mirrored: !mirrored }))) / 2);
}

/** Less of a column is rounding, not a further direction. */
const NOTHING = 1e-9;

/** Orthonormal columns of the projector on the waves of an orbit. */
function columnsOf(group: PointGroup, irrep: Irrep, at: Coordinates, orbit: readonly Coordinates[]): Part[][] {
  const weights = projectorOf(group, irrep);
  const place = new Map(orbit.map((wave, i) => [keyOf(wave), i]));
  const found: number[][] = [];
  for (const wave of orbit) {
    const column = orbit.map(() => 0);
    group.elements.forEach((g, i) => {
      column[place.get(keyOf(image(g, at, wave))) as number] += weights[i];
    });
    const rest = found.reduce((left, other) => {
      const along = dot(other, left);
      return left.map((entry, i) => entry - along * other[i]);
    }, column);
    const norm = Math.sqrt(dot(rest, rest));
    if (norm > NOTHING) found.push(rest.map((entry) => entry / norm));
  }
  return found.map((column) => column.flatMap((weight, i) => (Math.abs(weight) > NOTHING ? [{ wave: orbit[i], weight }] : [])));
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i], 0);

/** How an entry of a block depends on the profile: a sum of weight times the coefficient of a shell. */
type Entry = ReadonlyMap<number, number>;

/** The entry (i, j) of a profile in a sector: sum over waves of u_i(G) u_j(G') p_(G - G'). Vectors beyond the shells count as 0. */
export function entryOf(sector: Sector, shells: Shells, i: number, j: number): Entry {
  const entry = new Map<number, number>();
  for (const { wave: a, weight: u } of sector.columns[i]) {
    for (const { wave: b, weight: v } of sector.columns[j]) {
      const shell = shells.find([a[0] - b[0], a[1] - b[1]]);
      if (shell !== undefined) entry.set(shell, (entry.get(shell) ?? 0) + u * v);
    }
  }
  return entry;
}
