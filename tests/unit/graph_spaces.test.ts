/** Generators of graphs, parts, shells around a centre, chosen centres, and images under the symmetries of a lattice. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ammannBeenker, ammannBeenkerPatch } from '../../src/space/graph/ammann_beenker.ts';
import { honeycombBoard, squareBoard, triangularBoard } from '../../src/space/graph/boards.ts';
import { chosenCentre } from '../../src/space/graph/centre.ts';
import { checkGraph } from '../../src/space/graph/check.ts';
import type { Graph } from '../../src/space/graph/graph.ts';
import { GRAPH_NAMES, namedGraph } from '../../src/space/graph/named.ts';
import { checkWhole, connectedParts, largestPart } from '../../src/space/graph/parts.ts';
import { regionsOfClass } from '../../src/space/graph/region_classes.ts';
import { regionOf, regionsAround } from '../../src/space/graph/regions.ts';
import { edgeShell } from '../../src/space/graph/shell.ts';
import { imagesOf } from '../../src/space/graph/symmetry.ts';
import { perfectMatchings } from '../reference/space/graph/matchings.ts';
import { close } from '../support/close.ts';
import { root } from '../support/root.ts';

/** [graph, nodes, edges, perfect matchings]; the last by enumeration and by Pfaffians, computed by programs that share nothing with this one. */
const KNOWN: [Graph, number, number, number][] = [
  [squareBoard({ size: [4], boundary: 'open' }), 16, 24, 36],
  [squareBoard({ size: [4, 6], boundary: 'open' }), 24, 38, 281],
  [squareBoard({ size: [6], boundary: 'open' }), 36, 60, 6728],
  [squareBoard({ size: [4], boundary: 'periodic' }), 16, 32, 272],
  [honeycombBoard({ size: [1], boundary: 'open' }), 6, 6, 2],
  [honeycombBoard({ size: [2], boundary: 'open' }), 24, 30, 20],
  [namedGraph('cube'), 8, 12, 9],
  [namedGraph('frucht'), 12, 18, 8],
  [namedGraph('dodecahedron'), 20, 30, 36],
];

test('generators: nodes, edges, and known numbers of perfect matchings', () => {
  for (const [graph, nodes, edges, matchings] of KNOWN) {
    checkGraph(graph);
    assert.equal([graph.nodes, graph.edges.length, perfectMatchings(graph.nodes, graph.edges)], [nodes, edges, matchings], graph.name);
  }
});

test('boards have edges of length 1 and the degrees of their tilings', () => {
  const degrees = ({ nodes, edges }: Graph) => new Set(Array.from({ length: nodes }, (_, node) => edges.flat().filter((end) => end === node).length));
  assert.equal(degrees(squareBoard({ size: [3, 5], boundary: 'periodic' })), new Set([4]));
  assert.equal(degrees(triangularBoard({ size: [3, 5], boundary: 'periodic' })), new Set([6]));
  assert.equal(degrees(honeycombBoard({ size: [2, 3], boundary: 'periodic' })), new Set([3]));
  assert.equal(degrees(namedGraph('icosahedron')), new Set([5]));
  for (const make of [squareBoard, triangularBoard, honeycombBoard]) {
    const { edges, positions = [] } = make({ size: [3], boundary: 'open' });
    const at = (node: number) => positions[node] ?? [Number.NaN, Number.NaN];
    close(
      edges.map(([a, b]) => Math.hypot(at(a)[0] - at(b)[0], at(a)[1] - at(b)[1])),
      edges.map(() => 1),
      { atol: 1e-12, rtol: 0 },
      make.name,
    );
  }
});

