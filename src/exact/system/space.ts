/** Lattices and graphs whose sites are numbered as the values of a saved array: in C order, the last axis fastest, then the sites of a cell. */
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import type { Bond } from '../sum/pairs.ts';

/** Whether an axis closes on itself. */
export type AxisBoundary = 'periodic' | 'open';

/** Cells of a lattice along one to three axes. */
export interface Cells {
  /** Cells along each axis, the last one fastest. */
  sides: readonly number[];
  boundary: readonly AxisBoundary[];
  /** Values of a cell. */
  basis: number;
}

/** Sites and bonds. */
export interface ExactSpace {
  /** Numbers given to sites, missing ones included. */
  sites: number;
  present(site: number): boolean;
  bonds: readonly Bond[];
  /** None for a graph. */
  cells?: Cells;
}

/** A bond of every cell: from a site of it to a site of the cell that lies `step` further. */
type CellBond = readonly [from: number, to: number, step: readonly number[]];

/** Lattices by name: the sites of a cell, and their bonds. */
const LATTICES: Record<string, { basis: number; axes: readonly number[]; bonds(axes: number): readonly CellBond[] }> = {
  square: { basis: 1, axes: [1, 2, 3], bonds: (axes) => Array.from({ length: axes }, (_, axis) => [0, 0, unit(axes, axis)] as const) },
  triangular: {
    basis: 1,
    axes: [2],
    bonds: () => [
      [0, 0, [0, 1]],
      [0, 0, [1, 0]],
      [0, 0, [1, -1]],
    ],
  },
  honeycomb: {
    basis: 2,
    axes: [2],
    bonds: () => [
      [0, 1, [0, 0]],
      [0, 1, [0, -1]],
      [0, 1, [-1, 0]],
    ],
  },
  kagome: {
    basis: 3,
    axes: [2],
    bonds: () => [
      [0, 1, [0, 0]],
      [0, 2, [0, 0]],
      [1, 2, [0, 0]],
      [1, 0, [0, 1]],
      [2, 0, [1, 0]],
      [1, 2, [-1, 1]],
    ],
  },
};

/** Names of the lattices. */
export const LATTICE_NAMES: readonly string[] = Object.keys(LATTICES);

const unit = (axes: number, axis: number) => Array.from({ length: axes }, (_, i) => (i === axis ? 1 : 0));

/** Most values of one system: tables are planned for each. */
const MOST_VALUES = 4096;

/** @throws BlockspinError for sides that are not whole numbers, or too many axes or values */
export function checkCells({ sides, boundary, basis }: Cells): void {
  const bad = !(sides.length >= 1 && sides.length <= 3 && sides.every((side) => Number.isInteger(side) && side >= 1));
  if (bad || sides.reduce((a, b) => a * b, basis) > MOST_VALUES) {
    const expected = `from one to three sides of at least 1, of at most ${MOST_VALUES} values together`;
    throw new BlockspinError({ setting: 'size', expected, got: sides.join(','), remedy: phrase`use for example ${setting('size', [4, 6])}` });
  }
  if (boundary.length !== sides.length || boundary.some((one) => one !== 'periodic' && one !== 'open')) {
    const expected = `periodic or open, one for all or one for each of ${sides.length} axes`;
    throw new BlockspinError({ setting: 'boundary', expected, got: boundary.join(','), remedy: phrase`use for example ${setting('boundary', 'open')}` });
  }
}

/** The cell that lies `step` further, or undefined beyond an open end. */
export function cellAt({ sides, boundary }: Cells, cell: readonly number[]): number | undefined {
  let index = 0;
  for (const [axis, side] of sides.entries()) {
    const place = boundary[axis] === 'periodic' ? ((cell[axis] % side) + side) % side : cell[axis];
    if (place < 0 || place >= side) return undefined;
    index = index * side + place;
  }
  return index;
}

/** Places of a cell along each axis. */
export function placesOf({ sides }: Pick<Cells, 'sides'>, cell: number): number[] {
  const places: number[] = [];
  for (let axis = sides.length - 1, rest = cell; axis >= 0; axis--) {
    places.unshift(rest % sides[axis]);
    rest = Math.floor(rest / sides[axis]);
  }
  return places;
}

/** Cells of a lattice in all. */
export const cellCount = ({ sides }: Pick<Cells, 'sides'>): number => sides.reduce((a, b) => a * b, 1);

