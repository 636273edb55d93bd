import { spinOf } from '../../support/pack.ts';
import { philox } from '../lib/philox.ts';

export interface GatherCase {
  /** Sites along the axes, slowest first, and values of a site. */
  extents: readonly number[];
  channels: number;
  /** Places a window may have along the axes, slowest first: as many as sites on a periodic one, 1 where it stays. */
  places: readonly number[];
  /** Samples in the minibatch. */
  K: number;
  /** First group of 32 chains and number of groups of the part. */
  first: number;
  groups: number;
  flip: boolean;
  /** How many chains further the values are taken from: those of an environment in a null test. */
  shuffle?: number;
  /** 0 to train on, 1 held out, 2 for validation. */
  part: number;
  step: number;
  key: ArrayLike<number>;
  /** Groups from one minibatch to the next; the next group unless given. */
  stride?: number;
  /** Lists of places that look alike, instead of the one list: of word n = t ceil(K / 32) + b the one at floor(VIEWS frac(n (sqrt 5 - 1) / 2 + key / 2^32)). */
  views?: readonly (readonly Place[])[];
}

/** x, y, z relative to the window's corner, and a channel. */
type Place = readonly [x: number, y: number, z: number, channel: number];

/** The list of a word of samples; the ratio is a multiple of 2^-32. */
function listOf(places: readonly Place[], { views, K, step, key }: GatherCase, b: number): readonly Place[] {
  if (!views) return places;
  const word = BigInt(step) * BigInt(Math.ceil(K / 32)) + BigInt(b);
  const part = Number((word * 2654435769n + BigInt(key[0])) % 2n ** 32n) / 2 ** 32;
  return views[Math.floor(views.length * part)];
}

/**
 * Where the values of all samples come from: sample k = 32 b + j of step t is chain (t K + k + shuffle) mod 32 of group
 * first + (t + b) mod groups (with a stride s: group first + (s t + b) mod groups and chain ((t mod groups + floor(t / groups)) K + k + shuffle) mod 32) at corner x = floor(Nx w0 / 2^32), y = floor(Ny w1 / 2^32), z = floor(Nz w3 / 2^32) of N places
 * along each axis, all its spins flipped if that bit of w2 is set; w = words at counter (b, t, part, 0).
 * @param visit called with sample, number of the place, group, element of the configuration, chain, and whether it is flipped
 */
export function visitSamples(
  places: readonly Place[],
  n: GatherCase,
  visit: (k: number, i: number, group: number, element: number, chain: number, flipped: boolean) => void,
): void {
  const [Z, Y, X] = [1, 1, 1, ...n.extents].slice(-3);
  const [Nz, Ny, Nx] = [1, 1, 1, ...n.places].slice(-3);
  for (let k = 0; k < n.K; k++) {
    const b = Math.floor(k / 32);
    const w = philox([b, n.step, n.part, 0], n.key);
    const corner = [Nx * w[0], Ny * w[1], Nz * w[3]].map((product) => Math.floor(product / 2 ** 32));
    const turn = n.stride === undefined ? n.step : (n.step % n.groups) + Math.floor(n.step / n.groups);
    const chain = Number((BigInt(turn) * BigInt(n.K) + BigInt(k + (n.shuffle ?? 0))) % 32n);
    const group = n.first + (((n.stride ?? 1) * n.step + b) % n.groups);
    listOf(places, n, b).forEach(([dx, dy, dz, channel], i) => {
      const [x, y, z] = [(corner[0] + dx) % X, (corner[1] + dy) % Y, (corner[2] + dz) % Z];
      visit(k, i, group, ((z * Y + y) * X + x) * n.channels + channel, chain, n.flip && (w[2] >>> chain) % 2 === 1);
    });
  }
}

function sizeOf({ extents, channels }: GatherCase): number {
  return extents.reduce((product, extent) => product * extent, channels);
}

/** Spins (K, places) out of packed configurations (G, ..., channels), bit = chain. */
export function gather(spins: ArrayLike<number>, places: readonly Place[], n: GatherCase): Int8Array {
  const out = new Int8Array(n.K * places.length);
  visitSamples(places, n, (k, i, group, element, chain, flipped) => {
    out[k * places.length + i] = (flipped ? -1 : 1) * spinOf(spins, group * sizeOf(n) + element, chain);
  });
  return out;
}

/** Masses (K, places) out of configurations (G, ..., channels, 32): m / centre - 1, or ln (1 + m) - ln (1 + centre). */
export function gatherMasses(masses: ArrayLike<number>, places: readonly Place[], n: GatherCase, centre: number, logarithm: boolean): Float64Array {
  const out = new Float64Array(n.K * places.length);
  visitSamples(places, n, (k, i, group, element, chain) => {
    const m = masses[(group * sizeOf(n) + element) * 32 + chain];
    out[k * places.length + i] = logarithm ? Math.log1p(m) - Math.log1p(centre) : m / centre - 1;
  });
  return out;
}

/** Real numbers (K, places) out of configurations (G, ..., channels, 32). */
export function gatherReals(numbers: ArrayLike<number>, places: readonly Place[], n: GatherCase): Float64Array {
  const out = new Float64Array(n.K * places.length);
  visitSamples(places, n, (k, i, group, element, chain) => {
    out[k * places.length + i] = numbers[(group * sizeOf(n) + element) * 32 + chain];
  });
  return out;
}
