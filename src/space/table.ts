import { BlockspinError } from '../core/errors.ts';
import type { Cutting } from './axis.ts';
import { cutWindows } from './cut.ts';
import { BITS, type Encoding, inputsOf, isPacked } from './encoding.ts';
import { type SiteList, viewsOf } from './sites.ts';
import { axesOf, numberedSpace, type Space } from './space.ts';
import type { Places, Window } from './window.ts';

/** Inputs of V and E of several windows with the same block, as the gathers read them. */
export interface SiteTable {
  /** Of one configuration; its values by number for lists of sites. */
  space: Space;
  encoding: Encoding;
  /** Inputs of a site: its values times the inputs of each. */
  channels: number;
  /**
   * Where the corner of a window may lie along x, y and z: at 0 to places - 1. 1 where it stays. Where corners are listed, their
   * number is the first of these, and the others are 1.
   */
  places: readonly [x: number, y: number, z: number];
  /** Corners in the form of the table, one word each, where they are not all of `places`. */
  corners: Uint32Array;
  /** Bits of the channel, of x and of y in a word of the table, from the lowest bit on; the rest is z. */
  bits: readonly [channel: number, x: number, y: number];
  /** (windows, views, row): one word for each input; rows of bits are padded to whole words of V and of E. */
  data: Uint32Array;
  windows: number;
  /** Views of each window, of which every 32 samples have one. */
  views: number;
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
type Form = Pick<SiteTable, 'space' | 'encoding' | 'places' | 'views' | 'perWord'> & { corners?: readonly (readonly number[])[] };

/** How a table is laid out, and where its windows are cut. */
interface TableOptions extends Cutting {
  /** Side of the patches that get one word of the environment each, bit = input in C order, the rest zero; only of windows without cuts. */
  readonly patch?: number | undefined;
  /** Bits unless given. */
  readonly encoding?: Encoding;
}

/**
 * The table of windows that share one block.
 * @param windows checked with `checkWindow` (and `checkPatch`)
 * @throws BlockspinError for a lattice too large to be addressed, and as `cutWindows`
 */
export function siteTable(windows: readonly Window[], space: Space, { patch, encoding = BITS, ...cutting }: TableOptions = {}): SiteTable {
  const inputs = inputsOf(encoding);
  const ofPatch = patch === undefined ? 32 : patch ** space.extents.length * space.channels * inputs;
  const { all, places, corners } = cutWindows(windows, space, cutting, { patch, inputs });
  return tableOfPlaces(all, { space, encoding, places: axesOf({ extents: places }), corners, views: 1, perWord: isPacked(encoding) ? ofPatch : 1 });
}

/**
 * The table of one list of sites, which stays where it is: a window for each of its environments, and in it all views.
 * @param values how many values a configuration has; the list has been checked against it with `checkSites`
 */
export function listTable(sites: SiteList, values: number, encoding: Encoding = BITS): SiteTable {
  const inputs = Array.from({ length: inputsOf(encoding) }, (_, input) => input);
  const places = (list: readonly number[]) => list.flatMap((at) => inputs.map((input) => [at, 0, 0, input] as const));
  const views = viewsOf(sites);
  const form = { space: numberedSpace(values), encoding, places: [1, 1, 1], views: views.length, perWord: isPacked(encoding) ? 32 : 1 } as const;
  const windows = views[0].environments.keys();
  const all = Array.from(windows, (w) => views.map(({ block, environments }) => ({ visible: places(block), environment: places(environments[w]) })));
  return tableOfPlaces(all.flat(), form);
}

/** @param all view after view of each window */
function tableOfPlaces(all: readonly Places[], form: Form): SiteTable {
  const { space, encoding, perWord, views, corners = [] } = form;
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
  const cornerOf = ([cx, cy = 0, cz = 0]: readonly number[]) => entry([cx, cy, cz, 0]);
  return {
    ...form,
    corners: Uint32Array.from(corners, (corner) => cornerOf([...corner].reverse())),
    channels,
    bits,
    data,
    windows: all.length / views,
    visibleWords,
    environmentWords,
    visibleSites: all[0].visible.length,
    environmentSites: all.filter((_, i) => i % views === 0).map(({ environment }) => environment.length),
  };
}
