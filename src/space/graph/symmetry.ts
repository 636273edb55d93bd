/**
 * Places of a graph that look alike. With a lift: motions of the lattice that the graph is a projection of, which map given edges to edges. The lattice Z^d is projected to
 * a star of 2 d directions, as Z^4 is for the Ammann-Beenker tiling and Z^2 for squares; its motions are translations and the 4 d symmetries of the star. Without:
 * isomorphisms of the balls that hold the edges.
 */
import { BlockspinError } from '../../core/errors.ts';
import { bondsFrom } from './distance.ts';
import type { Graph } from './graph.ts';
import { ballMaps } from './isomorphisms.ts';

/** One way in which edges around a centre lie around another, or turned about the same one. */
export interface Image {
  /** The node to which the centre is mapped. */
  readonly centre: number;
  /** Of a graph with a lift: steps of 180 / d degrees, after the reflection. */
  readonly turn?: number;
  /** Of a graph with a lift: whether it is reflected at the first axis. */
  readonly mirrored?: boolean;
  /** The image of every given edge, in their order. */
  readonly edges: Uint32Array;
  /** The image of every end of these edges. */
  readonly nodes: ReadonlyMap<number, number>;
}

/**
 * All images of some edges: those of the centre itself first, the identity before all, then by ascending node. An image is taken only if every edge is mapped to an edge of
 * the same weight, and nodes of which all edges are given to nodes with as many.
 * @param centre a node that is mapped with the edges
 * @param edges numbers of edges without ghosts, for example those of block, buffer and environment
 * @throws BlockspinError for edges of a ghost, and as `ballMaps`
 */
export function imagesOf(graph: Graph, centre: number, edges: readonly number[]): Image[] {
  const local = localOf(graph, edges);
  return (graph.lift ? latticeMaps(graph.lift, centre, local.nodes) : ballsAround(graph, centre, local.nodes)).flatMap(({ imageOf, ...map }) => {
    const found = imageAt(local, imageOf);
    return found ? [{ ...map, ...found }] : [];
  });
}

/** The same, or none where there are too many to be found, as about a tree without positions. */
export function imagesIfFew(graph: Graph, centre: number, edges: readonly number[]): Image[] {
  try {
    return imagesOf(graph, centre, edges);
  } catch (error) {
    if (error instanceof BlockspinError) return [];
    throw error;
  }
}

/** A map of nodes, as far as it is known. */
interface NodeMap extends Pick<Image, 'centre' | 'turn' | 'mirrored'> {
  /** Of the i-th of some nodes. */
  readonly imageOf: (i: number) => number | undefined;
}

function latticeMaps(lift: readonly (readonly number[] | null)[], centre: number, nodes: readonly number[]): NodeMap[] {
  const origin = lift[centre] ?? [];
  const byPlace = new Map<string, number>();
  lift.forEach((point, node) => {
    if (point) byPlace.set(point.join(), node);
  });
  const offsets = nodes.map((node) => (lift[node] ?? []).map((n, j) => n - origin[j]));
  const motions = motionsOf(origin.length);
  const moved = motions.map(({ apply }) => offsets.map(apply));
  return [centre, ...[...lift.keys()].filter((node) => node !== centre && lift[node])].flatMap((to) => {
    const place = lift[to] ?? [];
    return motions.map(({ turn, mirrored }, m) => ({
      centre: to,
      turn,
      mirrored,
      imageOf: (i: number) => byPlace.get(moved[m][i].map((n, j) => n + place[j]).join()),
    }));
  });
}

function ballsAround(graph: Graph, centre: number, nodes: readonly number[]): NodeMap[] {
  const bonds = bondsFrom(graph, centre);
  const radius = nodes.reduce((most, node) => Math.max(most, bonds[node]), 0);
  if (!Number.isFinite(radius)) {
    const remedy = 'use values that bonds join to the centre, or add "lift" to the graph';
    throw new BlockspinError({ who: graph.name ?? 'the graph', expected: `edges that bonds join to node ${centre}`, got: 'others', remedy });
  }
  return ballMaps(graph, centre, radius).map((map) => ({ centre: map.centre, imageOf: (i) => map.nodes.get(nodes[i]) }));
}

