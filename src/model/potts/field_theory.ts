import { type FieldTheory, MINIMAL, type Theory } from '../field_theory.ts';
import type { LatticeName } from './options.ts';
import { pottsTemperature } from './transition.ts';

/** Users round the critical temperature. */
const AT_CRITICAL = 1e-4;

interface Couplings {
  q: number;
  coupling: number;
  lattice: LatticeName;
}

/** By the number of states: the operators that only one or no permutation of them changes. */
const THEORIES: Readonly<Record<number, Theory>> = {
  2: {
    name: 'critical Ising model, c = 1/2',
    source: MINIMAL,
    operators: [
      { name: 'σ', sector: 'vector', dimension: 1 / 8, factor: 'spin' },
      { name: 'ε', sector: 'even', dimension: 1, factor: 'energy' },
    ],
  },
  3: {
    name: 'critical 3-state Potts model, c = 4/5',
    source: MINIMAL,
    operators: [
      { name: 'σ', sector: 'vector', dimension: 2 / 15 },
      { name: 'Z', sector: 'vector', dimension: 4 / 3 },
      { name: 'ε', sector: 'even', dimension: 4 / 5 },
      { name: 'X', sector: 'even', dimension: 14 / 5 },
    ],
  },
  4: {
    name: 'critical 4-state Potts model, c = 1, up to logarithms',
    source: 'Nienhuis, J. Stat. Phys. 34, 731 (1984)',
    operators: [
      { name: 'σ', sector: 'vector', dimension: 1 / 8 },
      { name: 'ε', sector: 'even', dimension: 1 / 2 },
    ],
  },
};

/** Minimal models of up to four states; more have a transition of first order. */
export const pottsTheory: FieldTheory<Couplings> = {
  inner: 'permutations',
  start: 'both',
  at: ({ q, coupling, lattice }, temperature) =>
    coupling > 0 && Math.abs(temperature / coupling / pottsTemperature(q, lattice) - 1) < AT_CRITICAL ? THEORIES[q] : undefined,
};
