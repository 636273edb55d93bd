/** Panels of filters whose sites lie anywhere in the plane: a disc on each site, with other sites and bonds faint behind them. */
import type { Position } from '../../space/cell.ts';
import type { FigureSpec } from './figure.ts';
import type { FilterPanel } from './filter_panels.ts';
import { colourOfWeight, framed, LABEL, labelLayer, type PanelOptions, picturesInLine, sideOfFilter } from './panel_frame.ts';
import { FAINT, RIM, rounded } from './theme.ts';

/** Where the sites of a filter lie, y downwards, in any unit. */
export interface Placed {
  /** Of each weight of a picture, in its order. */
  readonly sites: readonly Position[];
  /** Sites that have no weight: those of the environment. */
  readonly others?: readonly Position[];
  /** Between any two sites. */
  readonly bonds?: readonly (readonly [Position, Position])[];
}

/** Diameters of discs, in the least distance between sites. */
const DISC = 0.84;
const FAINT_DISC = 0.3;
/** From the sites to the edge of a panel, and between pictures, in the least distance between sites. */
const MARGIN = 0.55;
/** Between lines of pictures, pixels. */
const GAP = 8;

/** Where the pictures of a panel lie. */
interface Layout {
  left: number;
  top: number;
  /** From one picture to the next. */
  pitch: number;
  /** Pictures side by side, and pixels from a line of them to the next. */
  line: number;
  linePitch: number;
  /** Least distance between sites. */
  apart: number;
  /** Pixels of a unit. */
  scale: number;
  /** Height of labels above the pictures, pixels. */
  head: number;
  /** Of a panel, pixels. */
  width: number;
  height: number;
}

/**
 * A specification that draws filters in rows and columns at the places of their sites, on the scale of colours of `filterPanels`.
 * @param panels one or more, all with as many weights in a picture as there are sites
 */
export function positionPanels(panels: readonly FilterPanel[], placed: Placed, words: PanelOptions): FigureSpec {
  const layout = layoutOf(panels, placed, words.columns.length);
  const { width, height } = layout;
  return framed(
    {
      records: recordsOf(panels, placed, layout),
      captionLines: Math.max(...panels.map(({ caption }) => caption.length)),
      width,
      height,
      layer: layersOf(layout, placed, words.legend),
    },
    words,
  );
}

/** The least distance between two places; 1 where there is only one. */
function leastDistance(places: readonly Position[]): number {
  let least = Number.POSITIVE_INFINITY;
  places.forEach(([x, y], i) => {
    for (const [u, v] of places.slice(i + 1)) {
      const distance = Math.hypot(x - u, y - v);
      if (distance > 0) least = Math.min(least, distance);
    }
  });
  return Number.isFinite(least) ? least : 1;
}

function layoutOf(panels: readonly FilterPanel[], { sites, others = [], bonds = [] }: Placed, columns: number): Layout {
  // Bonds may end at sites that are not drawn: those of a buffer.
  const all = [...sites, ...others, ...bonds.flat()];
  const many = Math.max(...panels.map(({ components }) => components.length));
  const apart = leastDistance(all);
  const [xs, ys] = [all.map(([x]) => x), all.map(([, y]) => y)];
  const margin = MARGIN * apart;
  const [left, top] = [Math.min(...xs) - margin, Math.min(...ys) - margin];
  const [across, down] = [Math.max(...xs) + margin - left, Math.max(...ys) + margin - top];
  const line = picturesInLine(columns, many);
  const scale = Math.max(sideOfFilter(columns, line), others.length > 0 ? 160 : 0) / Math.max(across, down);
  const pitch = across + apart / 2;
  const head = panels.some((panel) => panel.components.some(({ label }) => label !== undefined)) ? LABEL : 0;
  const height = Math.round(down * scale) + head;
  const linePitch = height + GAP;
  return {
    left,
    top,
    pitch,
    line,
    linePitch,
    apart,
    scale,
    head,
    width: Math.round(((line - 1) * pitch + across) * scale),
    height: (Math.ceil(many / line) - 1) * linePitch + height,
  };
}

/** One record for each weight, faint site and bond; places in pixels. */
function recordsOf(panels: readonly FilterPanel[], { sites, others = [], bonds = [] }: Placed, layout: Layout) {
  const { left, top, pitch, line, linePitch, scale, head } = layout;
  const lineTop = (picture: number) => Math.floor(picture / line) * linePitch;
  const at = ([x, y]: Position, picture: number) => ({
    x: rounded((x - left + (picture % line) * pitch) * scale),
    y: rounded((y - top) * scale + head + lineTop(picture)),
  });
  const middle = left + (pitch - layout.apart / 2) / 2;
  return panels.flatMap((panel) => {
    const of = { panelRow: panel.row, panelColumn: panel.column };
    const records = panel.components.flatMap(({ rows, label }, c) => [
      ...rows.flat().flatMap((weight, i) => (weight === undefined ? [] : [{ ...of, kind: 'site', ...at(sites[i], c), weight: rounded(weight) }])),
      ...others.map((site) => ({ ...of, kind: 'other', ...at(site, c) })),
      ...bonds.map(([a, b]) => ({ ...of, kind: 'bond', ...at(a, c), x2: at(b, c).x, y2: at(b, c).y })),
      ...(label === undefined ? [] : [{ ...of, kind: 'label', x: at([middle, top], c).x, y: head + lineTop(c), label }]),
    ]);
    return records.map((record, i) => (i === 0 ? { ...record, caption: panel.caption } : record));
  });
}

function layersOf({ apart, scale, head, width, height }: Layout, { others = [], bonds = [] }: Placed, legend: string) {
  const channel = (field: string, most: number, reverse: boolean) => ({
    field,
    type: 'quantitative',
    scale: { domain: [0, most], nice: false, zero: false, ...(reverse ? { reverse } : {}) },
    axis: null,
  });
  const [x, y] = [channel('x', width, false), channel('y', height, true)];
  const only = (kind: string) => [{ filter: `datum.kind === '${kind}'` }];
  const area = (diameter: number) => rounded((Math.PI / 4) * (diameter * apart * scale) ** 2);
  const bond = {
    transform: only('bond'),
    mark: { type: 'rule', color: FAINT, strokeWidth: 1, opacity: 0.4 },
    encoding: { x, y, x2: { field: 'x2' }, y2: { field: 'y2' } },
  };
  const other = {
    transform: only('other'),
    mark: { type: 'point', filled: true, size: area(FAINT_DISC), color: FAINT, opacity: 0.7 },
    encoding: { x, y },
  };
  const site = {
    transform: only('site'),
    mark: { type: 'point', filled: true, size: area(DISC), stroke: RIM, strokeWidth: 0.5, opacity: 1 },
    encoding: { x, y, color: colourOfWeight(legend) },
  };
  return [...(bonds.length > 0 ? [bond] : []), ...(others.length > 0 ? [other] : []), site, ...(head > 0 ? [labelLayer({ x, y })] : [])];
}
