/** Panels of filters in rows and columns: spins as squares, dimers as bars on the bonds of the lattice. */
import type { FigureSpec } from './figure.ts';
import { colourOfWeight, framed, LABEL, labelLayer, type PanelOptions, picturesInLine, sideOfFilter } from './panel_frame.ts';
import type { Picture } from './pictures.ts';
import { FAINT, RIM, rounded } from './theme.ts';

/** One panel: the components of a filter side by side. */
export interface FilterPanel {
  row: string;
  column: string;
  /** Weights in [-1, 1]; a row lies along x, with the two bonds of a site, right and down, side by side. */
  components: readonly Picture[];
  /** Lines below the panel. */
  caption: string[];
  /** Of the environment that the filter was trained against; undefined for filters of several. */
  buffer?: number;
}

/** Length and half the thickness of a bond's bar, in sites. */
const BAR = { from: 0.14, to: 0.86, half: 0.13 };

/** Between lines of pictures, pixels. */
const GAP = 8;

/** Where the sites of a panel lie. */
interface Layout {
  bonds: boolean;
  /** Sites along x of a single picture. */
  sites: number;
  /** From one component of a filter to the next, sites. */
  pitch: number;
  /** Components side by side, and from a line of them to the next, sites. */
  line: number;
  linePitch: number;
  /** Extent of a panel, sites. */
  across: number;
  down: number;
  /** Height of labels above the pictures, sites. */
  head: number;
  /** Extent of a panel, pixels. */
  width: number;
  height: number;
}

/**
 * A specification that draws filters in rows and columns, on one scale of colours: red -1, white 0, blue +1.
 * @param panels one or more, all with components of one shape (height, width), or (height, 2 width) on bonds
 * @param options with `bonds` weights are on bonds; else they are on sites
 */
export function filterPanels(panels: readonly FilterPanel[], { bonds, ...words }: PanelOptions & { bonds: boolean }): FigureSpec {
  const layout = layoutOf(panels, bonds, words.columns.length);
  const { width, height, head } = layout;
  return framed(
    {
      records: recordsOf(panels, bonds),
      transform: Object.entries(edgesOf(layout)).map(([name, calculate]) => ({ calculate, as: name })),
      captionLines: Math.max(...panels.map(({ caption }) => caption.length)),
      width,
      height,
      layer: [weightLayer(layout, words.legend), ...(bonds ? [siteLayer(layout)] : []), ...(head > 0 ? [labels(layout)] : [])],
    },
    words,
  );
}

/** Sites are as large as a row of panels allows, within the sides that a filter may have. */
function layoutOf(panels: readonly FilterPanel[], bonds: boolean, columns: number): Layout {
  const [{ components }] = panels;
  const many = Math.max(...panels.map((panel) => panel.components.length));
  const height = components[0].rows.length;
  const width = components[0].rows[0].length / (bonds ? 2 : 1);
  // Components of one filter lie side by side with a gap between; the bonds of the last sites stick out.
  const pitch = width + (bonds ? 1.4 : 1);
  const line = picturesInLine(columns, many);
  const site = Math.max(3, Math.floor(sideOfFilter(columns, line) / Math.max(width, height)));
  const head = panels.some((panel) => panel.components.some(({ label }) => label !== undefined)) ? LABEL / site : 0;
  const outside = bonds ? 0.6 : 0;
  const linePitch = height + outside + head + GAP / site;
  const [across, down] = [line * pitch - (pitch - width) + outside, (Math.ceil(many / line) - 1) * linePitch + height + outside];
  return { bonds, sites: width, pitch, line, linePitch, across, down, head, width: Math.round(across * site), height: Math.round((down + head) * site) };
}

