import { type FieldTheory, MINIMAL } from '../field_theory.ts';
import type { LatticeName } from '../potts/options.ts';

/**
 * The tricritical point of the square lattice, in units of J, with how far from it a point may be named.
 * Source: Kwak, Jeong, Lee and Kim, Phys. Rev. E 92, 022134 (2015).
 */
const TRICRITICAL = { crystalField: 1.966, temperature: 0.608, within: 0.002 } as const;

interface Couplings {
  coupling: number;
  crystalField: number;
  field: number;
  lattice: LatticeName;
}

/** The minimal model of central charge 7/10 at the tricritical point. */
export const capelTheory: FieldTheory<Couplings> = {
  inner: 'sign',
  start: 'both',
  at: ({ coupling, crystalField, field, lattice }, temperature) => {
    const near = (value: number, known: number) => Math.abs(value / coupling - known) <= TRICRITICAL.within;
    if (lattice !== 'square' || field !== 0 || !near(crystalField, TRICRITICAL.crystalField) || !near(temperature, TRICRITICAL.temperature)) return undefined;
    return {
      name: 'tricritical Ising model, c = 7/10',
      source: MINIMAL,
      operators: [
        { name: 'σ', sector: 'odd', dimension: 3 / 40 },
        { name: "σ'", sector: 'odd', dimension: 7 / 8 },
        { name: 'ε', sector: 'even', dimension: 1 / 5 },
        { name: "ε'", sector: 'even', dimension: 6 / 5 },
        { name: "ε''", sector: 'even', dimension: 3 },
      ],
    };
  },
};
