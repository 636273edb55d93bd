/** Matchings of any graph by blossoms, and colour classes. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { blossomMatching, frozenEdges, isOnly, shuffled, unmatched } from '../../src/core/blossom.ts';
import { BlockspinError } from '../../src/core/errors.ts';
import { halfEdges } from '../../src/core/half_edges.ts';
import { firstMatching } from '../../src/model/graph_dimers/start.ts';
import { ammannBeenkerPatch } from '../../src/space/graph/ammann_beenker.ts';
import { colourClasses } from '../../src/space/graph/colouring.ts';
import type { Graph } from '../../src/space/graph/graph.ts';
import { generator } from '../support/generator.ts';
import { GRAPHS, smallGraph } from '../support/graphs.ts';
import { matchingsOf } from '../support/matchings.ts';

/** The most edges without a common node, by trying all. */
function mostByTrying({ nodes, edges }: Graph): number {
  const covered = new Array<boolean>(nodes).fill(false);
  const best = (from: number): number => {
    if (from === edges.length) return 0;
    const [a, b] = edges[from];
    const without = best(from + 1);
    if (covered[a] || covered[b]) return without;
    covered[a] = covered[b] = true;
    const taken = 1 + best(from + 1);
    covered[a] = covered[b] = false;
    return Math.max(without, taken);
  };
  return best(0);
}

/** A graph drawn at random, with odd cycles, nodes without edges and perhaps parallel ones. */
function drawn(seed: number): Graph {
  const next = generator(seed);
  const nodes = 4 + Math.floor(7 * next());
  const edges = Array.from({ length: 3 + Math.floor(11 * next()) }, () => {
    const a = Math.floor(nodes * next());
    return [a, (a + 1 + Math.floor((nodes - 1) * next())) % nodes] as const;
  });
  return { nodes, edges };
}

function assertMatching(graph: Graph, mates: Uint32Array): number {
  const { offsets, to, reverse } = halfEdges(graph);
  mates.forEach((h, node) => {
    if (h === 0xffffffff) return;
    assert.ok(h >= offsets[node] && h < offsets[node + 1], 'the half-edge is one of the node');
    assert.is(mates[to[h]], reverse[h], 'its partner has the other half');
  });
  return (graph.nodes - unmatched(mates).length) / 2;
}

test('on 300 graphs drawn at random a matching is as large as any, in two orders of the nodes', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const graph = drawn(seed);
    const most = mostByTrying(graph);
    for (const mates of [blossomMatching(graph), blossomMatching(graph, shuffled(graph.nodes, [seed, 1]))]) {
      assert.is(assertMatching(graph, mates), most, `graph ${seed}: ${JSON.stringify(graph)}`);
    }
  }
});

test('a perfect matching is the only one exactly where enumeration finds one', () => {
  let only = 0;
  for (let seed = 1; seed <= 400; seed++) {
    const graph = drawn(seed);
    const mates = blossomMatching(graph);
    if (unmatched(mates).length > 0) continue;
    const count = new Set(matchingsOf(graph).map((matching) => matching.join())).size;
    assert.is(isOnly(graph, mates), count === 1, JSON.stringify(graph));
    only += count === 1 ? 1 : 0;
  }
  assert.ok(only > 3, `${only} graphs with one matching`);
});

test('frozen edges are those that no perfect matching has, and those that all have', () => {
  const seen = { '-1': 0, '0': 0, '1': 0 };
  for (let seed = 1; seed <= 400; seed++) {
    const graph = drawn(seed);
    const mates = blossomMatching(graph);
    if (unmatched(mates).length > 0) continue;
    const all = matchingsOf(graph);
    const expected = graph.edges.map((_, e) => {
      const count = all.filter((matching) => matching.includes(e)).length;
      return count === 0 ? -1 : count === all.length ? 1 : 0;
    });
    assert.equal([...frozenEdges(graph, mates)], expected, JSON.stringify(graph));
    for (const one of expected) seen[`${one}`]++;
  }
  assert.ok(Math.min(...Object.values(seen)) > 20, JSON.stringify(seen));
});

test('golden graphs and patches have perfect matchings; another order gives another one', () => {
  for (const name of Object.keys(GRAPHS.dimers)) assert.equal(unmatched(blossomMatching(smallGraph(name))), []);
  const graph = ammannBeenkerPatch(2);
  const [one, other] = [blossomMatching(graph), blossomMatching(graph, shuffled(graph.nodes, [5, 6]))];
  assert.is(assertMatching(graph, other), graph.nodes / 2);
  assert.ok(one.filter((h, node) => h !== other[node]).length > graph.nodes / 4);
});

const refused = (run: () => void) => {
  try {
    run();
  } catch (error) {
    if (error instanceof BlockspinError) return error.message;
    throw error;
  }
  return 'nothing';
};

test('what cannot be sampled is refused with a reason', () => {
  const path = (nodes: number): Graph => ({ nodes, edges: Array.from({ length: nodes - 1 }, (_, i) => [i, i + 1] as const) });
  assert.match(
    refused(() => firstMatching(path(5))),
    /1 of 5 nodes stay without one.*add a ghost/,
  );
  assert.match(
    refused(() =>
      firstMatching({
        nodes: 6,
        edges: [
          [0, 1],
          [0, 2],
          [0, 3],
          [4, 5],
        ],
      }),
    ),
    /2 of 6 nodes.*add 2 ghosts/,
  );
  assert.match(
    refused(() => firstMatching(path(6))),
    /several perfect matchings.*which has one/,
  );
});

test('colour classes hold every node once and no two neighbours', () => {
  for (const graph of [ammannBeenkerPatch(2), ...Object.keys(GRAPHS.dimers).map(smallGraph)]) {
    const classes = colourClasses(halfEdges(graph));
    const colour = new Map(classes.flatMap((nodes, c) => nodes.map((node) => [node, c] as const)));
    assert.is(colour.size, graph.nodes);
    assert.ok(graph.edges.every(([a, b]) => colour.get(a) !== colour.get(b)));
    assert.ok(classes.length <= 6);
  }
});

test.run();
