import * as z from 'zod';
import { whole } from '../../core/settings.ts';
import type { Scope } from '../../gpu/scope.ts';
import { numberedSpace } from '../../space/space.ts';
import { checkGraphOnce, graphSetting, graphWords } from '../graph_setting.ts';
import { NodeChains } from '../graph_spins/chains.ts';
import { checkPoints, energyOf, weightOf } from '../graph_spins/observables.ts';
import { type ChainsRequest, defineModel } from '../model.ts';
import { temperatures } from '../settings.ts';

const settings = {
  graph: graphSetting,
  q: whole(2, 16).default(3).describe('states'),
  temperature: temperatures.default([1]).describe('temperatures; Infinity allowed'),
  coupling: z.number().default(1).describe('coupling; negative: antiferromagnet'),
};
type GraphPottsSettings = z.output<z.ZodObject<typeof settings>>;

const statesOf = (q: number) => Array.from({ length: q }, (_, state) => state);

/** The Potts model H = -J Σ w δ(s, s') of 2 to 16 states on any graph. */
export const graphPotts = defineModel({
  name: 'graph-potts',
  settings,
  symbols: { coupling: 'J', q: 'Q' },
  axes: ['coupling'],
  control: { key: 'temperature', axis: 'temperature', noun: 'temperature', symbol: 'T', unit: 'J / k_B', infinite: true, usual: [1] },
  support: 'sites',
  moves: ['heatbath'],
  layouts: ['chains'],
  sampled: { points: [1] },
  check({ graph }, points) {
    checkGraphOnce(graph);
    checkPoints('temperature', points);
  },
  space: ({ graph }) => numberedSpace(graph.nodes),
  alphabet: ({ q }) => (q === 2 ? { kind: 'binary', values: [0, 1] } : { kind: 'states', values: statesOf(q) }),
  encoding: ({ q }) => (q === 2 ? { kind: 'bits' } : { kind: 'onehot', states: q }),
  chains: (scope, request) => chainsOf(scope, request),
  watched: {
    energy: { label: 'energy', of: (s) => s.energy.values },
    order: { label: 'order parameter', of: (s) => s.order.values },
  },
  words: {
    energy: { label: 'energy', unit: 'J per node' },
    order: { label: 'order parameter m = (q max_s n_s / N - 1) / (q - 1)', unit: '' },
  },
  precise: { observable: 'energy', unit: 'J per node' },
  transition: () => undefined,
  title: ({ graph, q, coupling }) => `${q}-state Potts ${coupling < 0 ? 'antiferromagnet' : 'model'} on ${graphWords(graph)}`,
  parameters: ({ graph, q, coupling }) => ({ graph: graphWords(graph), q, coupling }),
});

function chainsOf(scope: Scope, { settings: { graph, q, coupling }, points, seed, start }: ChainsRequest<GraphPottsSettings>) {
  const rule = {
    model: 'graph-potts',
    graph,
    values: statesOf(q),
    excludes: false,
    coupling: (e: number, T: number) => (coupling * weightOf(graph, e)) / T,
    field: () => 0,
  };
  const observe = (states: Int8Array) => {
    const counts = new Array<number>(q).fill(0);
    for (const state of states) counts[state] += 1;
    const energy = energyOf(graph, (a, b) => (states[a] === states[b] ? -coupling : 0));
    return { energy: energy / graph.nodes, order: ((q * Math.max(...counts)) / graph.nodes - 1) / (q - 1) };
  };
  return new NodeChains(scope, { rule, points, seed, start, flipSymmetric: q === 2, observe });
}
