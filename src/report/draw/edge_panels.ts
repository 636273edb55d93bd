/** Panels of filters on the edges of a graph: weights in blue and red where they are, the shell of the environment marked, membranes dashed. */
import type { Graph } from '../../space/graph/graph.ts';
import type { Region } from '../../space/graph/regions.ts';
import type { SiteList } from '../../space/sites.ts';
import type { FigureSpec } from './figure.ts';
import type { FilterPanel } from './filter_panels.ts';
import { type GraphLine, graphLines, MOST_EDGES } from './graph_figure.ts';
import { colourOfWeight, framed, LABEL, labelLayer, type PanelOptions } from './panel_frame.ts';
import { FAINT, INK, RIM, rounded } from './theme.ts';

/** A graph, and the lists of its edges that a filter has weights of or is trained against. */
export interface OnEdges {
  readonly graph: Graph;
  readonly sites: SiteList;
  /** Of the centre, whose membranes are drawn; none where there are none. */
  readonly regions?: readonly Region[];
}

/** Pictures side by side in a row of panels, and the side of one, pixels. */
const ACROSS = 4;
const SIDE = { one: 400, two: 320, many: 230 };
/** Between pictures, in their side. */
const GAP = 0.06;

/** Where the pictures of a panel lie, in the units of the positions. */
interface Layout {
  readonly left: number;
  readonly top: number;
  readonly across: number;
  readonly down: number;
  readonly columns: number;
  readonly rows: number;
  readonly scale: number;
}

/**
 * A specification that draws filters in rows and columns on the edges of a graph, on the scale of colours of `filterPanels`. More than 6,000 edges in all pictures are
 * drawn around the block alone.
 * @param panels one or more, all with as many weights in a picture as the block has edges
 * @returns undefined for a graph without positions
 */
export function edgePanels(panels: readonly FilterPanel[], { graph, sites, regions = [] }: OnEdges, words: PanelOptions): FigureSpec | undefined {
  const { positions } = graph;
  if (!positions) return undefined;
  const ends = sites.block.flatMap((e) => graph.edges[e].flatMap((node) => (positions[node] ? [positions[node] as readonly [number, number]] : [])));
  const middle = [0, 1].map((c) => ends.reduce((sum, end) => sum + end[c] / ends.length, 0)) as [number, number];
  const away = ({ ends: [a, b] }: GraphLine) => Math.hypot((a[0] + b[0]) / 2 - middle[0], (a[1] + b[1]) / 2 - middle[1]);
  const pictures = panels.reduce((sum, { components }) => sum + components.length, 0);
  const all = graphLines(graph, positions, { regions }, middle).sort((a, b) => away(a) - away(b));
  const lines = all.slice(0, Math.max(1, Math.floor(MOST_EDGES / pictures)));
  const layout = layoutOf(lines, Math.max(...panels.map(({ components }) => components.length)), words.columns.length);
  const width = Math.round(layout.scale * layout.across * layout.columns);
  const height = Math.round(layout.scale * layout.down * layout.rows);
  const note = lines.length < all.length ? [`the ${lines.length} edges nearest to the block`] : [];
  return framed(
    {
      records: panels.flatMap((panel) => recordsOf(panel, lines, sites, layout)),
      captionLines: Math.max(...panels.map(({ caption }) => caption.length)),
      width,
      height,
      layer: layers(layout, width, height, words.legend),
    },
    { ...words, subtitle: [...words.subtitle, 'grey: edges of the environment are thick, membranes dashed', ...note] },
  );
}

