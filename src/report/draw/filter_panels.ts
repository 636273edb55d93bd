/** Panels of filters in rows and columns: spins as squares, dimers as bars on the bonds of the lattice. */
import type { Weights } from '../../analysis/filters/filter.ts';
import type { FigureSpec } from './figure.ts';
import { FAINT, INK, rounded, themed } from './theme.ts';

/** One panel: the components of a filter side by side. */
interface FilterPanel {
  row: string;
  column: string;
  /** Weights in [-1, 1]; a row lies along x, with the two bonds of a site, right and down, side by side. */
  components: readonly Weights[];
  /** Lines below the panel. */
  caption: string[];
}

/** What is drawn around the panels. */
interface PanelOptions {
  /** Whether weights are on bonds; else they are on sites. */
  bonds: boolean;
  /** Labels of rows and columns, in the order in which they are drawn. */
  rows: string[];
  columns: string[];
  title: string;
  /** One entry per line: a long line widens the figure. */
  subtitle: string[];
  description: string;
  /** Title of the scale of colours. */
  legend: string;
}

/** Width of a row of panels, and the smallest and largest side of a single filter; pixels. */
const ROW = 760;
const SIDE = { least: 64, most: 104 };
/** Length and half the thickness of a bond's bar, in sites. */
const BAR = { from: 0.14, to: 0.86, half: 0.13 };
/** Height of a line of a caption, pixels. */
const CAPTION_LINE = 13;

/** Where the sites of a panel lie. */
interface Layout {
  bonds: boolean;
  /** From one component of a filter to the next, sites. */
  pitch: number;
  /** Extent of a panel, sites. */
  across: number;
  down: number;
  /** Extent of a panel, pixels. */
  width: number;
  height: number;
}

/**
 * A specification that draws filters in rows and columns, on one scale of colours: red -1, white 0, blue +1.
 * @param panels one or more, all with components of one shape (height, width), or (height, 2 width) on bonds
 */
export function filterPanels(panels: readonly FilterPanel[], { bonds, rows, columns, ...words }: PanelOptions): FigureSpec {
  const layout = layoutOf(panels, bonds, columns.length);
  const captionLines = Math.max(...panels.map(({ caption }) => caption.length));
  return themed({
    title: { text: words.title, subtitle: words.subtitle },
    description: words.description,
    data: { values: recordsOf(panels, bonds) },
    transform: Object.entries(edgesOf(layout)).map(([name, calculate]) => ({ calculate, as: name })),
    facet: {
      row: { field: 'panelRow', type: 'nominal', sort: rows, header: null },
      column: { field: 'panelColumn', type: 'nominal', sort: columns, title: null, header: { labelPadding: 6 } },
    },
    spacing: { row: 7 + CAPTION_LINE * Math.max(1, captionLines - 1), column: 18 },
    // The first column is wider by the labels of the rows.
    align: { row: 'all', column: 'each' },
    spec: {
      width: layout.width,
      height: layout.height,
      layer: [weightLayer(layout, words.legend), ...(bonds ? [siteLayer(layout)] : []), captionLayer(layout), rowLabelLayer(layout, columns[0])],
    },
  });
}

/** Sites are as large as a row of panels allows, within the sides that a filter may have. */
function layoutOf(panels: readonly FilterPanel[], bonds: boolean, columns: number): Layout {
  const [{ components }] = panels;
  const many = Math.max(...panels.map((panel) => panel.components.length));
  const height = components[0].length;
  const width = components[0][0].length / (bonds ? 2 : 1);
  // Components of one filter lie side by side with a gap between; the bonds of the last sites stick out.
  const pitch = width + (bonds ? 1.4 : 1);
  const [across, down] = [many * pitch - (pitch - width) + (bonds ? 0.6 : 0), height + (bonds ? 0.6 : 0)];
  const side = Math.max(SIDE.least, Math.min(SIDE.most, ROW / columns / many - 16));
  const site = Math.max(3, Math.floor(side / Math.max(width, height)));
  return { bonds, pitch, across, down, width: Math.round(across * site), height: Math.round(down * site) };
}

