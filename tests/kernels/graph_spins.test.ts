/** Values on the nodes of graphs, bit for bit: every chain against a heat bath on a plain list of states. */
import { createHash } from 'node:crypto';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { halfEdges } from '../../src/core/half_edges.ts';
import { deriveKey } from '../../src/core/random.ts';
import { completed } from '../../src/core/settings.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import { modelNamed } from '../../src/model/models.ts';
import { ammannBeenkerPatch } from '../../src/space/graph/ammann_beenker.ts';
import { colourClasses } from '../../src/space/graph/colouring.ts';
import type { Graph } from '../../src/space/graph/graph.ts';
import { heatBath, type NodeTwin } from '../reference/model/graph_spins/heatbath.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, scoped, theDevice } from '../support/device.ts';
import { smallGraph } from '../support/graphs.ts';

const SEED = 14;
const none = async () => {};
const fixed = (logarithm: number) => Math.round((logarithm / Math.LN2) * 2 ** 20);

test.after(closeDevice);

/** A triangulation with couplings of both signs and a parallel edge. */
const glass = (): Graph => {
  const { nodes, edges } = smallGraph('planar14');
  const all = [...edges, edges[2]];
  return { nodes, edges: all, weights: all.map((_, e) => ((5 * e) % 9) / 3 - 1.2) };
};

function chainsOf(scope: Scope, name: string, settings: Record<string, unknown>, points: readonly number[]) {
  const model = modelNamed(name);
  const whole = completed(model.settings, { ...settings, [model.control.key]: [...points] });
  return model.chains(scope, { settings: whole, points, seed: SEED, start: 'both' });
}

const CASES = [
  {
    name: 'graph-ising',
    settings: { coupling: -0.7, field: 0.4 },
    values: [-1, 1],
    points: [1.1, Number.POSITIVE_INFINITY, 0.05],
    coupling: (w: number, T: number) => (-1.4 * w) / T,
    field: (s: number, T: number) => (s === 1 ? 0.4 : -0.4) / T,
  },
  {
    name: 'graph-potts',
    settings: { q: 5 },
    values: [0, 1, 2, 3, 4],
    points: [0.6, 2, 0.1],
    coupling: (w: number, T: number) => w / T,
    field: () => 0,
  },
  {
    name: 'graph-hard-cores',
    settings: {},
    values: [0, 1],
    points: [0.5, 3, 40],
    coupling: () => 0,
    field: (s: number, z: number) => (s === 1 ? Math.log(z) : 0),
  },
];

for (const { name, settings, values, points, coupling, field } of CASES) {
  test(
    `${name}: five sweeps at three points`,
    scoped(async (scope) => {
      const graph = glass();
      const chains = chainsOf(scope, name, { graph, ...settings }, points);
      const range = { first: 0, groups: points.length };
      const { data } = await chains.configurations(range);
      const states = Array.from({ length: 32 * points.length }, (_, c) =>
        [...data.subarray(c * graph.nodes, (c + 1) * graph.nodes)].map((value) => values.indexOf(value)),
      );
      const twins = points.map(
        (T): NodeTwin => ({
          graph,
          states: values.length,
          classes: colourClasses(halfEdges(graph)),
          coupling: graph.edges.map((_, e) => fixed(coupling(graph.weights?.[e] ?? 1, T))),
          field: values.map((_, s) => fixed(field(s, T))),
          excludes: name === 'graph-hard-cores',
        }),
      );
      const first = JSON.stringify(states);
      for (let time = 0; time < 5; time++) {
        states.forEach((chain, c) => {
          const group = Math.floor(c / 32);
          heatBath(chain, twins[group], { key: deriveKey(SEED, 'sweep', group), index: c % 32, time });
        });
      }
      await chains.advance(range, 5, none);
      const after = await chains.configurations(range);
      close(
        [...after.data],
        states.flatMap((chain) => chain.map((s) => values[s])),
        EXACT,
        'values',
      );
      assert.not.equal(JSON.stringify(states), first, 'something has moved');
      // Groups of one point are copied alone.
      const { memory } = chains.state;
      const read = memory.readBytes;
      let bytes = 0;
      memory.readBytes = (buffer, offset, length) => {
        bytes += length;
        return read.call(memory, buffer, offset, length);
      };
      try {
        const { shape, data: last } = await chains.configurations({ first: 2, groups: 1 });
        assert.equal([...last], [...after.data.subarray(64 * graph.nodes)]);
        assert.equal([[...shape], bytes], [[32, graph.nodes], chains.state.bytes / 3]);
      } finally {
        memory.readBytes = read;
      }
    }),
  );
}

test(
  'couplings too large for their temperature are refused, and what does not fit',
  scoped((scope) => {
    assert.throws(() => chainsOf(scope, 'graph-ising', { graph: glass() }, [0.001]), /temperature.*add up to less than \d+ temperatures/);
    const many = new Array<number>(2 ** 17).fill(1);
    assert.throws(() => chainsOf(scope, 'graph-potts', { graph: ammannBeenkerPatch(2), q: 16 }, many), /use a smaller graph or fewer chains/);
  }),
);

test('the trajectory is the same, bit for bit, on every adapter', async () => {
  const device = await theDevice();
  const hashes: string[] = [];
  for (const [name, point] of [
    ['graph-ising', 2],
    ['graph-potts', 0.8],
    ['graph-hard-cores', 2],
  ] as const) {
    const scope = device.scope('trajectory');
    const chains = chainsOf(scope, name, { graph: ammannBeenkerPatch(1) }, [point, 2 * point]);
    await chains.advance({ first: 0, groups: 2 }, 10, none);
    const hash = createHash('sha256');
    for (const tensor of Object.values(chains.saved)) hash.update(await tensor.read());
    hashes.push(hash.digest('hex').slice(0, 16));
    scope.dispose();
  }
  // Recorded on lavapipe; SwiftShader gives the same words.
  assert.equal(hashes, ['f6bc485b7b20cd2d', 'ba21d8386d9027ed', '82371e5f6b22318d']);
});

test.run();
