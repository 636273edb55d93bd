import { BlockspinError } from '../core/errors.ts';

/** A square window on the lattice: block, buffer and shell, all in lattice sites. */
export interface Window {
  /** Side of the block V. */
  block: number;
  /** Width L_B of the buffer around it. */
  buffer: number;
  /** Width L_E of the environment shell beyond the buffer. */
  shell: number;
}

/** Sites of V and E relative to the window's corner, as [dx, dy]. */
export interface Sites {
  visible: [number, number][];
  environment: [number, number][];
}

/** Side of the whole window. */
export function windowSide({ block, buffer, shell }: Window): number {
  return block + 2 * (buffer + shell);
}

/** @throws BlockspinError when the window does not fit the lattice or is empty. */
export function checkWindow(window: Window, size: number): void {
  const { block, buffer, shell } = window;
  const bad = (name: string, expected: string, got: number) =>
    new BlockspinError({ who: `--${name}`, expected, got, remedy: 'give a whole number of lattice sites' });
  if (!(Number.isInteger(block) && block >= 1)) throw bad('block', 'a block side of at least 1', block);
  if (!(Number.isInteger(buffer) && buffer >= 0)) throw bad('buffer', 'a buffer width of at least 0', buffer);
  if (!(Number.isInteger(shell) && shell >= 1)) throw bad('shell', 'a shell width of at least 1', shell);
  if (windowSide(window) > size) {
    throw new BlockspinError({
      who: 'window',
      expected: `block + 2 (buffer + shell) <= size = ${size}`,
      got: `${block} + 2 (${buffer} + ${shell}) = ${windowSide(window)}`,
      remedy: 'use a larger --size or a smaller --block, --buffer or --shell',
    });
  }
}

/** Lists the sites of block and environment, row by row. */
export function windowSites(window: Window): Sites {
  const { block, shell, buffer } = window;
  const side = windowSide(window);
  const inside = (at: number, from: number, width: number) => at >= from && at < from + width;
  const sites: Sites = { visible: [], environment: [] };
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const core = block + 2 * buffer;
      if (inside(x, shell + buffer, block) && inside(y, shell + buffer, block)) sites.visible.push([x, y]);
      else if (!(inside(x, shell, core) && inside(y, shell, core))) sites.environment.push([x, y]);
    }
  }
  return sites;
}

/** Site tables of several windows with the same block, padded to whole words, as shaders/view/gather.wgsl reads them. */
export interface SiteTable {
  /** (windows, (V + E) * 32) dx | dy << 16 */
  data: Uint32Array;
  windows: number;
  /** Words of a packed block and of the largest packed environment. */
  visibleWords: number;
  environmentWords: number;
  visibleSites: number;
  environmentSites: number[];
}

/** @param windows windows that share one block side. */
export function siteTable(windows: readonly Window[]): SiteTable {
  const all = windows.map(windowSites);
  const words = (count: number) => Math.ceil(count / 32);
  const visibleWords = words(all[0].visible.length);
  const environmentWords = Math.max(...all.map((s) => words(s.environment.length)));
  const row = 32 * (visibleWords + environmentWords);
  const data = new Uint32Array(all.length * row);
  all.forEach(({ visible, environment }, w) => {
    visible.forEach(([x, y], i) => {
      data[w * row + i] = x | (y << 16);
    });
    environment.forEach(([x, y], i) => {
      data[w * row + 32 * visibleWords + i] = x | (y << 16);
    });
  });
  return {
    data,
    windows: all.length,
    visibleWords,
    environmentWords,
    visibleSites: all[0].visible.length,
    environmentSites: all.map((s) => s.environment.length),
  };
}
