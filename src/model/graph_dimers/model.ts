import { whole } from '../../core/settings.ts';
import { numberedSpace } from '../../space/space.ts';
import { graphSetting, graphWords } from '../graph_setting.ts';
import { defineModel } from '../model.ts';
import { temperatures } from '../settings.ts';
import { GraphDimerChains } from './chains.ts';
import { checkGraphDimers } from './start.ts';

const settings = {
  graph: graphSetting,
  temperature: temperatures.default([1]).describe('a matching has the weight Π w^(1/T); Infinity: all equally'),
  worms: whole(0, 2 ** 31 - 1)
    .default(0)
    .describe('closed worms in a sweep; 0: as many as make five pivots per node'),
};

/** Dimers on any graph: perfect matchings with the weight Π w^(1/T) over their edges. */
export const graphDimers = defineModel({
  name: 'graph-dimers',
  settings,
  axes: [],
  control: { key: 'temperature', axis: 'temperature', noun: 'temperature', symbol: 'T', unit: '', infinite: true, usual: [1] },
  support: 'bonds',
  moves: ['worms'],
  layouts: ['chains'],
  sampled: { points: [1] },
  check: ({ graph, worms }, points) => checkGraphDimers({ graph, worms, temperatures: points }),
  space: ({ graph }) => numberedSpace(graph.edges.length),
  alphabet: () => ({ kind: 'binary', values: [0, 1] }),
  encoding: () => ({ kind: 'bits' }),
  chains: (scope, { settings: { graph, worms }, points, seed, start }) => new GraphDimerChains(scope, { graph, worms, temperatures: points, seed, start }),
  watched: {
    projection: { label: 'random sum of the dimers', of: (s) => s.projection.values },
    overlap: { label: 'overlap with the first matching', of: (s) => s.overlap.values },
  },
  words: {
    overlap: { label: 'overlap with the first matching', unit: 'part of its dimers' },
    projection: null,
    log_weight: { label: 'logarithm of the weight', unit: 'per dimer' },
  },
  examples: { train: { graph: 'ammann-beenker:2', centre: 'auto', level: 1, components: 4, out: 'results/tiling' } },
  transition: () => undefined,
  title: ({ graph }) => `dimers on ${graph.name === undefined ? graphWords(graph) : `the graph ${graph.name}`}`,
  parameters: ({ graph }) => ({ graph: graphWords(graph) }),
});
