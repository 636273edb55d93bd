import * as z from 'zod';
import type { Chains } from '../../sample/chains.ts';
import { latticeSpace } from '../../space/space.ts';
import { type ChainsRequest, defineModel, LAYOUTS } from '../model.ts';
import { side, temperatures } from '../settings.ts';
import { IsingChains } from './chains.ts';
import { chooseAlgorithm, clustersOn } from './choose.ts';
import { ClusterChains } from './cluster.ts';
import { isingTheory } from './field_theory.ts';
import { IsingLattice } from './lattice.ts';
import { checkMove, dynamicsOf, MOVES } from './moves.ts';
import { SPIN_WORDS } from './observables.ts';
import { isingOperators } from './operators.ts';
import { CRITICAL_TEMPERATURE, type IsingOptions, T_C } from './options.ts';
import { TemperedChains } from './tempering.ts';
import { WATCHED_SPINS } from './watched.ts';

const settings = {
  size: side,
  temperature: temperatures.default([T_C]).describe('temperatures; Infinity allowed, the default of dimers'),
  coupling: z.number().default(1).describe('coupling; negative: antiferromagnet'),
  field: z.number().default(0).describe('uniform field on the spins, units of J'),
  disorder: z.number().default(0).describe('part of the bonds with coupling -J (quenched)'),
  ownDisorder: z.boolean().default(false).describe('with disorder: every chain has its own bonds'),
  algorithm: z
    .enum(['auto', ...MOVES])
    .default('metropolis')
    .describe(`${MOVES.join(', ')}, or auto: measures which gives independent samples soonest`),
};
type IsingSettings = z.output<z.ZodObject<typeof settings>>;

/** The two-dimensional Ising model H = -Σ J s s' - B Σ s on the torus, J or -J. T_c: Onsager, Phys. Rev. 65, 117 (1944). */
export const ising = defineModel({
  name: 'ising',
  settings,
  symbols: { coupling: 'J', field: 'B', disorder: 'P' },
  axes: ['coupling', 'field', 'disorder'],
  control: { key: 'temperature', axis: 'temperature', noun: 'temperature', symbol: 'T', unit: 'J / k_B', infinite: true, usual: [T_C] },
  support: 'sites',
  moves: MOVES,
  layouts: LAYOUTS,
  sampled: { size: 64, points: [CRITICAL_TEMPERATURE], algorithm: 'auto' },
  check: checkMove,
  space: ({ size }) => latticeSpace([size, size]),
  alphabet: () => ({ kind: 'binary', values: [-1, 1] }),
  encoding: () => ({ kind: 'bits' }),
  together: ({ algorithm }) => algorithm === 'tempering',
  chains: (scope, request): Chains => {
    const options = optionsOf(request);
    if (request.layout === 'lattices') return new IsingLattice(scope, options);
    const spins = new IsingChains(scope, options);
    const { algorithm } = request.settings;
    if (algorithm === 'swendsen-wang') return new ClusterChains(scope, spins);
    return algorithm === 'tempering' ? new TemperedChains(scope, spins) : spins;
  },
  quickest: (scope, chains) => {
    const spins = chains instanceof TemperedChains ? chains.spins : chains;
    const wraps = spins instanceof IsingChains && spins.field === 0 && spins.disorder === undefined;
    return (wraps ? clustersOn(scope, spins) : undefined) ?? chains;
  },
  choose: (device, request, progress) => chooseAlgorithm(device, optionsOf(request), progress),
  watched: WATCHED_SPINS,
  words: SPIN_WORDS,
  precise: { observable: 'energy', unit: 'J per site' },
  transition: ({ coupling, field = 0, disorder = 0 }) =>
    coupling === 0 || field !== 0 || disorder !== 0
      ? undefined
      : { value: CRITICAL_TEMPERATURE * Math.abs(coupling), label: 'T_c', source: 'Onsager, Phys. Rev. 65, 117 (1944)' },
  title: ({ coupling, field = 0, disorder = 0 }) =>
    `${disorder > 0 ? 'disordered ' : ''}Ising ${coupling < 0 ? 'antiferromagnet' : 'model'}${field === 0 ? '' : ' in a field'}`,
  parameters: ({ coupling, field, disorder, ownDisorder }) => ({
    coupling,
    ...(field === 0 ? {} : { field }),
    ...(disorder === 0 ? {} : { disorder, shared_disorder: !ownDisorder }),
  }),
  operators: isingOperators,
  fieldTheory: isingTheory,
  examples: { sample: { size: 16, temperature: 1.5, disorder: 0.5, algorithm: 'heatbath' } },
  exact: 'informations of small lattices, with holes or in a place, and of graphs',
});

function optionsOf({ settings, points, seed, start }: ChainsRequest<IsingSettings>): IsingOptions {
  const { size, coupling, field, disorder, ownDisorder, algorithm } = settings;
  return { size, coupling, temperatures: points, seed, start, dynamics: dynamicsOf(algorithm), field, disorder, sharedDisorder: !ownDisorder };
}
