/** Distinct optima in an ensemble of filters: clusters much tighter than the distances between them, or none. */

import { type Components, dot, unit, type Vector } from '../filters/vectors.ts';
import { alignEnsemble, bestGauge } from './gauge_order.ts';
import type { Element } from './group.ts';

/**
 * Which filters count as the same: with 'none' only equal ones (the two signs are two optima), with 'sign' those that differ in the
 * signs of components, with 'sign and order' also those that differ in the order of components. With 'order' those that differ in the order
 * alone: the logits of a variable with several states, whose names mean nothing.
 */
export type Freedom = 'none' | 'sign' | 'sign and order' | 'order';

/** An optimum of the ensemble. */
export interface Cluster {
  /** Mean direction of its runs (C, d), every component of length 1/√C, so that the whole has length 1. */
  centre: number[][];
  /** Indices of its runs. */
  runs: number[];
  /** The angle to the centre that 95 % of its runs stay within, radians. */
  radius: number;
}

/** The clusters of an ensemble. */
export interface Clusters {
  clusters: Cluster[];
  /** Clusters too small to count by themselves; empty where there are no clusters. */
  strays: Cluster[];
}

/** Steps between runs of one optimum must be shorter than steps between optima by at least this factor. */
const GAP = 1.5;
/** Steps below this, radians, count as equally short. */
const FINEST = 1e-3;
/** Runs of an optimum lie within this angle of its centre, radians (cosine 0.83). */
const WIDEST = 0.6;
/** Clusters of fewer runs, or of a smaller share of the ensemble, are strays. */
const LEAST_RUNS = 3;
const LEAST_SHARE = 0.02;

/** The run with components of length 1/√C each: the information of a sign does not depend on the scale of a component. */
export function scaled(run: Components): number[][] {
  const factor = 1 / Math.sqrt(run.length);
  return run.map((component) => unit(component).map((w) => w * factor));
}

/**
 * The cosine between two scaled runs, the largest that the freedom allows.
 *
 * @param after an element of the block's group that acts on the first run before; values that it drops count as 0
 */
export function cosineOf(a: Components, b: Components, freedom: Freedom, after?: Element): number {
  const overlap = (f: Vector, g: Vector) => {
    if (!after) return dot(f, g);
    const { to, flips } = after;
    let sum = 0;
    for (let i = 0; i < f.length; i++) if (to[i] >= 0) sum += (flips ? flips[i] * f[i] : f[i]) * g[to[i]];
    return sum;
  };
  const first = after ? after.order.map((from) => a[from]) : a;
  if (freedom.endsWith('order') && a.length > 1)
    return bestGauge(
      b.map((g) => first.map((f) => overlap(f, g))),
      freedom !== 'order',
    ).sum;
  return first.reduce((sum, f, c) => {
    const cosine = overlap(f, b[c]);
    return sum + (freedom === 'none' || freedom === 'order' ? (after?.signs[c] ?? 1) * cosine : Math.abs(cosine));
  }, 0);
}

/** The angle between two scaled runs, the least that the freedom allows; radians, to 1e-8 at best. */
export function angleOf(a: Components, b: Components, freedom: Freedom): number {
  return Math.acos(Math.max(-1, Math.min(1, cosineOf(a, b, freedom))));
}

/**
 * Single-linkage clusters, cut at the widest gap in the lengths of the minimum spanning tree, and kept only if they are
 * tight (95 % of the runs within 0.6 of the centre) and apart (those radii less than half the way to the next centre).
 * A continuum of filters has no gap or no tight clusters; the result is then empty.
 * Source: Gower and Ross, J. R. Stat. Soc. C 18, 54 (1969).
 *
 * @param runs scaled (n, C, d)
 */
