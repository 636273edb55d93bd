/** Rotors on a torus, and what they require. */
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { deriveKey, philox } from '../../core/random.ts';
import type { Start } from '../../sample/chains.ts';
import { CHAINS_PER_GROUP } from '../../sample/groups.ts';
import { startedInOrder } from '../../sample/thermal.ts';

/**
 * Temperature of the Berezinskii-Kosterlitz-Thouless transition in J / k_B: 1 / 1.1199(1).
 * Source: Hasenbusch, J. Phys. A 38, 5869 (2005).
 */
export const T_BKT = 0.8929;

/** The lowest temperature in units of |J|: fields of lower ones would lose digits in f32. */
const LOWEST = 0.001;
/** Sums of larger lattices would lose digits in f32. */
const LARGEST = 1024;

/** XY rotors on the L × L torus. */
export interface RotorOptions {
  /** Lattice side L, even. */
  size: number;
  /** Coupling J of H = -J Σ cos(θ - θ'). */
  coupling: number;
  /** Temperature of each group of 32 chains, J / k_B; Infinity allowed. */
  temperatures: readonly number[];
  seed: number;
  /** Where chains start; by default in order. */
  start?: Start;
}

/** @throws BlockspinError naming the value, what is allowed and what to do. */
export function checkRotors({ size, coupling, temperatures }: Omit<RotorOptions, 'seed'>): void {
  if (!(Number.isInteger(size) && size >= 2 && size <= LARGEST && size % 2 === 0)) {
    const near = Math.min(LARGEST, Math.max(2, 2 * Math.round((Number.isFinite(size) ? size : 64) / 2)));
    const expected = `an even number from 2 to ${LARGEST} (its sites are moved in two classes all around the torus)`;
    throw new BlockspinError({ setting: 'size', expected, got: size, remedy: phrase`use ${setting('size', near)}` });
  }
  if (!(Number.isFinite(coupling) && coupling !== 0)) {
    const remedy = phrase`use 1, or -1 for the antiferromagnet, and ${setting('temperature', Number.POSITIVE_INFINITY)} for free rotors`;
    throw new BlockspinError({ setting: 'coupling', expected: 'a finite coupling other than 0', got: coupling, remedy });
  }
  const lowest = LOWEST * Math.abs(coupling);
  const wrong = temperatures.find((temperature) => !(temperature >= lowest));
  if (wrong !== undefined) {
    const expected = `a temperature of at least ${lowest} J / k_B, or inf`;
    throw new BlockspinError({ setting: 'temperature', expected, got: String(wrong), remedy: 'for the ground state use a small one such as 0.1' });
  }
}

/**
 * Chains at the start: all rotors of a chain in one direction, which is drawn for each chain, or every rotor drawn, or one half of the
 * chains of each group (16 to 31) drawn and the other in order. For J < 0 every second rotor of an ordered chain is reversed.
 * @returns (G, L, L, 2, 32), bits of f32, cosine before sine
 */
export function startRotors({ size, coupling, temperatures, seed, start = 'ordered' }: RotorOptions): Uint32Array {
  const numbers = new Float32Array(temperatures.length * size * size * 2 * CHAINS_PER_GROUP);
  const ordered = startedInOrder(start, CHAINS_PER_GROUP) ?? new Array<boolean>(CHAINS_PER_GROUP).fill(start === 'ordered');
  const free = ordered.includes(false);
  temperatures.forEach((_, group) => {
    const key = deriveKey(seed, 'start', group);
    const drawn = (place: number): number[] => {
      const words = Array.from({ length: CHAINS_PER_GROUP / 4 }, (_, four) => philox([place, four, 0, 0], key)).flat();
      return words.map((word) => (2 * Math.PI * word) / 2 ** 32);
    };
    const first = drawn(0xffffffff);
    for (let site = 0; site < size * size; site++) {
      const turn = coupling < 0 && (site + Math.floor(site / size)) % 2 === 1 ? Math.PI : 0;
      const random = free ? drawn(site) : first;
      ordered.forEach((one, chain) => {
        const angle = one ? first[chain] + turn : random[chain];
        const at = (group * size * size + site) * 2 * CHAINS_PER_GROUP + chain;
        numbers[at] = Math.cos(angle);
        numbers[at + CHAINS_PER_GROUP] = Math.sin(angle);
      });
    }
  });
  return new Uint32Array(numbers.buffer);
}
