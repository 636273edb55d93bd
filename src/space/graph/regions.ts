/** Nested regions of a bipartite graph around a node, out of each of which every perfect matching leads exactly one edge. */
import { BlockspinError } from '../../core/errors.ts';
import { twoColours } from './bipartite.ts';
import { checkEdges, type Graph, type HalfEdges, halfEdges } from './graph.ts';
import { membranes } from './membranes.ts';

/** A set of nodes with one more of the centre's colour than of the other, all of whose outward edges begin at that colour. */
export interface Region {
  /** 0 for the innermost around its centre. */
  readonly level: number;
  /** Ascending; no ghost. */
  readonly nodes: readonly number[];
  /** Numbers of the edges with both ends inside. */
  readonly edges: readonly number[];
  /** Numbers of the edges with one end inside; exactly one of them is in every perfect matching. */
  readonly membrane: readonly number[];
}

/** What was found around a node. */
export interface Regions {
  readonly centre: number;
  /** From the innermost outwards. */
  readonly regions: readonly Region[];
  /** Why there are none, where there are none. */
  readonly reason?: string;
}

/**
 * The regions around a node. The node and the ghosts are deleted; the edges that are in no maximum matching of the rest are the candidates for
 * membranes, and the nodes reached across at most k of them a candidate for a region. Those are regions that have the two properties of one,
 * which do not depend on how the graph was cut.
 * @throws BlockspinError for edges out of range and a centre that is no node or a ghost
 */
export function regionsAround(graph: Graph, centre: number): Regions {
  checkEdges(graph);
  checkCentre(graph, centre);
  const half = halfEdges(graph);
  const colouring = twoColours(graph, half);
  if ('odd' in colouring) {
    return {
      centre,
      regions: [],
      reason: `no region found: the graph is not bipartite, since edge ${graph.edges[colouring.odd].join('-')} closes an odd cycle`,
    };
  }
  const { colours } = colouring;
  const absent = new Uint8Array(graph.nodes);
  for (const node of [centre, ...(graph.ghosts ?? [])]) absent[node] = 1;
  const { unused, spare } = membranes(half, colours, absent);
  const across = crossings(graph, half, unused, centre);
  const regions: Region[] = [];
  const most = across.reduce((found, count) => (count !== Number.POSITIVE_INFINITY && count > found ? count : found), 0);
  for (let count = 0; count <= most; count++) {
    const region = candidate(graph, across, count, regions.length);
    if (isRegion(graph, colours, region, colours[centre])) regions.push(region);
  }
  return regions.length > 0 ? { centre, regions } : { centre, regions, reason: noRegion(colours, spare, most) };
}

function noRegion(colours: Uint8Array, spare: readonly number[], most: number): string {
  if (spare.length === 0) return 'no region found: no set of nodes around the centre lets exactly one edge of every perfect matching out';
  const ones = spare.filter((node) => colours[node] === 1).length;
  const where = most === 0 ? 'that can enter' : 'at the rim';
  return `no region found: the cut leaves spare vertices ${where}, ${spare.length - ones} of one colour and ${ones} of the other`;
}

/** Membranes to cross from the centre to every node; edges of the centre itself are none, ghosts are not entered. 0-1 breadth-first search. */
function crossings({ nodes, ghosts = [] }: Graph, { offsets, to, edge }: HalfEdges, unused: Uint8Array, centre: number): Float64Array {
  const found = new Float64Array(nodes).fill(Number.POSITIVE_INFINITY);
  const closed = new Uint8Array(nodes);
  for (const ghost of ghosts) closed[ghost] = 1;
  found[centre] = 0;
  let here = [centre];
  for (let count = 0; here.length > 0; count++) {
    const beyond: number[] = [];
    for (let next = 0; next < here.length; next++) {
      const node = here[next];
      if (closed[node]) continue;
      closed[node] = 1;
      for (let h = offsets[node]; h < offsets[node + 1]; h++) {
        const other = to[h];
        const there = count + unused[edge[h]];
        if (closed[other] || there >= found[other]) continue;
        found[other] = there;
        (there === count ? here : beyond).push(other);
      }
    }
    here = beyond;
  }
  return found;
}

function candidate({ edges }: Graph, across: Float64Array, count: number, level: number): Region {
  const inside = (node: number) => across[node] <= count;
  const nodes = Array.from(across.keys()).filter(inside);
  const numbers = edges.map((_, e) => e);
  return {
    level,
    nodes,
    edges: numbers.filter((e) => inside(edges[e][0]) && inside(edges[e][1])),
    membrane: numbers.filter((e) => inside(edges[e][0]) !== inside(edges[e][1])),
  };
}

function isRegion({ edges, rim = [] }: Graph, colours: Uint8Array, { nodes, membrane }: Region, majority: number): boolean {
  const inside = new Set(nodes);
  const own = nodes.filter((node) => colours[node] === majority).length;
  const outward = ([a, b]: readonly [number, number]) => colours[inside.has(a) ? a : b] === majority;
  return membrane.length > 0 && 2 * own - nodes.length === 1 && membrane.every((e) => outward(edges[e])) && !rim.some((node) => inside.has(node));
}

function checkCentre({ nodes, ghosts = [] }: Graph, centre: number): void {
  if (Number.isInteger(centre) && centre >= 0 && centre < nodes && !ghosts.includes(centre)) return;
  const expected = `a node from 0 to ${nodes - 1}${ghosts.length > 0 ? ' that is no ghost' : ''}`;
  throw new BlockspinError({ setting: 'centre', expected, got: centre, remedy: 'count nodes from 0' });
}
