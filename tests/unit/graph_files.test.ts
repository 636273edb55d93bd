/** Files of graphs: our own forms there and back, what networkx 3.6.1 and numpy write, and what is refused. */
import { zipSync } from 'fflate';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ammannBeenkerPatch } from '../../src/space/graph/ammann_beenker.ts';
import type { Graph } from '../../src/space/graph/graph.ts';
import type { Files } from '../../src/store/files.ts';
import { graphNpz } from '../../src/store/graph/npz.ts';
import { readGraph } from '../../src/store/graph/read.ts';
import { graphJson } from '../../src/store/graph/write.ts';
import { parseXml } from '../../src/store/graph/xml.ts';
import { formatNpy } from '../../src/store/npy.ts';

const bytesOf = (content: string | Uint8Array) => (typeof content === 'string' ? new TextEncoder().encode(content) : content);
const read = (path: string, content: string | Uint8Array) => readGraph({ read: async () => bytesOf(content) } as unknown as Files, path);

async function refused(path: string, content: string | Uint8Array, message: RegExp): Promise<void> {
  const thrown = await read(path, content).then(
    () => undefined,
    (error: Error) => error,
  );
  assert.ok(thrown, `${path} was accepted`);
  assert.match(thrown.message, message);
}

const WHOLE: Graph = {
  nodes: 4,
  edges: [
    [0, 1],
    [1, 2],
    [1, 2],
    [2, 3],
  ],
  name: 'four',
  positions: [[0, 0], [1, 0.5], [0.1, -1 / 3], null],
  lift: [[0, 0], [1, 0], [-2, 1], null],
  ghosts: [3],
  rim: [2],
  weights: [1, 0.5, -2, 3],
  labels: ['a', 'b', 'c', 'ghost'],
};

test('JSON and .npz keep a graph: all of it, but names in an archive of numbers', async () => {
  for (const graph of [WHOLE, ammannBeenkerPatch(1)]) {
    assert.equal((await read('x.json', graphJson(graph))).graph, graph);
    const { labels: _, ...others } = graph;
    assert.equal((await read('folder/x.npz', await graphNpz(graph))).graph, { ...others, name: 'x.npz' });
    assert.equal(await graphNpz(graph), await graphNpz(graph));
  }
});

test('lists of edges: comments, commas, weights, names of columns, and what networkx writes behind the nodes', async () => {
  const path = {
    nodes: 3,
    name: 'x.txt',
    edges: [
      [0, 1],
      [1, 2],
    ],
  };
  assert.equal((await read('x.txt', '# a path\n0 1\n\n1 2 # the last\n')).graph, path);
  assert.equal((await read('x.txt', '0,1\r\n1;2\r\n')).graph, path);
  assert.equal((await read('x.txt', '0 1 {}\n1 2 {}\n')).graph, path);
  assert.equal((await read('x.txt', "0 1 {'weight': 2.5}\n1 2 {}\n")).graph, { ...path, weights: [2.5, 1] });
  const { graph, remarks } = await read('x.txt', 'source,target,weight\n0,1,2\n1,2,-1\n');
  assert.equal([graph, remarks], [{ ...path, weights: [2, -1] }, ['the first line has names of columns: source, target, weight']]);
  assert.equal((await read('x.json', '[[0, 1], [1, 2, 3]]')).graph, { ...path, name: 'x.json', weights: [1, 3] });
});

/** networkx.node_link_data of a square with names, and with its older key for the edges. */
const nodeLink = (key: string) =>
  `{"directed": false, "multigraph": false, "graph": {"name": "tent"}, "nodes": [{"x": 0.0, "y": 0.0, "colour": "red", "id": "a"}, {"x": 1.0, "y": 0.5, "id": "b"}, {"x": 2.0, "y": 1.0, "id": "c & d"}, {"x": 3.0, "y": 1.5, "id": "('t', 1)"}], "${key}": [{"weight": 2.5, "source": "a", "target": "b"}, {"weight": -1, "source": "a", "target": "('t', 1)"}, {"source": "b", "target": "c & d"}, {"source": "c & d", "target": "('t', 1)"}]}`;
