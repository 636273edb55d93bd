/**
 * Where windows are cut: at all translations, at one place, in steps of a stride, around holes, and with an environment in the
 * future. Offsets are counted from the first site of the block.
 */
import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import { type Axis, axesIn, type Cutting, endsOf } from './axis.ts';
import { noPlace } from './fits.ts';
import type { Space } from './space.ts';
import { cutOf, type PerAxis, type Place, type Places, stretches, type Window, windowPlaces } from './window.ts';

/** Windows that share one block, as a table holds them. */
interface CutWindows {
  /** Values of each window, relative to its corner. */
  all: Places[];
  /** Where the corner may lie along each axis, the slowest first: at 0 to places - 1; where corners are listed, their number in one entry. */
  places: readonly number[];
  /** All corners, by axis, the slowest first, where they are not all of these. */
  corners: readonly (readonly number[])[];
}

/** How places are listed. */
interface Listing {
  /** Side of patches, see `windowPlaces`. */
  patch?: number | undefined;
  /** Inputs of one value. */
  inputs: number;
}

/** Whether windows are cut wherever they exist, all sites have values, and each window is one box. */
function isPlain(windows: readonly Window[], { holes = [] }: Space, { at, stride, lag }: Cutting): boolean {
  return holes.length === 0 && at === undefined && stride === undefined && lag === undefined && windows.every(({ shell }) => shell !== 'rest');
}

/**
 * Cuts windows that share one block.
 * - A periodic axis has one place per site. On an open axis the whole window lies within the lattice, for several windows the largest one.
 * - A fixed place (`at`) is the only one. Its window ends where an open axis ends, and has no holes.
 * - Anywhere else, no window touches a hole.
 * - With `lag` the block lies in one slice of time, and its environment, which may include the sites of the block, `lag` slices later.
 * @param windows checked with `checkWindow` and `checkCutting`
 * @throws BlockspinError where there is no place, naming the largest block and buffer that have one, and for an empty environment
 */
export function cutWindows(windows: readonly Window[], space: Space, cutting: Cutting, { patch, inputs }: Listing): CutWindows {
  if (isPlain(windows, space, cutting)) {
    const { places, shifts } = cutOf(windows, space);
    return { all: windows.map((window, w) => moved(windowPlaces(window, space, patch, inputs), shifts[w])), places, corners: [] };
  }
  const axes = axesIn(windows, space, cutting);
  const places = axes.map(({ corners: along }) => along.length);
  const free = isFixed(cutting) || !space.holes?.length;
  const complete = free && !places.includes(0) && axes.every(({ corners: along }) => along.every((c, i) => c === i));
  const corners = complete ? [] : cornersOf(windows, space, cutting, axes);
  if (!complete && corners.length === 0) throw noPlace(windows, (one) => cornersOf(one, space, cutting).length > 0);
  const missing = isFixed(cutting) ? holesAt(space, axes) : () => false;
  const channels = Array.from({ length: space.channels * inputs }, (_, channel) => channel);
  const listed = (sites: readonly (readonly number[])[]) =>
    sites
      .map((offset) => axes.map((axis, a) => axis.coordinate(offset[a])))
      .filter((site) => !missing(site))
      .flatMap((site) => {
        const [x, y = 0, z = 0] = [...site].reverse();
        return channels.map((channel) => [x, y, z, channel] as const);
      });
  const all = windows.map((window): Places => {
    const { visible, environment } = offsetsOf(window, space, cutting, axes);
    return { visible: listed(visible), environment: listed(environment) };
  });
  all.forEach((places, w) => {
    checkParts(places, windows[w]);
  });
  return { all, places: complete ? places : [...places.map(() => 1).slice(1), corners.length], corners };
}

/** Places moved by a shift. @param shift by axis, the slowest first */
function moved({ visible, environment }: Places, shift: readonly number[]): Places {
  const [dx, dy = 0, dz = 0] = [...shift].reverse();
  const each = (list: readonly Place[]) => list.map(([x, y, z, channel]) => [x + dx, y + dy, z + dz, channel] as const);
  return { visible: each(visible), environment: each(environment) };
}

/** Whether the block has one place in space. With a stride `at` is the place that it is counted from. */
export function isFixed({ at, stride }: Cutting): boolean {
  return at !== undefined && stride === undefined;
}

