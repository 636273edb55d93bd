import * as z from 'zod';
import { oneOrMany } from '../../core/settings.ts';
import type { Scope } from '../../gpu/scope.ts';
import { numberedSpace } from '../../space/space.ts';
import { checkGraphOnce, graphSetting, graphWords } from '../graph_setting.ts';
import { NodeChains } from '../graph_spins/chains.ts';
import { checkPoints, sidesOf } from '../graph_spins/observables.ts';
import { type ChainsRequest, defineModel } from '../model.ts';

const settings = {
  graph: graphSetting,
  activity: oneOrMany(z.number()).default([1]).describe('activities z: a configuration of n particles has the weight z^n'),
};
type HardCoreSettings = z.output<z.ZodObject<typeof settings>>;

/** Particles on the nodes of any graph, no two of them on neighbours: weight z^n. */
export const graphHardCores = defineModel({
  name: 'graph-hard-cores',
  settings,
  axes: [],
  control: { key: 'activity', axis: 'rate', noun: 'activity', symbol: 'z', unit: '', infinite: false, usual: [1] },
  support: 'sites',
  moves: ['heatbath'],
  layouts: ['chains'],
  sampled: { points: [1] },
  check({ graph }, points) {
    checkGraphOnce(graph);
    checkPoints('activity', points);
  },
  space: ({ graph }) => numberedSpace(graph.nodes),
  alphabet: () => ({ kind: 'binary', values: [0, 1] }),
  encoding: () => ({ kind: 'bits' }),
  chains: (scope, request) => chainsOf(scope, request),
  watched: {
    contrast: { label: 'contrast of the particles', of: (s) => s.contrast.values },
    density: { label: 'density', of: (s) => s.density.values },
  },
  words: { density: { label: 'density', unit: 'per node' }, contrast: null },
  transition: () => undefined,
  title: ({ graph }) => `hard cores on ${graphWords(graph)}`,
  parameters: ({ graph }) => ({ graph: graphWords(graph) }),
});

function chainsOf(scope: Scope, { settings: { graph }, points, seed, start }: ChainsRequest<HardCoreSettings>) {
  const rule = {
    model: 'graph-hard-cores',
    graph,
    values: [0, 1],
    excludes: true,
    coupling: () => 0,
    field: (state: number, activity: number) => (state === 1 ? Math.log(activity) : 0),
  };
  const sides = sidesOf(graph);
  const observe = (particles: Int8Array) => {
    let [sum, difference] = [0, 0];
    particles.forEach((n, node) => {
      sum += n;
      difference += n * sides[node];
    });
    return { density: sum / graph.nodes, contrast: Math.abs(difference) / graph.nodes };
  };
  return new NodeChains(scope, { rule, points, seed, start, observe });
}
