/** All perfect matchings of small graphs by recursion over nodes, and the golden values of graphs. Shares nothing with src/exact/matching. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MatchingGraph } from '../../src/exact/matching/graph.ts';
import { ammannBeenkerPosition } from '../../src/space/graph/ammann_beenker.ts';
import { root } from './root.ts';

type Pair = [number, number];

export interface SmallGraph {
  nodes: number;
  edges: Pair[];
  positions?: Pair[];
  V: number[];
  E: number[];
  matchings: number;
  p: string[];
  I_VE: number;
  H: Record<string, number>;
}

interface Golden {
  small: Record<string, SmallGraph>;
  nodes: Record<
    string,
    { edges: Pair[]; nodes: number; V: number[]; E: number[]; model: string; parameter: number; Z: number; I_VE: number; I_count: number; best: number }
  >;
  patches: Record<string, { logZ: number; orbits: [middle: number, copies: number, p: number][] }>;
  ceilings: { bits: number; H_tip_bits: number; best_bits: Record<string, number>; V: number[]; E: number[]; tips: Pair[][]; constants: number[] };
  star: { E4: number; membrane: number; arcs: number; states: number };
  exits: { level0_level1: number; spoke: number };
  pairs: Record<string, number>;
  super_dimers: Record<string, number[]>;
}

export const MATCHINGS = JSON.parse(readFileSync(join(root, 'tests/golden/matchings.json'), 'utf8')) as Golden;

const PATCHES = JSON.parse(readFileSync(join(root, 'tests/golden/ammann_beenker.json'), 'utf8')).patches as Record<
  string,
  { lift: number[][]; edges: Pair[]; ghost: number }
>;

/** A patch of the golden tiling, to whose edges the golden lists refer. */
export function goldenPatch(level: number): MatchingGraph & { lift: (number[] | null)[]; positions: (Pair | null)[] } {
  const { lift, edges, ghost } = PATCHES[level];
  const positions = lift.map((one) => [...ammannBeenkerPosition(one)] as Pair);
  return { nodes: lift.length + 1, edges, ghosts: [ghost], lift: [...lift, null], positions: [...positions, null] };
}

/** Bonds from a node to all others, ghosts not used. */
export function bondsFrom({ nodes, edges, ghosts = [] }: MatchingGraph, from: number): number[] {
  const found = new Array<number>(nodes).fill(Number.POSITIVE_INFINITY);
  found[from] = 0;
  for (let reached = true; reached; ) {
    reached = false;
    for (const [a, b] of edges) {
      for (const [here, there] of [
        [a, b],
        [b, a],
      ]) {
        if (ghosts.includes(there) || !(found[here] + 1 < found[there])) continue;
        found[there] = found[here] + 1;
        reached = true;
      }
    }
  }
  return found;
}

/** All perfect matchings as lists of edges, with their weights. */
export function allMatchings({ nodes, edges, weights }: MatchingGraph): { edges: number[]; weight: number }[] {
  const found: { edges: number[]; weight: number }[] = [];
  const cover = (free: ReadonlySet<number>, chosen: readonly number[], weight: number): void => {
    const [node] = free;
    if (node === undefined) {
      found.push({ edges: [...chosen], weight });
      return;
    }
    edges.forEach(([a, b], e) => {
      if ((a !== node && b !== node) || !free.has(a) || !free.has(b)) return;
      cover(new Set([...free].filter((one) => one !== a && one !== b)), [...chosen, e], weight * (weights?.[e] ?? 1));
    });
  };
  cover(new Set(Array.from({ length: nodes }, (_, node) => node)), [], 1);
  return found;
}

/** I of two functions of the matchings, nats, by definition. */
export function informationOf(all: readonly { edges: number[]; weight: number }[], one: (edges: readonly number[]) => string, two: typeof one): number {
  const total = all.reduce((sum, { weight }) => sum + weight, 0);
  const counts = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()];
  for (const { edges, weight } of all) {
    const [a, b] = [one(edges), two(edges)];
    [a, b, `${a}|${b}`].forEach((key, k) => {
      counts[k].set(key, (counts[k].get(key) ?? 0) + weight / total);
    });
  }
  const entropy = (k: number) => [...counts[k].values()].reduce((sum, p) => sum - p * Math.log(p), 0);
  return entropy(0) + entropy(1) - entropy(2);
}

/** An open board of squares. */
export function board(width: number, height: number): Pick<MatchingGraph, 'nodes' | 'edges'> & { positions: Pair[]; lift: Pair[] } {
  const places = Array.from({ length: width * height }, (_, i): Pair => [i % width, Math.floor(i / width)]);
  const edges = places.flatMap(([x, y], i): Pair[] => [...(x + 1 < width ? [[i, i + 1] as Pair] : []), ...(y + 1 < height ? [[i, i + width] as Pair] : [])]);
  return { nodes: width * height, edges, positions: places, lift: places };
}
