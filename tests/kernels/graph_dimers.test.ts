/** Worms on graphs, bit for bit: every chain against a worm on lists of edges. */
import { createHash } from 'node:crypto';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { halfEdges } from '../../src/core/half_edges.ts';
import { deriveKey } from '../../src/core/random.ts';
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import { GraphDimerChains } from '../../src/model/graph_dimers/chains.ts';
import { integerWeights } from '../../src/model/graph_dimers/rule.ts';
import { checkpoint, restore } from '../../src/sample/checkpoint.ts';
import { ammannBeenkerPatch } from '../../src/space/graph/ammann_beenker.ts';
import type { Graph } from '../../src/space/graph/graph.ts';
import { WormTwin } from '../reference/model/graph_dimers/worm.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, scoped, theDevice } from '../support/device.ts';
import { smallGraph } from '../support/graphs.ts';
import { unpackMatchings } from '../support/matchings.ts';
import { part } from '../support/replicas.ts';

const SEED = 12;
const none = async () => {};

test.after(closeDevice);

const weighted = (graph: Graph): Graph => ({ ...graph, weights: graph.edges.map((_, e) => 0.25 + ((3 * e) % 7) / 3) });

/** Twins of all chains of a group, from its first packed edges. */
function twinsOf(chains: GraphDimerChains, graph: Graph, bonds: Uint32Array, group: number): WormTwin[] {
  const key = deriveKey(SEED, 'worm', group);
  const { offsets, edge } = halfEdges(graph);
  const integers = integerWeights(graph, chains.temperature(group));
  const weights = (node: number, e: number) => integers[edge.indexOf(e, offsets[node])];
  return unpackMatchings(part(bonds, group, chains.groups), graph.edges.length).map(
    (start, c) => new WormTwin(graph, key, c, 0, graph.weights ? weights : undefined, start),
  );
}

for (const [name, graph, steps] of [
  ['the cube', smallGraph('cube'), 1024],
  ['a triangulation, in dispatches of two calls', smallGraph('planar14'), 2],
  ['level 1 with its ghost', ammannBeenkerPatch(1), 7],
  ['a weighted triangulation', weighted(smallGraph('planar14')), 1024],
  ['a weighted level 0 with parallel edges, in dispatches of three calls', weighted(ammannBeenkerPatch(0)), 3],
] as const) {
  test(
    `${name}: three sweeps, two of them at once`,
    scoped(async (scope) => {
      const temperatures = [1, Number.POSITIVE_INFINITY, 0.5];
      const chains = new GraphDimerChains(scope, { graph, temperatures, seed: SEED, start: 'both', worms: 9, steps });
      const expected = await chains.state.read();
      const first = expected.slice();
      const twins = temperatures.map((_, g) => twinsOf(chains, graph, first, g));
      const move = (groups: readonly number[], sweeps: number) => {
        for (const g of groups) {
          twins[g].forEach((twin, c) => {
            for (let n = 0; n < sweeps; n++) twin.run((_, worms) => worms >= 9);
            twin.pack(part(expected, g, 3), c);
          });
        }
      };
      await chains.advance({ first: 1, groups: 2 }, 1, none);
      move([1, 2], 1);
      close(await chains.state.read(), expected, EXACT, 'after one sweep of two groups');
      await chains.advance({ first: 0, groups: 3 }, 2, none);
      move([0, 1, 2], 2);
      close(await chains.state.read(), expected, EXACT, 'after two more of all');
      assert.ok(
        first.some((word, i) => word !== expected[i]),
        'something has moved',
      );
      assert.is(await chains.closed(), 32 * 9 * (2 + 3 + 3));
    }),
  );
}

test(
  'recorded sweeps make the same samples as sweeps that are awaited; half a run, a checkpoint and the other half are the whole run',
  scoped(async (scope) => {
    const options = { graph: ammannBeenkerPatch(1), temperatures: [1, 1], seed: SEED, start: 'both', steps: 5 } as const;
    const range = { first: 0, groups: 2 };
    const [awaited, recorded, restored] = [0, 1, 2].map(() => new GraphDimerChains(scope, options));
    await awaited.advance(range, 4, none);
    const plan = new Plan(scope.memory, 'sweeps');
    recorded.recordSweep(plan, [range], 2);
    await plan.compile();
    plan.run();
    restore(restored, await checkpoint(recorded));
    plan.run();
    assert.is(await recorded.late(), 0);
    const expected = await awaited.state.read();
    close(await recorded.state.read(), expected, EXACT, 'recorded');
    await restored.advance(range, 2, none);
    close(await restored.state.read(), expected, EXACT, 'restored');
    assert.equal(await checkpoint(restored), await checkpoint(awaited));
    assert.throws(() => restore(new GraphDimerChains(scope, { ...options, graph: ammannBeenkerPatch(0) }), { model: 'graph-dimers', saved: {} }), /checkpoint/);
  }),
);

