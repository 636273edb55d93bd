/** Places that look alike without a lift, views of a training, nodes by their labels, and classes of nodes that are deleted at once. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { wordLattice } from '../../src/analysis/words/lattice.ts';
import { ammannBeenker, ammannBeenkerPatch } from '../../src/space/graph/ammann_beenker.ts';
import { sitesAround } from '../../src/space/graph/around.ts';
import { squareBoard } from '../../src/space/graph/boards.ts';
import { bondsFrom } from '../../src/space/graph/distance.ts';
import type { Graph } from '../../src/space/graph/graph.ts';
import { nodesNamed } from '../../src/space/graph/labels.ts';
import { namedGraph } from '../../src/space/graph/named.ts';
import { degreeClasses, regionsOfClass } from '../../src/space/graph/region_classes.ts';
import { regionsAround } from '../../src/space/graph/regions.ts';
import { type Image, imagesOf } from '../../src/space/graph/symmetry.ts';
import { viewsOf, viewsWords } from '../../src/space/sites.ts';
import { trainConfig } from '../../src/train/config/config.ts';
import { siteTableOf } from '../../src/train/config/geometry.ts';
import { generator } from '../support/generator.ts';

/** Edges between nodes within some bonds of a node. */
function ballOf(graph: Graph, centre: number, radius: number): number[] {
  const bonds = bondsFrom(graph, centre);
  return graph.edges.flatMap((edge, e) => (edge.every((node) => bonds[node] <= radius) ? [e] : []));
}

const eightfold = ({ nodes, edges }: Graph) => {
  const degrees = new Uint32Array(nodes);
  for (const node of edges.flat()) degrees[node]++;
  return [...degrees.keys()].filter((node) => degrees[node] === 8);
};
const without = ({ lift: _, ...graph }: Graph): Graph => graph;
const blind = ({ lift: _, positions: __, ...graph }: Graph): Graph => graph;
const edgesOf = (images: readonly Image[]) => images.map(({ centre, edges }) => `${centre}: ${edges.join()}`);

test('a tiling without its lift: the same 16 maps about the centre, and the same maps to the same centres', () => {
  const disc = ammannBeenker({ radius: 15 });
  for (const radius of [2, 4]) {
    const ball = ballOf(disc, 0, radius);
    const [lifted, found] = [disc, without(disc)].map((graph) => imagesOf(graph, 0, ball));
    assert.equal(edgesOf(found)[0], `0: ${ball.join()}`, 'the identity first');
    assert.equal(edgesOf(found).sort(), edgesOf(lifted).sort());
    assert.is(found.filter(({ centre }) => centre === 0).length, 16);
    assert.ok(radius === 4 || new Set(found.map(({ centre }) => centre)).size > 8);
  }
});

test('isomorphisms: bonds alone, positions as a filter, weights, parallel edges, and what is too much', () => {
  const ways = (graph: Graph, centre: number, radius: number) => imagesOf(graph, centre, ballOf(graph, centre, radius));
  // The symmetry groups of the solids have 48, 120 and 120 elements; the Frucht graph has one.
  const counts = (['cube', 'dodecahedron', 'icosahedron', 'frucht'] as const).map((name) => ways(blind(namedGraph(name)), 0, 5).length);
  assert.equal(counts, [48, 120, 120, 1]);
  const cube = blind(namedGraph('cube'));
  assert.is(ways({ ...cube, weights: cube.edges.map((_, e) => (e === 0 ? 2 : 1)) }, cube.edges[0][0], 3).length, 4, 'what keeps one edge');
  const doubled = {
    nodes: 3,
    edges: [
      [0, 1],
      [0, 1],
      [1, 2],
      [1, 2],
    ] as const,
  };
  assert.equal(
    imagesOf(doubled, 1, [0, 1, 2, 3]).map(({ edges }) => [...edges]),
    [
      [0, 1, 2, 3],
      [2, 3, 0, 1],
    ],
  );
  const star = { nodes: 9, edges: Array.from({ length: 8 }, (_, i) => [0, i + 1] as const) };
  assert.throws(
    () => ways(star, 0, 1),
    /a few ways in which the 9 nodes within 1 bonds of node 0 can lie on nodes of the graph, got more than 1000; give "positions" or "lift"/,
  );
  // Random places: nothing but the identity.
  const random = generator(5);
  const positions = Array.from({ length: 60 }, () => [random(), random()] as const);
  const edges = positions.flatMap(([x, y], a) => positions.flatMap(([u, v], b) => (b > a && Math.hypot(x - u, y - v) < 0.2 ? [[a, b] as const] : [])));
  const centre = edges[40][0];
  assert.equal(edgesOf(ways({ nodes: 60, edges, positions }, centre, 2)).length, 1);
});

