/** Where V, buffer and E lie: a box of cells or a list of sites, and everything around it by distance. */
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { type Cells, cellAt, cellCount, type ExactSpace, placesOf } from './space.ts';

/** The block V, and how its surroundings are divided. */
export interface RegionOptions {
  /** A box of cells: its sides, and its first cell; in the middle of the lattice unless given. */
  block?: readonly number[];
  at?: readonly number[];
  /** Sites of V in the place of a box. */
  centre?: readonly number[];
  /** Bonds from the listed sites within which sites belong to V, too; 0 unless given. */
  radius?: number;
  /** Sites of E, with V in `centre`; then the buffer is all that is in neither. */
  environment?: readonly number[];
  /** Width of the buffer. */
  buffer: number;
  /** Width of E; everything beyond the buffer unless given. */
  shell?: number;
  /** Whether widths are boxes (steps along every axis) or bonds; boxes on lattices unless given. */
  metric?: 'box' | 'bonds';
}

/** The sites of a system by region. */
export interface Region {
  block: readonly number[];
  buffer: readonly number[];
  environment: readonly number[];
}

/** Sites that share a bond or another factor. */
type Next = readonly ReadonlySet<number>[];

/** Sites in order, each once. */
const listOf = (space: ExactSpace) => Array.from({ length: space.sites }, (_, site) => site).filter((site) => space.present(site));

/**
 * The sites of V, buffer and E.
 * @param next sites that share a factor with each site
 * @throws BlockspinError for sites out of range, missing or listed twice, a block that is empty or in pieces, and an empty E
 */
export function regionOf(space: ExactSpace, next: Next, options: RegionOptions): Region {
  checkWidths(space, options);
  const { centre, environment } = options;
  if (centre !== undefined && environment !== undefined) return listedRegion(space, next, centre, environment);
  const cells = centre === undefined ? boxCells(space, options) : undefined;
  const block = cells === undefined ? around(space, next, centre as readonly number[], options.radius ?? 0) : sitesIn(space, cells);
  if (block.length === 0) {
    const remedy = phrase`choose another place with ${setting('at')}`;
    throw new BlockspinError({ setting: 'block', expected: 'a block with sites', got: 'holes alone', remedy });
  }
  const distance =
    (options.metric ?? (space.cells ? 'box' : 'bonds')) === 'box' ? boxDistance(space, cells ?? cellsOf(space, block)) : bondDistance(next, block);
  const { buffer, shell = Number.POSITIVE_INFINITY } = options;
  const others = listOf(space).filter((site) => !block.includes(site));
  const region = {
    block,
    buffer: others.filter((site) => distance(site) <= buffer),
    environment: others.filter((site) => distance(site) > buffer && (shell === Number.POSITIVE_INFINITY || distance(site) <= buffer + shell)),
  };
  if (region.environment.length > 0) return region;
  throw new BlockspinError({
    setting: 'buffer',
    expected: 'a block with its buffer that leaves an environment',
    got: `a buffer of ${buffer} around ${block.length} of ${listOf(space).length} sites, and nothing beyond`,
    remedy: phrase`use a smaller ${setting('buffer')}, or a larger system`,
  });
}

function checkWidths(space: ExactSpace, { buffer, shell, metric, radius, centre }: RegionOptions): void {
  const whole = (value: number, least: number) => Number.isInteger(value) && value >= least;
  for (const [name, value, least] of [
    ['buffer', buffer, 0],
    ['shell', shell ?? 1, 1],
    ['radius', radius ?? 0, 0],
  ] as const) {
    if (whole(value, least)) continue;
    throw new BlockspinError({ setting: name, expected: `a width of ${least} or more`, got: value, remedy: phrase`use for example ${setting(name, least)}` });
  }
  if (metric === 'box' && !space.cells) {
    throw new BlockspinError({ setting: 'metric', expected: 'bonds on a graph', got: metric, remedy: 'leave it out' });
  }
  if (!space.cells && centre === undefined) {
    const remedy = phrase`give for example ${setting('centre', 0)}`;
    throw new BlockspinError({ setting: 'centre', expected: 'the nodes of the block: a graph has no middle', got: 'none', remedy });
  }
}

