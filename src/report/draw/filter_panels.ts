/** Panels of filters in rows and columns: spins as squares, dimers as bars on the bonds of the lattice. */
import type { Weights } from '../../analysis/filters/filter.ts';
import type { FigureSpec } from '../run/figures.ts';
import { FAINT, INK, rounded, themed } from './theme.ts';

/** One panel: the components of a filter side by side. */
export interface FilterPanel {
  row: string;
  column: string;
  /** Weights in [-1, 1]; a row lies along x, with the two bonds of a site, right and down, side by side. */
  components: readonly Weights[];
  /** Lines below the panel. */
  caption: string[];
}

export interface PanelOptions {
  /** Whether weights are on bonds. */
  bonds: boolean;
  /** In the order in which they are drawn. */
  rows: string[];
  columns: string[];
  /** Whether each column says what it is. */
  headers?: boolean;
  title: string;
  /** Lines: a long one widens the figure. */
  subtitle: string[];
  description: string;
  /** What the scale of colours is of. */
  legend: string;
}

/** Width that a row of panels may take, and the sides a single filter may have; pixels. */
const ROW = 760;
const SIDE = { least: 64, most: 104 };
/** Length and half the thickness of a bond's bar, in sites. */
const BAR = { from: 0.14, to: 0.86, half: 0.13 };
const INDIVIDUAL_LINE = 13;

export function filterPanels(panels: readonly FilterPanel[], { bonds, rows, columns, headers = true, ...words }: PanelOptions): FigureSpec {
  const [first] = panels;
  const many = Math.max(...panels.map(({ components }) => components.length));
  const height = first.components[0].length;
  const width = first.components[0][0].length / (bonds ? 2 : 1);
  // Components of one filter lie side by side with a gap between; the bonds of the last sites stick out.
  const pitch = width + (bonds ? 1.4 : 1);
  const [across, down] = [many * pitch - (pitch - width) + (bonds ? 0.6 : 0), height + (bonds ? 0.6 : 0)];
  const side = Math.max(SIDE.least, Math.min(SIDE.most, ROW / columns.length / many - 16));
  const site = Math.max(3, Math.floor(side / Math.max(width, height)));
  const values = panels.flatMap((panel) =>
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
  const at = `datum.column + (datum.component - 1) * ${pitch}`;
  const edges = bonds
    ? {
        left: `${at} + (datum.bond === 'right' ? ${BAR.from} : ${-BAR.half})`,
        right: `${at} + (datum.bond === 'right' ? ${BAR.to} : ${BAR.half})`,
        top: `datum.row + (datum.bond === 'right' ? ${-BAR.half} : ${BAR.from})`,
        bottom: `datum.row + (datum.bond === 'right' ? ${BAR.half} : ${BAR.to})`,
      }
    : { left: `${at} - 0.5`, right: `${at} + 0.5`, top: 'datum.row - 0.5', bottom: 'datum.row + 0.5' };
  const x = { type: 'quantitative', scale: { domain: [-0.5, across - 0.5], nice: false, zero: false }, axis: null };
  const y = { type: 'quantitative', scale: { domain: [-0.5, down - 0.5], nice: false, zero: false, reverse: true }, axis: null };
  const captionLines = Math.max(...panels.map(({ caption }) => caption.length));
  const [panelWidth, panelHeight] = [Math.round(across * site), Math.round(down * site)];
  return themed({
    title: { text: words.title, subtitle: words.subtitle },
    description: words.description,
    data: { values },
    transform: Object.entries(edges).map(([name, calculate]) => ({ calculate, as: name })),
    facet: {
      row: { field: 'panelRow', type: 'nominal', sort: rows, header: null },
      column: { field: 'panelColumn', type: 'nominal', sort: columns, title: null, header: headers ? { labelPadding: 6 } : null },
    },
    spacing: { row: 7 + INDIVIDUAL_LINE * Math.max(1, captionLines - 1), column: 18 },
    // The first column is wider by the labels of the rows.
    align: { row: 'all', column: 'each' },
    spec: {
      width: panelWidth,
      height: panelHeight,
      layer: [
        {
          mark: { type: 'rect', stroke: bonds ? '#b8b8b8' : '#ffffff', strokeWidth: 0.5 },
          encoding: {
            x: { field: 'left', ...x },
            x2: { field: 'right' },
            y: { field: 'top', ...y },
            y2: { field: 'bottom' },
            color: {
              field: 'weight',
              type: 'quantitative',
              scale: { scheme: 'redblue', domain: [-1, 1], domainMid: 0 },
              legend: { title: words.legend, values: [-1, 0, 1], gradientLength: Math.max(80, panelHeight) },
            },
          },
        },
        ...(bonds
          ? [
              {
                transform: [{ filter: "datum.bond === 'right'" }, { calculate: at, as: 'site' }],
                mark: { type: 'point', filled: true, size: 10, color: FAINT, opacity: 1 },
                encoding: { x: { field: 'site', ...x }, y: { field: 'row', ...y } },
              },
            ]
          : []),
        {
          transform: [{ filter: 'isValid(datum.caption)' }],
          mark: { type: 'text', baseline: 'top', fontSize: 10.5, lineHeight: INDIVIDUAL_LINE, color: INK },
          encoding: { text: { field: 'caption' }, x: { value: panelWidth / 2 }, y: { value: panelHeight + 5 } },
        },
        {
          // Row labels as marks: those of facet headers do not line up where text cannot be measured.
          transform: [{ filter: `isValid(datum.caption) && datum.panelColumn === ${JSON.stringify(columns[0])}` }],
          mark: { type: 'text', align: 'right', baseline: 'middle', fontSize: 12, color: INK },
          encoding: { text: { field: 'panelRow' }, x: { value: -12 }, y: { value: panelHeight / 2 } },
        },
      ],
    },
  });
}
