import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { deriveKey, philox } from '../../core/random.ts';
import type { Start } from '../../sample/chains.ts';

/** T_c of the square lattice at |J| = 1, J / k_B: Onsager, Phys. Rev. 65, 117 (1944). */
export const CRITICAL_TEMPERATURE = 2 / Math.log(1 + Math.SQRT2);

/** The same as users type it and as configs store it: 2.269185. */
export const T_C = Number(CRITICAL_TEMPERATURE.toFixed(6));

/** Local dynamics: Metropolis, or heat bath (a spin is drawn afresh given its neighbours). */
export type Dynamics = 'metropolis' | 'heatbath';

/** Ising spins on a torus. */
export interface IsingOptions {
  /** Lattice side L, even. */
  size: number;
  /** Coupling J; negative for the antiferromagnet. */
  coupling: number;
  /** Temperature of each group of 32 chains (of each lattice in the layout of one large lattice), J / k_B; Infinity allowed. */
  temperatures: readonly number[];
  seed: number;
  /** Where the chains start; by default in a ground state. */
  start?: Start;
  /** By default Metropolis. */
  dynamics?: Dynamics;
  /** Uniform field B: H = -J Σ s s' - B Σ s. */
  field?: number;
  /** Probability that a bond is -J instead of J (quenched). */
  disorder?: number;
  /** Whether all chains of all groups share one sample of the disorder, or each chain has its own. */
  sharedDisorder?: boolean;
  /** Random numbers of the Metropolis sweeps: xoshiro128++, reseeded by Threefry-12 for every four words, or Philox-10 throughout. */
  generator?: 'threefry' | 'philox';
  /** Whether lattices up to 64 x 64 are swept in workgroup memory; by default on hardware adapters, where that is faster. */
  tile?: boolean;
}

/** @throws BlockspinError naming the value, what is allowed and what to do. */
export function checkIsing({ size, coupling, temperatures, field, disorder }: Omit<IsingOptions, 'seed'>): void {
  checkDisorder(field, disorder);
  if (!(Number.isInteger(size) && size >= 4 && size % 2 === 0 && size <= 32768)) {
    const near = Math.min(32768, Math.max(4, 2 * Math.round((Number.isFinite(size) ? size : 64) / 2)));
    throw new BlockspinError({
      setting: 'size',
      expected: 'an even lattice side from 4 to 32768 (the checkerboard needs both colours all around the torus)',
      got: size,
      remedy: phrase`use ${setting('size', near)}`,
    });
  }
  if (!(Number.isFinite(coupling) && coupling !== 0)) {
    throw new BlockspinError({
      setting: 'coupling',
      expected: 'a finite coupling other than 0',
      got: coupling,
      remedy: phrase`use 1 for the ferromagnet, -1 for the antiferromagnet, and ${setting('temperature', Number.POSITIVE_INFINITY)} for free spins`,
    });
  }
  for (const temperature of temperatures) {
    if (!(temperature > 0)) {
      throw new BlockspinError({
        setting: 'temperature',
        expected: 'a positive temperature in J / k_B, or inf',
        got: String(temperature),
        remedy: 'for the ground state use a small one such as 0.5',
      });
    }
  }
}

/** @throws BlockspinError where finite temperatures would become infinite, or the other way round: free spins have sweeps of their own */
export function checkKind(before: readonly number[], temperature: number): void {
  const wrong = before.find((t) => Number.isFinite(t) !== Number.isFinite(temperature));
  if (wrong === undefined) return;
  throw new BlockspinError({
    setting: 'temperature',
    expected: Number.isFinite(wrong)
      ? 'a finite temperature, since the sweeps were prepared for one'
      : 'infinity, since the sweeps were prepared for free spins',
    got: String(temperature),
    remedy: Number.isFinite(wrong) ? 'use for example 100, which is nearly free' : 'begin anew at a finite temperature',
  });
}

/** @throws BlockspinError for a field that is not finite or a probability outside of [0, 1]. */
function checkDisorder(field = 0, disorder = 0): void {
  if (!Number.isFinite(field)) {
    throw new BlockspinError({ setting: 'field', expected: 'a finite field in units of J', got: field, remedy: 'leave it out for none' });
  }
  if (!(disorder >= 0 && disorder <= 1)) {
    throw new BlockspinError({
      setting: 'disorder',
      expected: 'the fraction of bonds with the opposite coupling, from 0 to 1',
      got: disorder,
      remedy: phrase`use for example ${setting('disorder', 0.5)} for the ±J spin glass`,
    });
  }
}

/**
 * Every chain in a ground state of the model without disorder (along the field, or its sign drawn), or free spins, or half of
 * the chains of each group (bits 16 .. 31) free and the others ordered.
 * @returns (G, L, L), bit = chain
 */
export function startSpins({ size, coupling, temperatures, seed, field = 0, start = 'ordered' }: IsingOptions): Uint32Array {
  const spins = new Uint32Array(temperatures.length * size * size);
  const free = { ordered: 0, random: 0xffffffff, both: 0xffff0000 }[start];
  temperatures.forEach((_, group) => {
    const key = deriveKey(seed, 'start', group);
    const up = field === 0 || coupling < 0 ? philox([0, 0, 0, 0], key)[0] : field > 0 ? 0xffffffff : 0;
    for (let i = 0; i < size * size; i++) {
      const ordered = coupling < 0 && (Math.floor(i / size) + i) % 2 === 1 ? ~up : up;
      const random = free === 0 ? 0 : philox([i, 1, 0, 0], key)[0];
      spins[group * size * size + i] = (ordered & ~free) | (random & free);
    }
  });
  return spins;
}

/** Correlation length ξ in sites, known exactly from Onsager's solution, and at most L / 2. */
export function correlationLength(size: number, coupling: number, temperature: number): number {
  if (temperature === Number.POSITIVE_INFINITY) return 0;
  const beta = Math.abs(coupling) / temperature;
  const inverse = Math.abs(Math.log(Math.tanh(beta)) + 2 * beta) * (beta > 0.5 * Math.log(1 + Math.SQRT2) ? 2 : 1);
  return Math.min(size / 2, 1 / inverse);
}

/**
 * Sweeps in which local dynamics forgets a start: a time growing as ξ^z, z = 2.17. The factor makes it eight times the
 * measured autocorrelation time of |m| at L = 64, T_c (170 sweeps). Source: Nightingale & Blöte, PRL 76, 4548 (1996).
 */
export function localRelaxation(size: number, coupling: number, temperature: number): number {
  if (temperature === Number.POSITIVE_INFINITY) return 1;
  return Math.ceil(20 + 0.75 * correlationLength(size, coupling, temperature) ** 2.17);
}