/** Cells of a box, holes included. */
function boxCells({ cells }: ExactSpace, { block = [2], at }: RegionOptions): number[] {
  const { sides, boundary } = cells as Cells;
  const extent = block.length === 1 ? sides.map(() => block[0]) : block;
  if (extent.length !== sides.length || !extent.every((side, axis) => Number.isInteger(side) && side >= 1 && side <= sides[axis])) {
    const expected = `one side, or one for each of ${sides.length} axes, from 1 to ${sides.join(',')}`;
    throw new BlockspinError({
      setting: 'block',
      expected,
      got: block.join(','),
      remedy: phrase`use for example ${setting(
        'block',
        sides.map(() => 1),
      )}`,
    });
  }
  const first = at ?? sides.map((side, axis) => Math.floor((side - extent[axis]) / 2));
  const fits = (place: number, axis: number) => Number.isInteger(place) && place >= 0 && place + (boundary[axis] === 'open' ? extent[axis] : 1) <= sides[axis];
  if (first.length !== sides.length || !first.every(fits)) {
    const most = sides.map((side, axis) => side - (boundary[axis] === 'open' ? extent[axis] : 1));
    const expected = `the first site of the block along each axis, from ${sides.map(() => 0).join(',')} to ${most.join(',')}`;
    throw new BlockspinError({ setting: 'at', expected, got: first.join(','), remedy: phrase`use for example ${setting('at', most)}` });
  }
  const box = { sides: extent };
  return Array.from(
    { length: cellCount(box) },
    (_, i) =>
      cellAt(
        cells as Cells,
        placesOf(box, i).map((place, axis) => place + first[axis]),
      ) as number,
  );
}

const sitesIn = ({ cells, present }: ExactSpace, list: readonly number[]) =>
  list.flatMap((cell) => Array.from({ length: (cells as Cells).basis }, (_, k) => cell * (cells as Cells).basis + k)).filter(present);

const cellsOf = ({ cells }: ExactSpace, block: readonly number[]) => [...new Set(block.map((site) => Math.floor(site / (cells as Cells).basis)))];

/** The most steps along one axis to the nearest cell of a block. */
function boxDistance({ cells }: ExactSpace, block: readonly number[]): (site: number) => number {
  const { sides, boundary, basis } = cells as Cells;
  const places = block.map((cell) => placesOf({ sides }, cell));
  const steps = (a: number, b: number, axis: number) => {
    const direct = Math.abs(a - b);
    return boundary[axis] === 'periodic' ? Math.min(direct, sides[axis] - direct) : direct;
  };
  return (site) => {
    const own = placesOf({ sides }, Math.floor(site / basis));
    return Math.min(...places.map((place) => Math.max(...place.map((x, axis) => steps(x, own[axis], axis)))));
  };
}

/** Bonds on the shortest way from a block; Infinity without a way. */
function bondDistance(next: Next, block: readonly number[]): (site: number) => number {
  const distance = new Map(block.map((site) => [site, 0]));
  for (const [site, steps] of distance) for (const other of next[site]) if (!distance.has(other)) distance.set(other, steps + 1);
  return (site) => distance.get(site) ?? Number.POSITIVE_INFINITY;
}

/** Sites within some bonds of those listed, which come first. */
function around(space: ExactSpace, next: Next, centre: readonly number[], radius: number): number[] {
  checkList(space, centre, 'centre');
  const distance = bondDistance(next, centre);
  const block = [...centre, ...listOf(space).filter((site) => !centre.includes(site) && distance(site) <= radius)];
  checkConnected(next, block, 'centre');
  return block;
}

function listedRegion(space: ExactSpace, next: Next, block: readonly number[], environment: readonly number[]): Region {
  checkList(space, block, 'sites');
  checkList(space, environment, 'sites');
  const both = block.find((site) => environment.includes(site));
  if (both !== undefined) {
    const expected = 'an environment that does not overlap the block';
    throw new BlockspinError({ setting: 'sites', expected, got: `site ${both} in both`, remedy: 'leave one of them out' });
  }
  checkConnected(next, block, 'sites');
  return { block, buffer: listOf(space).filter((site) => !block.includes(site) && !environment.includes(site)), environment };
}

function checkList(space: ExactSpace, list: readonly number[], name: 'centre' | 'sites'): void {
  const bad = (expected: string, got: unknown, remedy: string) => new BlockspinError({ setting: name, expected, got, remedy });
  if (list.length === 0) throw bad('at least one site', 'none', 'list the sites, counted from 0');
  for (const [i, site] of list.entries()) {
    if (!(Number.isInteger(site) && site >= 0 && site < space.sites)) {
      throw bad(`numbers of sites from 0 to ${space.sites - 1}`, site, 'count the sites from 0; are they counted from 1?');
    }
    if (!space.present(site)) throw bad('sites that are there', `site ${site}, a hole`, 'leave it out');
    if (list.indexOf(site) !== i) throw bad('every site once', `site ${site} twice`, 'leave one of them out');
  }
}

function checkConnected(next: Next, block: readonly number[], name: 'centre' | 'sites'): void {
  const inside = new Set(block);
  const reached = new Set([block[0]]);
  for (const site of reached) for (const other of next[site]) if (inside.has(other)) reached.add(other);
  const left = block.find((site) => !reached.has(site));
  if (left === undefined) return;
  const expected = 'a block whose sites are connected by bonds among themselves';
  throw new BlockspinError({
    setting: name,
    expected,
    got: `site ${left}, which no bond in the block connects to site ${block[0]}`,
    remedy: 'list neighbouring sites',
  });
}
