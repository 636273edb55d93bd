/**
 * Values on the nodes of graphs against sums over all states, |z| < 4 with errors over groups of chains: false alarm 6e-5 for each comparison.
 * Seeds are pinned.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { completed } from '../../src/core/settings.ts';
import { meanError } from '../../src/core/statistics.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import { checkedChains } from '../../src/model/checked_chains.ts';
import { modelNamed } from '../../src/model/models.ts';
import type { Graph } from '../../src/space/graph/graph.ts';
import { closeDevice, scoped } from '../support/device.ts';
import { GRAPHS } from '../support/graphs.ts';
import { averagesOf, type NodeWeights } from '../support/node_states.ts';
import { assertWithin, standardScore } from '../support/odds.ts';

test.after(closeDevice);

const GROUPS = 16;
const SLOTS = 20;

/** Means of the values of every node and of the products along every edge, with errors over groups. */
async function sampled(scope: Scope, name: string, settings: Record<string, unknown>, point: number, alike: (a: number, b: number) => number) {
  const model = modelNamed(name);
  const whole = completed(model.settings, { ...settings, [model.control.key]: [point] });
  const chains = checkedChains(model, scope, { settings: whole, points: new Array<number>(GROUPS).fill(point), seed: 41, start: 'both' });
  const range = { first: 0, groups: GROUPS };
  const { nodes, edges } = settings.graph as Graph;
  await chains.advance(range, 40, async () => {});
  const sums = Array.from({ length: nodes + edges.length }, () => new Float64Array(GROUPS));
  for (let slot = 0; slot < SLOTS; slot++) {
    await chains.advance(range, 6, async () => {});
    const { data } = await chains.configurations(range);
    for (let chain = 0; chain < 32 * GROUPS; chain++) {
      const group = Math.floor(chain / 32);
      const at = (node: number) => data[chain * nodes + node];
      for (let node = 0; node < nodes; node++) sums[node][group] += at(node) / 32 / SLOTS;
      edges.forEach(([a, b], e) => {
        sums[nodes + e][group] += alike(at(a), at(b)) / 32 / SLOTS;
      });
    }
  }
  return Object.fromEntries(sums.map((each, i) => [i < nodes ? `node ${i}` : `edge ${i - nodes}`, meanError(each)]));
}

/** Exact means by the same names. Those of no variance are left out: they are equal or wrong. */
function exact(graph: Graph, weights: NodeWeights, alike: (a: number, b: number) => number): Record<string, number> {
  const nodes = averagesOf(graph, weights, (states) => states);
  const edges = averagesOf(graph, weights, (states) => graph.edges.map(([a, b]) => alike(states[a], states[b])));
  return Object.fromEntries([...nodes.means.map((value, i) => [`node ${i}`, value]), ...edges.means.map((value, e) => [`edge ${e}`, value])]);
}

const golden = (name: string): Graph => ({ name, nodes: GRAPHS.nodes[name].nodes, edges: GRAPHS.nodes[name].edges });
const product = (a: number, b: number) => a * b;
const same = (a: number, b: number) => (a === b ? 1 : 0);
const ising = (graph: Graph, T: number, J = 1, B = 0): NodeWeights => ({
  values: [-1, 1],
  edge: (a, b, e) => Math.exp((J * (graph.weights?.[e] ?? 1) * a * b) / T),
  node: (s) => Math.exp((B * s) / T),
});

test('the enumeration used here gives the golden partition functions, energies and occupations', () => {
  for (const [name, { model, parameter, Z, energy, occupation }] of Object.entries(GRAPHS.nodes)) {
    const graph = golden(name);
    const hard: NodeWeights = { values: [0, 1], edge: (a, b) => (a * b === 1 ? 0 : 1), node: (s) => (s === 1 ? parameter : 1) };
    const found = averagesOf(graph, model === 'ising' ? ising(graph, parameter) : hard, (states) => [
      ...states,
      -graph.edges.reduce((sum, [a, b]) => sum + states[a] * states[b], 0),
    ]);
    assert.ok(Math.abs(found.Z / Z - 1) < 1e-12, `${name}: Z = ${found.Z}`);
    if (energy !== undefined) assert.ok(Math.abs((found.means.at(-1) ?? Number.NaN) - energy) < 1e-9, name);
    for (const [node, p] of (occupation ?? []).entries()) assert.ok(Math.abs(found.means[node] - p) < 1e-12, `${name}, node ${node}`);
  }
});

for (const [name, { model, parameter }] of Object.entries(GRAPHS.nodes)) {
  test(
    `${name}: every node and every edge`,
    scoped(async (scope) => {
      const graph = golden(name);
      const hard: NodeWeights = { values: [0, 1], edge: (a, b) => (a * b === 1 ? 0 : 1), node: (s) => (s === 1 ? parameter : 1) };
      const known = exact(graph, model === 'ising' ? ising(graph, parameter) : hard, product);
      const found = await sampled(scope, model === 'ising' ? 'graph-ising' : 'graph-hard-cores', { graph }, parameter, product);
      if (model !== 'ising') {
        for (const e of graph.edges.keys()) {
          assert.is(found[`edge ${e}`].mean, 0, 'no two particles are neighbours');
          delete known[`edge ${e}`];
        }
      }
      assertWithin(name, found, known);
    }),
  );
}

const FRUCHT = golden('ising_frucht_T2');

test(
  'a spin glass in a field on the Frucht graph, with a parallel edge',
  scoped(async (scope) => {
    const edges = [...FRUCHT.edges, FRUCHT.edges[0]];
    const graph: Graph = { nodes: 12, edges, weights: edges.map((_, e) => ((7 * e) % 11) / 4 - 1.25) };
    const found = await sampled(scope, 'graph-ising', { graph, coupling: -0.8, field: 0.3 }, 1.3, product);
    assertWithin('spin glass', found, exact(graph, ising(graph, 1.3, -0.8, 0.3), product));
  }),
);

for (const [q, coupling] of [
  [2, 1],
  [3, 0.9],
  [5, -1],
]) {
  test(
    `Potts, ${q} states, J = ${coupling}, on eight nodes of no two colours`,
    scoped(async (scope) => {
      const edges = [...GRAPHS.dimers.cube.edges, [0, 3] as [number, number]];
      const graph: Graph = { nodes: 8, edges, weights: edges.map((_, e) => 0.5 + 0.125 * (e % 5)) };
      const weights: NodeWeights = {
        values: Array.from({ length: q }, (_, s) => s),
        edge: (a, b, e) => Math.exp((coupling * (graph.weights?.[e] ?? 1) * same(a, b)) / 0.8),
        node: () => 1,
      };
      const found = await sampled(scope, 'graph-potts', { graph, q, coupling }, 0.8, same);
      assertWithin('Potts', found, exact(graph, weights, same));
    }),
  );
}

test(
  'negative control: a coupling off by four parts in a hundred is noticed',
  scoped(async (scope) => {
    const graph = golden('ising_frucht_T1.5');
    const found = await sampled(scope, 'graph-ising', { graph, coupling: 1.04 }, 1.5, product);
    const known = exact(graph, ising(graph, 1.5), product);
    const scores = graph.edges.map((_, e) => standardScore(found[`edge ${e}`], known[`edge ${e}`]));
    assert.ok(Math.max(...scores) > 6, String(scores));
  }),
);

test.run();