/** The given edges by their own nodes, and where to look up the edges and degrees of the graph. */
interface Local {
  readonly nodes: readonly number[];
  /** Ends of each given edge, as places in `nodes`. */
  readonly ends: readonly (readonly [number, number])[];
  /** Of each given edge: its weight, and how many given before it have the same ends and weight. */
  readonly kinds: readonly string[];
  /** Edges by their ends, the lower number first, and by that. */
  readonly between: ReadonlyMap<string, number>;
  /** Of each of `nodes`: its number of edges, where all of them are given, else undefined. */
  readonly whole: readonly (number | undefined)[];
  readonly degrees: Uint32Array;
}

function localOf(graph: Graph, edges: readonly number[]): Local {
  const ghosts = new Set(graph.ghosts);
  const nodes: number[] = [];
  const at = new Map<number, number>();
  const given = new Uint32Array(graph.nodes);
  const place = (node: number) => {
    given[node]++;
    const known = at.get(node);
    if (known !== undefined) return known;
    at.set(node, nodes.length);
    return nodes.push(node) - 1;
  };
  const ends = edges.map((e) => {
    const [a, b] = graph.edges[e];
    if (!ghosts.has(a) && !ghosts.has(b)) return [place(a), place(b)] as const;
    throw new BlockspinError({ setting: 'edges', expected: 'edges without ghosts', got: `${e}`, remedy: 'a ghost has no place that could be mapped' });
  });
  const degrees = new Uint32Array(graph.nodes);
  for (const node of graph.edges.flat()) degrees[node]++;
  const all = kindsOf(graph, [...graph.edges.keys()]);
  const between = new Map(graph.edges.map(([a, b], e) => [key(a, b, all[e]), e]));
  const whole = nodes.map((node) => (given[node] === degrees[node] ? degrees[node] : undefined));
  return { nodes, ends, kinds: kindsOf(graph, edges), between, degrees, whole };
}

const key = (a: number, b: number, kind: string) => `${Math.min(a, b)},${Math.max(a, b)},${kind}`;

/** Parallel edges are told apart by their order among those of one weight. */
function kindsOf({ edges, weights }: Graph, numbers: readonly number[]): string[] {
  const seen = new Map<string, number>();
  return numbers.map((e) => {
    const weight = `${weights?.[e] ?? 1}`;
    const name = key(...edges[e], weight);
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return `${weight},${count}`;
  });
}

/** The images of the edges under a map of the nodes, or undefined where one has none. */
function imageAt({ nodes, ends, kinds, between, degrees, whole }: Local, imageOf: NodeMap['imageOf']): Pick<Image, 'edges' | 'nodes'> | undefined {
  const images = new Uint32Array(nodes.length);
  for (let i = 0; i < nodes.length; i++) {
    const image = imageOf(i);
    if (image === undefined || (whole[i] !== undefined && whole[i] !== degrees[image])) return undefined;
    images[i] = image;
  }
  const edges = new Uint32Array(ends.length);
  for (let e = 0; e < ends.length; e++) {
    const edge = between.get(key(images[ends[e][0]], images[ends[e][1]], kinds[e]));
    if (edge === undefined) return undefined;
    edges[e] = edge;
  }
  return { edges, nodes: new Map(nodes.map((node, i) => [node, images[i]])) };
}

/** The symmetries of a star of 2 d directions on Z^d: the unit vector e_j becomes e_{j + 1}, and e_d is -e_0; reflected, e_j becomes e_{-j}. */
function motionsOf(dimension: number): { turn: number; mirrored: boolean; apply: (point: readonly number[]) => number[] }[] {
  const turned = (point: readonly number[]) => [-point[dimension - 1], ...point.slice(0, dimension - 1)];
  const reflected = ([first, ...others]: readonly number[]) => [first, ...others.reverse().map((n) => -n)];
  return [false, true].flatMap((mirrored) =>
    Array.from({ length: 2 * dimension }, (_, turn) => ({
      turn,
      mirrored,
      apply: (point: readonly number[]) => {
        let image = mirrored ? reflected(point) : [...point];
        for (let step = 0; step < turn; step++) image = turned(image);
        return image;
      },
    })),
  );
}
