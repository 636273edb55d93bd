/** Ghosts at a rim: as many as are missing, on the side that has spare nodes, and refusals. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { blossomMatching, unmatched } from '../../src/core/blossom.ts';
import { halfEdges } from '../../src/core/half_edges.ts';
import { ammannBeenker } from '../../src/space/graph/ammann_beenker.ts';
import { twoColours } from '../../src/space/graph/bipartite.ts';
import { squareBoard } from '../../src/space/graph/boards.ts';
import { withGhosts } from '../../src/space/graph/ghosts.ts';
import type { Graph } from '../../src/space/graph/graph.ts';

const rim = (side: number) =>
  Array.from({ length: side * side }, (_, i) => i).filter((i) => i < side || i >= side * (side - 1) || [0, side - 1].includes(i % side));
const board = (side: number): Graph => ({ ...squareBoard({ size: [side], boundary: 'open' }), rim: rim(side) });

test('a board of 5 x 5 lacks one ghost, which is joined to the rim of the larger colour alone', () => {
  const graph = withGhosts({ ...board(5), weights: new Array<number>(40).fill(2) });
  assert.equal([graph.nodes, graph.ghosts, graph.edges.length, graph.positions?.[25]], [26, [25], 40 + 8, null]);
  assert.equal(graph.weights?.slice(38), [2, 2, 1, 1, 1, 1, 1, 1, 1, 1]);
  assert.ok('colours' in twoColours(graph, halfEdges(graph)));
  assert.equal(unmatched(blossomMatching(graph)), []);
});

test('a graph with perfect matchings stays as it is; a disc gets a ghost for each spare node', () => {
  assert.is(withGhosts(board(4)).ghosts, undefined);
  const disc = ammannBeenker({ radius: 20 });
  const spare = unmatched(blossomMatching(disc)).length;
  const graph = withGhosts(disc);
  assert.is(graph.ghosts?.length, spare);
  assert.equal([graph.lift?.length, graph.positions?.length, unmatched(blossomMatching(graph))], [graph.nodes, graph.nodes, []]);
});

test('without a rim, with ghosts, or where the rim does not help, it is refused', () => {
  const { rim: _, ...bare } = board(5);
  assert.throws(() => withGhosts(bare), /square, 5 x 5, open: expected a rim, the nodes that lack neighbours.*got none in it; list them as "rim"/);
  const patch = withGhosts(board(5));
  assert.throws(() => withGhosts({ ...patch, nodes: 27, edges: [...patch.edges, [26, 0]] }), /a graph without ghosts, got 1/);
  // Three leaves at one node: the rim is elsewhere.
  const leaves: Graph = {
    nodes: 4,
    edges: [
      [0, 1],
      [0, 2],
      [0, 3],
    ],
    rim: [1],
  };
  assert.throws(() => withGhosts(leaves), /spare nodes that 2 ghosts at the rim can take, got \d that stay alone/);
});

test.run();