const TENT = {
  name: 'tent',
  nodes: 4,
  edges: [
    [0, 1],
    [0, 3],
    [1, 2],
    [2, 3],
  ],
  weights: [2.5, -1, 1, 1],
  positions: [
    [0, 0],
    [1, 0.5],
    [2, 1],
    [3, 1.5],
  ],
  labels: ['a', 'b', 'c & d', "('t', 1)"],
};

test('node-link JSON of networkx: names become numbers and stay as labels', async () => {
  for (const key of ['edges', 'links']) assert.equal(await read('x.json', nodeLink(key)), { graph: TENT, remarks: [] });
  const pairs = '{"nodes": [{"id": [0, 0]}, {"id": [0, 1]}], "edges": [{"source": [0, 1], "target": [0, 0]}]}';
  assert.equal((await read('x.json', pairs)).graph, { name: 'x.json', nodes: 2, edges: [[1, 0]], labels: ['[0,0]', '[0,1]'] });
  const multiple =
    '{"multigraph": true, "nodes": [{"id": 0}, {"id": 1}], "edges": [{"source": 0, "target": 1, "key": 0}, {"source": 1, "target": 0, "key": 1}]}';
  assert.equal((await read('x.json', multiple)).graph, {
    name: 'x.json',
    nodes: 2,
    edges: [
      [0, 1],
      [1, 0],
    ],
  });
  const directed =
    '{"directed": true, "nodes": [{"id": 0, "pos": [1, 2]}, {"id": 1}, {"id": 2}], "edges": [{"source": 0, "target": 1}, {"source": 1, "target": 0, "weight": 2}, {"source": 1, "target": 2}]}';
  const { graph, remarks } = await read('x.json', directed);
  assert.equal(graph, {
    name: 'x.json',
    nodes: 3,
    edges: [
      [0, 1],
      [1, 2],
    ],
    weights: [1, 1],
  });
  assert.equal(remarks, [
    'directed edges are taken as undirected; 1 that are given in both directions count once',
    'positions are left out: 2 of 3 nodes have none',
  ]);
});

/** networkx.write_graphml of the same, which declares weights of two types. */
const GRAPHML = `<?xml version='1.0' encoding='utf-8'?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
  <key id="d5" for="edge" attr.name="weight" attr.type="long" />
  <key id="d4" for="edge" attr.name="weight" attr.type="double" />
  <key id="d3" for="node" attr.name="colour" attr.type="string" />
  <key id="d2" for="node" attr.name="y" attr.type="double" />
  <key id="d1" for="node" attr.name="x" attr.type="double" />
  <key id="d0" for="graph" attr.name="name" attr.type="string" />
  <graph edgedefault="undirected">
    <node id="a"><data key="d1">0.0</data><data key="d2">0.0</data><data key="d3">red</data></node>
    <node id="b"><data key="d1">1.0</data><data key="d2">0.5</data></node>
    <node id="c &amp; d"><data key="d1">2.0</data><data key="d2">1.0</data></node>
    <node id="('t', 1)"><data key="d1">3.0</data><data key="d2">1.5</data></node>
    <edge source="a" target="b"><data key="d4">2.5</data></edge>
    <edge source="a" target="('t', 1)"><data key="d5">-1</data></edge>
    <edge source="b" target="c &amp; d" />
    <edge source="c &amp; d" target="('t', 1)" />
    <data key="d0">tent</data>
  </graph>
</graphml>
`;

