import type * as z from 'zod';
import { cellOf } from '../../space/cell.ts';
import { latticeSpace } from '../../space/space.ts';
import { type ChainsRequest, defineModel } from '../model.ts';
import { ColourChains } from '../potts/chains.ts';
import { CLOCK } from '../potts/interaction.ts';
import { colourWords } from '../potts/observables.ts';
import { checkColours } from '../potts/options.ts';
import type { Slowing } from '../potts/relaxation.ts';
import { COLOUR_SETTINGS } from '../potts/settings.ts';
import { temperatures } from '../settings.ts';
import { clockTemperature, LONG_BELOW } from './transition.ts';

/** A temperature between the two transitions of six states. */
const USUAL = 0.8;

const settings = {
  ...COLOUR_SETTINGS,
  q: COLOUR_SETTINGS.q.default(6),
  temperature: temperatures.default([USUAL]).describe('temperatures; Infinity allowed'),
};
type ClockSettings = z.output<z.ZodObject<typeof settings>>;

/** The clock model H = -J Σ cos(2π (s - s') / q) of 2 to 16 states on the square or triangular torus. */
export const clock = defineModel({
  name: 'clock',
  settings,
  symbols: { coupling: 'J', q: 'Q' },
  axes: ['coupling'],
  control: { key: 'temperature', axis: 'temperature', noun: 'temperature', symbol: 'T', unit: 'J / k_B', infinite: true, usual: [USUAL] },
  support: 'sites',
  moves: ['heatbath'],
  layouts: ['chains'],
  sampled: { size: 32, points: [USUAL] },
  check: (given, points) => checkColours({ ...given, temperatures: points }),
  space: ({ size, lattice }) => latticeSpace([size, size], { cell: cellOf(lattice) }),
  alphabet: ({ q }) => ({ kind: 'states', values: Array.from({ length: q }, (_, s) => s) }),
  encoding: ({ q }) => ({ kind: 'onehot', states: q }),
  chains: (scope, request) => new ColourChains(scope, modelOf(request), 'heatbath'),
  watched: {
    energy: { label: 'energy', of: (s) => s.energy.values },
    order: { label: '|m|', of: (s) => s.order.values },
  },
  words: colourWords('magnetisation |m| = |Σ exp(2πi s / q)| / N'),
  precise: { observable: 'energy', unit: 'J per site' },
  transition: ({ q, coupling, lattice }) => {
    const value = coupling < 0 ? undefined : clockTemperature(q, lattice);
    return value === undefined ? undefined : { value: coupling * value, label: 'T_c', source: 'Suzuki, Prog. Theor. Phys. 37, 770 (1967)' };
  },
  title: ({ q, coupling, lattice }) =>
    `${q}-state clock ${coupling < 0 ? 'antiferromagnet' : 'model'}${lattice === 'square' ? '' : ` on the ${lattice} lattice`}`,
  parameters: ({ q, coupling, lattice }) => ({ q, coupling, lattice }),
  examples: { train: { size: 32, q: 6, states: 6 }, sample: { size: 32, q: 5, temperature: [0.9, 0.95] } },
});

function modelOf({ settings: { size, q, coupling, lattice }, points, seed, start }: ChainsRequest<ClockSettings>) {
  const known = clockTemperature(q, lattice);
  const slowing: Slowing = { temperature: Math.abs(coupling) * (known ?? LONG_BELOW[lattice]), below: coupling < 0 || known === undefined };
  return { interaction: CLOCK, options: { size, q, coupling, lattice, temperatures: points, seed, start }, slowing };
}
