/** The node-link JSON of networkx: { "nodes": [{ "id": ... }], "links": [{ "source": ..., "target": ... }] }, or "edges" in the place of "links". */
import { type Bad, type GraphFile, labelsOf, withoutDirections } from './file.ts';

/** An object of the file. */
type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => value !== null && typeof value === 'object' && !Array.isArray(value);
const isPair = (value: unknown): value is [number, number] => Array.isArray(value) && value.length === 2 && value.every((one) => typeof one === 'number');

/** Whether nodes are listed, or edges are objects: our own files give a number of nodes, and pairs. */
export function isNodeLink(object: Fields): boolean {
  return Array.isArray(object.nodes) || 'links' in object || (Array.isArray(object.edges) && isObject(object.edges[0]));
}

/** Names become numbers in the order of the list, and are kept as labels. Positions are those of the keys x and y, or pos. */
export function nodeLinkFile(object: Fields, bad: Bad): GraphFile {
  const links = object.links ?? object.edges;
  const remedy = 'write { "nodes": [{ "id": "a" }, { "id": "b" }], "links": [{ "source": "a", "target": "b" }] }';
  if (!Array.isArray(object.nodes) || !Array.isArray(links)) {
    throw bad('lists of nodes and links', Array.isArray(object.nodes) ? 'no links' : 'no nodes', remedy);
  }
  const names = (object.nodes as unknown[]).map((node, i) => {
    const id = isObject(node) ? node.id : node;
    if (id === undefined || id === null) throw bad('an "id" for each node', `none for the one in place ${i}`, remedy);
    return wordOf(id);
  });
  const numbers = new Map(names.map((name, i) => [name, i]));
  if (numbers.size < names.length) {
    const twice = names.find((name, i) => numbers.get(name) !== i);
    throw bad('a name of its own for each node', `${twice} twice`, 'rename one of them');
  }
  const edges = (links as unknown[]).map((link, i) => {
    const ends = isObject(link) ? [link.source, link.target] : Array.isArray(link) ? link.slice(0, 2) : [];
    const [a, b] = ends.map((end) => (end === undefined || end === null ? undefined : numbers.get(wordOf(end))));
    if (a !== undefined && b !== undefined) return [a, b] as const;
    const unknown = ends.find((end) => end !== undefined && !numbers.has(wordOf(end)));
    throw bad('links between listed nodes', unknown === undefined ? `none of source and target in link ${i}` : `${wordOf(unknown)} in link ${i}`, remedy);
  });
  const { kept, remarks } = object.directed === true ? withoutDirections(edges) : { kept: [...edges.keys()], remarks: [] };
  const all = (links as unknown[]).map((link) => (isObject(link) ? link.weight : undefined));
  const odd = all.find((weight) => weight !== undefined && typeof weight !== 'number');
  if (odd !== undefined) throw bad('numbers as weights', JSON.stringify(odd), 'leave "weight" out for 1');
  const name = isObject(object.graph) ? object.graph.name : undefined;
  const labels = labelsOf(names);
  const places = placesOf(object.nodes as unknown[]);
  return {
    nodes: names.length,
    edges: kept.map((e) => edges[e]),
    ...(typeof name === 'string' && name !== '' ? { name } : {}),
    ...(all.some((weight) => weight !== undefined) ? { weights: kept.map((e) => (all[e] as number | undefined) ?? 1) } : {}),
    ...(places.positions ? { positions: places.positions } : {}),
    ...(labels ? { labels } : {}),
    remarks: [...remarks, ...places.remarks],
  };
}

/** Lists are names, too: networkx has nodes that are pairs. */
const wordOf = (id: unknown) => (typeof id === 'string' ? id : JSON.stringify(id));

function placesOf(nodes: readonly unknown[]): { positions?: [number, number][]; remarks: string[] } {
  const places = nodes.map((node) => {
    const { x, y, pos } = isObject(node) ? node : ({} as Fields);
    if (isPair(pos)) return pos;
    return typeof x === 'number' && typeof y === 'number' ? ([x, y] as [number, number]) : undefined;
  });
  const without = places.filter((place) => place === undefined).length;
  if (without === 0) return { positions: places as [number, number][], remarks: [] };
  return { remarks: without < places.length ? [`positions are left out: ${without} of ${places.length} nodes have none`] : [] };
}
