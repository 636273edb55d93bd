import * as z from 'zod';
import { latticeSpace } from '../../space/space.ts';
import { defineModel, mapped } from '../model.ts';
import { side, temperatures } from '../settings.ts';
import { IsingChains } from './chains.ts';
import { CRITICAL_TEMPERATURE, checkIsing, T_C } from './options.ts';

/** The two-dimensional Ising model H = -J Σ s s' on the torus. T_c: Onsager, Phys. Rev. 65, 117 (1944). */
export const ising = defineModel({
  name: 'ising',
  settings: {
    size: side,
    temperature: temperatures.default([T_C]).describe('temperatures; Infinity allowed, and what dimers have unless given'),
    coupling: z.number().default(1).describe('J; negative: antiferromagnet'),
  },
  control: { key: 'temperature', axis: 'temperature', symbol: 'T', unit: 'J / k_B', usual: [T_C] },
  support: 'sites',
  check: ({ size, coupling }, points) => checkIsing({ size, coupling, temperatures: points }),
  space: ({ size }) => latticeSpace([size, size]),
  alphabet: () => ({ kind: 'binary', values: [-1, 1] }),
  encoding: () => ({ kind: 'bits' }),
  chains: (scope, { settings: { size, coupling }, points, seed, start }) => new IsingChains(scope, { size, coupling, temperatures: points, seed, start }),
  watched: { energy: (s) => s.energy.values, magnetisation_abs: (s) => mapped(s.magnetisation, Math.abs) },
  transition: ({ coupling }) =>
    coupling === 0 ? undefined : { value: CRITICAL_TEMPERATURE * Math.abs(coupling), label: 'T_c', source: 'Onsager, Phys. Rev. 65, 117 (1944)' },
  title: ({ coupling }) => (coupling < 0 ? 'Ising antiferromagnet' : 'Ising model'),
});