test('GraphML of networkx; directed edges are taken as undirected, and this is said', async () => {
  assert.equal(await read('x.graphml', GRAPHML), { graph: TENT, remarks: [] });
  assert.equal((await read('without.ending', `\ufeff${GRAPHML}`)).graph, TENT);
  const arrows =
    '<graphml><graph edgedefault="directed"><node id="0"/><node id="1"/><edge source="0" target="1"/><edge source="1" target="0"/></graph></graphml>';
  assert.equal(await read('x.graphml', arrows), {
    graph: { name: 'x.graphml', nodes: 2, edges: [[0, 1]] },
    remarks: ['directed edges are taken as undirected; 1 that are given in both directions count once'],
  });
  const one =
    '<g:graphml xmlns:g="x"><g:graph edgedefault="undirected"><g:node id="0"/><!-- <node> --><g:node id="1"/><g:edge source="0" target="1" directed="true"/></g:graph></g:graphml>';
  assert.equal((await read('x.graphml', one)).remarks, ['directed edges are taken as undirected']);
});

test('XML: text, entities, CDATA; what is wrong, and where', () => {
  const { attributes, text, children } = parseXml('<?xml version="1.0"?><!DOCTYPE a><a b=\'1 &lt; 2\'>x&#65;&#x42;<![CDATA[<c>]]><d/></a>');
  assert.equal([{ ...attributes }, text, children.map(({ name }) => name)], [{ b: '1 < 2' }, 'xAB<c>', ['d']]);
  for (const [content, message] of [
    ['<a>\n<b></a>', /<\/a> without its beginning in line 2/],
    ['<a>', /<a> without its end in line 1/],
    ['<a/><b/>', /no single root element/],
    ['<a b="1" b="2"/>', /the attribute b twice/],
    ['<a>&bomb;</a>', /the entity &bomb;/],
    ['<!DOCTYPE a [<!ENTITY bomb "x">]><a/>', /no XML in line 1/],
    ['<a b=1/>', /no XML/],
    ['<a>'.repeat(100), /nested deeper than 64/],
  ] as const) {
    assert.throws(() => parseXml(content), message);
  }
});

test('archives of numpy: edges in rows or as edge_index, other arrays left alone', async () => {
  const archive = (arrays: Record<string, { shape: number[]; data: Float64Array }>) =>
    zipSync(Object.fromEntries(Object.entries(arrays).map(([name, array]) => [`${name}.npy`, formatNpy(array)])));
  const array = (shape: number[], ...values: number[]) => ({ shape, data: Float64Array.from(values) });
  const { graph, remarks } = await read('x.npz', archive({ edge_index: array([2, 3], 0, 1, 2, 1, 2, 0), spins: array([2], 1, 1) }));
  assert.equal(graph, {
    name: 'x.npz',
    nodes: 3,
    edges: [
      [0, 1],
      [1, 2],
      [2, 0],
    ],
  });
  assert.equal(remarks, ['arrays that are no part of a graph are left alone: spins']);
  await refused('x.npz', archive({ edges: array([2, 3], 0, 1, 2, 1, 2, 0) }), /x\.npz: expected the shape \(n, 2\) of edges, got \(2, 3\)/);
  await refused('x.npz', archive({ spins: array([2], 1, 1) }), /expected an array "edges" of shape \(edges, 2\), got spins/);
  await refused('x.npz', archive({ edges: array([1, 2], 0, 1), nodes: array([2], 2, 2) }), /one number in "nodes", got 2 entries/);
  await refused('x.npz', 'PK no archive', /truncated or damaged/);
});

