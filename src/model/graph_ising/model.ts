import * as z from 'zod';
import type { Scope } from '../../gpu/scope.ts';
import { numberedSpace } from '../../space/space.ts';
import { checkGraphOnce, graphSetting, graphWords } from '../graph_setting.ts';
import { NodeChains } from '../graph_spins/chains.ts';
import { checkPoints, energyOf, weightOf } from '../graph_spins/observables.ts';
import { type ChainsRequest, defineModel, mapped } from '../model.ts';
import { temperatures } from '../settings.ts';

const settings = {
  graph: graphSetting,
  temperature: temperatures.default([2]).describe('temperatures; Infinity allowed'),
  coupling: z.number().default(1).describe('coupling; negative: antiferromagnet'),
  field: z.number().default(0).describe('uniform field on the spins, units of J'),
};
type GraphIsingSettings = z.output<z.ZodObject<typeof settings>>;

/** The Ising model H = -J Σ w s s' - B Σ s on any graph; weights of its edges make spin glasses. */
export const graphIsing = defineModel({
  name: 'graph-ising',
  settings,
  symbols: { coupling: 'J', field: 'B' },
  axes: ['coupling', 'field'],
  control: { key: 'temperature', axis: 'temperature', noun: 'temperature', symbol: 'T', unit: 'J / k_B', infinite: true, usual: [2] },
  support: 'sites',
  moves: ['heatbath'],
  layouts: ['chains'],
  sampled: { points: [2] },
  check({ graph }, points) {
    checkGraphOnce(graph);
    checkPoints('temperature', points);
  },
  space: ({ graph }) => numberedSpace(graph.nodes),
  alphabet: () => ({ kind: 'binary', values: [-1, 1] }),
  encoding: () => ({ kind: 'bits' }),
  chains: (scope, request) => chainsOf(scope, request),
  watched: {
    energy: { label: 'energy', of: (s) => s.energy.values },
    magnetisation_abs: { label: '|m|', of: (s) => mapped(s.magnetisation, Math.abs) },
  },
  words: { energy: { label: 'energy', unit: 'J per node' }, magnetisation: { label: 'magnetisation', unit: 'per node' } },
  precise: { observable: 'energy', unit: 'J per node' },
  transition: () => undefined,
  title: ({ graph, coupling }) => `Ising ${coupling < 0 ? 'antiferromagnet' : 'model'} on ${graphWords(graph)}`,
  parameters: ({ graph, coupling, field }) => ({ graph: graphWords(graph), coupling, ...(field === 0 ? {} : { field }) }),
});

function chainsOf(scope: Scope, { settings: { graph, coupling, field }, points, seed, start }: ChainsRequest<GraphIsingSettings>) {
  const rule = {
    model: 'graph-ising',
    graph,
    values: [-1, 1],
    excludes: false,
    // s s' is 1 where the ends are alike and -1 elsewhere.
    coupling: (e: number, T: number) => (2 * coupling * weightOf(graph, e)) / T,
    field: (state: number, T: number) => (state === 1 ? field : -field) / T,
  };
  const observe = (spins: Int8Array) => {
    const total = spins.reduce((sum, s) => sum + s, 0);
    const energy = energyOf(graph, (a, b) => -coupling * spins[a] * spins[b]) - field * total;
    return { energy: energy / graph.nodes, magnetisation: total / graph.nodes };
  };
  return new NodeChains(scope, { rule, points, seed, start, flipSymmetric: field === 0, observe });
}
