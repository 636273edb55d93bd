/** Drawings of the same cells side by side, each in the colours of one field. */
import { type ColourScale, canvasOf, cellLayer, cellRecords } from './cells.ts';
import { fixed, significant } from './numbers.ts';
import type { Frame, Place } from './pieces.ts';
import { INK } from './theme.ts';

/** Every panel has a scale of its own. */
const APART = { scale: { color: 'independent' }, legend: { color: 'independent' } };
/** Panels in a row: two are as wide as a phone. */
const COLUMNS = 2;

/** One panel. */
export interface CellPanel {
  readonly field: string;
  readonly title: string;
  /** Of the scale, with the unit in parentheses. */
  readonly legend: string;
  readonly values: readonly number[];
  readonly scale: ColourScale;
}

/** What is drawn in all panels. */
interface DrawnCells {
  readonly frame: Frame;
  /** Polygons by cell. */
  readonly pieces: readonly (readonly (readonly Place[])[])[];
}

/** Data and rows of panels, for the body of a specification. @param side the longer side of a panel, pixels */
export function cellPanels(panels: readonly CellPanel[], { frame, pieces }: DrawnCells, side: number) {
  const canvas = canvasOf(frame, side);
  const records = cellRecords(pieces, canvas, (cell) => Object.fromEntries(panels.map(({ field, values }) => [field, values[cell]])));
  const unit = ({ field, title, legend, scale }: CellPanel) => ({
    title: { text: title, anchor: 'start', fontSize: 11.5, fontWeight: 'normal', color: INK, offset: 6 },
    width: canvas.width,
    height: canvas.height,
    ...cellLayer(field, scale, legend, canvas),
  });
  const rows = Array.from({ length: Math.ceil(panels.length / COLUMNS) }, (_, row) => panels.slice(COLUMNS * row, COLUMNS * (row + 1)));
  return {
    data: { values: records },
    vconcat: rows.map((of) => ({ hconcat: of.map(unit), spacing: 20, resolve: APART })),
    spacing: 16,
    resolve: APART,
  };
}

/** 'Area: mean 1 A_0, from 0.5 to 1.6' */
export function panelInWords({ title, legend, values }: CellPanel): string {
  const unit = /\(([^()]*(?:√[^()]*)?)\)$/.exec(legend)?.[1] ?? '';
  const mean = values.reduce((sum, x) => sum + x / values.length, 0);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const written = (value: number) => (Math.abs(value) < 0.1 ? significant(value, 2) : fixed(value, 2));
  return `${title}: mean ${written(mean)}${unit ? ` ${unit}` : ''}, from ${written(least)} to ${written(most)}`;
}
