/** Nested regions of a bipartite graph around a node, out of each of which every perfect matching leads exactly one edge. */
import { BlockspinError } from '../../core/errors.ts';
import { type HalfEdges, halfEdges } from '../../core/half_edges.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { twoColours } from './bipartite.ts';
import { bondsFrom } from './distance.ts';
import { checkEdges, type Graph } from './graph.ts';
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
 * The regions around a node. The node and the ghosts of the other colour are deleted; the edges that are in no maximum matching of the rest are the candidates for
 * membranes, and the nodes reached across at most k of them a candidate for a region. Those are regions that have the two properties of one,
 * which do not depend on how the graph was cut. A graph that has perfect matchings without such a ghost leaves one node over once the centre is gone, which could
 * walk through every membrane: it is deleted where it lies farthest from the centre.
 * @throws BlockspinError for edges out of range and a centre that is no node or a ghost
 */
export function regionsAround(graph: Graph, centre: number): Regions {
  checkEdges(graph);
  checkCentre(graph, centre);
  const half = halfEdges(graph);
  const colouring = twoColours(graph, half);
  if ('odd' in colouring) {
    const edge = graph.edges[colouring.odd].join('-');
    return { centre, regions: [], reason: `no region found: the graph is not bipartite, since edge ${edge} closes an odd cycle` };
  }
  const { colours } = colouring;
  const ghosts = graph.ghosts ?? [];
  // A ghost of the other colour makes up for the centre; one of the same colour stays, to be matched.
  const deleted = [centre, ...ghosts.filter((ghost) => colours[ghost] !== colours[centre])];
  let found = membranes(half, colours, marked(graph.nodes, deleted));
  if (found.spare.length === 1 && colours[found.spare[0]] !== colours[centre]) {
    deleted.push(farthestLoose(graph, centre, found.loose));
    found = membranes(half, colours, marked(graph.nodes, deleted));
  }
  const across = crossings(half, found.unused, centre, marked(graph.nodes, [...ghosts, ...deleted.slice(1)]));
  const most = across.reduce((largest, count) => (count !== Number.POSITIVE_INFINITY && count > largest ? count : largest), 0);
  const regions: Region[] = [];
  for (let count = 0; count <= most; count++) {
    const region = candidate(graph, across, count, regions.length);
    const { length } = region.nodes;
    // A node alone is a region of any graph, and so is what leaves out a node that is no ghost.
    const telling = length > 1 && (graph.ghosts?.length || length < graph.nodes - 1);
    if (telling && isRegion(graph, colours, region, colours[centre])) regions.push(region);
  }
  return regions.length > 0 ? { centre, regions } : { centre, regions, reason: noRegion(colours, found.spare) };
}

function marked(nodes: number, which: readonly number[]): Uint8Array {
  const marks = new Uint8Array(nodes);
  for (const node of which) marks[node] = 1;
  return marks;
}

function farthestLoose(graph: Graph, centre: number, loose: Uint8Array): number {
  const bonds = bondsFrom(graph, centre);
  const near = (node: number) => (Number.isFinite(bonds[node]) ? bonds[node] : -1);
  return [...loose.keys()].filter((node) => loose[node]).reduce((best, node) => (near(node) > near(best) ? node : best));
}

/**
 * The region of one level around a node.
 * @throws BlockspinError for a level that the node does not have, with the reason where it has none, and as `regionsAround`
 */
export function regionOf(graph: Graph, centre: number, level: number): Region {
  const { regions, reason } = regionsAround(graph, centre);
  const region = regions[level];
  if (region) return region;
  throw new BlockspinError({
    setting: setting('level', level),
    expected: `a region of this level around node ${centre}`,
    got: reason ?? (regions.length === 1 ? 'level 0 alone' : `levels 0 to ${regions.length - 1}`),
    remedy: reason ? phrase`cut the graph by another ${setting('radius')}, or use another ${setting('centre')}` : 'use a level that there is',
  });
}

function noRegion(colours: Uint8Array, spare: readonly number[]): string {
  if (spare.length === 0) return 'no region found: no membrane closes around the centre';
  const ones = spare.filter((node) => colours[node] === 1).length;
  return `no region found: the cut leaves spare vertices that can enter, ${spare.length - ones} of one colour and ${ones} of the other`;
}

/** Membranes to cross from the centre to every node; edges of the centre itself are none, nodes outside are not entered. 0-1 breadth-first search. */
function crossings({ offsets, to, edge }: HalfEdges, unused: Uint8Array, centre: number, outside: Uint8Array): Float64Array {
  const found = new Float64Array(outside.length).fill(Number.POSITIVE_INFINITY);
  const closed = outside.slice();
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
