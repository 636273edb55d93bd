/** Perfect matchings of one graph: their number, and the probabilities of edges, alone and together. */
import { BlockspinError } from '../../core/errors.ts';
import { enumerate, MOST_MATCHINGS } from './enumeration.ts';
import { checkGraph, type MatchingGraph, weightsOf } from './graph.ts';
import { orientationOf, signedEntries } from './orientation.ts';
import { checkPerfect } from './perfect.ts';
import { type Eliminated, type Entry, eliminate } from './skew.ts';

/** Most edges of a joint probability. */
const MOST_JOINT = 24;

/** How the matchings of a graph are summed. */
export interface Matchings {
  /** By the signs of a tiling, of the faces of a drawing, or one by one. */
  readonly method: 'lift' | 'faces' | 'enumeration';
  /** ln of the sum over all perfect matchings of the products of activities: their number for activities 1. */
  readonly logPartition: number;
  /** (edges) by edge for A(a, b), edge [a, b]; none where matchings are enumerated. */
  readonly signs?: Int8Array;
  /** (edges) how probable a dimer on each edge is. */
  edgeProbabilities(): Float64Array;
  /**
   * How probable it is that all edges of one list have dimers and none of another.
   * @throws BlockspinError for more than 24 edges
   */
  joint(on: readonly number[], off?: readonly number[]): number;
}

/**
 * Sums over the perfect matchings of a graph: as a Pfaffian where it is drawn in the plane without crossings, else one by one up to 1e7.
 * @throws BlockspinError for what is no graph, a graph without perfect matchings, and a graph that is neither drawn nor small
 */
export function matchingsOf(graph: MatchingGraph): Matchings {
  checkGraph(graph);
  checkPerfect(graph);
  const orientation = orientationOf(graph);
  if ('signs' in orientation) return pfaffian(graph, orientation.signs, orientation.from);
  const all = enumerated(graph);
  if (all) return all;
  throw new BlockspinError({
    setting: 'graph',
    expected: `${orientation.expected}, or at most ${MOST_MATCHINGS} matchings`,
    got: `${orientation.got}, and too many matchings to list`,
    remedy: 'give positions in which no edges cross, or take a smaller piece',
  });
}

/**
 * Products of entries of A and A^-1: with edges off, Pf(A + U C U^T) / Pf A = Pf(C^-1 + U^T A^-1 U) / Pf C^-1, where C has -A(a, b) for each of them; with
 * edges on, the part that is linear in their C.
 */
function pfaffian(graph: MatchingGraph, signs: Int8Array, method: 'lift' | 'faces'): Matchings {
  const nodes = Array.from({ length: graph.nodes }, (_, node) => node);
  const weights = weightsOf(graph);
  const whole = eliminate(nodes, signedEntries(graph, signs));
  const entry = (e: number) => signs[e] * weights[e];
  const columns = new Map<number, Float64Array>();
  return {
    method,
    logPartition: whole.log,
    signs,
    edgeProbabilities: () => edgeProbabilities(graph, whole, entry),
    joint: (on, off = []) => {
      checkJoint(graph, on, off);
      const all = [...on, ...off];
      for (const node of all.flatMap((e) => graph.edges[e])) if (!columns.has(node)) columns.set(node, columnOf(whole, graph.nodes, node));
      return jointProbability(graph, on, off, entry, columns);
    },
  };
}

function columnOf(whole: Eliminated, nodes: number, node: number): Float64Array {
  const unit = new Float64Array(nodes);
  unit[node] = 1;
  return whole.solve(unit);
}

/** P(e) = A(a, b) A^-1(b, a). */
function edgeProbabilities({ edges, nodes }: MatchingGraph, whole: Eliminated, entry: (e: number) => number): Float64Array {
  const probabilities = new Float64Array(edges.length);
  const from = Array.from({ length: nodes }, (): number[] => []);
  edges.forEach(([a], e) => {
    from[a].push(e);
  });
  from.forEach((own, a) => {
    if (own.length === 0) return;
    const column = columnOf(whole, nodes, a);
    for (const e of own) probabilities[e] = entry(e) * column[edges[e][1]];
  });
  return probabilities;
}

function jointProbability(
  { edges }: MatchingGraph,
  on: readonly number[],
  off: readonly number[],
  entry: (e: number) => number,
  columns: ReadonlyMap<number, Float64Array>,
): number {
  const all = [...on, ...off];
  if (all.length === 0) return 1;
  const ends = all.flatMap((e) => edges[e]);
  const entries: Entry[] = [];
  ends.forEach((node, i) => {
    for (let j = i + 1; j < ends.length; j++) entries.push([i, j, (columns.get(ends[j]) as Float64Array)[node]]);
  });
  off.forEach((e, k) => {
    entries.push([2 * (on.length + k), 2 * (on.length + k) + 1, 1 / entry(e)]);
  });
  const { log, left } = eliminate(
    ends.map((_, i) => i),
    entries,
  );
  if (left.length > 0) return 0;
  return Math.exp(all.reduce((sum, e) => sum + Math.log(Math.abs(entry(e))), log));
}

function checkJoint({ edges }: MatchingGraph, on: readonly number[], off: readonly number[]): void {
  const all = [...on, ...off];
  const wrong = all.find((e, i) => !(Number.isInteger(e) && e >= 0 && e < edges.length) || all.indexOf(e) !== i);
  if (wrong === undefined && all.length <= MOST_JOINT) return;
  const expected = `at most ${MOST_JOINT} different edges from 0 to ${edges.length - 1}`;
  throw new BlockspinError({ setting: 'edges', expected, got: wrong ?? all.length, remedy: 'leave some out' });
}

function enumerated(graph: MatchingGraph): Matchings | undefined {
  let total = 0;
  const sums = new Float64Array(graph.edges.length);
  const count = enumerate(graph, {
    whole: (weight, edges) => {
      total += weight;
      for (const e of edges) sums[e] += weight;
    },
  });
  if (!Number.isFinite(count)) return undefined;
  return {
    method: 'enumeration',
    logPartition: Math.log(total),
    edgeProbabilities: () => sums.map((sum) => sum / total),
    joint: (on, off = []) => {
      checkJoint(graph, on, off);
      let part = 0;
      enumerate(graph, {
        whole: (weight, edges) => {
          if (on.every((e) => edges.includes(e)) && !off.some((e) => edges.includes(e))) part += weight;
        },
      });
      return part / total;
    },
  };
}
