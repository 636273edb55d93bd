/** Ising spins on a torus of three axes, and what they require. */
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { deriveKey, philox } from '../../core/random.ts';
import type { Start } from '../../sample/chains.ts';

/** T_c of the simple cubic lattice at |J| = 1, J / k_B, as users type it: 1 / 0.221654626(5). Source: Ferrenberg, Xu & Landau, PRE 97, 043301 (2018). */
export const CUBIC_T_C = 4.511528;

/** Local dynamics, the default first: Metropolis, or heat bath (a spin is drawn afresh given its neighbours). */
export const CUBE_MOVES = ['metropolis', 'heatbath'] as const;
/** One of them. */
export type CubeMove = (typeof CUBE_MOVES)[number];

/** H = -J Σ s s' - B Σ s on a torus. An axis of two sites has two bonds between them. */
export interface CubeOptions {
  /** Sites along each axis, the slowest first: all even, or all multiples of 3. */
  extents: readonly [z: number, y: number, x: number];
  /** Coupling J; negative for the antiferromagnet. */
  coupling: number;
  /** Uniform field B. */
  field: number;
  dynamics: CubeMove;
  /** Temperature of each group of 32 chains, J / k_B; Infinity allowed. */
  temperatures: readonly number[];
  seed: number;
  /** Where the chains start; by default in a ground state. */
  start?: Start;
}

/** The most sites along an axis. */
const LARGEST = 512;

/** Classes of sites without neighbours in the same class: 2, or 3 where a side is odd. */
export function classesOf({ extents }: Pick<CubeOptions, 'extents'>): 2 | 3 {
  return extents.every((extent) => extent % 2 === 0) ? 2 : 3;
}

/** Sites of the torus. */
export function sitesOfCube({ extents: [z, y, x] }: Pick<CubeOptions, 'extents'>): number {
  return z * y * x;
}

/** @throws BlockspinError naming the value, what is allowed and what to do. */
export function checkCube({ extents, coupling, field, temperatures }: Omit<CubeOptions, 'seed' | 'dynamics'>): void {
  const fits = [2, 3].some((classes) => extents.every((extent) => extent % classes === 0));
  const wrong = extents.find((extent) => !(Number.isInteger(extent) && extent >= 2 && extent <= LARGEST));
  if (wrong !== undefined || !fits) {
    const [given] = extents;
    const usable = Number.isFinite(given) ? given : 16;
    const near = Math.min(LARGEST, Math.max(2, 2 * Math.round(usable / 2)));
    const expected = `an even side or a multiple of 3 from 2 to ${LARGEST} (neighbours are never moved together)`;
    throw new BlockspinError({ setting: 'size', expected, got: wrong ?? given, remedy: phrase`use ${setting('size', near)}` });
  }
  if (!(Number.isFinite(coupling) && coupling !== 0)) {
    const remedy = phrase`use 1, or -1 for the antiferromagnet, and ${setting('temperature', Number.POSITIVE_INFINITY)} for free spins`;
    throw new BlockspinError({ setting: 'coupling', expected: 'a finite coupling other than 0', got: coupling, remedy });
  }
  if (!Number.isFinite(field)) {
    throw new BlockspinError({ setting: 'field', expected: 'a finite field in units of J', got: field, remedy: 'leave it out for none' });
  }
  const cold = temperatures.find((temperature) => !(temperature > 0));
  if (cold === undefined) return;
  throw new BlockspinError({
    setting: 'temperature',
    expected: 'temperatures above 0, in units of J / k_B, or inf',
    got: String(cold),
    remedy: 'for the ground state use a small one such as 0.5',
  });
}

/**
 * Every chain in a ground state of the model (along the field, or its sign drawn; alternating for J < 0), or free spins, or half of the chains of each
 * group (bits 16 .. 31) free and the others ordered.
 * @returns (G, Z, Y, X), bit = chain
 */
export function startCube(options: CubeOptions): Uint32Array {
  const { extents, coupling, field, temperatures, seed, start = 'ordered' } = options;
  const [, Y, X] = extents;
  const sites = sitesOfCube(options);
  const spins = new Uint32Array(temperatures.length * sites);
  const free = { ordered: 0, random: 0xffffffff, both: 0xffff0000 }[start];
  temperatures.forEach((_, group) => {
    const key = deriveKey(seed, 'start', group);
    const up = field === 0 || coupling < 0 ? philox([0, 0, 0, 0], key)[0] : field > 0 ? 0xffffffff : 0;
    for (let site = 0; site < sites; site++) {
      const parity = ((site % X) + (Math.floor(site / X) % Y) + Math.floor(site / X / Y)) % 2;
      const ordered = coupling < 0 && parity === 1 ? ~up : up;
      const random = free === 0 ? 0 : philox([site, 1, 0, 0], key)[0];
      spins[group * sites + site] = (ordered & ~free) | (random & free);
    }
  });
  return spins;
}
