/** Where the one dimer leaves a region: the law of super-dimers. */
import type { MatchingGraph } from './graph.ts';
import type { Matchings } from './matchings.ts';

/** Edges of which exactly one has a dimer, by the way that it points: towards the centre, or to the left or right of the outward radius. */
export interface ExitClasses {
  readonly centre: readonly number[];
  readonly left: readonly number[];
  readonly right: readonly number[];
}

/** A node around a centre, and the regions of both. */
export interface ExitsOf {
  readonly centre: number;
  readonly node: number;
  /** Nodes of the region around `node`, the node itself among them. */
  readonly region: readonly number[];
  /** Nodes of the region around the centre that dimers towards the centre end in. */
  readonly towards: readonly number[];
}

/** The edges that leave a region, by class. Needs the positions of the graph. */
export function exitClasses({ edges, positions = [] }: MatchingGraph, { centre, node, region, towards }: ExitsOf): ExitClasses {
  const [inside, near] = [new Set(region), new Set(towards)];
  const classes: Record<keyof ExitClasses, number[]> = { centre: [], left: [], right: [] };
  const at = (one: number) => positions[one] ?? [0, 0];
  const radius = [0, 1].map((k) => at(node)[k] - at(centre)[k]);
  edges.forEach(([a, b], e) => {
    if (inside.has(a) === inside.has(b)) return;
    const end = inside.has(a) ? b : a;
    // The middle of the edge: its outer end may lie on the radius.
    const offset = [0, 1].map((k) => (at(a)[k] + at(b)[k]) / 2 - at(node)[k]);
    const left = radius[0] * offset[1] - radius[1] * offset[0] > 0;
    classes[near.has(end) ? 'centre' : left ? 'left' : 'right'].push(e);
  });
  return classes;
}

/** (classes, classes) how probable it is that one set of exits is left by each class and another by each, in the order centre, left, right. */
export function exitTable(matchings: Matchings, one: ExitClasses, two: ExitClasses): number[][] {
  const lists = ({ centre, left, right }: ExitClasses) => [centre, left, right];
  const both = (a: readonly number[], b: readonly number[]) => a.reduce((sum, e) => sum + b.reduce((of, f) => of + together(matchings, e, f), 0), 0);
  return lists(one).map((a) => lists(two).map((b) => both(a, b)));
}

const together = (matchings: Matchings, e: number, f: number) => matchings.joint(e === f ? [e] : [e, f]);
