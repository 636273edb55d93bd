import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import { axesOf, axisNames, type Space } from './space.ts';

/** A number of lattice sites, the same along every axis or one for each, the slowest axis first; where a lag is given, without the time. */
export type PerAxis = number | readonly number[];

/** A line, a rectangle or a box, for one, two or three axes: the block, surrounded by the buffer, surrounded by the shell. */
export interface Window {
  /** Sides of the block V. */
  readonly block: PerAxis;
  /** Width L_B of the buffer around it. */
  readonly buffer: PerAxis;
  /** Width L_E of the environment shell beyond the buffer; 'rest' for all that lies beyond it. */
  readonly shell: PerAxis | 'rest';
}

/** One value of a window: its site relative to the window's corner, and its channel. */
export type Place = readonly [x: number, y: number, z: number, channel: number];

/** The values of V and E in the order of their bits. */
export interface Places {
  visible: Place[];
  environment: Place[];
}

/** A window along one axis; the shell of a window without a width is 0. */
export interface Stretch {
  block: number;
  buffer: number;
  shell: number;
  /** All of it. */
  side: number;
}

/** A length along axis number `axis`. */
export function along(length: PerAxis, axis: number): number {
  return typeof length === 'number' ? length : length[axis];
}

/** Whether an axis is the time of a lag. */
export function isTime(space: Pick<Space, 'extents' | 'axes'>, axis: number, lag: number | undefined): boolean {
  return lag !== undefined && axisNames(space)[axis] === 't';
}

/** A window along each axis of a space, the slowest first. Along the time of a lag it is one slice. */
export function stretches({ block, buffer, shell }: Window, space: Pick<Space, 'extents' | 'axes'>, lag?: number): Stretch[] {
  let entry = 0;
  return space.extents.map((_, axis) => {
    if (isTime(space, axis, lag)) return { block: 1, buffer: 0, shell: 0, side: 1 };
    const [b, gap, e] = [along(block, entry), along(buffer, entry), shell === 'rest' ? 0 : along(shell, entry)];
    entry++;
    return { block: b, buffer: gap, shell: e, side: b + 2 * (gap + e) };
  });
}

/**
 * All sides p that patches of p^d sites may have: they tile the shell, and their inputs fill one word at most.
 * @param windows windows that share one critic
 * @param inputs of one value
 */
export function patchSides(windows: readonly Window[], space: Space, inputs = 1): number[] {
  const tiles = (p: number) =>
    windows.every((window) => stretches(window, space).every(({ block, buffer, shell }) => shell % p === 0 && (block + 2 * buffer) % p === 0));
  return Array.from({ length: 32 }, (_, i) => i + 1).filter((p) => p ** space.extents.length * space.channels * inputs <= 32 && tiles(p));
}

/** @throws BlockspinError naming the sides that are allowed. */
export function checkPatch(patch: number, windows: readonly Window[], space: Space, inputs = 1): void {
  const allowed = patchSides(windows, space, inputs);
  if (allowed.includes(patch)) return;
  const fit = windows.map((window) => stretches(window, space)[0]).map(({ block, buffer, shell }) => `${shell} and ${block + 2 * buffer}`);
  throw new BlockspinError({
    setting: 'patch',
    expected: `a patch side that divides shell and block + 2 buffer (${fit.join(', ')}) and whose values fit 32 bits: ${allowed.join(' or ')}`,
    got: patch,
    remedy:
      allowed.length > 1
        ? phrase`use ${setting('patch', allowed[allowed.length - 1])}`
        : phrase`choose another ${setting('shell')}, ${setting('buffer')} or ${setting('block')}: a patch of one site shares little`,
  });
}

/** All whole vectors from 0 to below the sides, in C order. @param sides along x, y, z */
function grid([nx, ny, nz]: readonly number[]): [number, number, number][] {
  return Array.from({ length: nx * ny * nz }, (_, i) => [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))]);
}

/** Lengths of a window along x, y and z, `missing` where the space has no such axis. */
function lengths(window: Window, space: Space, of: (stretch: Stretch) => number, missing: number): [number, number, number] {
  const [x, y = missing, z = missing] = stretches(window, space).map(of).reverse();
  return [x, y, z];
}

/**
 * Lists the values of block and environment. All channels of a site belong to the same part. So a dimer block holds the
 * bonds that leave its sites to the right and downwards, 2 block² values; the bonds that enter it from the left and
 * from above belong to its surroundings.
 * @param patch the environment in the order of patches of this side, otherwise site by site; both in C order
 * @param inputs of one value, each a channel of its own: channel = value of the site * inputs + input
 */
export function windowPlaces(window: Window, space: Space, patch = 1, inputs = 1): Places {
  const channels = Array.from({ length: space.channels * inputs }, (_, channel) => channel);
  const at = (of: (stretch: Stretch) => number, missing = 0) => lengths(window, space, of, missing);
  const [shell, core, sides] = [at(({ shell: e }) => e), at(({ block, buffer }) => block + 2 * buffer, 1), at(({ side }) => side, 1)];
  const tile = axesOf({ extents: space.extents.map(() => patch) });
  const places: Places = { visible: [], environment: [] };
  for (const corner of grid(sides.map((side, axis) => side / tile[axis]))) {
    for (const within of grid(tile)) {
      const [x, y, z] = corner.map((c, axis) => c * tile[axis] + within[axis]);
      const inside = [x, y, z].every((c, axis) => c >= shell[axis] && c < shell[axis] + core[axis]);
      if (!inside) for (const channel of channels) places.environment.push([x, y, z, channel]);
    }
  }
  const first = at(({ shell: e, buffer }) => e + buffer);
  for (const site of grid(at(({ block }) => block, 1))) {
    const [x, y, z] = site.map((c, axis) => c + first[axis]);
    for (const channel of channels) places.visible.push([x, y, z, channel]);
  }
  return places;
}

/** Where windows that share one block are cut, by axis, the slowest first. */
interface Cut {
  /** Places of the corner of a window: at 0 to places - 1. */
  readonly places: number[];
  /** By window: its first site relative to that corner. */
  readonly shifts: number[][];
}

/**
 * The places at which windows are cut. A periodic axis has one place per site, and each window begins at its own corner. On an
 * open axis a window must lie within the lattice. All windows then use the places of the largest one, and all have their
 * block at the same site, so that results for different buffers refer to the same blocks.
 * @param windows checked with `checkWindow`, all with the same block
 */
export function cutOf(windows: readonly Window[], space: Space): Cut {
  const all = windows.map((window) => stretches(window, space));
  const margin = ({ buffer, shell }: Stretch) => buffer + shell;
  const widest = space.extents.map((_, axis) => Math.max(...all.map((window) => margin(window[axis]))));
  const isOpen = space.boundary.map((boundary) => boundary === 'open');
  return {
    places: space.extents.map((extent, axis) => (isOpen[axis] ? extent - all[0][axis].block - 2 * widest[axis] + 1 : extent)),
    shifts: all.map((window) => window.map((stretch, axis) => (isOpen[axis] ? widest[axis] - margin(stretch) : 0))),
  };
}