export function findClusters(runs: readonly Components[], freedom: Freedom): Clusters {
  const tree = spanningTree(runs, freedom).sort((a, b) => a.length - b.length);
  const most = Math.max(1, Math.floor(runs.length / 2));
  let cut = tree.length;
  let widest = GAP;
  for (let i = Math.max(1, tree.length - most + 1); i < tree.length; i++) {
    const ratio = tree[i].length / Math.max(tree[i - 1].length, FINEST);
    if (tree[i].length > FINEST && ratio > widest) [widest, cut] = [ratio, i];
  }
  const least = Math.max(LEAST_RUNS, LEAST_SHARE * runs.length);
  const groups = joined(runs.length, tree.slice(0, cut)).map((group) => clusterOf(runs, group, freedom));
  const clusters = groups.filter((group) => group.runs.length >= least).sort((a, b) => b.runs.length - a.runs.length);
  const strays = groups.filter((group) => group.runs.length < least);
  const strayed = strays.reduce((sum, group) => sum + group.runs.length, 0);
  const apart = separation(clusters, freedom);
  const valid = clusters.length > 0 && strayed < runs.length / 2 && clusters.every(({ radius }) => radius < WIDEST && radius < apart / 2);
  return valid ? { clusters, strays } : { clusters: [], strays: [] };
}

/** The least angle between two centres, radians; a right angle, as between unrelated filters, where there is only one. */
export function separation(clusters: readonly Cluster[], freedom: Freedom): number {
  let least = Math.PI / 2;
  clusters.forEach((a, i) => {
    for (const b of clusters.slice(i + 1)) least = Math.min(least, angleOf(a.centre, b.centre, freedom));
  });
  return least;
}

function clusterOf(runs: readonly Components[], group: number[], freedom: Freedom): Cluster {
  const members = group.map((i) => runs[i]);
  const alike = freedom === 'none' ? members : freedom === 'sign' ? signedAlike(members) : alignEnsemble(members, freedom !== 'order').ensemble;
  const centre = scaled(alike[0].map((component, c) => component.map((_, k) => alike.reduce((sum, run) => sum + run[c][k], 0))));
  const angles = members.map((run) => angleOf(run, centre, freedom)).sort((a, b) => a - b);
  return { centre, runs: group, radius: angles[Math.ceil(0.95 * angles.length) - 1] };
}

/** Gives every component the sign it has in the first run. Within a cluster this is well defined, because its runs are far from orthogonal. */
function signedAlike(members: readonly Components[]): Components[] {
  return members.map((run) => run.map((component, c) => (dot(component, members[0][c]) < 0 ? component.map((w) => 0 - w) : component)));
}

interface Edge {
  a: number;
  b: number;
  length: number;
}

/** Prim's minimum spanning tree: n - 1 edges, n²/2 angles. */
function spanningTree(runs: readonly Components[], freedom: Freedom): Edge[] {
  const left = new Set(runs.keys());
  const nearest = runs.map(() => ({ to: 0, length: Number.POSITIVE_INFINITY }));
  const edges: Edge[] = [];
  let at = 0;
  left.delete(0);
  while (left.size > 0) {
    let next = -1;
    for (const i of left) {
      const length = angleOf(runs[i], runs[at], freedom);
      if (length < nearest[i].length) nearest[i] = { to: at, length };
      if (next < 0 || nearest[i].length < nearest[next].length) next = i;
    }
    edges.push({ a: nearest[next].to, b: next, length: nearest[next].length });
    left.delete(next);
    at = next;
  }
  return edges;
}

/** Connected parts of n points under some edges. */
function joined(n: number, edges: readonly Edge[]): number[][] {
  const parent = Array.from({ length: n }, (_, i) => i);
  const root = (i: number) => {
    let at = i;
    while (parent[at] !== at) at = parent[at];
    return at;
  };
  for (const { a, b } of edges) parent[root(a)] = root(b);
  const parts = new Map<number, number[]>();
  for (let i = 0; i < n; i++) parts.set(root(i), [...(parts.get(root(i)) ?? []), i]);
  return [...parts.values()];
}