/**
 * A lattice by name, without some sites. A periodic axis of two sites has two bonds between them, one on either side; an axis of one site
 * has none. Triangular: also to the next row, one site back. Honeycomb and kagome: cells of two and three sites.
 * @throws BlockspinError for another name, a number of axes that it does not have, sides and holes out of range
 */
export function namedLattice(name: string, sides: readonly number[], boundary: readonly AxisBoundary[], holes: readonly number[] = []): ExactSpace {
  if (!Object.hasOwn(LATTICES, name)) {
    throw new BlockspinError({ setting: 'lattice', expected: `one of ${LATTICE_NAMES.join(', ')}`, got: name, remedy: 'use one of them' });
  }
  const { basis, axes, bonds: ofCell } = LATTICES[name];
  const cells = { sides, boundary, basis };
  checkCells(cells);
  if (!axes.includes(sides.length)) {
    throw new BlockspinError({
      setting: 'size',
      expected: `${axes.join(', ')} sides for the ${name} lattice`,
      got: sides.join(','),
      remedy: phrase`use for example ${setting('size', [4, 4])}`,
    });
  }
  const sites = cellCount(cells) * basis;
  const missing = checkHoles(holes, sites);
  const bonds: Bond[] = [];
  for (let cell = 0; cell < cellCount(cells); cell++) {
    const places = placesOf(cells, cell);
    for (const [from, to, step] of ofCell(sides.length)) {
      const other = cellAt(
        cells,
        places.map((place, axis) => place + step[axis]),
      );
      if (other === undefined) continue;
      const [a, b] = [cell * basis + from, other * basis + to];
      if (a !== b && !missing.has(a) && !missing.has(b)) bonds.push([a, b, 1]);
    }
  }
  return { sites, present: (site) => !missing.has(site), bonds, cells };
}

function checkHoles(holes: readonly number[], sites: number): ReadonlySet<number> {
  for (const hole of holes) {
    if (Number.isInteger(hole) && hole >= 0 && hole < sites) continue;
    const expected = `numbers of sites from 0 to ${sites - 1}`;
    throw new BlockspinError({ setting: 'holes', expected, got: hole, remedy: 'count the sites from 0, the last axis fastest' });
  }
  return new Set(holes);
}

/**
 * A graph by its edges.
 * @param from the file they were read from, for messages
 * @param count nodes; by default those that have an edge
 * @throws BlockspinError for a number that is no node, an edge from a node to itself, and a coupling that is not finite
 */
export function edgeGraph(edges: readonly Bond[], from: string, count?: number): ExactSpace {
  const bad = (expected: string, got: unknown, remedy: string) => new BlockspinError({ setting: setting('edges', from), expected, got, remedy });
  if (edges.length === 0) throw bad('at least one edge', 'none', 'write { "edges": [[0, 1], [1, 2]] }');
  const nodes = count ?? edges.reduce((most, [a, b]) => Math.max(most, a, b), 0) + 1;
  if (!(Number.isInteger(nodes) && nodes >= 2 && nodes <= MOST_VALUES))
    throw bad(`from 2 to ${MOST_VALUES} nodes`, nodes, 'number the nodes without gaps, from 0');
  for (const [a, b, J] of edges) {
    const wrong = [a, b].find((node) => !(Number.isInteger(node) && node >= 0 && node < nodes));
    if (wrong !== undefined) throw bad(`nodes from 0 to ${nodes - 1}`, wrong, 'count the nodes from 0; are they counted from 1?');
    if (a === b) throw bad('edges between two nodes', `${a},${b}`, 'leave the edge from a node to itself out');
    if (!Number.isFinite(J)) throw bad('finite couplings', J, 'leave the third number out for 1');
  }
  const seen = new Set([...edges.map(([a]) => a), ...edges.map(([, b]) => b)]);
  const alone = Array.from({ length: nodes }, (_, node) => node).find((node) => !seen.has(node));
  if (alone !== undefined && count === undefined) {
    const remedy = alone === 0 ? 'are the nodes counted from 1? Count them from 0' : 'number the nodes without gaps, or say how many there are: "nodes"';
    throw bad(`an edge at every node from 0 to ${nodes - 1}`, `none at node ${alone}`, remedy);
  }
  return { sites: nodes, present: () => true, bonds: edges };
}

/** Sites that a bond connects to each site. */
export function neighbours({ sites, bonds }: ExactSpace): readonly ReadonlySet<number>[] {
  const next = Array.from({ length: sites }, () => new Set<number>());
  for (const [a, b] of bonds) {
    next[a].add(b);
    next[b].add(a);
  }
  return next;
}