test('views: 16 of the patch, by symmetries of the whole; all centres of a torus; the table has a row for each', () => {
  const patch = ammannBeenkerPatch(1);
  const cut = { centre: 0, level: 0, buffers: [0, 1], shell: 1 } as const;
  for (const graph of [patch, without(patch)]) {
    const sites = sitesAround(graph, 'edges', { ...cut, views: 'images' });
    const views = viewsOf(sites);
    assert.equal([sites.views?.exact, views.length], [true, 16]);
    assert.equal(new Set(views.map(({ block }) => [...block].sort((a, b) => a - b).join())).size, 1, 'the block is mapped to itself');
    assert.equal(new Set(views.map(({ environments }) => environments[1].join())).size, 16);
    assert.equal({ ...sites, views: undefined }, { ...sitesAround(graph, 'edges', cut), views: undefined }, 'lists stay as they are');
  }
  const sites = sitesAround(patch, 'edges', { ...cut, views: 'images' });
  const config = trainConfig({ model: 'graph-dimers', graph: patch, sites: JSON.parse(JSON.stringify(sites)) });
  const table = siteTableOf(config);
  assert.equal([table.views, table.windows, table.environmentSites], [16, 2, sites.buffers?.map(({ environment }) => environment.length)]);
  const torus = squareBoard({ size: [6], boundary: 'periodic' });
  const all = sitesAround(blind(torus), 'nodes', { centre: 0, buffers: [0], shell: 2, views: 'equivalent' });
  assert.equal([all.views?.exact, viewsOf(all).length], [true, 36 * 8]);
  assert.match(viewsWords(all.views as NonNullable<typeof all.views>), /^288 of 36 centres that look the same.*by symmetries of the whole graph$/);
  // Weights that break the symmetry far away: views look the same, and are no symmetries.
  const broken = { ...patch, weights: patch.edges.map((_, e) => (e === patch.edges.length - 1 ? 2 : 1)) };
  assert.is(sitesAround(broken, 'edges', { ...cut, views: 'images' }).views?.exact, false);
  assert.throws(
    () => sitesAround(blind(namedGraph('frucht')), 'nodes', { centre: 0, buffers: [0], shell: 3, views: 'images' }),
    /places that look like node 0/,
  );
  assert.throws(
    () => sitesAround(torus, 'nodes', { centre: [0, 1], buffers: [0], shell: 1, views: 'images' }),
    /views: 'images': expected one node as the centre, got 0,1/,
  );
});

test('views that do not fit the lists are refused', () => {
  const patch = ammannBeenkerPatch(0);
  const lists = { block: [0, 1], environment: [4, 5] };
  for (const [view, message] of [
    [{ block: [2], environments: [[6, 7]] }, /lists of 2, 2 values in view 0, .*got 1, 2/],
    [{ block: [2, 3], environments: [[6, 3]] }, /an environment that does not overlap the block, got site 3 in both/],
    [{ block: [2, 700], environments: [[6, 7]] }, /whole numbers from 0 to 39/],
  ] as const) {
    const sites = { ...lists, views: { of: 'images' as const, exact: true, further: [{ centre: 0, ...view }] } };
    assert.throws(() => trainConfig({ model: 'graph-dimers', graph: patch, sites: JSON.parse(JSON.stringify(sites)) }), message);
  }
});

