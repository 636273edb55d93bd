/**
 * Worms on graphs against enumeration and Kasteleyn determinants. χ² over all matchings: beyond 4.5 standard deviations by chance with odds below
 * 1e-4 each; probabilities |z| < 4. Seeds are pinned, so a failure is a change of the program and not of the dice.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Scope } from '../../src/gpu/scope.ts';
import { GraphDimerChains, type GraphDimerOptions } from '../../src/model/graph_dimers/chains.ts';
import { ammannBeenkerPatch } from '../../src/space/graph/ammann_beenker.ts';
import type { Graph } from '../../src/space/graph/graph.ts';
import { regionsAround } from '../../src/space/graph/regions.ts';
import { WormTwin } from '../reference/model/graph_dimers/worm.ts';
import { closeDevice, scoped } from '../support/device.ts';
import { GRAPHS, patchProbabilities, smallGraph } from '../support/graphs.ts';
import { edgeProbabilities, matchingProbabilities, matchingsOf, unpackMatchings } from '../support/matchings.ts';

test.after(closeDevice);

const none = async () => {};

interface Sampling {
  groups?: number;
  slots: number;
  spacing?: number;
  burn?: number;
}

/** Every sample of all chains. */
async function sampled(
  scope: Scope,
  options: Omit<GraphDimerOptions, 'temperatures'> & { temperature?: number },
  { groups = 32, slots, spacing = 1, burn = 4 }: Sampling,
) {
  const { temperature = 1, ...others } = options;
  const chains = new GraphDimerChains(scope, { start: 'both', ...others, temperatures: new Array<number>(groups).fill(temperature) });
  const range = { first: 0, groups };
  await chains.advance(range, burn, none);
  const samples: Uint32Array[] = [];
  await chains.sampleEach(range, { slots, spacing, progress: none }, (bonds) => samples.push(bonds.slice()));
  return { chains, samples };
}

/** χ² of the matchings seen, in standard deviations from its mean; a matching that is none counts as infinitely far. */
function deviation(samples: readonly Uint32Array[], graph: Graph, temperature = 1): number {
  const all = matchingsOf(graph);
  const probabilities = matchingProbabilities(graph, all, temperature);
  const counts = new Map(all.map((matching) => [matching.join(), 0]));
  let total = 0;
  for (const bonds of samples) {
    for (const matching of unpackMatchings(bonds, graph.edges.length)) {
      const before = counts.get(matching.join());
      if (before === undefined) return Number.POSITIVE_INFINITY;
      counts.set(matching.join(), before + 1);
      total += 1;
    }
  }
  const chi2 = [...counts.values()].reduce((sum, n, i) => sum + (n - total * probabilities[i]) ** 2 / (total * probabilities[i]), 0);
  return (chi2 - (all.length - 1)) / Math.sqrt(2 * (all.length - 1));
}

/** Root mean square and largest |z| of the frequencies of edges; errors over groups of 32 chains, which are independent. */
function edgeScores(samples: readonly Uint32Array[], exact: readonly number[]): { rms: number; most: number } {
  const edges = exact.length;
  const groups = samples[0].length / edges;
  const scores = exact.flatMap((p, e) => {
    const means = Array.from({ length: groups }, (_, g) => samples.reduce((sum, bonds) => sum + bitsOf(bonds[g * edges + e]), 0) / (32 * samples.length));
    const mean = means.reduce((a, b) => a + b, 0) / groups;
    const error = Math.sqrt(means.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (groups * (groups - 1)));
    return p > 0 && p < 1 ? [(mean - p) / error] : [];
  });
  return { rms: Math.sqrt(scores.reduce((sum, z) => sum + z * z, 0) / scores.length), most: Math.max(...scores.map(Math.abs)) };
}

const bitsOf = (word: number) => {
  let bits = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) bits += 1;
  return bits;
};

/** Whether every chain has exactly one dimer on some edges. */
function crossedOnce(bonds: Uint32Array, edges: number, membrane: readonly number[]): boolean {
  return Array.from({ length: bonds.length / edges }, (_, group) => {
    let [odd, twice] = [0, 0];
    for (const e of membrane) {
      twice |= odd & bonds[group * edges + e];
      odd ^= bonds[group * edges + e];
    }
    return odd === -1 && twice === 0;
  }).every(Boolean);
}

const level0 = ammannBeenkerPatch(0);

