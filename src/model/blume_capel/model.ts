import * as z from 'zod';
import { latticeSpace } from '../../space/space.ts';
import { defineModel, mapped } from '../model.ts';
import { LATTICES } from '../potts/options.ts';
import { side, temperatures } from '../settings.ts';
import { CapelChains } from './chains.ts';
import { capelTheory } from './field_theory.ts';
import { CAPEL_WORDS } from './observables.ts';
import { checkCapel, STATES } from './options.ts';
import { CAPEL_T_C, tabulatedTemperature } from './transition.ts';

const settings = {
  size: side,
  temperature: temperatures.default([CAPEL_T_C]).describe('temperatures; Infinity allowed'),
  coupling: z.number().default(1).describe('coupling, above 0'),
  crystalField: z.number().default(0).describe('crystal field: the energy of a spin that is not 0, units of J'),
  field: z.number().default(0).describe('uniform field on the spins, units of J'),
  lattice: z.enum(LATTICES).default(LATTICES[0]).describe('square, or triangular with six neighbours'),
};

/** The Blume-Capel model H = -J Σ S S' + D Σ S² - B Σ S of spins -1, 0, 1 on the square or triangular torus. */
export const blumeCapel = defineModel({
  name: 'blume-capel',
  settings,
  symbols: { coupling: 'J', crystalField: 'D', field: 'B' },
  axes: ['coupling', 'crystalField', 'field'],
  control: { key: 'temperature', axis: 'temperature', noun: 'temperature', symbol: 'T', unit: 'J / k_B', infinite: true, usual: [CAPEL_T_C] },
  support: 'sites',
  moves: ['heatbath'],
  layouts: ['chains'],
  sampled: { size: 32, points: [CAPEL_T_C] },
  check: (given, points) => checkCapel({ ...given, temperatures: points }),
  space: ({ size }) => latticeSpace([size, size]),
  alphabet: () => ({ kind: 'states', values: STATES }),
  encoding: () => ({ kind: 'onehot', states: STATES.length }),
  chains: (scope, { settings, points, seed, start }) => {
    const { size, lattice, coupling, crystalField, field } = settings;
    return new CapelChains(scope, { size, lattice, coupling, crystalField, field, temperatures: points, seed, start });
  },
  watched: {
    energy: { label: 'energy', of: (s) => s.energy.values },
    density: { label: '<S²>', of: (s) => s.density.values },
    magnetisation_abs: { label: '|m|', of: (s) => mapped(s.magnetisation, Math.abs) },
  },
  words: CAPEL_WORDS,
  precise: { observable: 'energy', unit: 'J per site' },
  transition: ({ coupling, crystalField, field, lattice }) => {
    const value = field === 0 ? tabulatedTemperature(crystalField / coupling, lattice) : undefined;
    return value === undefined ? undefined : { value: coupling * value, label: 'T_c', source: 'transfer matrices of strips, docs/samplers-spins.md' };
  },
  title: ({ crystalField, field, lattice }) =>
    `Blume-Capel model, D = ${crystalField}${field === 0 ? '' : ', in a field'}${lattice === 'square' ? '' : `, ${lattice} lattice`}`,
  parameters: ({ coupling, crystalField, field, lattice }) => ({ coupling, crystal_field: crystalField, ...(field === 0 ? {} : { field }), lattice }),
  fieldTheory: capelTheory,
  examples: { train: { size: 32, crystalField: 0.5, states: 3 }, sample: { size: 32, crystalField: 1.5, temperature: [1, 1.15] } },
});
