/**
 * Directed-loop worms for H = v N_f on the L x L torus, one chain after the other, partners in a plain array: lift the
 * dimer of a random site; at the pivot a candidate has weight exp(-v n / T), n the dimers parallel to it on either side;
 * propose another direction than the one it came from in proportion to the weights, accept with
 * min(1, (W - w_a) / (W - w_d)), W the sum of all four; lay it and lift the dimer it runs into.
 */
import { threefry12 } from '../../lib/threefry.ts';

/** Right, up, left, down. */
const VECTORS = [
  [1, 0],
  [0, -1],
  [-1, 0],
  [0, 1],
] as const;

export interface Chain {
  L: number;
  /** Partner of each site; -1 where a site is empty. */
  partner: Int32Array;
  /** The empty sites: where the worm began, and its end; undefined while it is closed. */
  worm?: { start: number; pivot: number; came: number };
  /** Pairs of steps taken. */
  time: number;
}

export function neighbour(L: number, site: number, direction: number): number {
  const [dx, dy] = VECTORS[direction];
  return ((Math.floor(site / L) + dy + L) % L) * L + (((site % L) + dx + L) % L);
}

/** Weights exp(-v n / T) of n = 0, 1, 2 parallel dimers in units of the largest, times 2^30 - 1, rounded, at least 1. */
export function wormWeights(interaction: number, temperature: number): number[] {
  const raw = [0, 1, 2].map((n) => (-interaction * n) / temperature);
  return raw.map((e) => Math.max(1, Math.round((2 ** 30 - 1) * Math.exp(e - Math.max(...raw)))));
}

const scaled = (word: number, range: number) => Number((BigInt(word) * BigInt(range)) >> 32n);

/**
 * One step with two random words: opens a worm or moves its pivot.
 * @returns whether a worm has been closed
 */
export function step(chain: Chain, weights: readonly number[], words: readonly number[]): boolean {
  const { L, partner } = chain;
  if (!chain.worm) {
    const start = scaled(words[1], L) * L + scaled(words[0], L);
    const pivot = partner[start];
    partner[start] = partner[pivot] = -1;
    chain.worm = { start, pivot, came: start };
    return false;
  }
  const { start, pivot, came } = chain.worm;
  const ends = VECTORS.map((_, d) => neighbour(L, pivot, d));
  const w = ends.map((_, d) => {
    const sides = [(d + 1) % 4, (d + 3) % 4];
    return weights[sides.filter((side) => partner[neighbour(L, pivot, side)] === neighbour(L, ends[d], side)).length];
  });
  const total = w.reduce((sum, x) => sum + x, 0);
  const a = ends.indexOf(came);
  let left = scaled(words[0], total - w[a]);
  let d = -1;
  for (let k = 0; k < 4 && d < 0; k++) {
    if (k === a) continue;
    if (left < w[k]) d = k;
    else left -= w[k];
  }
  if (scaled(words[1], total - w[d]) >= total - w[a]) d = a;
  const end = ends[d];
  const older = partner[end];
  partner[pivot] = end;
  partner[end] = pivot;
  if (end === start) {
    chain.worm = undefined;
    return true;
  }
  partner[older] = -1;
  chain.worm = { start, pivot: older, came: end };
  return false;
}

/** A sweep: `count` closed worms. Each pair of steps shares four random words; a pair left half done is not used again. */
export function sweep(chain: Chain, weights: readonly number[], count: number, key: ArrayLike<number>, index: number): void {
  for (let closed = 0; closed < count; ) {
    const words = threefry12([index, chain.time % 2 ** 32, Math.floor(chain.time / 2 ** 32), 0], key);
    chain.time += 1;
    for (const half of [words.slice(0, 2), words.slice(2)]) if (closed < count && step(chain, weights, half)) closed += 1;
  }
}

/** Plaquettes with two parallel dimers; sums of (-1)^(x+y) and of (-1)^x over horizontal, (-1)^y over vertical dimers. */
export function sums({ L, partner }: Pick<Chain, 'L' | 'partner'>): number[] {
  const [n, ax, ay, dx, dy] = [0, 1, 2, 3, 4];
  const total = [0, 0, 0, 0, 0];
  partner.forEach((other, site) => {
    const [x, y] = [site % L, Math.floor(site / L)];
    const [right, below] = [neighbour(L, site, 0), neighbour(L, site, 3)];
    if (other === right) {
      total[ax] += (-1) ** (x + y);
      total[dx] += (-1) ** x;
      if (partner[below] === neighbour(L, below, 0)) total[n] += 1;
    }
    if (other === below) {
      total[ay] += (-1) ** (x + y);
      total[dy] += (-1) ** y;
      if (partner[right] === neighbour(L, right, 3)) total[n] += 1;
    }
  });
  return total;
}

/** Partners of one chain out of bonds (L, L, 2), bit = chain. */
export function partnersOf(bonds: ArrayLike<number>, L: number, index: number): Int32Array {
  const partner = new Int32Array(L * L).fill(-1);
  for (let site = 0; site < L * L; site++) {
    for (const channel of [0, 1]) {
      if (((bonds[2 * site + channel] >>> index) & 1) === 0) continue;
      const other = neighbour(L, site, channel === 0 ? 0 : 3);
      if (partner[site] !== -1 || partner[other] !== -1) throw new Error(`chain ${index}: two dimers meet at site ${site} or ${other}`);
      partner[site] = other;
      partner[other] = site;
    }
  }
  if (partner.includes(-1)) throw new Error(`chain ${index}: site ${partner.indexOf(-1)} is empty`);
  return partner;
}

/** The inverse: sets the bits of one chain. */
export function putBonds(bonds: Uint32Array, { L, partner }: Pick<Chain, 'L' | 'partner'>, index: number): void {
  partner.forEach((other, site) => {
    [0, 3].forEach((direction, channel) => {
      const bit = 1 << index;
      bonds[2 * site + channel] = other === neighbour(L, site, direction) ? bonds[2 * site + channel] | bit : bonds[2 * site + channel] & ~bit;
    });
  });
}
