/** Spins of q states on a torus, and what they require. */
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { deriveKey, philox } from '../../core/random.ts';
import type { Start } from '../../sample/chains.ts';
import { CHAINS_PER_GROUP } from '../../sample/groups.ts';
import { startedInOrder } from '../../sample/thermal.ts';

/** The lattices: four neighbours, or six, where a site (row, column) is also next to (row + 1, column - 1). */
export const LATTICES = ['square', 'triangular'] as const;
/** One of them. */
export type LatticeName = (typeof LATTICES)[number];

/** The most states of a spin: 2^27 is the largest weight of one, and all of them fit 32 bits. */
export const MOST_STATES = 16;

/** The lowest temperature in units of |J|: the exponents of lower ones would not fit 32 bits. */
const LOWEST = 0.01;

/** Spins of q states on the L × L torus. */
export interface ColourOptions {
  /** Lattice side L: even or a multiple of 3, on the triangular lattice a multiple of 3. */
  size: number;
  /** States of a spin, 2 to 16. */
  q: number;
  /** Coupling J. */
  coupling: number;
  lattice: LatticeName;
  /** Temperature of each group of 32 chains, J / k_B; Infinity allowed. */
  temperatures: readonly number[];
  seed: number;
  /** Where chains start; by default in order. */
  start?: Start;
}

/** Classes of sites without neighbours in the same class: 2, or 3 where the triangular lattice or an odd side needs them. */
export function classesOf({ size, lattice }: Pick<ColourOptions, 'size' | 'lattice'>): 2 | 3 {
  return lattice === 'square' && size % 2 === 0 ? 2 : 3;
}

/** Bonds of a site to sites that come later: right, down, and on the triangular lattice down-left. */
export function forwardBonds({ lattice }: Pick<ColourOptions, 'lattice'>): number {
  return lattice === 'triangular' ? 3 : 2;
}

/** @throws BlockspinError naming the value, what is allowed and what to do. */
export function checkColours({ size, q, coupling, lattice, temperatures }: Omit<ColourOptions, 'seed'>): void {
  const three = lattice === 'triangular';
  const fits = three ? size % 3 === 0 : size % 2 === 0 || size % 3 === 0;
  if (!(Number.isInteger(size) && size >= 3 && size <= 4096 && fits)) {
    const usable = Number.isFinite(size) ? size : 64;
    const near = three ? Math.min(4095, Math.max(3, 3 * Math.round(usable / 3))) : Math.min(4096, Math.max(4, 2 * Math.round(usable / 2)));
    const expected = three
      ? 'a multiple of 3 from 3 to 4095 (its sites are moved in three classes all around the torus)'
      : 'an even number or a multiple of 3 from 3 to 4096 (its sites are moved in two or three classes all around the torus)';
    throw new BlockspinError({ setting: 'size', expected, got: size, remedy: phrase`use ${setting('size', near)}` });
  }
  if (!(Number.isInteger(q) && q >= 2 && q <= MOST_STATES)) {
    const expected = `a whole number of states from 2 to ${MOST_STATES}`;
    throw new BlockspinError({ setting: 'q', expected, got: q, remedy: phrase`use for example ${setting('q', 3)}` });
  }
  if (!(Number.isFinite(coupling) && coupling !== 0)) {
    const remedy = phrase`use 1, or -1 for the antiferromagnet, and ${setting('temperature', Number.POSITIVE_INFINITY)} for free spins`;
    throw new BlockspinError({ setting: 'coupling', expected: 'a finite coupling other than 0', got: coupling, remedy });
  }
  const wrong = temperatures.find((temperature) => !(temperature >= LOWEST * Math.abs(coupling)));
  if (wrong !== undefined) {
    const expected = `a temperature of at least ${LOWEST * Math.abs(coupling)} J / k_B, or inf`;
    throw new BlockspinError({ setting: 'temperature', expected, got: String(wrong), remedy: 'for the ground state use a small one such as 0.2' });
  }
}

/**
 * Chains at the start: all spins of a chain in one state, which is drawn for each chain, or every spin drawn, or one half of the chains of
 * each group (16 to 31) drawn and the other in order. For J < 0, ordered classes of sites differ by `step`.
 * @returns (G, L, L, q), bit = chain
 */
export function startColours({ size, q, coupling, lattice, temperatures, seed, start = 'ordered' }: ColourOptions, step: number): Uint32Array {
  const words = new Uint32Array(temperatures.length * size * size * q);
  const classes = classesOf({ size, lattice });
  const ordered = startedInOrder(start, CHAINS_PER_GROUP) ?? new Array<boolean>(CHAINS_PER_GROUP).fill(start === 'ordered');
  temperatures.forEach((_, group) => {
    const key = deriveKey(seed, 'start', group);
    const drawn = (place: number): number[] => {
      const words = Array.from({ length: CHAINS_PER_GROUP / 4 }, (_, four) => philox([place, four, 0, 0], key)).flat();
      return words.map((word) => Math.floor((word * q) / 2 ** 32));
    };
    const first = drawn(0xffffffff);
    const free = ordered.includes(false);
    for (let site = 0; site < size * size; site++) {
      const [x, y] = [site % size, Math.floor(site / size)];
      const offset = coupling < 0 ? ((x - y + classes * size) % classes) * step : 0;
      const random = free ? drawn(site) : first;
      ordered.forEach((one, chain) => {
        const state = one ? (first[chain] + offset) % q : random[chain];
        words[(group * size * size + site) * q + state] |= 1 << chain;
      });
    }
  });
  return words;
}
