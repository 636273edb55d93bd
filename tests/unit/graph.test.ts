/** Blocks and environments on graphs: against the lists of exactly known values, on rings and squares by hand, and what is refused. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { halfEdges } from '../../src/core/half_edges.ts';
import { type GraphCut, graphSites } from '../../src/space/graph/cut.ts';
import type { Graph } from '../../src/space/graph/graph.ts';
import { checkSites } from '../../src/space/sites.ts';

/** What the buffer takes of it, by block and width. */
const EXPECTED: Readonly<Record<string, readonly number[]>> = { '0:1': [1, 3, 6], '0,1:0': [], '0,1,3,6:0': [], '0:0': [], '0,1:1': [2, 3, 6, 7, 8, 9, 10] };

/** A graph of 12 nodes and 18 edges. */
const TWELVE: Graph = {
  nodes: 12,
  edges: [
    [0, 1],
    [0, 3],
    [0, 6],
    [1, 2],
    [1, 7],
    [1, 8],
    [1, 9],
    [1, 10],
    [2, 5],
    [3, 4],
    [3, 5],
    [3, 11],
    [4, 5],
    [4, 10],
    [5, 6],
    [5, 10],
    [7, 11],
    [9, 11],
  ],
};

for (const [centre, buffer, environment] of [
  [[0], 1, 8],
  [[0], 0, 11],
  [[0, 1], 0, 10],
  [[0, 1], 1, 3],
  [[0, 1, 3, 6], 0, 8],
] as const) {
  test(`12 nodes: block ${centre}, buffer ${buffer}`, () => {
    const cut = graphSites(TWELVE, { centre, buffer, shell: 'rest' });
    assert.equal([cut.block, cut.environment.length], [[...centre], environment]);
    checkSites(cut, 12);
    const beyond = EXPECTED[`${centre}:${buffer}`];
    if (beyond)
      assert.equal(
        [...Array(12).keys()].filter((node) => !cut.environment.includes(node) && !cut.block.includes(node)),
        beyond,
      );
  });
}

/** A ring. */
const ring = (nodes: number): Graph => ({ nodes, edges: Array.from({ length: nodes }, (_, i) => [i, (i + 1) % nodes] as const) });

test('a ring of nodes: centre and radius, buffer and shell in bonds', () => {
  assert.equal(graphSites(ring(12), { centre: [3], radius: 1, buffer: 2, shell: 1 }), { block: [2, 3, 4], environment: [7, 11] });
  assert.equal(graphSites(ring(12), { centre: [3, 2], buffer: 0, shell: 2 }), { block: [3, 2], environment: [0, 1, 4, 5] });
});

test('edges as values: edges that share a node are neighbours', () => {
  // Edge i of a ring joins i and i + 1, so that edges form a ring of their own.
  assert.equal(graphSites(ring(9), { on: 'edges', centre: [4], radius: 1, buffer: 1, shell: 1 }), { block: [3, 4, 5], environment: [1, 7] });
  // A star: all edges are neighbours of each other.
  const star: Graph = { nodes: 5, edges: [1, 2, 3, 4].map((leaf) => [0, leaf] as const) };
  assert.equal(graphSites(star, { on: 'edges', centre: [2], buffer: 0, shell: 1 }), { block: [2], environment: [0, 1, 3] });
});

test('what no bond leads to belongs to the rest alone; edges may be given twice and either way', () => {
  const apart: Graph = {
    nodes: 6,
    edges: [
      [0, 1],
      [1, 0],
      [1, 2],
      [2, 1],
      [4, 5],
    ],
  };
  assert.equal(graphSites(apart, { centre: [0], buffer: 1, shell: 'rest' }), { block: [0], environment: [2, 3, 4, 5] });
  assert.equal(graphSites(apart, { centre: [0], buffer: 0, shell: 4 }), { block: [0], environment: [1, 2] });
});

const CUT: GraphCut = { centre: [0], buffer: 0, shell: 'rest' };
for (const [what, graph, cut, message] of [
  [
    'edges counted from 1',
    {
      nodes: 3,
      edges: [
        [1, 2],
        [2, 3],
      ],
    },
    {},
    /^edges: expected pairs of nodes from 0 to 2, since there are 3, got numbers from 1 to 3; they look counted from 1/,
  ],
  [
    'an edge out of range',
    {
      nodes: 3,
      edges: [
        [0, 1],
        [1, 7],
      ],
    },
    {},
    /^edges: expected .* got 7; count nodes from 0/,
  ],
  ['half a node', { nodes: 3, edges: [[0, 1.5]] }, {}, /^edges: .*got 1\.5/],
  [
    'a loop',
    {
      nodes: 3,
      edges: [
        [0, 1],
        [2, 2],
      ],
    },
    {},
    /^edges: expected edges between two nodes, got \[2, 2\]/,
  ],
  ['a block in two pieces', ring(8), { centre: [0, 4] }, /^centre: 0,4: expected a block in one piece, got no way within it from 0 to 4|^centre.*one piece/],
  [
    'an environment without nodes',
    ring(8),
    { radius: 1, buffer: 3 },
    /^buffer: expected an environment: nodes beyond 3 bonds of the block, got none of the other 5; use a narrower buffer/,
  ],
  ['a block of everything', ring(8), { radius: 4 }, /^buffer: .*got a block of all 8 nodes; use a smaller block/],
  ['a centre out of range', ring(8), { centre: [8] }, /^centre: expected one or more different nodes from 0 to 7, got 8/],
  ['a centre given twice', ring(8), { centre: [1, 1] }, /^centre: .*got 1/],
  ['no centre', ring(8), { centre: [] }, /^centre: .*got none/],
  ['an edge that there is not', ring(8), { on: 'edges', centre: [8] }, /^centre: expected one or more different edges from 0 to 7/],
  ['half a bond', ring(8), { buffer: 0.5 }, /^buffer: expected a number of bonds from 0 on, got 0\.5/],
  ['no shell', ring(8), { shell: 0 }, /^shell: expected a number of bonds from 1 on, got 0/],
] as const satisfies readonly (readonly [string, Graph, Partial<GraphCut>, RegExp])[]) {
  test(`graphs: ${what} is refused`, () => assert.throws(() => graphSites(graph, { ...CUT, ...cut }), message));
}

test('half-edges: every edge from both ends, parallel edges apart', () => {
  const edges = [
    [0, 1],
    [2, 1],
    [1, 0],
  ] as const;
  const { offsets, to, reverse, edge, first } = halfEdges({ nodes: 3, edges });
  assert.equal([...offsets], [0, 2, 5, 6]);
  assert.equal([...edge], [0, 2, 0, 1, 2, 1]);
  assert.equal([...to], [1, 1, 0, 2, 0, 1]);
  for (let half = 0; half < to.length; half++) {
    assert.is(reverse[reverse[half]], half);
    assert.is(edge[reverse[half]], edge[half]);
    const node = to[reverse[half]];
    assert.ok(half >= offsets[node] && half < offsets[node + 1]);
  }
  edges.forEach(([from], e) => {
    assert.is(to[reverse[first[e]]], from);
  });
});

test.run();
