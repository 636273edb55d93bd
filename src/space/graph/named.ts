/** Small graphs that have names. All are planar; they are drawn without crossings inside one of their faces. */
import type { Graph } from './graph.ts';

/** A 3-connected planar graph, and a face to draw as the outer polygon. */
interface Named {
  readonly edges: readonly (readonly [number, number])[];
  readonly outer: readonly number[];
}

const ring = (first: number, length: number) => Array.from({ length }, (_, i) => [first + i, first + ((i + 1) % length)] as const);
/** From each node of a ring to the one of the same number in another, or to one further on. */
const between = (from: number, to: number, length: number, turned = 0) => Array.from({ length }, (_, i) => [from + i, to + ((i + turned) % length)] as const);

/** R. Frucht, Can. J. Math. 1, 365 (1949): every node has three neighbours, and no symmetry maps the graph on itself. */
const FRUCHT: Named = {
  edges: [...ring(0, 7), [0, 7], [1, 7], [2, 8], [3, 9], [4, 9], [5, 10], [6, 10], [7, 11], [8, 9], [8, 11], [10, 11]],
  outer: [0, 1, 2, 3, 4, 5, 6],
};

const NAMED: Readonly<Record<GraphName, Named>> = {
  cube: { edges: [...ring(0, 4), ...ring(4, 4), ...between(0, 4, 4)], outer: [0, 1, 2, 3] },
  dodecahedron: {
    edges: [...ring(0, 5), ...between(0, 5, 5), ...between(5, 10, 5), ...between(5, 10, 5, 4), ...between(10, 15, 5), ...ring(15, 5)],
    outer: [0, 1, 2, 3, 4],
  },
  frucht: FRUCHT,
  icosahedron: {
    edges: [
      ...between(0, 1, 1),
      ...[2, 3, 4, 5].map((i) => [0, i] as const),
      ...ring(1, 5),
      ...between(1, 6, 5),
      ...between(1, 6, 5, 4),
      ...ring(6, 5),
      ...[6, 7, 8, 9, 10].map((i) => [i, 11] as const),
    ],
    outer: [0, 1, 2],
  },
};

/** What `namedGraph` makes. */
export type GraphName = 'cube' | 'dodecahedron' | 'frucht' | 'icosahedron';
/** All names of small graphs. */
export const GRAPH_NAMES: readonly GraphName[] = Object.keys(NAMED) as GraphName[];

/** A graph by its name, with positions. */
export function namedGraph(name: GraphName): Graph {
  const { edges, outer } = NAMED[name];
  const nodes = edges.flat().reduce((most, node) => Math.max(most, node), 0) + 1;
  return { nodes, edges, name, positions: embedded(nodes, edges, outer) };
}

/** Digits of positions behind the point. */
const DIGITS = 1e9;
/** Sweeps of relaxation; each divides the error by more than two in graphs of this size. */
const SWEEPS = 400;

/**
 * Positions in which every node within the outer polygon lies at the mean of its neighbours: no edges cross (W. T. Tutte, Proc. London Math.
 * Soc. 13, 743 (1963)).
 */
function embedded(nodes: number, edges: readonly (readonly [number, number])[], outer: readonly number[]): (readonly [number, number])[] {
  const places = Array.from({ length: nodes }, (): [number, number] => [0, 0]);
  outer.forEach((node, i) => {
    const angle = Math.PI / 2 - (2 * Math.PI * i) / outer.length;
    places[node] = [Math.cos(angle), Math.sin(angle)];
  });
  const inner = places.map((_, node) => node).filter((node) => !outer.includes(node));
  const around = places.map((_, node) => edges.filter((edge) => edge.includes(node)).map(([a, b]) => (a === node ? b : a)));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const node of inner) {
      const next = around[node];
      places[node] = [0, 1].map((c) => next.reduce((sum, other) => sum + places[other][c], 0) / next.length) as [number, number];
    }
  }
  return places.map(([x, y]) => [Math.round(DIGITS * x) / DIGITS + 0, Math.round(DIGITS * y) / DIGITS + 0]);
}
