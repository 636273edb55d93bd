/** What all figures of filters share: panels in rows and columns with captions below, on one scale of colours. */
import type { FigureSpec } from './figure.ts';
import { INK, themed, WEIGHTS } from './theme.ts';

/** What is drawn around the panels. */
export interface PanelOptions {
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
const ROW = 330;
const SIDE = { least: 68, most: 104 };
/** Height of a line of a caption, pixels. */
const CAPTION_LINE = 14;
/** Of the legend from the last row of panels, below whose captions it lies; pixels. */
const LEGEND = 48;
/** Height of a label above a picture, pixels. */
export const LABEL = 14;

/** Pictures of a panel that lie side by side; more are wrapped, into equal lines where that goes. */
export function picturesInLine(columns: number, many: number): number {
  const most = Math.max(3, Math.floor(ROW / columns / SIDE.least));
  if (many <= most) return many;
  const equal = Array.from({ length: most - 2 }, (_, i) => most - i).find((one) => many % one === 0);
  return equal ?? most;
}

/** The side of a single filter that a row of panels leaves, pixels. @param many pictures side by side in a panel */
export function sideOfFilter(columns: number, many: number): number {
  return Math.max(SIDE.least, Math.min(SIDE.most, ROW / columns / many - 16));
}

/** The panels of a figure: their records, size in pixels, and layers. */
interface Framed {
  records: readonly object[];
  transform?: readonly object[];
  captionLines: number;
  width: number;
  height: number;
  layer: readonly object[];
}

/** A figure of panels. Records have `panelRow` and `panelColumn`, and the first of a panel its `caption`. */
export function framed({ records, transform, captionLines, width, height, layer }: Framed, { rows, columns, ...words }: PanelOptions): FigureSpec {
  return themed({
    title: { text: words.title, subtitle: words.subtitle },
    description: words.description,
    data: { values: records },
    ...(transform ? { transform } : {}),
    facet: {
      row: { field: 'panelRow', type: 'nominal', sort: rows, header: null },
      column: { field: 'panelColumn', type: 'nominal', sort: columns, title: null, header: { labelPadding: 6 } },
    },
    spacing: { row: 7 + CAPTION_LINE * Math.max(1, captionLines - 1), column: 18 },
    // The first column is wider by the labels of the rows.
    align: { row: 'all', column: 'each' },
    spec: { width, height, layer: [...layer, captionLayer(width, height), rowLabelLayer(height, columns[0])] },
  });
}

/** The channel of colours of weights: red -1, white 0, blue +1. */
export function colourOfWeight(legend: string) {
  return {
    field: 'weight',
    type: 'quantitative',
    // Linear between three colours, so that pages can mix their own.
    scale: { domain: [-1, 0, 1], range: WEIGHTS, interpolate: 'rgb' },
    legend: { title: legend, values: [-1, 0, 1], gradientLength: 160, gradientThickness: 10, titleOrient: 'left', offset: LEGEND },
  };
}

/** The labels of pictures, at the places of the channels. */
export function labelLayer(channels: { x: object; y: object }) {
  return {
    transform: [{ filter: 'isValid(datum.label)' }],
    mark: { type: 'text', baseline: 'bottom', fontSize: 11, color: INK },
    encoding: { text: { field: 'label' }, ...channels },
  };
}

function captionLayer(width: number, height: number) {
  return {
    transform: [{ filter: 'isValid(datum.caption)' }],
    mark: { type: 'text', baseline: 'top', fontSize: 11, lineHeight: CAPTION_LINE, color: INK },
    encoding: { text: { field: 'caption' }, x: { value: width / 2 }, y: { value: height + 5 } },
  };
}

/** Row labels as marks: those of facet headers do not line up where text cannot be measured. */
function rowLabelLayer(height: number, firstColumn: string) {
  return {
    transform: [{ filter: `isValid(datum.caption) && datum.panelColumn === ${JSON.stringify(firstColumn)}` }],
    mark: { type: 'text', align: 'right', baseline: 'middle', fontSize: 11.5, color: INK },
    encoding: { text: { field: 'panelRow' }, x: { value: -8 }, y: { value: height / 2 } },
  };
}
