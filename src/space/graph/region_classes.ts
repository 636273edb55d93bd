/** Regions around all nodes of a class at once: of one degree, or any that are given. */
import { type HalfEdges, halfEdges } from '../../core/half_edges.ts';
import { twoColours } from './bipartite.ts';
import { checkEdges, type Graph } from './graph.ts';
import { membranes } from './membranes.ts';
import type { Region } from './regions.ts';

/** What deleting a class of nodes shows. */
export interface ClassRegions {
  /** Edges that no maximum matching of the rest uses: the membranes of all nodes of the class. */
  readonly membranes: readonly number[];
  /** Around each node of the class, in its order, the regions from the innermost outwards. */
  readonly regions: readonly (readonly Region[])[];
}

/**
 * The regions around some nodes, found by deleting all of them, and the ghosts, at once. Regions that hold several of the nodes are found where their membranes do not depend
 * on the others; all nodes of a patch together are none. Spare nodes of a cut walk through the membranes of a single node more often than through these.
 * @returns no regions for a graph with odd cycles
 * @throws BlockspinError for edges out of range
 */
export function regionsOfClass(graph: Graph, nodes: readonly number[]): ClassRegions {
  checkEdges(graph);
  const half = halfEdges(graph);
  const colouring = twoColours(graph, half);
  if ('odd' in colouring) return { membranes: [], regions: nodes.map(() => []) };
  const { colours } = colouring;
  const absent = new Uint8Array(graph.nodes);
  for (const node of [...nodes, ...(graph.ghosts ?? [])]) absent[node] = 1;
  const { unused } = membranes(half, colours, absent);
  const pieces = piecesOf(graph, half, unused);
  // Nodes of one piece and one colour have the same regions.
  const known = new Map<string, Region[]>();
  const regions = nodes.map((node) => {
    const name = `${pieces.of[node]} ${colours[node]}`;
    const before = known.get(name);
    if (before) return before;
    const found = nested(graph, colours, pieces, node);
    known.set(name, found);
    return found;
  });
  return { membranes: [...unused.keys()].filter((e) => unused[e]), regions };
}

/** What edges that are no membranes hold together. */
interface Pieces {
  /** (nodes): the piece of each, -1 for ghosts. */
  readonly of: Int32Array;
  /** Nodes of each piece. */
  readonly nodes: readonly (readonly number[])[];
  /** Edges within each piece. */
  readonly inner: readonly (readonly number[])[];
  /** Edges that lead out of each piece. */
  readonly outward: readonly (readonly Outward[])[];
}

/** An edge, and its ends in the piece and beyond it. */
interface Outward {
  readonly e: number;
  readonly inner: number;
  readonly outer: number;
}

function piecesOf(graph: Graph, { offsets, to, edge }: HalfEdges, unused: Uint8Array): Pieces {
  const of = new Int32Array(graph.nodes).fill(-1);
  const ghosts = new Set(graph.ghosts);
  const nodes: number[][] = [];
  for (let start = 0; start < graph.nodes; start++) {
    if (of[start] >= 0 || ghosts.has(start)) continue;
    const piece = [start];
    of[start] = nodes.length;
    for (let next = 0; next < piece.length; next++) {
      for (let h = offsets[piece[next]]; h < offsets[piece[next] + 1]; h++) {
        if (unused[edge[h]] || of[to[h]] >= 0 || ghosts.has(to[h])) continue;
        of[to[h]] = nodes.length;
        piece.push(to[h]);
      }
    }
    nodes.push(piece);
  }
  const inner = nodes.map((): number[] => []);
  const outward = nodes.map((): Outward[] => []);
  graph.edges.forEach(([a, b], e) => {
    if (of[a] === of[b]) {
      if (of[a] >= 0) inner[of[a]].push(e);
      return;
    }
    if (of[a] >= 0) outward[of[a]].push({ e, inner: a, outer: b });
    if (of[b] >= 0) outward[of[b]].push({ e, inner: b, outer: a });
  });
  return { of, nodes, inner, outward };
}

/** What is reached from a node across more and more membranes, where it is a region; all nodes together are none. */
function nested(graph: Graph, colours: Uint8Array, pieces: Pieces, centre: number): Region[] {
  const { of, nodes, outward } = pieces;
  const rim = new Set(graph.rim);
  const most = nodes.reduce((sum, piece) => sum + piece.length, 0);
  const inside = new Uint8Array(nodes.length);
  const reached: number[] = [];
  const found: Region[] = [];
  let [count, excess] = [0, 0];
  let out: Outward[] = [];
  for (let here = new Set([of[centre]]); here.size > 0; ) {
    for (const piece of here) {
      inside[piece] = 1;
      reached.push(piece);
      count += nodes[piece].length;
      for (const node of nodes[piece]) excess += colours[node] === colours[centre] ? 1 : -1;
    }
    if (count === most || [...here].some((piece) => nodes[piece].some((node) => rim.has(node)))) break;
    const beyond = ({ outer }: Outward) => of[outer] < 0 || inside[of[outer]] === 0;
    out = [...out.filter(beyond), ...[...here].flatMap((piece) => outward[piece].filter(beyond))];
    if (count > 1 && excess === 1 && out.length > 0 && out.every(({ inner }) => colours[inner] === colours[centre])) {
      found.push({ level: found.length, ...together(graph, pieces, reached), membrane: out.map(({ e }) => e).sort((a, b) => a - b) });
    }
    here = new Set(out.flatMap(({ outer }) => (of[outer] >= 0 ? [of[outer]] : [])));
  }
  return found;
}

/** Nodes and edges of some pieces, ascending. */
function together({ edges }: Graph, { of, nodes, inner, outward }: Pieces, some: readonly number[]): Pick<Region, 'nodes' | 'edges'> {
  const inside = new Set(some);
  // An edge between two pieces leads out of both.
  const between = some.flatMap((piece) => outward[piece].filter((one) => inside.has(of[one.outer]) && edges[one.e][0] === one.inner).map(({ e }) => e));
  return {
    nodes: some.flatMap((piece) => nodes[piece]).sort((a, b) => a - b),
    edges: [...some.flatMap((piece) => inner[piece]), ...between].sort((a, b) => a - b),
  };
}

/** The nodes of one degree. */
interface DegreeNodes {
  readonly degree: number;
  readonly nodes: readonly number[];
}

/** The nodes of one degree, and what deleting them shows. */
export interface DegreeClass extends DegreeNodes {
  readonly found: ClassRegions;
}

/** All nodes but ghosts by their number of edges, the largest first. */
export function nodesByDegree(graph: Graph): DegreeNodes[] {
  const degrees = new Uint32Array(graph.nodes);
  for (const node of graph.edges.flat()) degrees[node]++;
  const ghosts = new Set(graph.ghosts);
  const classes = new Map<number, number[]>();
  degrees.forEach((degree, node) => {
    if (ghosts.has(node)) return;
    const known = classes.get(degree);
    if (known) known.push(node);
    else classes.set(degree, [node]);
  });
  return [...classes].sort(([a], [b]) => b - a).map(([degree, nodes]) => ({ degree, nodes }));
}

/** These, with the regions that deleting each degree shows. */
export function degreeClasses(graph: Graph): DegreeClass[] {
  return nodesByDegree(graph).map((one) => ({ ...one, found: regionsOfClass(graph, one.nodes) }));
}