/** One record per weight; the first of a panel carries its caption, the first of a picture its label. */
function recordsOf(panels: readonly FilterPanel[], bonds: boolean) {
  return panels.flatMap((panel) => {
    const records = panel.components.flatMap(({ rows, label }, c) => {
      const own = rows.flatMap((line, y) =>
        line.flatMap((weight, i) =>
          weight === undefined
            ? []
            : [
                {
                  panelRow: panel.row,
                  panelColumn: panel.column,
                  component: c + 1,
                  row: y,
                  column: bonds ? Math.floor(i / 2) : i,
                  ...(bonds ? { bond: i % 2 === 0 ? 'right' : 'down' } : {}),
                  weight: rounded(weight),
                },
              ],
        ),
      );
      return own.map((record, i) => (i === 0 && label !== undefined ? { ...record, label } : record));
    });
    return records.map((record, i) => (i === 0 ? { ...record, caption: panel.caption } : record));
  });
}

/** Vega expressions for how far the picture of a component lies from the first one, to the right and down. */
const toTheRight = ({ pitch, line }: Layout) => `((datum.component - 1) % ${line}) * ${pitch}`;
const downwards = ({ linePitch, line }: Layout) => `floor((datum.component - 1) / ${line}) * ${linePitch}`;
/** Of a site. */
const xOfSite = (layout: Layout) => `datum.column + ${toTheRight(layout)}`;
const yOfSite = (layout: Layout) => `datum.row + ${downwards(layout)}`;

/** Vega expressions for the edges of the mark of a weight: a square on its site, or a bar on its bond. */
function edgesOf(layout: Layout) {
  const [at, row] = [xOfSite(layout), yOfSite(layout)];
  return layout.bonds
    ? {
        left: `${at} + (datum.bond === 'right' ? ${BAR.from} : ${-BAR.half})`,
        right: `${at} + (datum.bond === 'right' ? ${BAR.to} : ${BAR.half})`,
        top: `${row} + (datum.bond === 'right' ? ${-BAR.half} : ${BAR.from})`,
        bottom: `${row} + (datum.bond === 'right' ? ${BAR.half} : ${BAR.to})`,
      }
    : { left: `${at} - 0.5`, right: `${at} + 0.5`, top: `${row} - 0.5`, bottom: `${row} + 0.5` };
}

/** Channels in sites, without axes. */
function channels({ across, down, head }: Layout) {
  return {
    x: { type: 'quantitative', scale: { domain: [-0.5, across - 0.5], nice: false, zero: false }, axis: null },
    y: { type: 'quantitative', scale: { domain: [-0.5 - head, down - 0.5], nice: false, zero: false, reverse: true }, axis: null },
  };
}

function weightLayer(layout: Layout, legend: string) {
  const { x, y } = channels(layout);
  return {
    mark: { type: 'rect', stroke: RIM, strokeWidth: 0.5 },
    encoding: {
      x: { field: 'left', ...x },
      x2: { field: 'right' },
      y: { field: 'top', ...y },
      y2: { field: 'bottom' },
      color: colourOfWeight(legend),
    },
  };
}

/** A dot on every site, so that bars can be told to lie on bonds. */
function siteLayer(layout: Layout) {
  const { x, y } = channels(layout);
  return {
    transform: [{ filter: "datum.bond === 'right'" }, { calculate: xOfSite(layout), as: 'site' }, { calculate: yOfSite(layout), as: 'line' }],
    mark: { type: 'point', filled: true, size: 10, color: FAINT, opacity: 1 },
    encoding: { x: { field: 'site', ...x }, y: { field: 'line', ...y } },
  };
}

/** Labels above the middle of pictures. */
function labels(layout: Layout) {
  const { x, y } = channels(layout);
  const layer = labelLayer({ x: { field: 'middle', ...x }, y: { field: 'above', ...y } });
  const middle = `${toTheRight(layout)} + ${(layout.sites - 1) / 2}`;
  return { ...layer, transform: [...layer.transform, { calculate: middle, as: 'middle' }, { calculate: `${downwards(layout)} - 0.6`, as: 'above' }] };
}
