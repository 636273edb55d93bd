/** Which sign each edge has in a skew-symmetric matrix whose Pfaffian counts perfect matchings. */
import { crossingEdges } from './crossing.ts';
import { faceSigns } from './faces.ts';
import { type MatchingGraph, weightsOf } from './graph.ts';
import { liftSigns } from './lift.ts';
import { type Entry, eliminate } from './skew.ts';

/** Signs, or why there are none, in words: what was expected, what was found. */
type Orientation = { readonly signs: Int8Array; readonly from: 'lift' | 'faces' } | { readonly expected: string; readonly got: string };

/**
 * The signs (edges) of A(a, b) for edges [a, b], such that |Pf A| is the sum over all perfect matchings: by the lift of a tiling by rhombs, else by
 * the faces of the drawing. Edges of a ghost get those of the null vector of the matrix without it.
 */
export function orientationOf(graph: MatchingGraph): Orientation {
  const ghosts = new Set(graph.ghosts ?? []);
  const own = (e: number) => !graph.edges[e].some((node) => ghosts.has(node));
  const inner = Array.from(graph.edges.keys()).filter(own);
  if (ghosts.size > 1) return { expected: 'one ghost at most', got: `${ghosts.size}` };
  const tips = new Set(graph.edges.flatMap((edge, e) => (own(e) ? [] : edge.filter((node) => !ghosts.has(node)))));
  const byLift = liftSigns(graph);
  if (byLift && [...tips].every((node) => byLift.rim[node] === 1)) return { signs: withGhost(graph, byLift.signs, ghosts), from: 'lift' };
  const { positions } = graph;
  const place = Array.from({ length: graph.nodes }, (_, node) => node).find((node) => !ghosts.has(node) && !positions?.[node]);
  if (place !== undefined) {
    return { expected: 'a drawing: positions of all nodes but a ghost', got: positions ? `none at node ${place}` : 'a graph without positions' };
  }
  const crossed = crossingEdges(graph, inner);
  if (crossed) {
    const [e, f] = crossed.map((one) => `edge ${one} [${graph.edges[one].join(', ')}]`);
    return { expected: 'a drawing whose straight edges do not cross', got: `${e} and ${f}, which do` };
  }
  const first = firstOfParallel(graph, inner);
  const signs = faceSigns(graph, [...new Set(first.values())], tips);
  if (!signs) return { expected: 'neighbours of the ghost around one face', got: `${tips.size} that no face sees together` };
  for (const [e, of] of first) signs[e] = graph.edges[e][0] === graph.edges[of][0] ? signs[of] : -signs[of];
  return { signs: withGhost(graph, signs, ghosts), from: 'faces' };
}

/** For each edge the first between the same nodes. */
function firstOfParallel({ edges, nodes }: MatchingGraph, drawn: readonly number[]): Map<number, number> {
  const first = new Map<number, number>();
  const of = new Map<number, number>();
  for (const e of drawn) {
    const [a, b] = edges[e];
    const pair = Math.min(a, b) * nodes + Math.max(a, b);
    if (!first.has(pair)) first.set(pair, e);
    of.set(e, first.get(pair) as number);
  }
  return of;
}

/** Without node i, the Pfaffian is (-1)^i x_i up to a factor, A x = 0: with the signs of x, all terms of the ghost's row are alike. */
function withGhost(graph: MatchingGraph, signs: Int8Array, ghosts: ReadonlySet<number>): Int8Array {
  if (ghosts.size === 0) return signs;
  const numbers = Array.from({ length: graph.nodes }, (_, node) => node).filter((node) => !ghosts.has(node));
  const { left, kernel } = eliminate(numbers, signedEntries(graph, signs));
  if (left.length !== 1) return signs;
  const x = kernel(graph.nodes);
  graph.edges.forEach(([a, b], e) => {
    if (signs[e] !== 0) return;
    const minus = ghosts.has(b) ? x[a] < 0 : x[b] >= 0;
    signs[e] = minus ? -1 : 1;
  });
  return signs;
}

/** Entries of A; edges without a sign are left out. */
export function* signedEntries(graph: MatchingGraph, signs: Int8Array): Generator<Entry> {
  const weights = weightsOf(graph);
  for (const [e, [a, b]] of graph.edges.entries()) if (signs[e] !== 0) yield [a, b, signs[e] * weights[e]];
}
