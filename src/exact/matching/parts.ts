/** A graph cut into the block, the middle and the outside, which meet at nodes. */
import type { Part } from './boundary.ts';
import { edgesAt, type MatchingGraph, otherEnd } from './graph.ts';
import type { Entry } from './skew.ts';

/**
 * V depends on E only through which nodes of the ring E covers, and E on V only through which nodes of the rim V covers: what lies beyond is
 * independent of the rest once these are known.
 */
export interface Parts {
  /** V with the edges that it determines; its boundary is the rim. */
  readonly block: Part;
  /** What lies between; its boundary is the rim, then the ring. */
  readonly middle: Part;
  /** E and all beyond; its boundary is the ring. */
  readonly outside: Part;
  /** V and the edges that it determines. */
  readonly edges: readonly number[];
  /** Nodes of V where it meets other edges. */
  readonly rim: readonly number[];
  /** Nodes where E is met from inside. */
  readonly ring: readonly number[];
  /** (edges) 1 for E and all beyond. */
  readonly beyond: Uint8Array;
}

const BLOCK = 1;
const MIDDLE = 2;
const OUTSIDE = 4;

/** @param entry of edge [a, b] in the matrix whose Pfaffian counts matchings */
export function partsOf(graph: MatchingGraph, block: readonly number[], environment: readonly number[], entry: (e: number) => number): Parts {
  const at = edgesAt(graph);
  const part = partOfEdges(graph, at, block, environment);
  const parts = at.map((edges) => edges.reduce((all, e) => all | part[e], 0));
  const lists: Record<number, Entry[]> = { [BLOCK]: [], [MIDDLE]: [], [OUTSIDE]: [] };
  // A node of the block that E covers as well is drawn out: node, link, node beyond. Its edges in E leave from the last.
  let count = graph.nodes;
  const beyond = new Map<number, number>();
  const links: number[] = [];
  parts.forEach((of, node) => {
    if (!(of & BLOCK && of & OUTSIDE)) return;
    const [link, far] = [count++, count++];
    links.push(link);
    beyond.set(node, far);
    lists[MIDDLE].push([node, link, 1], [link, far, 1]);
  });
  graph.edges.forEach(([a, b], e) => {
    const end = (node: number) => (part[e] === OUTSIDE ? (beyond.get(node) ?? node) : node);
    lists[part[e]].push([end(a), end(b), entry(e)]);
  });
  const all = Array.from(at.keys());
  const only = (which: number) => all.filter((node) => parts[node] === which);
  const rim = all.filter((node) => parts[node] & BLOCK && parts[node] !== BLOCK);
  const ring = all.filter((node) => parts[node] & OUTSIDE && parts[node] !== OUTSIDE);
  const far = ring.map((node) => beyond.get(node) ?? node);
  return {
    block: { inner: only(BLOCK), boundary: rim, entries: lists[BLOCK] },
    middle: { inner: [...only(MIDDLE), ...links], boundary: [...rim, ...far], entries: lists[MIDDLE] },
    outside: { inner: only(OUTSIDE), boundary: far, entries: lists[OUTSIDE] },
    edges: all.length === 0 ? [] : Array.from(graph.edges.keys()).filter((e) => part[e] === BLOCK),
    rim,
    ring,
    beyond: part.map((of) => (of === OUTSIDE ? 1 : 0)),
  };
}

/** (edges) the part that each belongs to. */
function partOfEdges(graph: MatchingGraph, at: readonly (readonly number[])[], block: readonly number[], environment: readonly number[]): Uint8Array {
  const part = new Uint8Array(graph.edges.length).fill(OUTSIDE);
  const outside = new Set(environment);
  const reached = new Set(block.flatMap((e) => graph.edges[e]));
  for (const node of reached) {
    for (const e of at[node]) {
      if (outside.has(e)) continue;
      part[e] = MIDDLE;
      reached.add(otherEnd(graph, e, node));
    }
  }
  for (const e of block) part[e] = BLOCK;
  determined(graph, at, part, block);
  return part;
}

/** An edge belongs to the block, too, if all others at one of its nodes do: it has a dimer exactly where they have none. */
function determined(graph: MatchingGraph, at: readonly (readonly number[])[], part: Uint8Array, block: readonly number[]): void {
  const queue = [...new Set(block.flatMap((e) => graph.edges[e]))];
  for (let next = 0; next < queue.length; next++) {
    const open = at[queue[next]].filter((e) => part[e] !== BLOCK);
    if (open.length !== 1 || part[open[0]] !== MIDDLE) continue;
    part[open[0]] = BLOCK;
    queue.push(...graph.edges[open[0]]);
  }
}
