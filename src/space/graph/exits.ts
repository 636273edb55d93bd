/** Ways out of a region, of which exactly one has a dimer: its tips, and the neighbours around a centre with the classes of their exits. */
import { bondsFrom } from './distance.ts';
import type { Graph } from './graph.ts';
import { type Region, regionsAround } from './regions.ts';

/** Inner ends of a membrane. */
export interface Tips {
  /** In the order of their angles. */
  readonly nodes: readonly number[];
  /** Around the centre, radians, ascending. */
  readonly angles: readonly number[];
  /** Edges of the membrane at each. */
  readonly edges: readonly (readonly number[])[];
}

/** A neighbour of a centre, and the membrane of its region. Exactly one of all these edges has a dimer. */
export interface NeighbourExits {
  readonly node: number;
  /** Nodes of its region. */
  readonly region: readonly number[];
  /** Of its place around the centre, radians. */
  readonly angle: number;
  /** Edges to the region of the centre. */
  readonly centre: readonly number[];
  /** Edges on the left and on the right of the outward radius. */
  readonly left: readonly number[];
  readonly right: readonly number[];
}

type Place = readonly [number, number];

/** The tips of a region; undefined for a graph without positions. */
export function tipsOf({ edges, positions }: Graph, centre: number, { nodes, membrane }: Region): Tips | undefined {
  const middle = positions?.[centre];
  if (!positions || !middle) return undefined;
  const inside = new Set(nodes);
  const at = new Map<number, number[]>();
  for (const e of membrane) {
    const tip = edges[e].find((node) => inside.has(node)) as number;
    at.set(tip, [...(at.get(tip) ?? []), e]);
  }
  const tips = [...at].map(([node, own]) => ({ node, own, angle: angleFrom(middle, positions[node] ?? middle) })).sort((a, b) => a.angle - b.angle);
  return { nodes: tips.map(({ node }) => node), angles: tips.map(({ angle }) => angle), edges: tips.map(({ own }) => own) };
}

/**
 * The neighbours of a centre one scale above its region of a level: nodes with as many edges as the centre, whose regions of the level below take up the outer ends of its
 * membrane. A region of a level below 0 is the node itself, so that at level -1 the neighbours are those in the graph, and at level 1 of the Ammann-Beenker tiling the eight
 * at distance s² = 3 + 2√2.
 * @returns in the order of their angles; none where the graph ends before or has no positions
 */
export function neighbourExits(graph: Graph, centre: number, level: number): NeighbourExits[] {
  const { positions, edges, ghosts = [] } = graph;
  const middle = positions?.[centre];
  const towards = nodesOf(graph, centre, level);
  if (!positions || !middle || !towards) return [];
  const near = new Set(towards);
  const outer = new Set(edges.filter(([a, b]) => near.has(a) !== near.has(b)).map(([a, b]) => (near.has(a) ? b : a)));
  const found: NeighbourExits[] = [];
  while (outer.size > 0) {
    const [end] = outer;
    if (ghosts.includes(end)) return [];
    const of = neighbourAt(graph, centre, level - 1, end, near);
    const place = of && positions[of.node];
    if (!of || !place) return [];
    for (const node of of.region) outer.delete(node);
    found.push({ ...of, angle: angleFrom(middle, place), ...classesOf(graph, of.region, near, middle, place) });
  }
  return found.sort((a, b) => a.angle - b.angle);
}

const angleFrom = (from: Place, to: Place) => Math.atan2(to[1] - from[1], to[0] - from[0]);

function nodesOf(graph: Graph, node: number, level: number): readonly number[] | undefined {
  return level < 0 ? [node] : regionsAround(graph, node).regions[level]?.nodes;
}

/** The node nearest to `end` whose region holds it and nothing of the centre's. */
function neighbourAt(graph: Graph, centre: number, level: number, end: number, near: ReadonlySet<number>): Pick<NeighbourExits, 'node' | 'region'> | undefined {
  if (level < 0) return { node: end, region: [end] };
  const degrees = new Uint32Array(graph.nodes);
  for (const node of graph.edges.flat()) degrees[node]++;
  const bonds = bondsFrom(graph, end);
  const candidates = [...bonds.keys()].filter((node) => degrees[node] === degrees[centre] && !near.has(node) && Number.isFinite(bonds[node]));
  for (const node of candidates.sort((a, b) => bonds[a] - bonds[b])) {
    const region = nodesOf(graph, node, level);
    if (region?.includes(end) && !region.some((one) => near.has(one))) return { node, region };
  }
  return undefined;
}

/** Edges out of a region by class; an edge lies where its middle lies, since its outer end may be on the radius. */
function classesOf({ edges, positions = [] }: Graph, region: readonly number[], near: ReadonlySet<number>, middle: Place, place: Place) {
  const inside = new Set(region);
  const classes: Record<'centre' | 'left' | 'right', number[]> = { centre: [], left: [], right: [] };
  edges.forEach(([a, b], e) => {
    if (inside.has(a) === inside.has(b)) return;
    const ends = [a, b].flatMap((node) => (positions[node] ? [positions[node] as Place] : []));
    const [x, y] = [0, 1].map((c) => ends.reduce((sum, end) => sum + end[c] / ends.length, 0) - place[c]);
    const left = (place[0] - middle[0]) * y - (place[1] - middle[1]) * x > 0;
    classes[near.has(inside.has(a) ? b : a) ? 'centre' : left ? 'left' : 'right'].push(e);
  });
  return classes;
}