/** Sites of a block at a fixed place that have no value, numbered within the block in C order. */
export function blockHoles(block: PerAxis, space: Space, cutting: Cutting): number[] {
  const window = { block, buffer: 0, shell: 'rest' } as const;
  const axes = axesIn([window], space, cutting);
  const missing = holesAt(space, axes);
  const { visible } = offsetsOf(window, space, cutting, axes);
  return visible.flatMap((offset, site) => (missing(axes.map((axis, a) => axis.coordinate(offset[a]))) ? [site] : []));
}

/** All vectors with one entry of each list, in C order. */
function product(lists: readonly (readonly number[])[]): number[][] {
  return lists.reduce<number[][]>((all, list) => all.flatMap((before) => list.map((next) => [...before, next])), [[]]);
}

const range = (from: number, to: number) => Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);

/** Sites of V, of E and of all between them. */
function offsetsOf(window: Window, space: Space, cutting: Cutting, axes: readonly Axis[]) {
  const all = stretches(window, space, cutting.lag);
  const rest = window.shell === 'rest';
  const visible = product(all.map(({ block }) => range(0, block)));
  const box = product(all.map((stretch, a) => (axes[a].time ? [cutting.lag as number] : range(...endsOf(stretch, axes[a], rest)))));
  // In the future, the sites of the block are as good as others unless there is a buffer.
  const apart = cutting.lag === undefined || all.some(({ buffer }) => buffer > 0);
  const inCore = (o: number, a: number) => axes[a].time || (o >= -all[a].buffer && o < all[a].block + all[a].buffer);
  return { visible, environment: apart ? box.filter((offset) => !offset.every(inCore)) : box, box };
}

/** The corners at which no window touches a hole; with a fixed place all, since its window has none. */
function cornersOf(windows: readonly Window[], space: Space, cutting: Cutting, axes = axesIn(windows, space, cutting)): number[][] {
  const all = product(axes.map(({ corners }) => corners));
  if (isFixed(cutting) || !space.holes?.length) return all;
  const taken = new Uint8Array(space.extents.reduce((sites, extent) => sites * extent, 1));
  const index = (site: readonly number[]) => site.reduce((before, c, a) => before * space.extents[a] + c, 0);
  const touched = windows.flatMap((window) => {
    const { visible, box } = offsetsOf(window, space, cutting, axes);
    return [...visible, ...box].map((offset) => axes.map((axis, a) => axis.coordinate(offset[a])));
  });
  for (const hole of space.holes) {
    const at = siteAt(hole, space);
    for (const site of touched) {
      const corner = site.map((c, a) => (axes[a].periodic ? (at[a] - c + space.extents[a]) % space.extents[a] : at[a] - c));
      if (corner.every((c) => c >= 0)) taken[index(corner)] = 1;
    }
  }
  return all.filter((corner) => !taken[index(corner)]);
}

/** Whether a site of the window is a hole at any of the corners. */
function holesAt({ holes = [], extents }: Space, axes: readonly Axis[]): (site: readonly number[]) => boolean {
  const all = new Set(holes);
  const corners = holes.length === 0 ? [] : product(axes.map(({ corners: each }) => each));
  const index = (site: readonly number[], corner: readonly number[]) =>
    site.reduce((before, c, a) => before * extents[a] + (axes[a].periodic ? (c + corner[a]) % extents[a] : c + corner[a]), 0);
  return (site) => corners.some((corner) => all.has(index(site, corner)));
}

/** The coordinates of a site, the slowest axis first. */
function siteAt(site: number, { extents }: Pick<Space, 'extents'>): number[] {
  let rest = site;
  return extents.reduceRight<number[]>((at, extent) => {
    at.unshift(rest % extent);
    rest = Math.floor(rest / extent);
    return at;
  }, []);
}

function checkParts({ visible, environment }: Places, { buffer }: Window): void {
  if (visible.length === 0) {
    throw new BlockspinError({ setting: 'at', expected: 'a block of which some sites have values', got: 'holes only', remedy: 'choose another place' });
  }
  if (environment.length === 0) {
    const remedy = phrase`use a smaller ${setting('buffer')} or another place`;
    throw new BlockspinError({ setting: 'buffer', expected: 'an environment of at least one site beyond the buffer', got: String(buffer), remedy });
  }
}
