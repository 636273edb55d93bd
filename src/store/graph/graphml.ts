/** GraphML: nodes, edges, and of their data positions x, y and weight. Format: http://graphml.graphdrawing.org/primer/graphml-primer.html */
import { textOf } from '../encoding.ts';
import { type Bad, type GraphFile, labelsOf, withoutDirections } from './file.ts';
import { parseXml, type XmlElement } from './xml.ts';

const REMEDY = 'write one flat graph of nodes and edges, as networkx.write_graphml does';

/** Nodes are numbered in the order of the file; their names are kept as labels. Directions are dropped, and this is said. */
export function graphmlFile(bytes: Uint8Array, bad: Bad): GraphFile {
  let root: XmlElement;
  try {
    root = parseXml(textOf(bytes));
  } catch (error) {
    throw bad('GraphML', (error as Error).message, REMEDY);
  }
  const graphs = root.children.filter(({ name }) => name === 'graph');
  if (root.name !== 'graphml' || graphs.length !== 1) {
    throw bad('GraphML with one graph', root.name === 'graphml' ? `${graphs.length} graphs` : `<${root.name}>`, REMEDY);
  }
  const [graph] = graphs;
  const nodes = graph.children.filter(({ name }) => name === 'node');
  refuseOthers(graph, nodes, bad);
  const names = nodes.map(({ attributes: { id } }, i) => {
    if (id === undefined) throw bad('an id for each node', `none for node ${i}`, REMEDY);
    return id;
  });
  const numbers = new Map(names.map((name, node) => [name, node]));
  if (numbers.size < names.length)
    throw bad('a name of its own for each node', `${names.find((name, i) => numbers.get(name) !== i)} twice`, 'rename one of them');
  const given = graph.children.filter(({ name }) => name === 'edge');
  const edges = given.map(({ attributes: { source, target } }, e) => {
    const ends = [source, target].map((end) => numbers.get(end));
    if (ends[0] !== undefined && ends[1] !== undefined) return [ends[0], ends[1]] as const;
    throw bad('edges between nodes of the file', `${[source, target].find((end) => !numbers.has(end)) ?? 'nothing'} in edge ${e}`, REMEDY);
  });
  const directed = given.some(({ attributes }) => (attributes.directed ?? String(graph.attributes.edgedefault === 'directed')) === 'true');
  const { kept, remarks } = directed ? withoutDirections(edges) : { kept: [...edges.keys()], remarks: [] };
  const weights = numbersOf(root, 'weight', given, bad);
  const [xs, ys] = ['x', 'y'].map((key) => numbersOf(root, key, nodes, bad));
  const places = xs.map((x, node) => [x, ys[node]]);
  const title = dataOf(graph, keysOf(root, 'name', 'graph'));
  const without = places.filter((place) => place.includes(undefined)).length;
  const labels = labelsOf(names);
  return {
    nodes: names.length,
    ...(title ? { name: title } : {}),
    edges: kept.map((e) => edges[e]),
    ...(weights.some((weight) => weight !== undefined) ? { weights: kept.map((e) => weights[e] ?? 1) } : {}),
    ...(without === 0 ? { positions: places as [number, number][] } : {}),
    ...(labels ? { labels } : {}),
    remarks: [...remarks, ...(without > 0 && without < places.length ? [`positions are left out: ${without} of ${places.length} nodes have none`] : [])],
  };
}

/** Ids of the data of a name: numbers of several types have several. */
function keysOf(root: XmlElement, named: string, of: string): ReadonlySet<string> {
  const keys = root.children.filter(
    ({ name, attributes }) => name === 'key' && attributes['attr.name'] === named && [of, 'all', undefined].includes(attributes.for),
  );
  return new Set(keys.map(({ attributes }) => attributes.id));
}

function dataOf({ children }: XmlElement, ids: ReadonlySet<string>): string | undefined {
  return children.find(({ name, attributes }) => name === 'data' && ids.has(attributes.key))?.text.trim();
}

/** The number of a name that each element has. */
function numbersOf(root: XmlElement, key: string, elements: readonly XmlElement[], bad: Bad): (number | undefined)[] {
  const ids = keysOf(root, key, elements[0]?.name ?? 'node');
  return elements.map((element) => {
    const text = dataOf(element, ids);
    if (text === undefined) return undefined;
    if (text !== '' && Number.isFinite(Number(text))) return Number(text);
    throw bad(`a finite number as ${key}`, text || 'nothing', 'leave it out where it is not known');
  });
}

function refuseOthers(graph: XmlElement, nodes: readonly XmlElement[], bad: Bad): void {
  if (graph.children.some(({ name }) => name === 'hyperedge')) throw bad('edges between two nodes', 'a hyperedge', 'give its pairs as edges');
  const nested = nodes.find(({ children }) => children.some(({ name }) => name === 'graph'));
  if (nested) throw bad('one flat graph', `a graph within node ${nested.attributes.id}`, 'give each graph a file of its own');
}
