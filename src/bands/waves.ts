/** Plane waves at a momentum, grids of momenta, and shells: orbits of reciprocal lattice vectors, on each of which a symmetric profile has one coefficient. */
import { type Coordinates, isLattice, onMomentum, type PlaneGroup, pointGroup } from './group.ts';

/** |m b1 + n b2|^2 in units of |b|^2. */
export const squareOf = ({ skew }: PlaneGroup, [x, y]: Coordinates) => x * x + y * y + skew * x * y;

/** A vector as the key of a map. */
export const keyOf = ([m, n]: Coordinates) => `${m},${n}`;

/** All G with |k + G|^2 <= cutoff |b|^2, the shortest k + G first: a set that every operation of the little co-group maps to itself. */
export function wavesAt(group: PlaneGroup, k: Coordinates, cutoff: number): Coordinates[] {
  // The shortest combination of a coordinate x has length |x| sqrt(1 - skew / 4).
  const reach = Math.ceil(Math.sqrt(cutoff / (1 - group.skew / 4))) + 1;
  const waves: { at: Coordinates; square: number }[] = [];
  for (let m = -reach; m <= reach; m++) {
    for (let n = -reach; n <= reach; n++) {
      // Momenta as 1/3 are rounded: images of each other must stay together.
      const square = Math.round(1e9 * squareOf(group, [k[0] + m, k[1] + n])) / 1e9;
      if (square <= cutoff) waves.push({ at: [m, n], square });
    }
  }
  return waves.sort((a, b) => a.square - b.square || a.at[0] - b.at[0] || a.at[1] - b.at[1]).map(({ at }) => at);
}

/** The shells of a group within a radius, and which shell a vector belongs to. */
export interface Shells {
  /** Members of each shell by length; the first is G = 0 alone. */
  readonly orbits: readonly (readonly Coordinates[])[];
  /** Number of the shell of a vector, undefined beyond the radius. */
  readonly find: (g: Coordinates) => number | undefined;
}

/** All shells with |G|^2 <= radius |b|^2. */
export function shellsWithin(group: PlaneGroup, radius: number): Shells {
  const { elements } = pointGroup(group);
  const numbers = new Map<string, number>();
  const orbits: Coordinates[][] = [];
  for (const g of wavesAt(group, [0, 0], radius)) {
    if (numbers.has(keyOf(g))) continue;
    const images = new Map(elements.map(({ matrix }) => onMomentum(matrix, g)).map((image) => [keyOf(image), image]));
    for (const name of images.keys()) numbers.set(name, orbits.length);
    orbits.push([...images.values()]);
  }
  return { orbits, find: (g) => numbers.get(keyOf(g)) };
}

/** The least radius within which a group has so many shells beside G = 0. */
export function radiusOf(group: PlaneGroup, count: number): number {
  for (let radius = 1; ; radius++) {
    const { orbits } = shellsWithin(group, radius);
    if (orbits.length > count) return squareOf(group, orbits[count][0]);
  }
}

/** The momenta (i / n, j / n) that are none of high symmetry, one of each set of images, as the shortest k + G. */
export function genericGrid(group: PlaneGroup, n: number): Coordinates[] {
  const { elements } = pointGroup(group);
  const wrapped = (x: number) => ((Math.round(x * n) % n) + n) % n;
  const imagesOf = (k: Coordinates) => elements.map(({ matrix }) => onMomentum(matrix, k)).map(([x, y]) => wrapped(x) * n + wrapped(y));
  const seen = new Set(group.momenta.filter(({ at }) => isLattice([at[0] * n, at[1] * n])).flatMap(({ at }) => imagesOf(at)));
  const found: Coordinates[] = [];
  for (let index = 0; index < n * n; index++) {
    if (seen.has(index)) continue;
    const [x, y]: Coordinates = [Math.floor(index / n) / n, (index % n) / n];
    for (const image of imagesOf([x, y])) seen.add(image);
    const same = [-1, 0].flatMap((p) => [-1, 0].map((q): Coordinates => [x + p, y + q]));
    found.push(same.reduce((a, b) => (squareOf(group, b) < squareOf(group, a) - 1e-9 ? b : a)));
  }
  return found;
}
