import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';

/** How the values of one configuration lie: periodic axes in C order, the last one fastest, channels within a site. */
export interface Lattice {
  /** Sites along each of 1 to 3 axes, the slowest first. */
  extents: readonly number[];
  /** Values of a site: 1 for spins, 2 for dimers (right bond, down bond). */
  channels: number;
}

/** A line, square or cube, as the lattice has one, two or three axes: block, buffer and shell centred on each other, in lattice sites. */
export interface Window {
  /** Side of the block V. */
  block: number;
  /** Width L_B of the buffer around it. */
  buffer: number;
  /** Width L_E of the environment shell beyond the buffer. */
  shell: number;
}

/** One value of a window: its site relative to the window's corner, and its channel. */
export type Place = readonly [x: number, y: number, z: number, channel: number];

/** The values of V and E in the order of their bits. */
export interface Places {
  visible: Place[];
  environment: Place[];
}

/** Side of the whole window. */
export function windowSide({ block, buffer, shell }: Window): number {
  return block + 2 * (buffer + shell);
}

/**
 * @param size the lattice side
 * @throws BlockspinError when the window does not fit the lattice, where shell and block would meet around it, or is empty
 */
export function checkWindow(window: Window, size: number): void {
  const { block, buffer, shell } = window;
  const bad = (name: string, expected: string, got: number) =>
    new BlockspinError({ setting: name, expected, got, remedy: 'give a whole number of lattice sites' });
  if (!(Number.isInteger(block) && block >= 1)) throw bad('block', 'a block side of at least 1', block);
  if (!(Number.isInteger(buffer) && buffer >= 0)) throw bad('buffer', 'a buffer width of at least 0', buffer);
  if (!(Number.isInteger(shell) && shell >= 1)) throw bad('shell', 'a shell width of at least 1', shell);
  if (windowSide(window) > size) {
    throw new BlockspinError({
      who: 'window',
      expected: `block + 2 (buffer + shell) <= size = ${size}`,
      got: `${block} + 2 (${buffer} + ${shell}) = ${windowSide(window)}`,
      remedy: phrase`use a larger ${setting('size')} or a smaller ${setting('block')}, ${setting('buffer')} or ${setting('shell')}`,
    });
  }
}

/**
 * All sides p that patches of p^d sites may have: they tile the shell, and their values fill one word at most.
 * @param windows windows that share one critic
 */
export function patchSides(windows: readonly Window[], { extents, channels }: Lattice): number[] {
  const tiles = (p: number) => windows.every(({ block, buffer, shell }) => shell % p === 0 && (block + 2 * buffer) % p === 0);
  return Array.from({ length: 32 }, (_, i) => i + 1).filter((p) => p ** extents.length * channels <= 32 && tiles(p));
}

/** @throws BlockspinError naming the sides that are allowed. */
export function checkPatch(patch: number, windows: readonly Window[], lattice: Lattice): void {
  const allowed = patchSides(windows, lattice);
  if (allowed.includes(patch)) return;
  const fit = windows.map(({ block, buffer, shell }) => `${shell} and ${block + 2 * buffer}`).join(', ');
  throw new BlockspinError({
    setting: 'patch',
    expected: `a patch side that divides shell and block + 2 buffer (${fit}) and whose values fit 32 bits: ${allowed.join(' or ')}`,
    got: patch,
    remedy:
      allowed.length > 1
        ? phrase`use ${setting('patch', allowed[allowed.length - 1])}`
        : phrase`choose another ${setting('shell')}, ${setting('buffer')} or ${setting('block')}: a patch of one site shares little`,
  });
}

/** All whole vectors with `dimensions` components from 0 to side - 1, in C order, as x, y, z; missing components are 0. */
function grid(side: number, dimensions: number): [number, number, number][] {
  return Array.from({ length: side ** dimensions }, (_, i) => [i % side, Math.floor(i / side) % side, Math.floor(i / side ** 2)]);
}

/**
 * Lists the values of block and environment. Every channel of a site goes where the site goes: a dimer block holds the
 * bonds that leave its sites to the right and downwards, 2 block² values, and the bonds that enter it from the left and
 * from above belong to its surroundings.
 * @param patch the environment in the order of patches of this side, otherwise site by site; both in C order
 */
export function windowPlaces(window: Window, { extents, channels }: Lattice, patch = 1): Places {
  const { block, shell, buffer } = window;
  const dimensions = extents.length;
  const inside = (site: readonly number[], first: number, width: number) => site.slice(0, dimensions).every((at) => at >= first && at < first + width);
  const places: Places = { visible: [], environment: [] };
  const core = block + 2 * buffer;
  for (const corner of grid(windowSide(window) / patch, dimensions)) {
    for (const within of grid(patch, dimensions)) {
      const [x, y, z] = corner.map((at, axis) => at * patch + within[axis]);
      const to = inside([x, y, z], shell, core) ? undefined : places.environment;
      for (let channel = 0; channel < channels; channel++) to?.push([x, y, z, channel]);
    }
  }
  for (const site of grid(block, dimensions)) {
    const [x, y, z] = site.map((at, axis) => (axis < dimensions ? at + shell + buffer : 0));
    for (let channel = 0; channel < channels; channel++) places.visible.push([x, y, z, channel]);
  }
  return places;
}