/** One record per weight; the first of a panel carries its caption. */
function recordsOf(panels: readonly FilterPanel[], bonds: boolean) {
  return panels.flatMap((panel) =>
    panel.components.flatMap((component, c) =>
      component.flatMap((line, y) =>
        line.map((weight, i) => ({
          panelRow: panel.row,
          panelColumn: panel.column,
          component: c + 1,
          row: y,
          column: bonds ? Math.floor(i / 2) : i,
          ...(bonds ? { bond: i % 2 === 0 ? 'right' : 'down' } : {}),
          weight: rounded(weight),
          ...(c === 0 && y === 0 && i === 0 ? { caption: panel.caption } : {}),
        })),
      ),
    ),
  );
}

/** A Vega expression for the x of a site. */
const xOfSite = ({ pitch }: Layout) => `datum.column + (datum.component - 1) * ${pitch}`;

/** Vega expressions for the edges of the mark of a weight: a square on its site, or a bar on its bond. */
function edgesOf(layout: Layout) {
  const at = xOfSite(layout);
  return layout.bonds
    ? {
        left: `${at} + (datum.bond === 'right' ? ${BAR.from} : ${-BAR.half})`,
        right: `${at} + (datum.bond === 'right' ? ${BAR.to} : ${BAR.half})`,
        top: `datum.row + (datum.bond === 'right' ? ${-BAR.half} : ${BAR.from})`,
        bottom: `datum.row + (datum.bond === 'right' ? ${BAR.half} : ${BAR.to})`,
      }
    : { left: `${at} - 0.5`, right: `${at} + 0.5`, top: 'datum.row - 0.5', bottom: 'datum.row + 0.5' };
}

/** Channels in sites, without axes. */
function channels({ across, down }: Layout) {
  return {
    x: { type: 'quantitative', scale: { domain: [-0.5, across - 0.5], nice: false, zero: false }, axis: null },
    y: { type: 'quantitative', scale: { domain: [-0.5, down - 0.5], nice: false, zero: false, reverse: true }, axis: null },
  };
}

function weightLayer(layout: Layout, legend: string) {
  const { x, y } = channels(layout);
  return {
    mark: { type: 'rect', stroke: layout.bonds ? '#b8b8b8' : '#ffffff', strokeWidth: 0.5 },
    encoding: {
      x: { field: 'left', ...x },
      x2: { field: 'right' },
      y: { field: 'top', ...y },
      y2: { field: 'bottom' },
      color: {
        field: 'weight',
        type: 'quantitative',
        scale: { scheme: 'redblue', domain: [-1, 1], domainMid: 0 },
        legend: { title: legend, values: [-1, 0, 1], gradientLength: Math.max(80, layout.height) },
      },
    },
  };
}

/** A dot on every site, so that bars can be told to lie on bonds. */
function siteLayer(layout: Layout) {
  const { x, y } = channels(layout);
  return {
    transform: [{ filter: "datum.bond === 'right'" }, { calculate: xOfSite(layout), as: 'site' }],
    mark: { type: 'point', filled: true, size: 10, color: FAINT, opacity: 1 },
    encoding: { x: { field: 'site', ...x }, y: { field: 'row', ...y } },
  };
}

function captionLayer({ width, height }: Layout) {
  return {
    transform: [{ filter: 'isValid(datum.caption)' }],
    mark: { type: 'text', baseline: 'top', fontSize: 10.5, lineHeight: CAPTION_LINE, color: INK },
    encoding: { text: { field: 'caption' }, x: { value: width / 2 }, y: { value: height + 5 } },
  };
}

/** Row labels as marks: those of facet headers do not line up where text cannot be measured. */
function rowLabelLayer({ height }: Layout, firstColumn: string) {
  return {
    transform: [{ filter: `isValid(datum.caption) && datum.panelColumn === ${JSON.stringify(firstColumn)}` }],
    mark: { type: 'text', align: 'right', baseline: 'middle', fontSize: 12, color: INK },
    encoding: { text: { field: 'panelRow' }, x: { value: -12 }, y: { value: height / 2 } },
  };
}