/** Whether two open segments meet. */
function crosses([a, b]: number[][], [c, d]: number[][]): boolean {
  const side = (p: number[], q: number[], r: number[]) => Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

test('named graphs and open boards are drawn without crossings', () => {
  const open = [squareBoard, triangularBoard, honeycombBoard].map((make) => make({ size: [3], boundary: 'open' }));
  for (const { name, edges, positions = [] } of [...GRAPH_NAMES.map(namedGraph), ...open]) {
    const segments = edges.map((edge) => edge.map((node) => [...(positions[node] ?? [])]));
    const crossing = edges.filter((edge, e) => edges.some((other, f) => !other.some((node) => edge.includes(node)) && crosses(segments[e], segments[f])));
    assert.equal(crossing, [], name);
  }
});

test('boards that cannot be are refused', () => {
  assert.throws(() => squareBoard({ size: [2, 4], boundary: 'periodic' }), /size: expected rows and columns from 3 on, .*got 2,4; shorter rings/);
  assert.throws(() => squareBoard({ size: [1], boundary: 'open' }), /size/);
  assert.throws(() => squareBoard({ size: [3, 3, 3], boundary: 'open' }), /size/);
  assert.throws(() => triangularBoard({ size: [2.5], boundary: 'open' }), /size/);
  assert.throws(() => squareBoard({ size: [5000], boundary: 'open' }), /at most 1048576 sites/);
  assert.throws(() => honeycombBoard({ size: [2, 2], boundary: 'open' }), /size: expected one whole number, the hexagons along a side, got 2,2/);
});

test('parts: sizes are named, the largest is kept with what belongs to it', () => {
  const graph: Graph = {
    name: 'two',
    nodes: 6,
    edges: [
      [5, 1],
      [2, 3],
      [3, 5],
    ],
    weights: [1, 2, 3],
    labels: [...'abcdef'],
    ghosts: [5],
  };
  assert.equal(connectedParts(graph), [[1, 2, 3, 5], [0], [4]]);
  assert.throws(() => checkWhole(graph), /two: expected one connected graph, got 3 parts of 4, 1, 1 nodes; node 0 has no edge; .*part: 'largest'/);
  assert.equal(largestPart(graph), {
    name: 'two',
    nodes: 4,
    edges: [
      [3, 0],
      [1, 2],
      [2, 3],
    ],
    weights: [1, 2, 3],
    labels: [...'bcdf'],
    ghosts: [3],
  });
  checkWhole(largestPart(graph));
});

test('shells around the centre of the level-2 patch have the published numbers of edges', () => {
  const patch = ammannBeenkerPatch(2);
  const cut = (buffer: number, depth: number | 'full') => {
    const { block, environment, reach, begin } = edgeShell(patch, { centre: 0, level: 1, buffer, depth });
    return [block.length, environment.length, reach, begin];
  };
  assert.equal(
    [cut(0, 1), cut(0, 'full'), cut(2, 1), cut(2, 'full')],
    [
      [112, 72, 6, 7],
      [112, 640, 6, 7],
      [112, 80, 6, 9],
      [112, 472, 6, 9],
    ],
  );
  const ball = edgeShell(patch, { centre: 0, radius: 1, buffer: 1, depth: 'full' });
  assert.equal([ball.block.length, ball.begin], [8, 3]);
});

test('shells that cannot be are refused, with the largest buffer', () => {
  const patch = ammannBeenkerPatch(1);
  const refused = (cut: object, message: RegExp) => assert.throws(() => edgeShell(patch, { centre: 0, buffer: 0, depth: 1, ...cut }), message);
  refused({ level: 0, buffer: 9 }, /buffer: expected edges from 12 bonds from the centre on, got none: the graph ends before; the largest is .*2/);
  refused({ level: 1 }, /use a smaller block/);
  refused({ level: 3 }, /expected a region of this level around node 0, got levels 0 to 1; use a level that there is/);
  refused({}, /the block: expected level or radius, got neither/);
  refused({ level: 0, radius: 2 }, /got both/);
  refused({ radius: 0 }, /radius: expected a number of bonds from 1 on, got 0/);
  refused({ level: 0, buffer: -1 }, /buffer: expected a number of bonds from 0 on/);
  refused({ level: 0, depth: 0 }, /depth: expected a number of bonds from 1 on/);
  assert.throws(() => edgeShell(squareBoard({ size: [4], boundary: 'open' }), { centre: 5, level: 0, buffer: 0, depth: 1 }), /no region found: no membrane/);
});

test('the centre is found by its regions, with and without positions', () => {
  const patch = ammannBeenkerPatch(2);
  const { positions: _, ...blind } = patch;
  for (const graph of [patch, blind]) {
    const { centre, regions } = chosenCentre(graph);
    assert.equal([centre, regions.length], [0, 3]);
  }
  assert.ok(chosenCentre(squareBoard({ size: [5], boundary: 'open' })).centre === 12, 'the middle where there are no regions');
  const board = squareBoard({ size: [6], boundary: 'open' });
  assert.ok([14, 15, 20, 21].includes(chosenCentre(board).centre), 'the middle, not a corner around which all but the other corner is a region');
});

test('the centre is one with the most regions, also where the node in the middle has none', () => {
  const disc = ammannBeenker({ radius: 25, shift: [0.3, -0.2] });
  const { centre, regions } = chosenCentre(disc);
  assert.equal(
    regions.map(({ nodes }) => nodes.length),
    [17, 65],
  );
  // What was tried before: the node of its degree in the middle.
  const degrees = new Uint32Array(disc.nodes);
  for (const node of disc.edges.flat()) degrees[node]++;
  const radius = (node: number) => Math.hypot(...(disc.positions?.[node] ?? [Number.NaN, 0]));
  const middle = [...degrees.keys()].filter((node) => degrees[node] === 8).sort((a, b) => radius(a) - radius(b))[0];
  assert.ok(middle !== centre && regionsAround(disc, middle).regions.length === 0);
  // Regions of the centre's kind around other nodes: it is the one nearest to the middle.
  const nodes = [...degrees.keys()].filter((node) => degrees[node] === 8);
  const { regions: all } = regionsOfClass(disc, nodes);
  const alike = nodes.filter((_, i) => all[i].length >= 2);
  assert.ok(alike.length > 1 && alike.every((node) => radius(node) >= radius(centre) - 1e-6));
});

interface Golden {
  readonly orders_within_30: Readonly<Record<string, number>>;
}

test('equivalent centres of a disc: those of at least the order of the level, each in as many ways as its symmetry allows', () => {
  const { orders_within_30: orders } = JSON.parse(readFileSync(join(root, 'tests/golden/ammann_beenker.json'), 'utf8')) as Golden;
  const disc = ammannBeenker({ radius: 32.5 });
  const inner = (node: number) => Math.hypot(...(disc.positions?.[node] ?? [Number.NaN, 0])) <= 30;
  const [all, higher] = [orders[0] + orders[1] + orders.infinite, orders[1] + orders.infinite];
  const star = regionOf(ammannBeenker({ radius: 25 }), 0, 0);
  for (const [radius, expected] of [
    [0, all],
    [1, higher],
  ] as const) {
    const region = radius === 0 ? star : regionOf(ammannBeenker({ radius: 25 }), 0, 1);
    // The disc of radius 25 is the beginning of the larger one only as a set: edges are found again by their lifts.
    const edges = carried(ammannBeenker({ radius: 25 }), disc, region.edges);
    const images = imagesOf(disc, 0, edges);
    const centres = new Set(images.map(({ centre }) => centre).filter(inner));
    assert.is(centres.size, expected);
    assert.is(images.filter(({ centre }) => centre === 0).length, 16, 'the rotations and reflections about the centre itself');
    for (const { centre, edges: image } of images) {
      assert.is(new Set(image).size, edges.length, `edges around ${centre} stay different`);
      const touching = (list: ArrayLike<number>, node: number) => Array.from(list).filter((e) => disc.edges[e].includes(node)).length;
      assert.is(touching(image, centre), touching(edges, 0), 'spokes are mapped to spokes');
    }
  }
});

/** The same edges in another graph of the same lattice. */
function carried(from: Graph, to: Graph, edges: readonly number[]): number[] {
  const name = (graph: Graph, e: number) =>
    graph.edges[e]
      .map((node) => graph.lift?.[node]?.join())
      .sort()
      .join(' ');
  const numbers = new Map(to.edges.map((_, e) => [name(to, e), e]));
  return edges.map((e) => numbers.get(name(from, e)) ?? Number.NaN);
}

test('a symmetry of the square maps an open board on itself, and nothing else does', () => {
  const board = squareBoard({ size: [5], boundary: 'open' });
  const images = imagesOf(board, 12, [...board.edges.keys()]);
  assert.equal([images.length, new Set(images.map(({ edges }) => edges.join())).size], [8, 8]);
  assert.ok(images.every(({ centre }) => centre === 12));
  const plaquette = board.edges.flatMap((edge, e) => (edge.every((node) => [6, 7, 11, 12].includes(node)) ? [e] : []));
  // Sixteen plaquettes, each with four corners for the centre and two hands.
  assert.is(imagesOf(board, 12, plaquette).length, 16 * 8);
  const patch = ammannBeenkerPatch(0);
  assert.throws(() => imagesOf(patch, 0, [39]), /edges: expected edges without ghosts, got 39/);
});

test.run();
