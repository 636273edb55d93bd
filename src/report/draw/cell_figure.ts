/** The figure of a configuration that covers the plane with polygons. */
import type { CellField, CellPicture } from '../../sample/picture.ts';
import { type CellPanel, cellPanels, panelInWords } from './cell_panels.ts';
import { aroundScale, type ColourScale, upwardScale } from './cells.ts';
import type { Figure } from './figure.ts';
import { piecesOf } from './pieces.ts';
import { themed } from './theme.ts';

/** The longer side of a panel, pixels. */
const SIDE = 186;

/** One panel for each field. */
export function cellFigure({ title, about, box, rows, places, fields }: CellPicture): Figure {
  const frame = { low: [0, 0], high: box, periodic: true } as const;
  const panels = fields.map(panelOf);
  return {
    name: 'cells',
    title,
    caption: `${about}. The box is periodic: a cell that is cut at one side goes on at the opposite one.`,
    spec: themed({
      title: { text: title, subtitle: about },
      description: [about, ...panels.map(panelInWords)].join('; '),
      ...cellPanels(panels, { frame, pieces: piecesOf({ box, rows }, places, frame) }, SIDE),
    }),
  };
}

function panelOf({ name, title, legend, values, scale }: CellField): CellPanel {
  return { field: name, title, legend, values, scale: scaleOf(values, scale) };
}

function scaleOf(values: readonly number[], scale: CellField['scale']): ColourScale {
  return scale === 'upward' ? upwardScale(values) : aroundScale(values, scale.around);
}
