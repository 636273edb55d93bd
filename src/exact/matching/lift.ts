/** Signs of a tiling by rhombs, read off its lift. */
import { edgesAt, type MatchingGraph, otherEnd } from './graph.ts';

/** Signs by edge for a dimer from the first node named to the second, and the nodes at the rim. */
interface LiftSigns {
  /** (edges) 1 or -1; 0 at ghosts. */
  signs: Int8Array;
  /** (nodes) 1 for nodes on the outside of the tiling. */
  rim: Uint8Array;
}

/** A step n -> n + e_j. */
interface Step {
  e: number;
  from: number;
  axis: number;
}

/**
 * The sign of the edge n -> n + e_j, from a node with an even sum of coordinates to an odd one, is (-1)^(n_0 + ... + n_(j-1)): then every rhomb has
 * an odd number of minus signs (P. W. Kasteleyn, Physica 27, 1209 (1961), for Z^2).
 * @returns undefined where edges are no steps, or faces are other than rhombs: that is, unless the rhombs are as many as the independent cycles
 *   and at most two share an edge
 */
export function liftSigns(graph: MatchingGraph): LiftSigns | undefined {
  const { edges, lift, nodes } = graph;
  if (!lift) return undefined;
  const steps: Step[] = [];
  const signs = new Int8Array(edges.length);
  for (const [e, [a, b]] of edges.entries()) {
    const [from, to] = [lift[a], lift[b]];
    if (!from || !to) {
      if (ghostly(graph, a) || ghostly(graph, b)) continue;
      return undefined;
    }
    const axis = from.findIndex((x, k) => x !== to[k]);
    const up = to[axis] - from[axis];
    if (axis < 0 || Math.abs(up) !== 1 || from.some((x, k) => k !== axis && x !== to[k])) return undefined;
    const low = up > 0 ? from : to;
    const minus = odd(low.slice(0, axis)) !== odd(from);
    signs[e] = minus ? -1 : 1;
    steps.push({ e, from: up > 0 ? a : b, axis });
  }
  const shared = rhombs(graph, steps);
  if (!shared) return undefined;
  const rim = new Uint8Array(nodes);
  for (const { e } of steps) if (shared[e] < 2) for (const node of edges[e]) rim[node] = 1;
  return { signs, rim };
}

const odd = (numbers: readonly number[]) => numbers.reduce((sum, x) => sum + x, 0) % 2 !== 0;
const ghostly = ({ ghosts }: MatchingGraph, node: number) => ghosts?.includes(node) ?? false;

/** (edges) rhombs at each edge, or undefined where they do not fill the graph. */
function rhombs({ nodes, edges, ghosts }: MatchingGraph, steps: readonly Step[]): Uint8Array | undefined {
  const up = Array.from({ length: nodes }, () => new Map<number, Step>());
  for (const step of steps) {
    if (up[step.from].has(step.axis)) return undefined;
    up[step.from].set(step.axis, step);
  }
  const top = ({ e, from }: Step) => otherEnd({ edges }, e, from);
  const shared = new Uint8Array(edges.length);
  let count = 0;
  for (const from of up) {
    for (const one of from.values()) {
      for (const two of from.values()) {
        if (one.axis >= two.axis) continue;
        const [past, beside] = [up[top(one)].get(two.axis), up[top(two)].get(one.axis)];
        if (!past || !beside || top(past) !== top(beside)) continue;
        count += 1;
        for (const { e } of [one, two, past, beside]) if (++shared[e] > 2) return undefined;
      }
    }
  }
  const own = { nodes, edges: steps.map(({ e }) => edges[e]) };
  const cycles = steps.length - (nodes - (ghosts?.length ?? 0)) + (pieces(own) - (ghosts?.length ?? 0));
  return count === cycles ? shared : undefined;
}

/** Connected pieces; a node without edges is one. */
function pieces(graph: Pick<MatchingGraph, 'nodes' | 'edges'>): number {
  const at = edgesAt(graph);
  const seen = new Uint8Array(graph.nodes);
  let count = 0;
  for (let start = 0; start < graph.nodes; start++) {
    if (seen[start]) continue;
    count += 1;
    seen[start] = 1;
    const queue = [start];
    for (let next = 0; next < queue.length; next++) {
      for (const e of at[queue[next]]) {
        const other = otherEnd(graph, e, queue[next]);
        if (seen[other]) continue;
        seen[other] = 1;
        queue.push(other);
      }
    }
  }
  return count;
}
