import * as z from 'zod';
import { latticeSpace } from '../../space/space.ts';
import { defineModel } from '../model.ts';
import { side, temperatures } from '../settings.ts';
import { DimerChains } from './chains.ts';
import { dimerTheory } from './field_theory.ts';
import { dimerOperators } from './operators.ts';
import { checkDimers, T_BKT } from './start.ts';

/** Interacting dimers on the square torus, H = v N_f; the transition to columnar order: Alet et al., PRE 74, 041124 (2006). */
export const dimers = defineModel({
  name: 'dimers',
  settings: {
    size: side,
    temperature: temperatures.default([Number.POSITIVE_INFINITY]).describe('temperatures in |v| / k_B; Infinity: free dimers'),
    interaction: z.number().default(-1).describe('energy v of two parallel neighbours; temperatures are then in |v| / k_B'),
  },
  symbols: { interaction: 'V' },
  axes: ['interaction'],
  control: {
    key: 'temperature',
    axis: 'temperature',
    noun: 'temperature',
    symbol: 'T',
    unit: '|v| / k_B',
    infinite: true,
    usual: [Number.POSITIVE_INFINITY],
  },
  support: 'bonds',
  moves: ['directed-loop worms'],
  layouts: ['chains'],
  sampled: { size: 16, points: [Number.POSITIVE_INFINITY] },
  check: ({ size, interaction }, points) => checkDimers({ size, interaction, temperatures: points }),
  space: ({ size }) => latticeSpace([size, size], { channels: 2 }),
  alphabet: () => ({ kind: 'binary', values: [0, 1] }),
  encoding: () => ({ kind: 'bits' }),
  chains: (scope, { settings: { size, interaction }, points, seed, start }) => new DimerChains(scope, { size, interaction, temperatures: points, seed, start }),
  watched: {
    energy: { label: 'energy', of: (s) => s.energy.values },
    columnar: { label: 'columnar order', of: (s) => s.columnar_x.values.map((chain, c) => chain.map((x, t) => Math.hypot(x, s.columnar_y.values[c][t]))) },
  },
  words: {
    energy: { label: 'energy', unit: '|v| per site' },
    specific_heat: { label: 'specific heat', unit: 'k_B per site' },
    winding_squared: { label: 'winding number squared <W²>', unit: '' },
    winding_zero: { label: 'probability of no winding', unit: '' },
    columnar: { label: 'columnar order <|D|>', unit: '1 in a columnar state' },
    stiffness: { label: 'stiffness g of the heights', unit: '' },
  },
  precise: { observable: 'energy', unit: 'per site, in units of the interaction' },
  transition: ({ interaction }) =>
    interaction < 0 ? { value: -interaction * T_BKT, label: 'T_BKT', source: 'Alet et al., Phys. Rev. Lett. 94, 235702 (2005)' } : undefined,
  title: ({ interaction }) => (interaction === 0 ? 'free dimer model' : 'interacting dimer model'),
  parameters: ({ interaction }) => ({ interaction }),
  operators: dimerOperators,
  fieldTheory: dimerTheory,
  examples: {
    train: { size: 32, temperature: [0.5, 1, Number.POSITIVE_INFINITY], components: 2 },
    sample: { temperature: Number.POSITIVE_INFINITY },
  },
});
