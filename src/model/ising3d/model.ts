import * as z from 'zod';
import { latticeSpace } from '../../space/space.ts';
import { SPIN_WORDS } from '../ising/observables.ts';
import { type ChainsRequest, defineModel, mapped } from '../model.ts';
import { side, temperatures } from '../settings.ts';
import { CubeChains } from './chains.ts';
import { CUBE_MOVES, CUBIC_T_C, type CubeOptions, checkCube } from './options.ts';

const settings = {
  size: side.default(16),
  temperature: temperatures.default([CUBIC_T_C]).describe('temperatures; Infinity allowed'),
  coupling: z.number().default(1).describe('coupling; negative: antiferromagnet'),
  field: z.number().default(0).describe('uniform field on the spins, units of J'),
  algorithm: z.enum(CUBE_MOVES).default(CUBE_MOVES[0]).describe(CUBE_MOVES.join(' or ')),
};
type CubeSettings = z.output<z.ZodObject<typeof settings>>;

/** The Ising model H = -J Σ s s' - B Σ s on the simple cubic lattice, periodic along all axes. */
export const ising3d = defineModel({
  name: 'ising3d',
  settings,
  symbols: { coupling: 'J', field: 'B' },
  axes: ['coupling', 'field'],
  control: { key: 'temperature', axis: 'temperature', noun: 'temperature', symbol: 'T', unit: 'J / k_B', infinite: true, usual: [CUBIC_T_C] },
  support: 'sites',
  moves: CUBE_MOVES,
  layouts: ['chains'],
  sampled: { size: 16, points: [CUBIC_T_C] },
  check: ({ size, coupling, field }, points) => checkCube({ extents: [size, size, size], coupling, field, temperatures: points }),
  space: ({ size }) => latticeSpace([size, size, size]),
  alphabet: () => ({ kind: 'binary', values: [-1, 1] }),
  encoding: () => ({ kind: 'bits' }),
  chains: (scope, request) => new CubeChains(scope, optionsOf(request)),
  watched: {
    energy: { label: 'energy', of: (s) => s.energy.values },
    magnetisation_abs: { label: '|m|', of: (s) => mapped(s.magnetisation, Math.abs) },
  },
  words: SPIN_WORDS,
  precise: { observable: 'energy', unit: 'J per site' },
  transition: ({ coupling, field }) =>
    field === 0 ? { value: CUBIC_T_C * Math.abs(coupling), label: 'T_c', source: 'Ferrenberg, Xu & Landau, PRE 97, 043301 (2018)' } : undefined,
  title: ({ coupling, field }) => `Ising ${coupling < 0 ? 'antiferromagnet' : 'model'} in three dimensions${field === 0 ? '' : ', in a field'}`,
  parameters: ({ coupling, field }) => ({ coupling, ...(field === 0 ? {} : { field }) }),
  examples: { train: { size: 12, block: 2 }, sample: { size: 16, temperature: [4.2, 4.511528, 4.8] } },
});

function optionsOf({ settings: { size, coupling, field, algorithm }, points, seed, start }: ChainsRequest<CubeSettings>): CubeOptions {
  return { extents: [size, size, size], coupling, field, dynamics: algorithm, temperatures: points, seed, start };
}
