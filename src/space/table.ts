import { BlockspinError } from '../core/errors.ts';
import { BITS, type Encoding, inputsOf, isPacked } from './encoding.ts';
import type { SiteList } from './sites.ts';
import { axesOf, numberedSpace, type Space } from './space.ts';
import { cutOf, type Place, type Places, type Window, windowPlaces } from './window.ts';

/** Inputs of V and E of several windows with the same block, as the gathers read them. */
export interface SiteTable {
  /** Of one configuration; its values by number for lists of sites. */
  space: Space;
  encoding: Encoding;
  /** Inputs of a site: its values times the inputs of each. */
  channels: number;
  /** Where the corner of a window may lie along x, y and z: at 0 to places - 1. 1 where it stays. */
  places: readonly [x: number, y: number, z: number];
  /** Bits of the channel, of x and of y in a word of the table, from the lowest bit on; the rest is z. */
  bits: readonly [channel: number, x: number, y: number];
  /** (windows, row): one word for each input; rows of bits are padded to whole words of V and of E. */
  data: Uint32Array;
  windows: number;
  /** u32 words of a packed block and of the largest packed environment; inputs of each where they are floats. */
  visibleWords: number;
  environmentWords: number;
  /** Inputs of the block, and of the environment of each window: sites times channels. */
  visibleSites: number;
  environmentSites: number[];
  /** Inputs in a word of the environment: 32, or those of a patch; 1 where they are floats. */
  perWord: number;
}

/** Bits needed to tell `count` numbers apart. */
function bitsOf(count: number): number {
  return count <= 1 ? 0 : 32 - Math.clz32(count - 1);
}

/** Everything but the table of places itself. */
type Form = Pick<SiteTable, 'space' | 'encoding' | 'places' | 'perWord'>;

/**
 * The table of windows that share one block.
 * @param windows checked with `checkWindow` (and `checkPatch`)
 * @param options.patch side of the patches that get one word of the environment each, bit = input in C order, the rest zero
 * @param options.encoding bits unless given
 * @throws BlockspinError for a lattice too large to be addressed
 */
export function siteTable(windows: readonly Window[], space: Space, { patch, encoding = BITS }: { patch?: number; encoding?: Encoding } = {}): SiteTable {
  const inputs = inputsOf(encoding);
  const ofPatch = patch === undefined ? 32 : patch ** space.extents.length * space.channels * inputs;
  const { places, shifts } = cutOf(windows, space);
  const all = windows.map((window, w) => moved(windowPlaces(window, space, patch, inputs), shifts[w]));
  return tableOfPlaces(all, { space, encoding, places: axesOf({ extents: places }), perWord: isPacked(encoding) ? ofPatch : 1 });
}

/** Places moved by a shift. @param shift by axis, the slowest first */
function moved({ visible, environment }: Places, shift: readonly number[]): Places {
  const [dx, dy = 0, dz = 0] = [...shift].reverse();
  const each = (list: readonly Place[]) => list.map(([x, y, z, channel]) => [x + dx, y + dy, z + dz, channel] as const);
  return { visible: each(visible), environment: each(environment) };
}

/**
 * The table of one list of sites, which stays where it is.
 * @param values how many values a configuration has; the list has been checked against it with `checkSites`
 */
export function listTable({ block, environment }: SiteList, values: number, encoding: Encoding = BITS): SiteTable {
  const inputs = Array.from({ length: inputsOf(encoding) }, (_, input) => input);
  const places = (list: readonly number[]) => list.flatMap((at) => inputs.map((input) => [at, 0, 0, input] as const));
  const form = { space: numberedSpace(values), encoding, places: [1, 1, 1], perWord: isPacked(encoding) ? 32 : 1 } as const;
  return tableOfPlaces([{ visible: places(block), environment: places(environment) }], form);
}

function tableOfPlaces(all: readonly Places[], form: Form): SiteTable {
  const { space, encoding, perWord } = form;
  const channels = space.channels * inputsOf(encoding);
  const [x, y, z] = axesOf(space);
  const bits = [bitsOf(channels), bitsOf(x), bitsOf(y)] as const;
  const [low, middle, high] = [bits[0], bits[0] + bits[1], bits[0] + bits[1] + bits[2]];
  if (high + bitsOf(z) > 31) {
    const got = `${space.extents.join(' x ')} sites with ${channels} channels`;
    throw new BlockspinError({ setting: 'size', expected: 'a lattice whose coordinates fit 31 bits', got, remedy: 'use a smaller lattice' });
  }
  const slots = isPacked(encoding) ? 32 : 1;
  const words = (inputs: number, each: number) => Math.ceil(inputs / each);
  const visibleWords = words(all[0].visible.length, slots);
  const environmentWords = Math.max(...all.map(({ environment }) => words(environment.length, perWord)));
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
    channels,
    bits,
    data,
    windows: all.length,
    visibleWords,
    environmentWords,
    visibleSites: all[0].visible.length,
    environmentSites: all.map(({ environment }) => environment.length),
  };
}
