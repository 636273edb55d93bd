/** Images in which every pixel has the number of its cell, and what is mended in them before cells become polygons. */

/** A segmented image. */
export interface Labels {
  readonly width: number;
  readonly height: number;
  /** (height, width), row by row: 0 where there is no cell, c + 1 in cell c. */
  readonly cells: Int32Array;
  /** (N): the number that each cell has in the file. */
  readonly names: readonly number[];
}

/** A mended image, and what was done. */
interface Mended {
  readonly labels: Labels;
  /** Smaller pieces of cells that were taken away. */
  readonly pieces: number;
  /** Pixels that no cell had, and one has now. */
  readonly filled: number;
}

/** Gaps between two cells that are closed, in pixels along rows and columns. */
export const GAP = 5;
/** Gaps where more cells meet that are closed, in pixels of area. */
const SPOT = 16;

/** Numbers of cells in ascending order become 1, 2, ...; 0 stays 0. */
export function labelsOf(width: number, height: number, numbers: ArrayLike<number>): Labels {
  const names = [...new Set(Array.from(numbers))].filter((name) => name !== 0).sort((a, b) => a - b);
  const place = new Map(names.map((name, c) => [name, c + 1]));
  return { width, height, cells: Int32Array.from(numbers, (name) => place.get(name) ?? 0), names };
}

/** The neighbours of a pixel along rows and columns, into a list. @returns how many there are */
function beside({ width, height }: Labels, pixel: number, into: Int32Array): number {
  const x = pixel % width;
  let n = 0;
  if (x > 0) into[n++] = pixel - 1;
  if (x + 1 < width) into[n++] = pixel + 1;
  if (pixel >= width) into[n++] = pixel - width;
  if (pixel + width < width * height) into[n++] = pixel + width;
  return n;
}

/** Connected pixels of one value. */
interface Region {
  readonly value: number;
  readonly pixels: readonly number[];
  /** Values beside it. */
  readonly around: ReadonlySet<number>;
  /** Whether it reaches the border of the image. */
  readonly outer: boolean;
}

/** All regions of equal value that are connected along rows and columns. */
function regionsOf(labels: Labels): Region[] {
  const { width, height, cells } = labels;
  const seen = new Uint8Array(cells.length);
  const near = new Int32Array(4);
  const regions: Region[] = [];
  for (let start = 0; start < cells.length; start++) {
    if (seen[start] === 1) continue;
    const value = cells[start];
    const pixels = [start];
    const around = new Set<number>();
    let outer = false;
    seen[start] = 1;
    for (let i = 0; i < pixels.length; i++) {
      const count = beside(labels, pixels[i], near);
      outer ||= count < 4 || width === 1 || height === 1;
      for (let k = 0; k < count; k++) {
        if (cells[near[k]] !== value) around.add(cells[near[k]]);
        else if (seen[near[k]] === 0) {
          seen[near[k]] = 1;
          pixels.push(near[k]);
        }
      }
    }
    regions.push({ value, pixels, around, outer });
  }
  return regions;
}

/**
 * Mends an image: of a cell in several pieces the largest is kept, and those at the border are cells of their own, which are cut; holes within one
 * cell are filled; background of up to `GAP` pixels between two cells, and of up to `SPOT` pixels between several, goes to the nearest of them.
 * Wider background is a hole of the tissue.
 */
export function mended(labels: Labels): Mended {
  const cells = Int32Array.from(labels.cells);
  const names = [...labels.names];
  const now = { ...labels, cells, names };
  let pieces = 0;
  const largest = new Map<number, Region>();
  const regions = regionsOf(now);
  for (const region of regions)
    if (region.value > 0 && region.pixels.length > (largest.get(region.value)?.pixels.length ?? 0)) largest.set(region.value, region);
  for (const region of regions) {
    if (region.value === 0 || largest.get(region.value) === region) continue;
    // A piece at the border is part of a cell that the image cuts.
    if (region.outer) names.push(labels.names[region.value - 1]);
    else pieces++;
    for (const pixel of region.pixels) cells[pixel] = region.outer ? names.length : 0;
  }
  const before = cells.reduce((count, value) => count + (value === 0 ? 1 : 0), 0);
  for (const { value, pixels, around, outer } of regionsOf(now)) {
    if (value !== 0 || outer || around.size !== 1) continue;
    const [only] = around;
    for (const pixel of pixels) cells[pixel] = only;
  }
  closeGaps(now);
  for (const { value, pixels, outer } of regionsOf(now)) if (value === 0 && !outer && pixels.length <= SPOT) fillSpot(now, pixels);
  return { labels: now, pieces, filled: before - cells.reduce((count, value) => count + (value === 0 ? 1 : 0), 0) };
}

/** Gives background pixels to the nearest cell where a second cell is so near that the gap between both is at most `GAP` wide. */
function closeGaps(labels: Labels): void {
  const { width, height, cells } = labels;
  const given = Int32Array.from(cells);
  const near = new Int32Array(4);
  const nearest = Int32Array.from(cells);
  let ring = [...cells.keys()].filter((pixel) => cells[pixel] > 0);
  for (let distance = 1; distance <= GAP; distance++) {
    const next = new Map<number, number>();
    for (const pixel of ring) {
      const count = beside(labels, pixel, near);
      for (let k = 0; k < count; k++) {
        if (nearest[near[k]] === 0) next.set(near[k], Math.min(nearest[pixel], next.get(near[k]) ?? Number.POSITIVE_INFINITY));
      }
    }
    for (const [pixel, value] of next) {
      nearest[pixel] = value;
      if (secondWithin(pixel, value, GAP + 1 - distance)) given[pixel] = value;
    }
    ring = [...next.keys()];
  }
  cells.set(given);

  function secondWithin(pixel: number, first: number, most: number): boolean {
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    for (let dy = -most; dy <= most; dy++) {
      const wide = most - Math.abs(dy);
      if (y + dy < 0 || y + dy >= height) continue;
      for (let u = Math.max(0, x - wide); u <= Math.min(width - 1, x + wide); u++) {
        const value = cells[(y + dy) * width + u];
        if (value > 0 && value !== first) return true;
      }
    }
    return false;
  }
}

/** Gives the pixels of a small gap to the cells around it, layer by layer; where several are as near, to the one with the smallest number. */
function fillSpot(labels: Labels, pixels: readonly number[]): void {
  const { cells } = labels;
  const near = new Int32Array(4);
  let left = [...pixels];
  while (left.length > 0) {
    const next = left.map((pixel) => {
      const values = Array.from({ length: beside(labels, pixel, near) }, (_, k) => cells[near[k]]).filter((value) => value > 0);
      return values.length > 0 ? Math.min(...values) : 0;
    });
    if (next.every((value) => value === 0)) return;
    left.forEach((pixel, i) => {
      if (next[i] > 0) cells[pixel] = next[i];
    });
    left = left.filter((_, i) => next[i] === 0);
  }
}