for (const [name, matchings] of Object.entries({
  ...Object.fromEntries(Object.entries(GRAPHS.dimers).map(([key, { matchings }]) => [key, matchings])),
  level0: 128,
})) {
  test(
    `${name}: all ${matchings} matchings, each equally often`,
    scoped(async (scope) => {
      const graph = name === 'level0' ? level0 : smallGraph(name);
      assert.is(matchingsOf(graph).length, matchings);
      const { samples } = await sampled(scope, { graph, seed: 31 }, { slots: 24 });
      const far = deviation(samples, graph);
      assert.ok(Math.abs(far) < 4.5, `χ² is ${far} standard deviations from its mean`);
    }),
  );
}

for (const [level, groups, slots] of [
  [1, 32, 24],
  [2, 16, 16],
]) {
  test(
    `level ${level} of the Ammann-Beenker tiling: every edge as often as by Kasteleyn, and who left has not been late`,
    scoped(async (scope) => {
      const graph = ammannBeenkerPatch(level);
      const { chains, samples } = await sampled(scope, { graph, seed: 32 }, { groups, slots });
      const { rms, most } = edgeScores(samples, patchProbabilities(graph, level));
      // Student's t of 15 or 31 degrees of freedom: beyond 6 by chance with odds 2e-5; edges are correlated, so the rms has wide odds.
      assert.ok(most < 6 && rms > 0.6 && rms < 1.5, `largest z ${most}, rms ${rms}`);
      assert.is(await chains.late(), 0);
      const { regions } = regionsAround(graph, 0);
      assert.is(regions.length, level + 1);
      for (const { membrane } of regions) for (const bonds of samples) assert.ok(crossedOnce(bonds, graph.edges.length, membrane));
    }),
  );
}

/** A weighted graph with a parallel edge and a node of one neighbour, whose dimer never moves. */
function weightedGraph(): Graph {
  const { nodes, edges } = smallGraph('planar14');
  const all: [number, number][] = [...edges.map(([a, b]) => [a, b] as [number, number]), [edges[3][0], edges[3][1]], [nodes, nodes + 1]];
  return { nodes: nodes + 2, edges: all, weights: all.map((_, e) => 0.2 + ((5 * e) % 13) / 4) };
}

for (const temperature of [1, 0.4, Number.POSITIVE_INFINITY]) {
  test(
    `weighted edges at T = ${temperature}: matchings as often as they weigh`,
    scoped(async (scope) => {
      const graph = weightedGraph();
      const { samples } = await sampled(scope, { graph, temperature, seed: 33, worms: 12 }, { slots: 30 });
      const far = deviation(samples, graph, temperature);
      // Below T = 1 some matchings are expected less than five times, which widens χ².
      assert.ok(Math.abs(far) < (temperature < 1 ? 6 : 4.5), `χ² is ${far} standard deviations from its mean`);
      const all = matchingsOf(graph);
      const exact = edgeProbabilities(graph.edges.length, all, matchingProbabilities(graph, all, temperature));
      const { most } = edgeScores(samples, exact);
      assert.ok(most < 5.5, `largest z ${most}`);
    }),
  );
}

test(
  'negative control: the weights of another temperature, and equal ones, are noticed',
  scoped(async (scope) => {
    const graph = weightedGraph();
    const { samples } = await sampled(scope, { graph, temperature: 1, seed: 34, worms: 12 }, { slots: 12 });
    const found = [1.15, Number.POSITIVE_INFINITY].map((temperature) => deviation(samples, graph, temperature));
    assert.ok(Math.min(...found) > 8, String(found));
  }),
);

test('negative control: a sample where a worm closes after a given number of pivots is biased', () => {
  const graph = smallGraph('coronene');
  const far = (last: (pivots: number, worms: number) => boolean) => {
    const samples: Uint32Array[] = Array.from({ length: 400 }, () => new Uint32Array(graph.edges.length));
    for (let c = 0; c < 32; c++) {
      const chain = new WormTwin(graph, [7, 9], c);
      chain.run((_, worms) => worms >= 30);
      for (const bonds of samples) {
        chain.run(last);
        chain.pack(bonds, c);
      }
    }
    return deviation(samples, graph);
  };
  const fixed = far((_, worms) => worms >= 3);
  assert.ok(Math.abs(fixed) < 4.5, `by closures: ${fixed}`);
  const budget = far((pivots) => pivots >= graph.nodes);
  assert.ok(budget > 8, `by pivots: ${budget}`);
});

test.run();
