import { BlockspinError } from '../core/errors.ts';
import type { SiteList } from './sites.ts';
import { type Lattice, type Places, type Window, windowPlaces } from './window.ts';

/** What a gather writes: spins and bonds as packed bits, masses as floats. */
export type Format = 'bits' | 'values';

/** Values of V and E of several windows with the same block, as the gathers read them. */
export interface SiteTable {
  format: Format;
  /** Of one configuration; a single axis for lists of sites. */
  lattice: Lattice;
  /** Whether windows are cut at random translations. */
  translate: boolean;
  /** Bits of the channel, of x and of y in a word of the table, from the lowest on; z has the rest. */
  bits: readonly [channel: number, x: number, y: number];
  /** (windows, row): one word for each value; bits are padded to whole words of V and of E. */
  data: Uint32Array;
  windows: number;
  /** u32 words of a packed block and of the largest packed environment; values of each where they are floats. */
  visibleWords: number;
  environmentWords: number;
  /** Values of the block, and of the environment of each window: sites times channels. */
  visibleSites: number;
  environmentSites: number[];
  /** Values in a word of the environment: 32, or those of a patch; 1 where they are floats. */
  perWord: number;
}

/** Bits that tell `count` numbers apart. */
function bitsOf(count: number): number {
  return count <= 1 ? 0 : 32 - Math.clz32(count - 1);
}

/** (X, Y, Z) of a lattice, the fastest axis first. */
export function axesOf({ extents }: Lattice): [number, number, number] {
  const [x, y = 1, z = 1] = [...extents].reverse();
  return [x, y, z];
}

/**
 * The table of windows that share one block.
 * @param windows squares that have been checked with `checkWindow` (and `checkPatch`)
 * @param options.patch side of the patches that get one word of the environment each, bit = value in C order, the rest zero
 * @param options.format 'bits' unless the states hold numbers
 * @throws BlockspinError for a lattice too large to be addressed
 */
export function siteTable(windows: readonly Window[], lattice: Lattice, { patch, format = 'bits' }: { patch?: number; format?: Format } = {}): SiteTable {
  const perWord = format === 'values' ? 1 : patch === undefined ? 32 : patch ** lattice.extents.length * lattice.channels;
  const all = windows.map((window) => windowPlaces(window, lattice, patch));
  return tableOf(all, { lattice, format, perWord, translate: true });
}

/**
 * The table of one list of sites, which stays where it is.
 * @param values how many values a configuration has; the list has been checked against it with `checkSites`
 */
export function listTable({ block, environment }: SiteList, values: number, format: Format = 'bits'): SiteTable {
  const places = (list: readonly number[]) => list.map((at) => [at, 0, 0, 0] as const);
  const lattice = { extents: [values], channels: 1 };
  return tableOf([{ visible: places(block), environment: places(environment) }], { lattice, format, perWord: format === 'bits' ? 32 : 1, translate: false });
}

function tableOf(all: readonly Places[], form: Pick<SiteTable, 'lattice' | 'format' | 'perWord' | 'translate'>): SiteTable {
  const { lattice, format, perWord } = form;
  const [x, y, z] = axesOf(lattice);
  const bits = [bitsOf(lattice.channels), bitsOf(x), bitsOf(y)] as const;
  const [low, middle, high] = [bits[0], bits[0] + bits[1], bits[0] + bits[1] + bits[2]];
  if (high + bitsOf(z) > 31) {
    const got = `${lattice.extents.join(' x ')} sites with ${lattice.channels} channels`;
    throw new BlockspinError({ setting: 'size', expected: 'a lattice whose coordinates fit 31 bits', got, remedy: 'use a smaller lattice' });
  }
  const packed = format === 'bits';
  const words = (values: number, each: number) => Math.ceil(values / each);
  const visibleWords = words(all[0].visible.length, packed ? 32 : 1);
  const environmentWords = Math.max(...all.map(({ environment }) => words(environment.length, perWord)));
  const slots = packed ? 32 : 1;
  const row = slots * (visibleWords + environmentWords);
  const data = new Uint32Array(all.length * row);
  const entry = ([px, py, pz, channel]: Places['visible'][number]) => (channel | (px << low) | (py << middle) | (pz << high)) >>> 0;
  all.forEach(({ visible, environment }, w) => {
    visible.forEach((at, i) => {
      data[w * row + i] = entry(at);
    });
    environment.forEach((at, i) => {
      data[w * row + slots * (visibleWords + Math.floor(i / perWord)) + (i % perWord)] = entry(at);
    });
  });
  return {
    ...form,
    bits,
    data,
    windows: all.length,
    visibleWords,
    environmentWords,
    visibleSites: all[0].visible.length,
    environmentSites: all.map(({ environment }) => environment.length),
  };
}
