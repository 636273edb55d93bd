/**
 * Rooted isomorphisms of balls: in which ways the nodes within a number of bonds of one node lie around another. Colours are refined until they tell all that
 * neighbours can tell (B. Weisfeiler, A. Leman, Nauchno-Tekhn. Inf. 2 (9), 12 (1968)); what they leave open is decided node by node, by backtracking.
 */
import { BlockspinError } from '../../core/errors.ts';
import { type HalfEdges, halfEdges } from '../../core/half_edges.ts';
import { phrase, setting } from '../../core/phrase.ts';
import type { Graph } from './graph.ts';

/** Ways about one centre, and candidates that are tried for all nodes of all balls: more are refused. */
const [MOST_WAYS, MOST_TRIALS] = [1000, 2_000_000];
/** Distances of positions are equal within this part of the mean length of an edge. */
const TOLERANCE = 1e-3;

/** One isomorphism. */
interface BallMap {
  readonly centre: number;
  /** The image of each node of the ball. */
  readonly nodes: ReadonlyMap<number, number>;
}

/** The nodes within a number of bonds of a centre, by local numbers in the order of a breadth-first search. */
interface Ball {
  readonly nodes: readonly number[];
  /** Bonds from the centre. */
  readonly bonds: readonly number[];
  /** Of each node the edges to each of its neighbours in the ball: their weights in order, as text. Local numbers ascend. */
  readonly neighbours: readonly ReadonlyMap<number, string>[];
}

/** A graph as all balls of it are read. */
interface Whole {
  readonly graph: Graph;
  readonly half: HalfEdges;
  readonly ghosts: ReadonlySet<number>;
  readonly radius: number;
}

/**
 * All isomorphisms of the ball around a node to the balls around all nodes: edges go to edges of the same weights, and nodes closer than the radius have as many edges as
 * their images, ghosts among them. Where nodes have positions, they must lie in the same way, up to a rotation or reflection.
 * @returns those to the ball itself first, the identity before all, then by ascending node
 * @throws BlockspinError where there are too many ways, or the search takes too long
 */
export function ballMaps(graph: Graph, centre: number, radius: number): BallMap[] {
  const whole: Whole = { graph, half: halfEdges(graph), ghosts: new Set(graph.ghosts), radius };
  const palette = new Map<string, number>();
  const ball = ballOf(whole, centre);
  const { colours, rounds } = refined(whole, ball, palette);
  const shape = histogram(colours);
  const work = { trials: 0 };
  const sizes = levelSizes(ball);
  const others = Array.from({ length: graph.nodes }, (_, node) => node).filter((node) => node !== centre && !whole.ghosts.has(node));
  return [centre, ...others].flatMap((to) => {
    if (whole.half.offsets[to + 1] - whole.half.offsets[to] !== whole.half.offsets[centre + 1] - whole.half.offsets[centre]) return [];
    const image = to === centre ? ball : ballOf(whole, to);
    if (levelSizes(image) !== sizes) return [];
    const there = refined(whole, image, palette, rounds).colours;
    if (histogram(there) !== shape) return [];
    const maps = waysBetween({ ball, colours }, { ball: image, colours: there }, samePlace(graph, ball, image), work);
    return maps.map((map) => ({ centre: to, nodes: new Map(ball.nodes.map((node, i) => [node, image.nodes[map[i]]])) }));
  });
}

function ballOf({ graph, half, ghosts, radius }: Whole, centre: number): Ball {
  const nodes = [centre];
  const bonds = [0];
  const local = new Map([[centre, 0]]);
  for (let next = 0; next < nodes.length && bonds[next] < radius; next++) {
    for (let h = half.offsets[nodes[next]]; h < half.offsets[nodes[next] + 1]; h++) {
      const other = half.to[h];
      if (local.has(other) || ghosts.has(other)) continue;
      local.set(other, nodes.length);
      nodes.push(other);
      bonds.push(bonds[next] + 1);
    }
  }
  const neighbours = nodes.map((node, i) => {
    const weights = new Map<number, number[]>();
    for (let h = half.offsets[node]; h < half.offsets[node + 1]; h++) {
      const other = local.get(half.to[h]);
      // What joins two of the outermost nodes is not known to be all, and is no part of the ball.
      if (other === undefined || (bonds[i] === radius && bonds[other] === radius)) continue;
      weights.set(other, [...(weights.get(other) ?? []), graph.weights?.[half.edge[h]] ?? 1]);
    }
    return new Map([...weights].sort(([a], [b]) => a - b).map(([other, all]) => [other, all.sort((a, b) => a - b).join()]));
  });
  return { nodes, bonds, neighbours };
}

const levelSizes = ({ bonds }: Ball) => `${bonds.length}: ${bonds.filter((one, i) => i === 0 || one !== bonds[i - 1]).map((level) => bonds.indexOf(level))}`;

