/**
 * Heat bath on plaquettes: one with two parallel dimers holds a horizontal pair with probability
 * 1 / (1 + exp(-v (nv - nh) / T)), else a vertical one; nh and nv count the dimers that pair would have beside it.
 */
import { threefry12 } from '../../lib/threefry.ts';

export interface Flips {
  L: number;
  interaction: number;
  temperature: number;
  key: ArrayLike<number>;
  /** Number of the pass. */
  pass: number;
  /** Which chains may flip. */
  ready: number;
}

/** The random integers of 32 chains at a plaquette: the k-th of 32 words holds everyone's k-th bit, most significant first. */
function integers(site: number, pass: number, colour: number, key: ArrayLike<number>): number[] {
  const planes = Array.from({ length: 8 }, (_, draw) => threefry12([site, pass, draw, colour], key)).flat();
  return Array.from({ length: 32 }, (_, chain) => planes.reduce((u, word) => 2 * u + ((word >>> chain) & 1), 0));
}

/** The colour of the plaquette whose first corner is (x, y). */
export function colourOf(x: number, y: number): number {
  return (x % 2) + 2 * (y % 2) + 4 * ((Math.floor(x / 2) + Math.floor(y / 2)) % 2);
}

/**
 * Flips the plaquettes of the colours given at once: every decision sees the bonds as they were before.
 * Bonds (L, L, 2), bit = chain; with one colour the order does not matter, with two it does.
 */
export function flipColours(bonds: Uint32Array, colours: readonly number[], { L, interaction, temperature, key, pass, ready }: Flips): void {
  const before = bonds.slice();
  const at = (x: number, y: number, channel: number) => (((y + L) % L) * L + ((x + L) % L)) * 2 + channel;
  for (let y = 0; y < L; y++) {
    for (let x = 0; x < L; x++) {
      const colour = colourOf(x, y);
      if (!colours.includes(colour)) continue;
      const u = integers(y * L + x, pass, colour, key);
      for (let c = 0; c < 32; c++) {
        if (((ready >>> c) & 1) === 0) continue;
        const bit = (i: number, j: number, channel: number) => (before[at(i, j, channel)] >>> c) & 1;
        const lying = bit(x, y, 0) + bit(x, y + 1, 0) === 2;
        const standing = bit(x, y, 1) + bit(x + 1, y, 1) === 2;
        if (!lying && !standing) continue;
        const excess = bit(x, y - 1, 0) + bit(x, y + 2, 0) - bit(x - 1, y, 1) - bit(x + 2, y, 1);
        const threshold = Math.min(2 ** 32 - 1, Math.floor(2 ** 32 / (1 + Math.exp((interaction * excess) / temperature))));
        if (u[c] < threshold === lying) continue;
        for (const place of [at(x, y, 0), at(x, y + 1, 0), at(x, y, 1), at(x + 1, y, 1)]) bonds[place] ^= 1 << c;
      }
    }
  }
}
