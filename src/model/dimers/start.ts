import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { deriveKey, philox } from '../../core/random.ts';
import type { Start } from '../../sample/chains.ts';
import { CHAINS_PER_GROUP } from '../../sample/groups.ts';

/**
 * Temperature of the Kosterlitz-Thouless transition of dimers that align, |v| / k_B: 0.65(1) of Alet et al.,
 * PRL 94, 235702 (2005) and PRE 74, 041124 (2006).
 */
export const T_BKT = 0.65;

/** Directions from a site to its partner, as model/dimers/worm.wgsl numbers them. */
const RIGHT = 0;
const UP = 1;
const LEFT = 2;
const DOWN = 3;

/** Words of one chain in `worms`, and where the kernels keep the sums that make the observables. */
export const WORM_WORDS = 12;
const SUMS = 6;
/** The word that counts sweeps not finished in time. */
export const LATE = 11;
/** The word that counts pivots. */
export const PIVOTS = 5;

/** Tiles of 4 × 2 sites that cover a lattice. */
export function tilesOf(size: number): number {
  return (size / 2) * Math.ceil(size / 4);
}

/**
 * Where the worms start.
 * @returns partners (G, 32, tiles), worms (G, 32, 12) and bonds (G, L, L, 2) as model/dimers/worm.wgsl describes them
 */
export function startOf(size: number, groups: number, seed: number, start: Start): Record<'partners' | 'worms' | 'bonds', Uint32Array> {
  const tiles = tilesOf(size);
  const partners = new Uint32Array(groups * CHAINS_PER_GROUP * tiles);
  const worms = new Uint32Array(groups * CHAINS_PER_GROUP * WORM_WORDS);
  const bonds = new Uint32Array(groups * size * size * 2);
  const coverings = Array.from({ length: 8 }, (_, kind) => covering(size, kind));
  for (let group = 0; group < groups; group++) {
    const words = philox([0, 0, 0, 0], deriveKey(seed, 'start', group));
    const masks = new Uint32Array(8);
    for (let c = 0; c < CHAINS_PER_GROUP; c++) {
      const chain = group * CHAINS_PER_GROUP + c;
      const staggered = start === 'random' || (start === 'both' && c >= CHAINS_PER_GROUP / 2);
      const kind = (staggered ? 4 : 0) + ((words[0] >>> c) & 1) + 2 * ((words[1] >>> c) & 1);
      masks[kind] |= 1 << c;
      partners.set(coverings[kind].nibbles, chain * tiles);
      worms.set(coverings[kind].sums, chain * WORM_WORDS + SUMS);
    }
    coverings.forEach(({ occupied }, kind) => {
      for (const bond of occupied) bonds[group * size * size * 2 + bond] |= masks[kind];
    });
  }
  return { partners, worms, bonds };
}

/**
 * One of eight coverings: 0 to 3 columnar (every dimer beside parallel ones), 4 to 7 staggered (none beside a parallel
 * one, winding L / 2, no plaquette can flip); bit 0 shifts by a site, bit 1 exchanges x and y.
 */
function covering(size: number, kind: number): { nibbles: Uint32Array; sums: Uint32Array; occupied: number[] } {
  const shift = kind & 1;
  const vertical = (kind & 2) !== 0;
  const staggered = kind >= 4;
  const across = Math.ceil(size / 4);
  const nibbles = new Uint32Array(tilesOf(size));
  const occupied: number[] = [];
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const along = vertical ? y : x;
      const first = (along + shift + (staggered ? x + y - along : 0)) % 2 === 0;
      const direction = first ? (vertical ? DOWN : RIGHT) : vertical ? UP : LEFT;
      nibbles[(y >> 1) * across + (x >> 2)] |= (1 << direction) << ((y % 2) * 16 + (x % 4) * 4);
      if (first) occupied.push((y * size + x) * 2 + (vertical ? 1 : 0));
    }
  }
  const order = ((1 - 2 * shift) * size * size) / 2;
  // Parallel pairs, then dipole sums and columnar sums of x and y.
  const sums = staggered ? [0, vertical ? 0 : order, vertical ? order : 0, 0, 0] : [(size * size) / 2, 0, 0, vertical ? 0 : order, vertical ? order : 0];
  return { nibbles, sums: Uint32Array.from(sums, (n) => n >>> 0), occupied };
}

/** The options that are checked before anything is allocated. */
interface DimerCheck {
  size: number;
  interaction: number;
  temperatures: readonly number[];
  flips?: boolean;
  /** Closed worms in a sweep; 0 for the default. */
  worms?: number;
  /** Steps of a dispatch. */
  steps?: number;
}

/** @throws BlockspinError naming the value, what is allowed and what to do. */
export function checkDimers({ size, interaction, temperatures, flips = false, worms = 0, steps = 1 }: DimerCheck): void {
  if (!(Number.isInteger(size) && size >= 4 && size % 2 === 0 && size <= 2048)) {
    const near = Math.min(2048, Math.max(4, 2 * Math.round((Number.isFinite(size) ? size : 64) / 2)));
    throw new BlockspinError({
      setting: 'size',
      expected: 'an even lattice side from 4 to 2048 (an odd torus cannot be covered)',
      got: size,
      remedy: phrase`use ${setting('size', near)}`,
    });
  }
  if (flips && size % 4 !== 0) {
    throw new BlockspinError({
      setting: 'size',
      expected: 'a lattice side divisible by 4 for plaquette flips (their eight colours must fit around the torus)',
      got: size,
      remedy: phrase`use ${setting('size', 4 * Math.round(size / 4))} or leave the flips out: worms alone are enough`,
    });
  }
  if (!Number.isFinite(interaction)) {
    throw new BlockspinError({
      setting: 'interaction',
      expected: 'a finite interaction',
      got: String(interaction),
      remedy: 'use -1 where dimers align, 1 where they avoid to, 0 for free dimers',
    });
  }
  if (!(Number.isInteger(worms) && worms >= 0 && worms < 2 ** 31)) {
    throw new BlockspinError({
      who: 'worms',
      expected: 'a whole number of closed worms per sweep, at least 1',
      got: String(worms),
      remedy: 'leave it out for about one pivot per site',
    });
  }
  if (!(Number.isInteger(steps) && steps >= 1 && steps < 2 ** 31)) {
    throw new BlockspinError({ who: 'steps', expected: 'a whole number of steps per dispatch, at least 1', got: String(steps), remedy: 'leave it out' });
  }
  for (const temperature of temperatures) {
    if (!(temperature > 0)) {
      throw new BlockspinError({
        setting: 'temperature',
        expected: 'a positive temperature in |v| / k_B, or inf',
        got: String(temperature),
        remedy: 'for the columnar ground state use a small one such as 0.3',
      });
    }
  }
}