/** Colours by distance and degree, refined by those of the neighbours until their number stays, or for a number of rounds. */
function refined({ half, ghosts, radius }: Whole, { nodes, bonds, neighbours }: Ball, palette: Map<string, number>, asMany?: number) {
  const colourOf = (name: string) => {
    const known = palette.get(name);
    if (known !== undefined) return known;
    palette.set(name, palette.size);
    return palette.size - 1;
  };
  let colours = nodes.map((node, i) => {
    const ends = Array.from(half.to.subarray(half.offsets[node], half.offsets[node + 1]));
    return colourOf(bonds[i] < radius ? `${bonds[i]} ${ends.length} ${ends.filter((end) => ghosts.has(end)).length}` : `${radius}`);
  });
  let rounds = 0;
  for (let classes = 0; rounds < (asMany ?? nodes.length); rounds++) {
    const before = colours;
    colours = neighbours.map((near, i) => {
      const around = [...near].map(([other, weights]) => `${before[other]} ${weights}`).sort();
      return colourOf(`${before[i]}: ${around.join('; ')}`);
    });
    const now = new Set(colours).size;
    if (asMany === undefined && now === classes) return { colours, rounds: rounds + 1 };
    classes = now;
  }
  return { colours, rounds };
}

const histogram = (colours: readonly number[]) => [...colours].sort((a, b) => a - b).join();

/**
 * Whether a node of a ball may lie at a place of another, by its distances from the centre and from the nodes next to it; undefined where nodes have no positions.
 * Three of these that are on no line fix every place.
 */
function samePlace({ positions }: Graph, ball: Ball, image: Ball): ((i: number, to: number, map: Int32Array) => boolean) | undefined {
  const [here, there] = [ball, image].map(({ nodes }) => nodes.map((node) => positions?.[node]));
  if (![...here, ...there].every(Boolean)) return undefined;
  const apart = (places: typeof here, a: number, b: number) => {
    const [from, to] = [places[a] as readonly [number, number], places[b] as readonly [number, number]];
    return Math.hypot(from[0] - to[0], from[1] - to[1]);
  };
  const pairs = ball.neighbours.flatMap((near, a) => [...near.keys()].map((b) => apart(here, a, b)));
  const tolerance = (TOLERANCE * pairs.reduce((sum, one) => sum + one, 0)) / Math.max(1, pairs.length);
  const anchors = ball.bonds.filter((bonds) => bonds <= 1).length;
  return (i, to, map) => {
    for (let anchor = 0; anchor < Math.min(i, anchors); anchor++) {
      if (Math.abs(apart(here, i, anchor) - apart(there, to, map[anchor])) > tolerance) return false;
    }
    return true;
  };
}

type Coloured = { readonly ball: Ball; readonly colours: readonly number[] };

/** All isomorphisms of one ball to another, in ascending order of the images of its nodes. */
function waysBetween(from: Coloured, to: Coloured, fits: ReturnType<typeof samePlace>, work: { trials: number }): Int32Array[] {
  const { length } = from.ball.nodes;
  const ways: Int32Array[] = [];
  const map = new Int32Array(length).fill(-1);
  const used = new Uint8Array(length);
  // Of each node the neighbours that have their image before it has; the first is the one it was found from.
  const before = from.ball.neighbours.map((near, i) => [...near].filter(([other]) => other < i));
  const candidates: number[][] = [[0]];
  const next = new Int32Array(length);
  for (let i = 0; i >= 0; ) {
    if (map[i] >= 0) {
      used[map[i]] = 0;
      map[i] = -1;
    }
    const at = candidates[i].findIndex((image, n) => {
      if (n < next[i]) return false;
      if (++work.trials > MOST_TRIALS) throw tooMuch(from.ball, `more than ${MOST_TRIALS} trials`);
      if (used[image] || from.colours[i] !== to.colours[image]) return false;
      return before[i].every(([other, weights]) => to.ball.neighbours[image].get(map[other]) === weights) && (fits?.(i, image, map) ?? true);
    });
    if (at < 0) {
      i--;
      continue;
    }
    next[i] = at + 1;
    map[i] = candidates[i][at];
    used[map[i]] = 1;
    if (i + 1 === length) {
      ways.push(map.slice());
      if (ways.length > MOST_WAYS) throw tooMuch(from.ball, `more than ${MOST_WAYS}`);
    } else {
      i++;
      candidates[i] = [...to.ball.neighbours[map[before[i][0][0]]].keys()];
      next[i] = 0;
    }
  }
  return ways;
}

function tooMuch({ nodes, bonds }: Ball, got: string): BlockspinError {
  return new BlockspinError({
    setting: 'views',
    expected: `a few ways in which the ${nodes.length} nodes within ${bonds[bonds.length - 1]} bonds of node ${nodes[0]} can lie on nodes of the graph`,
    got,
    remedy: phrase`give "positions" or "lift" of the nodes, which leave fewer, a smaller block or ${setting('buffer')}, or use ${setting('views', 'centre')}`,
  });
}