const SQUARE = '"edges": [[0, 1], [1, 2], [2, 3], [3, 0]]';
for (const [path, content, message] of [
  [
    'x.json',
    '{ "nodes": 3, "edges": [[0, 1], [1, 3]] }',
    /x\.json, "edges": expected pairs of nodes from 0 to 2, since there are 3, got numbers from 0 to 3|got 3/,
  ],
  ['x.json', '{ "nodes": 2, "edges": [[1, 2]] }', /got numbers from 1 to 2; they look counted from 1/],
  ['x.json', '{ "edges": [[0, 1], [1, 1]] }', /edges between two nodes, got \[1, 1\]/],
  ['x.json', '{ "edges": [[0, 1.5]] }', /"nodes": expected a whole number of nodes|"edges"/],
  ['x.json', '{ "edges": [[0, -1]] }', /expected pairs of nodes from 0 to 0/],
  ['x.json', '{ "nodes": 3, "edges": [] }', /at least one edge, got none/],
  ['x.json', `{ "nodes": 1e12, ${SQUARE} }`, /a whole number of nodes, up to 16777216, got 1000000000000/],
  ['x.txt', '0 4000000000\n', /a whole number of nodes, up to 16777216/],
  ['x.json', `{ ${SQUARE}, "positions": [[0, 0]] }`, /"positions": expected 4 entries, one for each node, got 1/],
  ['x.json', `{ ${SQUARE}, "positions": [[0, 0], [1, 0], null, [0, 1]] }`, /two finite numbers x, y for each node that is no ghost, got null of node 2/],
  ['x.json', `{ ${SQUARE}, "lift": [[0, 0], [1, 0], [1, 1], [0]] }`, /as many whole numbers for each node that is no ghost, got \[0\] of node 3/],
  ['x.json', `{ ${SQUARE}, "ghost": 4 }`, /"ghost": expected different nodes from 0 to 3, got 4/],
  ['x.json', `{ ${SQUARE}, "ghost": [0, 1, 2, 3] }`, /nodes that are no ghosts, got all 4/],
  ['x.json', `{ ${SQUARE}, "weights": [1, 2] }`, /"weights": expected 4 entries, one for each edge, got 2/],
  ['x.json', '{ "edges": [[0, 1, 2]], "weights": [1] }', /weights once, got third numbers of edges/],
  ['x.json', `{ ${SQUARE}, "labels": ["a", "b", "a", "c"] }`, /a name of its own for each node, got a twice/],
  ['x.json', `{ ${SQUARE}, "position": [] }`, /other keys out of nodes, edges, .*got position; did you mean positions\?/],
  ['x.json', `{ ${SQUARE}, "weights": ["a"] }`, /numbers in "weights", got "a"/],
  ['x.json', '{ "nodes": [{"id": 0}, {"id": 0}], "links": [] }', /a name of its own for each node, got 0 twice/],
  ['x.json', '{ "nodes": [{"id": 0}], "links": [{"source": 0, "target": 7}] }', /links between listed nodes, got 7 in link 0/],
  ['x.json', '{ "nodes": [{"id": 0}], "links": [{"source": 0}] }', /got none of source and target in link 0/],
  ['x.json', '{ "nodes": [{"name": 0}], "links": [] }', /an "id" for each node, got none for the one in place 0/],
  ['x.json', '{ "nodes": [{"id": 0}], "adjacency": [] }', /lists of nodes and links, got no links/],
  ['x.json', '{ "edges": [[0, 1]', /x\.json: expected JSON/],
  ['x.txt', '0 one\n', /two nodes, and a coupling or weight if it is not 1, for each edge, got \[0,"one"\]/],
  ['x.txt', '', /at least one edge, got none|a whole number of nodes/],
  ['x.graphml', GRAPHML.replace('<node id="b">', '<node id="b"><graph/>'), /one flat graph, got a graph within node b/],
  ['x.graphml', GRAPHML.replace('<node id="b">', '<hyperedge/><node id="b">'), /edges between two nodes, got a hyperedge/],
  ['x.graphml', GRAPHML.replace('target="b"', 'target="e"'), /edges between nodes of the file, got e in edge 0/],
  ['x.graphml', GRAPHML.replace('<node id="b">', '<node id="a">'), /a name of its own for each node, got a twice/],
  ['x.graphml', GRAPHML.replace('>2.5<', '>heavy<'), /a finite number as weight, got heavy/],
  ['x.graphml', '<svg/>', /GraphML with one graph, got <svg>/],
  ['x.graphml', '<graphml/>', /GraphML with one graph, got 0 graphs/],
  ['x.graphml', '<graphml', /expected GraphML, got no XML in line 1/],
] as const) {
  test(`refused: ${content.slice(0, 70).replace(/\s+/g, ' ')}`, () => refused(path, content, message));
}

test.run();