/** @param many pictures of a panel @param panels in a row of them */
function layoutOf(lines: readonly GraphLine[], many: number, panels: number): Layout {
  const range = (c: 0 | 1) => {
    const places = lines.flatMap(({ ends }) => ends.map((end) => end[c]));
    return [places.reduce((a, b) => Math.min(a, b)), places.reduce((a, b) => Math.max(a, b))];
  };
  const [[left, right], [bottom, top]] = [range(0), range(1)];
  const extent = Math.max(right - left, top - bottom, 1e-9);
  const columns = Math.min(many, Math.max(1, Math.floor(ACROSS / panels)));
  const side = { 1: SIDE.one, 2: SIDE.two }[columns * panels] ?? SIDE.many;
  const head = (LABEL * extent) / side;
  return {
    left,
    top,
    across: (right - left || 1) + GAP * extent,
    down: (top - bottom || 1) + GAP * extent + head,
    columns,
    rows: Math.ceil(many / columns),
    scale: side / extent,
  };
}

/** One record per edge and picture, y downwards; the first of a panel carries its caption, the first of a picture its label. */
function recordsOf({ row, column, components, caption, buffer }: FilterPanel, lines: readonly GraphLine[], sites: SiteList, layout: Layout): object[] {
  const place = new Map(sites.block.map((e, i) => [e, i]));
  const shells = sites.buffers?.filter((one) => buffer === undefined || one.buffer === buffer) ?? [];
  const shell = new Set(shells.length > 0 ? shells.flatMap(({ environment }) => environment) : sites.environment);
  const records = components.flatMap(({ rows, label }, picture) => {
    const weights = rows.flat();
    const x0 = (picture % layout.columns) * layout.across - layout.left;
    const above = Math.floor(picture / layout.columns) * layout.down;
    const y0 = layout.top + above;
    const own = lines.map(({ edge, ends: [a, b], membrane }) => {
      const at = place.get(edge);
      const weight = at === undefined ? undefined : weights[at];
      return {
        panelRow: row,
        panelColumn: column,
        kind: weight !== undefined ? 'weight' : shell.has(edge) ? 'shell' : membrane ? 'membrane' : 'edge',
        ...(weight === undefined ? {} : { weight: rounded(weight) }),
        x: rounded(x0 + a[0]),
        y: rounded(y0 - a[1]),
        x2: rounded(x0 + b[0]),
        y2: rounded(y0 - b[1]),
      };
    });
    const text = label ?? (components.length > 1 ? String(picture + 1) : undefined);
    const labelled = { middle: x0 + layout.left + layout.across / 2, above };
    return own.map((record, i) => (i === 0 && text !== undefined ? { ...record, label: text, ...labelled } : record));
  });
  return records.map((record, i) => (i === 0 ? { ...record, caption } : record));
}

function layers({ columns, scale }: Layout, width: number, height: number, legend: string): object[] {
  const axis = (domain: readonly number[], reverse: boolean) => ({ type: 'quantitative', scale: { domain, nice: false, zero: false, reverse }, axis: null });
  const margin = (GAP / 2) * (width / columns / scale);
  const [x, y] = [axis([-margin, width / scale - margin], false), axis([-margin - LABEL / scale, height / scale - margin - LABEL / scale], true)];
  const lines = (kind: string, mark: object, encoding: object = {}) => ({
    transform: [{ filter: `datum.kind === '${kind}'` }],
    mark: { type: 'rule', aria: false, ...mark },
    encoding: { x: { field: 'x', ...x }, y: { field: 'y', ...y }, x2: { field: 'x2' }, y2: { field: 'y2' }, ...encoding },
  });
  const label = labelLayer({ x: { field: 'middle', ...x }, y: { field: 'above', ...y } });
  return [
    lines('edge', { color: FAINT, strokeWidth: 0.6, opacity: 0.5 }),
    lines('membrane', { color: INK, strokeWidth: 0.9, strokeDash: [2, 2] }),
    lines('shell', { color: RIM, strokeWidth: 2.2 }),
    // White is a weight, too: a rim shows where it is.
    lines('weight', { color: FAINT, strokeWidth: 3.4 }),
    lines('weight', { strokeWidth: 2.6, strokeCap: 'round' }, { color: colourOfWeight(legend) }),
    label,
  ];
}
