/** Graphs whose perfect matchings are counted, and what every method needs of them. */
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';

/** Nodes and edges; each node is covered by exactly one dimer, which lies on an edge. */
export interface MatchingGraph {
  /** Nodes, numbered from 0. */
  readonly nodes: number;
  /** Pairs of nodes; a pair that is given twice is two edges. */
  readonly edges: readonly (readonly [number, number])[];
  /** Where each node lies, null for a ghost: a drawing with straight edges. */
  readonly positions?: readonly (readonly [number, number] | null)[];
  /** Whole coordinates in the lattice that the graph is a projection of, null for a ghost. */
  readonly lift?: readonly (readonly number[] | null)[];
  /** Nodes beyond the rim of a drawing, which take spare dimers. */
  readonly ghosts?: readonly number[];
  /** Activity of a dimer on each edge, 1 unless given. */
  readonly weights?: readonly number[];
}

/** Activities of all edges. */
export const weightsOf = ({ edges, weights }: MatchingGraph): readonly number[] => weights ?? new Array<number>(edges.length).fill(1);

/** Edges at each node, ascending. */
export function edgesAt({ nodes, edges }: Pick<MatchingGraph, 'nodes' | 'edges'>): number[][] {
  const at = Array.from({ length: nodes }, (): number[] => []);
  edges.forEach(([a, b], e) => {
    at[a].push(e);
    at[b].push(e);
  });
  return at;
}

/** The colours 0 and 1 of a bipartite graph, or undefined. */
export function coloursOf(graph: MatchingGraph): Uint8Array | undefined {
  const at = edgesAt(graph);
  const colours = new Uint8Array(graph.nodes).fill(NONE);
  for (let start = 0; start < graph.nodes; start++) {
    if (colours[start] !== NONE) continue;
    colours[start] = 0;
    const queue = [start];
    for (let next = 0; next < queue.length; next++) {
      const node = queue[next];
      for (const e of at[node]) {
        const other = otherEnd(graph, e, node);
        if (colours[other] === colours[node]) return undefined;
        if (colours[other] !== NONE) continue;
        colours[other] = 1 - colours[node];
        queue.push(other);
      }
    }
  }
  return colours;
}

const NONE = 2;

/** The end of an edge that is not `node`. */
export const otherEnd = ({ edges }: Pick<MatchingGraph, 'edges'>, e: number, node: number): number => (edges[e][0] === node ? edges[e][1] : edges[e][0]);

/** @throws BlockspinError for edges without two different nodes in range, and activities that are not positive */
export function checkGraph(graph: MatchingGraph): void {
  const { nodes, edges, weights } = graph;
  const bad = (key: string, expected: string, got: unknown, remedy: string) => new BlockspinError({ setting: key, expected, got, remedy });
  if (edges.length === 0) throw bad('edges', 'at least one edge', 'none', 'write { "edges": [[0, 1], [1, 2]] }');
  for (const [a, b] of edges) {
    const wrong = [a, b].find((node) => !(Number.isInteger(node) && node >= 0 && node < nodes));
    if (wrong !== undefined) throw bad('edges', `nodes from 0 to ${nodes - 1}`, wrong, 'count the nodes from 0');
    if (a === b) throw bad('edges', 'edges between two nodes', `[${a}, ${b}]`, 'leave it out');
  }
  if (weights === undefined) return;
  if (weights.length !== edges.length) throw bad('weights', `${edges.length} numbers, one for each edge`, weights.length, 'leave them out for 1');
  const wrong = weights.findIndex((weight) => !(Number.isFinite(weight) && weight > 0));
  if (wrong >= 0) throw bad('weights', 'activities above 0', `${weights[wrong]} of edge ${wrong}`, 'leave edges out that no matching may use');
}

/**
 * V and E as places: different edges of the graph that are in one of them only.
 * @throws BlockspinError for numbers that are no edges, an edge listed twice or in both, and an empty V or E
 */
export function checkParts({ edges }: MatchingGraph, block: readonly number[], environment: readonly number[]): void {
  for (const [key, list] of [
    ['block', block],
    ['environment', environment],
  ] as const) {
    const wrong = list.find((e, i) => !(Number.isInteger(e) && e >= 0 && e < edges.length) || list.indexOf(e) !== i);
    if (list.length > 0 && wrong === undefined) continue;
    const expected = `different edges from 0 to ${edges.length - 1}`;
    const remedy = key === 'environment' && list.length === 0 ? phrase`use a smaller ${setting('buffer')}` : 'count from 0, in the order of the edges';
    throw new BlockspinError({ setting: key, expected, got: wrong ?? 'none', remedy });
  }
  const inside = new Set(block);
  const both = environment.find((e) => inside.has(e));
  if (both === undefined) return;
  throw new BlockspinError({ setting: 'environment', expected: 'no edge of the block', got: `edge ${both}, which is in both`, remedy: 'leave it out of one' });
}