test('nodes by number or label', () => {
  const graph = { nodes: 5, labels: ['a', '(0, 1)', '2', 'b', 'b'], ghosts: [4] };
  assert.equal(
    [nodesNamed(graph, 2), nodesNamed(graph, 'a'), nodesNamed(graph, '(0, 1)'), nodesNamed(graph, 'label:2, a'), nodesNamed(graph, [0, 3])],
    [[2], [0], [1], [2, 0], [0, 3]],
  );
  for (const [name, message] of [
    ['c', /centre: expected a label of a node, such as a, got c/],
    ['b', /a label of one node, not of 2/],
    [4, /nodes from 0 to 4 that are no ghosts, or labels of nodes, got 4/],
    [7, /got 7/],
  ] as const) {
    assert.throws(() => nodesNamed(graph, name), message);
  }
  assert.throws(() => nodesNamed({ nodes: 2 }, 'a'), /numbers of nodes, or auto, since the nodes of the graph have no labels, got a/);
});

test('a class deleted at once: within radius 30 the 72 stars of order 0, and the 17 of higher order with level 1', () => {
  const disc = ammannBeenker({ radius: 32.5 });
  const nodes = eightfold(disc);
  const found = regionsOfClass(disc, nodes);
  const inner = nodes.flatMap((node, i) => (Math.hypot(...(disc.positions?.[node] ?? [99, 0])) <= 30 ? [found.regions[i]] : []));
  const sizes = inner.map((regions) => regions.map((region) => [region.nodes.length, region.edges.length, region.membrane.length].join()).join(' '));
  const star = '17,24,16';
  assert.equal([sizes.length, ...[star, `${star} 65,112,48`].map((size) => sizes.filter((one) => one === size).length)], [89, 72, 17]);
  const membranes = new Set(found.membranes);
  assert.ok(inner.flat().every(({ membrane }) => membrane.every((e) => membranes.has(e))));
  // Those of order 1 and more alone show a level more of those that are of order 2 and more: here, of the centre.
  const patch = ammannBeenkerPatch(3);
  const levels = regionsOfClass(patch, eightfold(patch)).regions;
  const higher = eightfold(patch).filter((_, i) => levels[i].length === 2);
  const again = regionsOfClass(patch, higher).regions.map((regions) => regions.map((region) => region.nodes.length).join());
  assert.equal([again.length, again[0], again.filter((one) => one === '17,65').length], [17, '17,65,481', 16]);
  // A cut in which spare nodes walk through the membranes of the centre alone.
  const cut = ammannBeenker({ radius: 20 });
  assert.equal(regionsAround(cut, 0).regions, []);
  const at = regionsOfClass(cut, eightfold(cut)).regions[eightfold(cut).indexOf(0)];
  assert.equal(
    at.map((region) => region.nodes.length),
    [17, 65],
  );
  const classes = degreeClasses(ammannBeenkerPatch(2)).map((one) => [one.degree, one.nodes.length, one.found.regions.flat().length]);
  assert.equal(classes, [
    [8, 17, 18],
    [7, 8, 0],
    [6, 16, 0],
    [5, 48, 0],
    [4, 184, 0],
    [3, 208, 0],
  ]);
  assert.equal(
    degreeClasses(squareBoard({ size: [6], boundary: 'open' })).map((one) => one.found.regions.flat().length),
    [0, 0, 0],
  );
  assert.equal(degreeClasses(namedGraph('icosahedron'))[0].found.membranes.length, 0, 'odd cycles');
});

test('words at another place: equal ones tell all, independent ones nothing, and frequencies are compared', () => {
  const random = generator(3);
  const words = Array.from({ length: 8192 }, () => Math.floor(3 * random()));
  const apart = words.map(() => (random() < 0.5 ? 0 : Math.floor(3 * random())));
  const [same, other] = wordLattice({ words, others: [words, apart], chains: 64, kept: [0, 1, 2] });
  assert.ok(Math.abs(same.information.mean - Math.log(3)) < 0.01);
  assert.equal([same.deviation, same.given[1][1], same.given[1][0]], [0, 1, 0]);
  assert.ok(Math.abs(other.information.mean) < 4 * other.information.error + 1e-4);
  assert.ok(other.deviation > 20 && Math.abs(other.frequencies[0].mean - 2 / 3) < 0.02);
  assert.throws(() => wordLattice({ words, others: [[1]], chains: 1, kept: [] }), /expected 8192 words at each place, got 1/);
});

test.run();