test(
  'a chain that is late keeps its old sample and completes its sweep later; no sample is lost',
  scoped(async (scope) => {
    const graph = smallGraph('grid4x6');
    const options = { graph, temperatures: [1], seed: SEED, worms: 6, steps: 4 } as const;
    const chains = new GraphDimerChains(scope, options);
    const start = await chains.state.read();
    const plan = new Plan(scope.memory, 'sweep');
    chains.recordSweep(plan, [{ first: 0, groups: 1 }]);
    // Most of the walks are taken out, so that long worms do not close in time; the last one and what publishes remain.
    plan.dispatches.splice(2, plan.dispatches.length - 4);
    await plan.compile();
    const samples = twinsOf(chains, graph, start, 0).map((twin) => {
      const list: string[] = [];
      for (let n = 0; n < 5; n++) {
        list.push([...new Set(twin.dimers)].sort((a, b) => a - b).join());
        twin.run((_, worms) => worms >= 6);
      }
      return list;
    });
    const ages: number[] = [];
    for (let n = 1; n <= 3; n++) {
      plan.run();
      const seen = unpackMatchings(await chains.state.read(), graph.edges.length);
      samples.forEach((list, c) => {
        const at = list.slice(0, n + 1).lastIndexOf(seen[c].join());
        assert.ok(at >= 0, `chain ${c} shows one of its samples`);
        ages.push(n - at);
      });
    }
    assert.ok((await chains.late()) > 0 && Math.max(...ages) > 0, 'some were late');
    // What was late is completed before the next sweep is begun: every chain then has its own number of whole sweeps.
    await chains.advance({ first: 0, groups: 1 }, 1, none);
    assert.is((await chains.closed()) % 6, 0);
  }),
);

test(
  'negative control: weights off by one part in a hundred are noticed',
  scoped(async (scope) => {
    const graph = weighted(smallGraph('planar14'));
    const chains = new GraphDimerChains(scope, { graph, temperatures: [1], seed: SEED, worms: 9 });
    const expected = await chains.state.read();
    const other = { ...graph, weights: graph.weights?.map((weight, e) => (e === 0 ? 1.01 * weight : weight)) } as Graph;
    twinsOf(chains, other, expected.slice(), 0).forEach((twin, c) => {
      for (let n = 0; n < 6; n++) twin.run((_, worms) => worms >= 9);
      twin.pack(expected, c);
    });
    await chains.advance({ first: 0, groups: 1 }, 6, none);
    const actual = await chains.state.read();
    assert.throws(() => close(actual, expected, EXACT, 'bonds'));
  }),
);

test(
  'what does not fit is refused before anything is allocated',
  scoped((scope, { live }) => {
    const temperatures = new Array<number>(8192).fill(1);
    const before = { ...live };
    assert.throws(() => refused(scope, temperatures), /memory for .*use a smaller graph or fewer chains/);
    assert.equal(live, before);
  }),
);

const refused = (scope: Scope, temperatures: number[]) => new GraphDimerChains(scope, { graph: ammannBeenkerPatch(3), temperatures, seed: 1 });

test('the trajectory is the same, bit for bit, on every adapter', async () => {
  const device = await theDevice();
  const hashes: string[] = [];
  for (const graph of [ammannBeenkerPatch(1), weighted(ammannBeenkerPatch(1))]) {
    const scope = device.scope('trajectory');
    const chains = new GraphDimerChains(scope, { graph, temperatures: [1, 0.5], seed: 2 ** 40 + 3, start: 'both', worms: 13 });
    await chains.advance({ first: 0, groups: 2 }, 6, none);
    const hash = createHash('sha256');
    for (const tensor of Object.values(chains.saved)) hash.update(await tensor.read());
    hashes.push(hash.digest('hex').slice(0, 16));
    scope.dispose();
  }
  // Recorded on lavapipe; SwiftShader gives the same words.
  assert.equal(hashes, ['eb3bd87bd9c362ba', '56ae32387768c02e']);
});

test.run();
