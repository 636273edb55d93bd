import * as z from 'zod';
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { cellOf } from '../../space/cell.ts';
import { latticeSpace } from '../../space/space.ts';
import { type ChainsRequest, defineModel } from '../model.ts';
import { temperatures } from '../settings.ts';
import { COLOUR_MOVES, ColourChains } from './chains.ts';
import { pottsTheory } from './field_theory.ts';
import { POTTS } from './interaction.ts';
import { colourWords } from './observables.ts';
import { checkColours } from './options.ts';
import type { Slowing } from './relaxation.ts';
import { COLOUR_SETTINGS } from './settings.ts';
import { pottsTemperature } from './transition.ts';

/** T_c of three states on the square lattice, as users type it. */
const T_C = Number(pottsTemperature(3, 'square').toFixed(6));

const settings = {
  ...COLOUR_SETTINGS,
  temperature: temperatures.default([T_C]).describe('temperatures; Infinity allowed'),
  algorithm: z.enum(COLOUR_MOVES).default(COLOUR_MOVES[0]).describe('heatbath, or swendsen-wang: clusters of the ferromagnet'),
};
type PottsSettings = z.output<z.ZodObject<typeof settings>>;

/** The Potts model H = -J Σ δ(s, s') of 2 to 16 states on the square or triangular torus. */
export const potts = defineModel({
  name: 'potts',
  settings,
  symbols: { coupling: 'J', q: 'Q' },
  axes: ['coupling'],
  control: { key: 'temperature', axis: 'temperature', noun: 'temperature', symbol: 'T', unit: 'J / k_B', infinite: true, usual: [T_C] },
  support: 'sites',
  moves: COLOUR_MOVES,
  layouts: ['chains'],
  sampled: { size: 32, points: [T_C] },
  check(given, points) {
    checkColours({ ...given, temperatures: points });
    if (given.algorithm !== 'swendsen-wang' || given.coupling > 0) return;
    const remedy = phrase`use ${setting('algorithm', 'heatbath')}`;
    throw new BlockspinError({ setting: 'algorithm', expected: 'heatbath for a negative coupling', got: given.algorithm, remedy });
  },
  space: ({ size, lattice }) => latticeSpace([size, size], { cell: cellOf(lattice) }),
  alphabet: ({ q }) => ({ kind: 'states', values: Array.from({ length: q }, (_, s) => s) }),
  encoding: ({ q }) => ({ kind: 'onehot', states: q }),
  chains: (scope, request) => new ColourChains(scope, modelOf(request), request.settings.algorithm),
  quickest: (scope, chains) =>
    chains instanceof ColourChains && chains.algorithm === 'heatbath' && chains.coupling > 0 ? chains.movedBy(scope, 'swendsen-wang') : chains,
  watched: {
    energy: { label: 'energy', of: (s) => s.energy.values },
    order: { label: 'order parameter', of: (s) => s.order.values },
  },
  words: colourWords('order parameter m = (q max_s n_s / N - 1) / (q - 1)'),
  precise: { observable: 'energy', unit: 'J per site' },
  transition: ({ q, coupling, lattice }) => {
    if (coupling < 0) return undefined;
    const source = lattice === 'square' ? 'Wu, Rev. Mod. Phys. 54, 235 (1982)' : 'Baxter, Temperley & Ashley, Proc. R. Soc. London A 358, 535 (1978)';
    return { value: coupling * pottsTemperature(q, lattice), label: 'T_c', source };
  },
  title: ({ q, coupling, lattice }) =>
    `${q}-state Potts ${coupling < 0 ? 'antiferromagnet' : 'model'}${lattice === 'square' ? '' : ` on the ${lattice} lattice`}`,
  parameters: ({ q, coupling, lattice }) => ({ q, coupling, lattice }),
  fieldTheory: pottsTheory,
  examples: { train: { size: 32, q: 3, states: 3 }, sample: { size: 32, q: 4, algorithm: 'swendsen-wang' } },
});

function modelOf({ settings: { size, q, coupling, lattice }, points, seed, start }: ChainsRequest<PottsSettings>) {
  const slowing: Slowing = { temperature: Math.abs(coupling) * pottsTemperature(q, lattice), below: coupling < 0 };
  return { interaction: POTTS, options: { size, q, coupling, lattice, temperatures: points, seed, start }, slowing };
}
