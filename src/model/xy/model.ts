import * as z from 'zod';
import { latticeSpace } from '../../space/space.ts';
import { type ChainsRequest, defineModel } from '../model.ts';
import { side, temperatures } from '../settings.ts';
import { ROTOR_MOVES, RotorChains } from './chains.ts';
import { ROTOR_WORDS } from './observables.ts';
import { checkRotors, T_BKT } from './options.ts';

const settings = {
  size: side,
  coupling: z.number().default(1).describe('coupling; negative: antiferromagnet'),
  temperature: temperatures.default([T_BKT]).describe('temperatures; Infinity allowed'),
  algorithm: z
    .enum(ROTOR_MOVES)
    .default(ROTOR_MOVES[0])
    .describe('over-relaxation: a heat bath and four reflections; heatbath alone; or swendsen-wang: clusters and a heat bath'),
};
type XYSettings = z.output<z.ZodObject<typeof settings>>;

/** The XY model H = -J Σ cos(θ - θ') on the square torus. */
export const xy = defineModel({
  name: 'xy',
  settings,
  symbols: { coupling: 'J' },
  axes: ['coupling'],
  control: { key: 'temperature', axis: 'temperature', noun: 'temperature', symbol: 'T', unit: 'J / k_B', infinite: true, usual: [T_BKT] },
  support: 'sites',
  moves: ROTOR_MOVES,
  layouts: ['chains'],
  sampled: { size: 32, points: [T_BKT] },
  check: (given, points) => checkRotors({ ...given, temperatures: points }),
  space: ({ size }) => latticeSpace([size, size]),
  alphabet: () => ({ kind: 'angles', period: 2 * Math.PI }),
  encoding: () => ({ kind: 'reals', inputs: 2 }),
  chains: (scope, request) => new RotorChains(scope, optionsOf(request), request.settings.algorithm),
  quickest: (scope, chains) => (chains instanceof RotorChains && chains.algorithm !== 'swendsen-wang' ? chains.movedBy(scope, 'swendsen-wang') : chains),
  watched: {
    energy: { label: 'energy', of: (s) => s.energy.values },
    magnetisation_abs: { label: '|m|', of: (s) => s.magnetisation_abs.values },
  },
  words: ROTOR_WORDS,
  precise: { observable: 'energy', unit: 'J per site' },
  transition: ({ coupling }) => ({ value: Math.abs(coupling) * T_BKT, label: 'T_BKT', source: 'Hasenbusch, J. Phys. A 38, 5869 (2005)' }),
  title: ({ coupling }) => `XY ${coupling < 0 ? 'antiferromagnet' : 'model'}`,
  parameters: ({ coupling }) => ({ coupling }),
  examples: { train: { size: 16, components: 2, temperature: 0.5 }, sample: { size: 32, temperature: 0.9, algorithm: 'swendsen-wang' } },
});

function optionsOf({ settings: { size, coupling }, points, seed, start }: ChainsRequest<XYSettings>) {
  return { size, coupling, temperatures: points, seed, start };
}
