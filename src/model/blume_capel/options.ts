/** Spins -1, 0 and 1 on a torus, and what they require. */
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { deriveKey, philox } from '../../core/random.ts';
import type { Start } from '../../sample/chains.ts';
import { CHAINS_PER_GROUP } from '../../sample/groups.ts';
import { startedInOrder } from '../../sample/thermal.ts';
import { forwardBonds, type LatticeName } from '../potts/options.ts';

/** States of a spin, in the order of its bits. */
export const STATES = [-1, 0, 1] as const;

/** H = -J Σ S S' + D Σ S² - B Σ S on the L × L torus. */
export interface CapelOptions {
  /** Lattice side L: even or a multiple of 3, on the triangular lattice a multiple of 3. */
  size: number;
  lattice: LatticeName;
  /** Coupling J, above 0. */
  coupling: number;
  /** Crystal field D. */
  crystalField: number;
  /** Uniform field B. */
  field: number;
  /** Temperature of each group of 32 chains, J / k_B; Infinity allowed. */
  temperatures: readonly number[];
  seed: number;
  /** Where chains start; by default in a ground state. */
  start?: Start;
}

/** @throws BlockspinError naming the value, what is allowed and what to do. */
export function checkCapel({ size, lattice, coupling, crystalField, field, temperatures }: Omit<CapelOptions, 'seed'>): void {
  const three = lattice === 'triangular';
  const fits = three ? size % 3 === 0 : size % 2 === 0 || size % 3 === 0;
  if (!(Number.isInteger(size) && size >= 3 && size <= 4096 && fits)) {
    const usable = Number.isFinite(size) ? size : 64;
    const near = three ? Math.min(4095, Math.max(3, 3 * Math.round(usable / 3))) : Math.min(4096, Math.max(4, 2 * Math.round(usable / 2)));
    const expected = `${three ? 'a multiple of 3 from 3 to 4095' : 'an even number or a multiple of 3 from 3 to 4096'} (neighbours are never moved together)`;
    throw new BlockspinError({ setting: 'size', expected, got: size, remedy: phrase`use ${setting('size', near)}` });
  }
  if (!(Number.isFinite(coupling) && coupling > 0)) {
    // On the square lattice, turning over every second spin gives a negative coupling the other sign.
    const remedy = phrase`use ${setting('coupling', 1)}, and ${setting('temperature', Number.POSITIVE_INFINITY)} for free spins`;
    throw new BlockspinError({ setting: 'coupling', expected: 'a finite coupling above 0', got: coupling, remedy });
  }
  for (const [key, value] of [
    ['crystalField', crystalField],
    ['field', field],
  ] as const) {
    if (Number.isFinite(value)) continue;
    throw new BlockspinError({ setting: key, expected: 'a finite field in units of J', got: value, remedy: 'leave it out for none' });
  }
  const wrong = temperatures.find((temperature) => !(temperature > 0));
  if (wrong === undefined) return;
  throw new BlockspinError({
    setting: 'temperature',
    expected: 'temperatures above 0, in units of J / k_B, or inf',
    got: String(wrong),
    remedy: 'for the ground state use a small one such as 0.2',
  });
}

/**
 * Chains at the start: a ground state, with one sign in each chain, drawn where there is no field; or every spin drawn; or one half of the
 * chains of each group (16 to 31) drawn and the other in order.
 * @returns (G, L, L, 3), bit = chain
 */
export function startSpins({ size, lattice, coupling, crystalField, field, temperatures, seed, start = 'ordered' }: CapelOptions): Uint32Array {
  const sites = size * size;
  const words = new Uint32Array(temperatures.length * sites * 3);
  const ordered = startedInOrder(start, CHAINS_PER_GROUP) ?? new Array<boolean>(CHAINS_PER_GROUP).fill(start === 'ordered');
  const free = ordered.reduce((word, one, chain) => (one ? word : word | (1 << chain)), 0);
  const magnetic = crystalField < coupling * forwardBonds({ lattice }) + Math.abs(field);
  temperatures.forEach((_, group) => {
    const key = deriveKey(seed, 'start', group);
    const up = field === 0 ? philox([0xffffffff, 0, 0, 0], key)[0] : field > 0 ? 0xffffffff : 0;
    const aligned = [magnetic ? ~up : 0, magnetic ? 0 : 0xffffffff, magnetic ? up : 0];
    for (let site = 0; site < sites; site++) {
      const drawn = free === 0 ? aligned : drawnStates(site, key);
      for (let s = 0; s < 3; s++) words[(group * sites + site) * 3 + s] = (aligned[s] & ~free) | (drawn[s] & free);
    }
  });
  return words;
}

/** A state for each of 32 chains, as the three words of a site. */
function drawnStates(site: number, key: readonly [number, number]): number[] {
  const states = [0, 0, 0];
  for (let chain = 0; chain < CHAINS_PER_GROUP; chain++) {
    const words = philox([site, Math.floor(chain / 4), 0, 0], key);
    states[Math.floor((words[chain % 4] * 3) / 2 ** 32)] |= 1 << chain;
  }
  return states;
}

/** Constants of all kernels. */
export function latticeConstants({ size, lattice }: Pick<CapelOptions, 'size' | 'lattice'>): { L: number; Q: number; TRIANGULAR: number } {
  return { L: size, Q: STATES.length, TRIANGULAR: lattice === 'triangular' ? 1 : 0 };
}
