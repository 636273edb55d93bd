/** Graphs and blocks of edges that exact sums refuse: one message each, with what to do. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BlockspinError } from '../../src/core/errors.ts';
import type { MatchingGraph } from '../../src/exact/matching/graph.ts';
import { dimerInformation } from '../../src/exact/matching/information.ts';
import { matchingsOf } from '../../src/exact/matching/matchings.ts';
import { board, goldenPatch } from '../support/all_matchings.ts';

const graph = (nodes: number, edges: [number, number][], more: Partial<MatchingGraph> = {}): MatchingGraph => ({ nodes, edges, ...more });
const square: [number, number][] = [
  [0, 1],
  [1, 2],
  [2, 3],
  [3, 0],
];
/** A star: three leaves share one neighbour. Two more nodes balance the colours. */
const claw: [number, number][] = [
  [0, 1],
  [0, 2],
  [0, 3],
  [3, 4],
  [3, 5],
];
const triangle = (a: number): [number, number][] => [
  [a, a + 1],
  [a + 1, a + 2],
  [a, a + 2],
];
/** A ladder with too many matchings to list; in its drawing the last two rungs cross. */
const RUNGS = 1001;
const ladder = Array.from({ length: RUNGS }, (_, i): [number, number][] => [
  [2 * i, 2 * i + 1],
  ...(i + 1 < RUNGS ? ([0, 1].map((k) => [2 * i + k, 2 * i + 2 + k]) as [number, number][]) : []),
]).flat();
const drawn = Array.from({ length: 2 * RUNGS }, (_, i): [number, number] => [
  i >= 2 * RUNGS - 4 && i % 2 ? 2 * RUNGS - 3 - Math.floor(i / 2) : Math.floor(i / 2),
  i % 2,
]);

const CASES: [what: string, run: () => unknown, message: RegExp][] = [
  ['no edges', () => matchingsOf(graph(2, [])), /edges: expected at least one edge, got none; write/],
  ['a node out of range', () => matchingsOf(graph(2, [[0, 2]])), /edges: expected nodes from 0 to 1, got 2; count/],
  ['a loop', () => matchingsOf(graph(2, [[1, 1]])), /edges: expected edges between two nodes, got \[1, 1\]; leave it out/],
  ['an activity of 0', () => matchingsOf(graph(4, square, { weights: [1, 0, 1, 1] })), /weights: expected activities above 0, got 0 of edge 1; leave/],
  ['too few activities', () => matchingsOf(graph(4, square, { weights: [1] })), /weights: expected 4 numbers, one for each edge, got 1; leave/],
  ['an odd number of nodes', () => matchingsOf(board(3, 3)), /graph: expected an even number of nodes.*, got 9; add a ghost at the rim/],
  [
    'unequal colours',
    () => matchingsOf(graph(4, claw.slice(0, 3))),
    /graph: expected as many nodes of one colour as of the other, got 3 against 1; add a ghost/,
  ],
  [
    'a Hall set',
    () => matchingsOf(graph(6, claw)),
    /graph: expected a graph with a perfect matching, got 2 nodes, such as [1245], with 1 neighbours among them all; take nodes away/,
  ],
  [
    'odd cycles without a matching',
    () => matchingsOf(graph(10, [...triangle(0), ...triangle(3), ...triangle(6), [0, 9], [3, 9], [6, 9]])),
    /graph: expected a graph with a perfect matching, got 2 nodes that stay alone at best, such as node \d+; take/,
  ],
  [
    'crossing edges',
    () => matchingsOf(graph(2 * RUNGS, ladder, { positions: drawn })),
    /graph: expected a drawing whose straight edges do not cross, or at most 10000000 matchings, got edge \d+ \[\d+, \d+\] and edge \d+ \[\d+, \d+\], which do, and too many matchings to list; give positions/,
  ],
  [
    'no drawing',
    () => matchingsOf(graph(2 * RUNGS, ladder)),
    /got a graph without positions, and too many matchings to list; give positions in which no edges cross/,
  ],
  [
    'one matching',
    () => dimerInformation(graph(4, square.slice(0, 3)), { block: [0], environment: [2] }),
    /graph: expected a graph with at least two perfect matchings, got one/,
  ],
  [
    'an empty E',
    () => dimerInformation(graph(4, square), { block: [0], environment: [] }),
    /environment: expected different edges from 0 to 3, got none; use a smaller buffer/,
  ],
  [
    'an edge in V and E',
    () => dimerInformation(graph(4, square), { block: [0, 1], environment: [1] }),
    /environment: expected no edge of the block, got edge 1, which is in both; leave/,
  ],
  [
    'an edge that is none',
    () => dimerInformation(graph(4, square), { block: [4], environment: [1] }),
    /block: expected different edges from 0 to 3, got 4; count/,
  ],
  ['an edge twice', () => dimerInformation(graph(4, square), { block: [1, 1], environment: [2] }), /block: expected different edges from 0 to 3, got 1; count/],
  [
    'H of one state',
    () => dimerInformation(graph(4, square), { block: [0], environment: [2] }, { states: [1] }),
    /states: expected whole numbers of states from 2 on, got 1; leave/,
  ],
];

for (const [what, run, message] of CASES) {
  test(what, () => {
    try {
      run();
    } catch (error) {
      assert.instance(error, BlockspinError);
      assert.match((error as Error).message, message);
      return;
    }
    assert.unreachable(`${what} is not refused`);
  });
}

test('edges that touch or lie on each other are crossings, edges that share an end are not', () => {
  const positions: [number, number][] = [
    [0, 0],
    [2, 0],
    [1, 0],
    [1, 1],
  ];
  // The long edge 0-1 passes through node 2: four nodes are few, so that they are enumerated.
  const through = graph(
    4,
    [
      [0, 1],
      [2, 3],
      [0, 3],
    ],
    { positions },
  );
  assert.is(matchingsOf(through).method, 'enumeration');
  const around = graph(
    4,
    [
      [0, 2],
      [2, 1],
      [1, 3],
      [3, 0],
    ],
    { positions },
  );
  assert.is(matchingsOf(around).method, 'faces');
});

test('the ring of a wide environment is too long for its sets, and this is said before anything else', () => {
  const patch = goldenPatch(2);
  const block = patch.edges.flatMap((edge, e) => (edge.includes(0) ? [e] : []));
  const environment = patch.edges.flatMap((edge, e) => (edge.every((node) => Math.hypot(...(patch.positions[node] ?? [0, 0])) > 9) ? [e] : []));
  assert.throws(() => dimerInformation(patch, { block, environment }), /environment: expected a boundary of at most 52 nodes, got \d+; /);
});

test.run();
