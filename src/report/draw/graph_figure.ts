/** A graph with its regions: edges in the colour of the innermost region that holds them, membranes dashed. */
import type { Graph } from '../../space/graph/graph.ts';
import type { Regions } from '../../space/graph/regions.ts';
import { seriesColours } from './colours.ts';
import type { Figure } from './figure.ts';
import { FAINT, INK, rounded, themed } from './theme.ts';

/** More are drawn around the centre alone. */
export const MOST_EDGES = 6000;
/** Nodes are dots where there are no more of them. */
const MOST_DOTS = 400;
/** Pixels of the longer side. */
const SIDE = 410;
/** Length of an edge that leads to a ghost, in the median length of an edge, and the angle between several at one node. */
const STUB = 0.6;
const FAN = 0.3;

type Place = readonly [number, number];
/** An edge by its number as it is drawn; region is the level that holds it, or whose membrane it is part of. */
export interface GraphLine {
  readonly edge: number;
  readonly ends: readonly [Place, Place];
  readonly region: number | undefined;
  readonly membrane: boolean;
}

/** The figure, or undefined for a graph without positions. */
export function graphFigure(graph: Graph, found: Regions): Figure | undefined {
  const { positions, name = 'graph', edges } = graph;
  if (!positions) return undefined;
  const middle = positions[found.centre] ?? ([0, 0] as const);
  const away = ({ ends: [a, b] }: GraphLine) => Math.hypot((a[0] + b[0]) / 2 - middle[0], (a[1] + b[1]) / 2 - middle[1]);
  const all = graphLines(graph, positions, found, middle);
  const lines = all.length > MOST_EDGES ? all.sort((a, b) => away(a) - away(b)).slice(0, MOST_EDGES) : all;
  const notes = [...(found.reason?.split(': ') ?? []), ...(lines.length < all.length ? [`the ${lines.length} edges nearest to the centre`] : [])];
  const title = `${name}: ${graph.nodes} nodes, ${edges.length} edges`;
  return {
    name: 'graph',
    title,
    caption:
      'Edges have the colour of the innermost region around the centre that holds them; membranes are dashed. Exactly one edge of every membrane is in a perfect matching.',
    spec: themed({
      title: { text: title, ...(notes.length > 0 ? { subtitle: notes } : {}) },
      description:
        found.regions.map(({ level, nodes, membrane }) => `level ${level}: ${nodes.length} nodes, ${membrane.length} edges out`).join('; ') || 'no regions',
      ...drawing(lines, graph, found),
    }),
  };
}

/** The edges of a graph in the plane; those of a ghost are stubs at their other ends, away from the middle. */
export function graphLines(graph: Graph, positions: readonly (Place | null)[], { regions }: Pick<Regions, 'regions'>, middle: Place): GraphLine[] {
  const region = new Map<number, number>();
  const membrane = new Set<number>();
  for (const { level, edges, membrane: out } of [...regions].reverse()) {
    for (const e of [...edges, ...out]) region.set(e, level);
    for (const e of out) membrane.add(e);
  }
  const stub = STUB * medianLength(graph, positions);
  const stubs = new Map<number, number>();
  return graph.edges.flatMap(([a, b], e): GraphLine[] => {
    const [from, to] = [positions[a], positions[b]];
    const of = { edge: e, region: region.get(e), membrane: membrane.has(e) };
    if (from && to) return [{ ends: [from, to], ...of }];
    const [inner, tip] = from ? [from, a] : to ? [to, b] : [];
    if (inner === undefined || tip === undefined) return [];
    const count = stubs.get(tip) ?? 0;
    stubs.set(tip, count + 1);
    // Alternately to the left and to the right of outwards.
    const turn = FAN * Math.ceil(count / 2) * (count % 2 === 0 ? 1 : -1);
    const angle = Math.atan2(inner[1] - middle[1], inner[0] - middle[0]) + turn;
    return [{ ends: [inner, [inner[0] + stub * Math.cos(angle), inner[1] + stub * Math.sin(angle)]], ...of }];
  });
}

function medianLength({ edges }: Graph, positions: readonly (Place | null)[]): number {
  const lengths = edges.flatMap(([a, b]) => {
    const [from, to] = [positions[a], positions[b]];
    return from && to ? [Math.hypot(from[0] - to[0], from[1] - to[1])] : [];
  });
  return lengths.sort((a, b) => a - b)[Math.floor(lengths.length / 2)] ?? 1;
}

function drawing(lines: readonly GraphLine[], graph: Graph, { centre, regions }: Regions): object {
  const { positions = [] } = graph;
  const ends = lines.flatMap((line) => line.ends);
  const range = (c: 0 | 1) => [ends.reduce((least, end) => Math.min(least, end[c]), Infinity), ends.reduce((most, end) => Math.max(most, end[c]), -Infinity)];
  const [xs, ys] = [range(0), range(1)];
  const scale = SIDE / Math.max(xs[1] - xs[0], ys[1] - ys[0], 1e-9);
  const axis = (field: string, domain: number[]) => ({ field, type: 'quantitative', scale: { domain, nice: false, zero: false }, axis: null });
  const [x, y] = [axis('x', xs), axis('y', ys)];
  const names = regions.map(({ level, nodes, membrane }) => `level ${level}: ${nodes.length} nodes, ${membrane.length} edges out`);
  const colour = {
    field: 'region',
    type: 'nominal',
    scale: { domain: names, range: seriesColours(names.length) },
    legend: { title: null, columns: 1, labelLimit: 0 },
  };
  const records = lines.map(({ ends: [a, b], region, membrane }) => ({
    kind: membrane ? 'membrane' : region === undefined ? 'edge' : 'inner',
    x: rounded(a[0]),
    y: rounded(a[1]),
    x2: rounded(b[0]),
    y2: rounded(b[1]),
    ...(region === undefined ? {} : { region: names[region] }),
  }));
  const rule = (kind: string, mark: object, encoding: object = {}) => ({
    transform: [{ filter: `datum.kind === '${kind}'` }],
    mark: { type: 'rule', aria: false, ...mark },
    encoding: { x, y, x2: { field: 'x2' }, y2: { field: 'y2' }, ...encoding },
  });
  const dot = (node: number) => {
    const place = positions[node];
    return place ? [{ x: rounded(place[0]), y: rounded(place[1]) }] : [];
  };
  const dots = graph.nodes <= MOST_DOTS ? [...positions.keys()].flatMap(dot) : [];
  const points = (values: object[], size: number, color: string) => ({
    data: { values },
    mark: { type: 'point', aria: false, filled: true, size, color, opacity: 1 },
    encoding: { x, y },
  });
  return {
    width: Math.max(1, Math.round(scale * (xs[1] - xs[0]))),
    height: Math.max(1, Math.round(scale * (ys[1] - ys[0]))),
    data: { values: records },
    layer: [
      rule('edge', { color: FAINT, strokeWidth: 1, opacity: 0.5 }),
      ...(names.length > 0
        ? [rule('inner', { strokeWidth: 1.5 }, { color: colour }), rule('membrane', { strokeWidth: 1.5, strokeDash: [3, 2] }, { color: colour })]
        : []),
      ...(dots.length > 0 ? [points(dots, 8, INK)] : []),
      points(dot(centre), 60, INK),
    ],
  };
}
