/** Matchings of bipartite graphs, the edges that are in none of them, and regions: against all matchings of small graphs, and by hand. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { halfEdges } from '../../src/core/half_edges.ts';
import { ammannBeenkerPatch } from '../../src/space/graph/ammann_beenker.ts';
import { twoColours } from '../../src/space/graph/bipartite.ts';
import { squareBoard } from '../../src/space/graph/boards.ts';
import { strongComponents } from '../../src/space/graph/components.ts';
import type { Graph } from '../../src/space/graph/graph.ts';
import { maximumMatching } from '../../src/space/graph/matching.ts';
import { membranes } from '../../src/space/graph/membranes.ts';
import { matchingFacts } from '../../src/space/graph/perfect.ts';
import { regionOf, regionsAround } from '../../src/space/graph/regions.ts';
import { largestMatchings, perfectMatchings } from '../reference/space/graph/matchings.ts';
import { words } from '../support/random.ts';

/** A bipartite graph of 8 to 15 edges between nodes 0 to 4 and some others, parallel ones among them. */
function drawn(seed: number, others = 6): Graph {
  const random = words(seed, 40);
  const edges = Array.from({ length: 8 + (random[39] % 8) }, (_, e) => [random[2 * e] % 5, 5 + (random[2 * e + 1] % others)] as const);
  return { nodes: 5 + others, edges };
}

/** What the search for membranes finds, and what all matchings of the largest size say. */
function compared(graph: Graph, absent: ReadonlySet<number>) {
  const half = halfEdges(graph);
  const colouring = twoColours(graph, half);
  if ('odd' in colouring) throw new Error('not bipartite');
  const marks = Uint8Array.from({ length: graph.nodes }, (_, node) => (absent.has(node) ? 1 : 0));
  const mates = maximumMatching(half, colouring.colours, marks);
  const { unused, spare } = membranes(half, colouring.colours, marks);
  const all = largestMatchings(graph.nodes, graph.edges, absent);
  const used = new Set(all.flat());
  const expected = graph.edges.map((edge, e) => (used.has(e) || edge.some((node) => absent.has(node)) ? 0 : 1));
  return { size: mates.filter((mate) => mate >= 0).length / 2, spare: spare.length, unused: [...unused], all, expected, mates, half };
}

test('60 drawn graphs: sizes of maximum matchings and edges in none of them', () => {
  let unusedEdges = 0;
  for (let seed = 0; seed < 60; seed++) {
    const graph = drawn(seed);
    const absent = new Set(seed % 3 === 0 ? [seed % 11] : []);
    const { size, spare, unused, all, expected, mates, half } = compared(graph, absent);
    assert.is(size, all[0].length, `seed ${seed}: size`);
    assert.is(spare, 11 - absent.size - 2 * size, `seed ${seed}: spare nodes`);
    assert.equal(unused, expected, `seed ${seed}: unused edges`);
    mates.forEach((mate, node) => {
      if (mate >= 0) assert.is(mates[half.to[mate]], half.reverse[mate], `seed ${seed}: the mate of ${node}`);
    });
    unusedEdges += expected.reduce((sum: number, one) => sum + one, 0);
  }
  assert.ok(unusedEdges > 100, 'the graphs have such edges');
});

test('an edge that is in some matching is not taken for a membrane when it is doubled, and its fellow neither', () => {
  const graph: Graph = {
    nodes: 4,
    edges: [
      [0, 1],
      [0, 1],
      [1, 2],
      [2, 3],
    ],
  };
  const { unused, expected } = compared(graph, new Set());
  assert.equal([unused, expected], [expected, [0, 0, 1, 0]]);
});

test('strongly connected components: cycles joined one way', () => {
  // 0 -> 1 -> 2 -> 0 -> 3 -> 4 -> 3, 5 -> 0.
  const [offsets, targets] = [Uint32Array.of(0, 2, 3, 4, 5, 6, 7), Uint32Array.of(1, 3, 2, 0, 4, 3, 0)];
  const component = strongComponents(offsets, targets);
  assert.is(new Set(component).size, 3);
  assert.ok(component[0] === component[1] && component[1] === component[2] && component[3] === component[4]);
  const long = 200_000;
  const ring = strongComponents(
    Uint32Array.from({ length: long + 1 }, (_, i) => i),
    Uint32Array.from({ length: long }, (_, i) => (i + 1) % long),
  );
  assert.is(new Set(ring).size, 1, 'no stack overflows');
});

test('colours: two where there are two, else an edge that closes an odd cycle', () => {
  const square = squareBoard({ size: [3, 4], boundary: 'open' });
  const found = twoColours(square, halfEdges(square));
  assert.ok('colours' in found && square.edges.every(([a, b]) => found.colours[a] !== found.colours[b]));
  const torus = squareBoard({ size: [3, 4], boundary: 'periodic' });
  assert.ok('odd' in twoColours(torus, halfEdges(torus)));
});

