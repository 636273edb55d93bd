/**
 * Places of a graph that look alike: motions of the lattice that the graph is a projection of, which map given edges to edges. The lattice Z^d is projected to a
 * star of 2 d directions, as Z^4 is for the Ammann-Beenker tiling and Z^2 for squares; its motions are translations and the 4 d symmetries of the star.
 */
import { BlockspinError } from '../../core/errors.ts';
import type { Graph } from './graph.ts';

/** One way in which edges around a centre lie around another, or turned about the same one. */
export interface Image {
  /** The node to which the centre is mapped. */
  readonly centre: number;
  /** Steps of 180 / d degrees, after the reflection. */
  readonly turn: number;
  /** Whether it is reflected at the first axis. */
  readonly mirrored: boolean;
  /** The image of every given edge, in their order. */
  readonly edges: Uint32Array;
}

/**
 * All images of some edges: those of the centre itself first, then by ascending node. An image is taken only if every edge is mapped to an edge, and nodes of which
 * all edges are given to nodes with as many.
 * @param centre a node that is mapped with the edges
 * @param edges numbers of edges without ghosts, for example those of block, buffer and environment
 * @throws BlockspinError for a graph without lift, and for edges of a ghost
 */
export function imagesOf(graph: Graph, centre: number, edges: readonly number[]): Image[] {
  const lift = liftOf(graph);
  const dimension = lift[centre]?.length ?? 0;
  const byPlace = new Map<string, number>();
  lift.forEach((point, node) => {
    if (point) byPlace.set(point.join(), node);
  });
  const local = localOf(graph, edges, lift);
  const origin = lift[centre] ?? [];
  const offsets = local.nodes.map((node) => (lift[node] ?? []).map((n, j) => n - origin[j]));
  const candidates = [centre, ...[...lift.keys()].filter((node) => node !== centre && lift[node])];
  const motions = motionsOf(dimension);
  const moved = motions.map(({ apply }) => offsets.map(apply));
  const images: Image[] = [];
  for (const to of candidates) {
    const place = lift[to] ?? [];
    motions.forEach(({ turn, mirrored }, m) => {
      const found = imageAt(local, (i) => byPlace.get(moved[m][i].map((n, j) => n + place[j]).join()));
      if (found) images.push({ centre: to, turn, mirrored, edges: found });
    });
  }
  return images;
}

/** The given edges by their own nodes, and where to look up the edges and degrees of the graph. */
interface Local {
  readonly nodes: readonly number[];
  /** Ends of each given edge, as places in `nodes`. */
  readonly ends: readonly (readonly [number, number])[];
  /** Edges by their ends, the lower number first. */
  readonly between: ReadonlyMap<string, number>;
  /** Of each of `nodes`: its number of edges, where all of them are given, else undefined. */
  readonly whole: readonly (number | undefined)[];
  readonly degrees: Uint32Array;
}

function localOf(graph: Graph, edges: readonly number[], lift: readonly (readonly number[] | null)[]): Local {
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
    if (lift[a] && lift[b]) return [place(a), place(b)] as const;
    throw new BlockspinError({ setting: 'edges', expected: 'edges without ghosts', got: `${e}`, remedy: 'a ghost has no place that could be mapped' });
  });
  const degrees = new Uint32Array(graph.nodes);
  for (const node of graph.edges.flat()) degrees[node]++;
  const between = new Map(graph.edges.map(([a, b], e) => [key(a, b), e]));
  return { nodes, ends, between, degrees, whole: nodes.map((node) => (given[node] === degrees[node] ? degrees[node] : undefined)) };
}

const key = (a: number, b: number) => `${Math.min(a, b)},${Math.max(a, b)}`;

/** The images of the edges under a map of the nodes, or undefined where one has none. */
function imageAt({ nodes, ends, between, degrees, whole }: Local, imageOf: (i: number) => number | undefined): Uint32Array | undefined {
  const images = new Uint32Array(nodes.length);
  for (let i = 0; i < nodes.length; i++) {
    const image = imageOf(i);
    if (image === undefined || (whole[i] !== undefined && whole[i] !== degrees[image])) return undefined;
    images[i] = image;
  }
  const edges = new Uint32Array(ends.length);
  for (let e = 0; e < ends.length; e++) {
    const edge = between.get(key(images[ends[e][0]], images[ends[e][1]]));
    if (edge === undefined) return undefined;
    edges[e] = edge;
  }
  return edges;
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

function liftOf({ lift, name }: Graph): readonly (readonly number[] | null)[] {
  if (lift) return lift;
  throw new BlockspinError({
    who: name ?? 'the graph',
    expected: 'whole coordinates of its nodes, for symmetric centres',
    got: 'no lift',
    remedy: 'add "lift", or use one centre',
  });
}