test('exactly one edge of every membrane is in every perfect matching of the smallest patch', () => {
  const patch = ammannBeenkerPatch(0);
  assert.is(perfectMatchings(patch.nodes, patch.edges), 128);
  const { membrane } = regionOf(patch, 0, 0);
  // Perfect matchings are the largest ones here, and 128 of 40 edges are few.
  const out = new Set(membrane);
  for (const matching of largestMatchings(patch.nodes, patch.edges)) assert.is(matching.filter((e) => out.has(e)).length, 1);
});

test('regions need no tiling and no ghost: a star whose arms are pairs, and what a tail of pairs adds to it', () => {
  const star = [0, 2, 4].flatMap((i) => [[0, i + 1] as const, [i + 1, i + 2] as const]);
  const tail = [
    [2, 7],
    [7, 8],
    [8, 9],
    [9, 10],
    [10, 11],
  ] as const;
  const graph = { nodes: 12, edges: [...star, ...tail] };
  const { regions, reason } = regionsAround(graph, 0);
  assert.is(reason, undefined);
  const upTo = (last: number) => Array.from({ length: last + 1 }, (_, node) => node);
  assert.equal(
    regions.map(({ nodes, membrane }) => [nodes, membrane]),
    [
      [upTo(6), [6]],
      [upTo(8), [8]],
    ],
  );
  const all = largestMatchings(graph.nodes, graph.edges);
  assert.ok(all.length > 0);
  for (const { membrane } of regions) for (const matching of all) assert.is(matching.filter((e) => membrane.includes(e)).length, 1);
});

test('drawn graphs: out of every region that is found, each perfect matching leads by exactly one edge', () => {
  let found = 0;
  for (let seed = 100; seed < 400; seed++) {
    const graph = drawn(seed, 5);
    const all = largestMatchings(graph.nodes, graph.edges);
    if (2 * all[0].length < graph.nodes) continue;
    for (let centre = 0; centre < graph.nodes; centre++) {
      for (const { nodes, edges, membrane } of regionsAround(graph, centre).regions) {
        found++;
        assert.ok(nodes.includes(centre) && nodes.length > 1 && nodes.length < graph.nodes - 1);
        for (const matching of all) assert.is(matching.filter((e) => membrane.includes(e)).length, 1, `seed ${seed}, centre ${centre}`);
        const ends = graph.edges.map((edge) => edge.filter((node) => nodes.includes(node)).length);
        assert.equal(
          [edges, membrane],
          [2, 1].map((count) => [...ends.keys()].filter((e) => ends[e] === count)),
        );
      }
    }
  }
  assert.ok(found > 50, `${found} regions`);
});

test('where there is no region, the reason is said; levels, ghosts and numbers that are none are refused', () => {
  const triangle: Graph = {
    nodes: 3,
    edges: [
      [0, 1],
      [1, 2],
      [2, 0],
    ],
  };
  assert.match(regionsAround(triangle, 0).reason ?? '', /not bipartite, since edge 1-2 closes an odd cycle/);
  assert.match(regionsAround(squareBoard({ size: [4], boundary: 'open' }), 5).reason ?? '', /no membrane closes around the centre/);
  const patch = ammannBeenkerPatch(1);
  assert.throws(() => regionOf(patch, 0, 2), /level: 2: expected|level: expected a region of this level around node 0, got levels 0 to 1|got levels 0 to 1/);
  assert.throws(() => regionsAround(patch, 65), /centre: expected a node from 0 to 65 that is no ghost, got 65/);
  assert.throws(() => regionsAround(patch, 1.5), /centre/);
  assert.throws(() => regionsAround({ nodes: 2, edges: [[0, 2]] }, 0), /edges/);
});

test('what is said of perfect matchings: colours, a set with too few neighbours, frozen edges', () => {
  const path = (length: number): Graph => ({ nodes: length, edges: Array.from({ length: length - 1 }, (_, i) => [i, i + 1] as const) });
  assert.equal(matchingFacts(path(4)), { colours: [2, 2], spare: 0, never: 1, always: 2 });
  assert.equal(matchingFacts(squareBoard({ size: [2, 3], boundary: 'open' })), { colours: [3, 3], spare: 0, never: 0, always: 0 });
  assert.equal(matchingFacts(path(5)), { colours: [3, 2], spare: 1, hall: { nodes: 3, neighbours: 2, node: 4 } });
  // Two leaves at each of two nodes that are joined: balanced with two more, and yet not perfect.
  const brush: Graph = {
    nodes: 6,
    edges: [
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 4],
      [1, 5],
    ],
  };
  const { spare, hall } = matchingFacts(brush);
  assert.equal([spare, hall?.nodes, hall?.neighbours], [2, 2, 1]);
  assert.equal(matchingFacts(squareBoard({ size: [3], boundary: 'periodic' })), { spare: 1 });
  assert.equal(matchingFacts(squareBoard({ size: [3, 4], boundary: 'periodic' })), { spare: 0, never: 0, always: 0 });
  assert.equal(matchingFacts(squareBoard({ size: [101], boundary: 'periodic' })), {}, 'too large to be looked at');
});

test.run();
