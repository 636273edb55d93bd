/** The figure of a snapshot: its cells in the colours of what is seen of them and of what a fit says. */
import type { InferResult } from '../../infer/result.ts';
import { type CellPanel, cellPanels, panelInWords } from '../draw/cell_panels.ts';
import { aroundScale, upwardScale } from '../draw/cells.ts';
import type { Figure } from '../draw/figure.ts';
import { themed } from '../draw/theme.ts';
import { type Drawn, firstRow, parametersAt, tensionsOf } from './fields.ts';
import { strengthName, UNITS } from './symbols.ts';

/** The longer side of a panel, pixels. */
const SIDE = 186;

/** Areas and shapes of the cells; where there is an estimate, their tensions and what the fit leaves, too. */
export function tissueFigure(result: InferResult, drawn: Drawn): Figure {
  const panels = [...seen(drawn), ...fitted(result, drawn)];
  const cells = drawn.area.length;
  const row = firstRow(result);
  const at = row ? ` Tensions and what is left are those of the fit with ${strengthName(row.nudge)}.` : '';
  const around = drawn.frame.periodic ? ' The box is periodic: a cell that is cut at one side goes on at the opposite one.' : '';
  return {
    name: 'tissue',
    title: 'The snapshot',
    caption: `Each of the ${cells} cells in the colours of ${panels.length === 2 ? 'two' : 'four'} of its values; lengths in units of √A_0. Pressures are K_A (A_0 − A), so that large cells are under suction.${at}${around}`,
    spec: themed({
      title: { text: `Snapshot of ${cells} cells` },
      description: panels.map(panelInWords).join('; '),
      ...cellPanels(panels, drawn, SIDE),
    }),
  };
}

function seen({ area, shape }: Drawn): CellPanel[] {
  const mean = area.reduce((sum, x) => sum + x / area.length, 0);
  return [
    { field: 'area', title: 'Area', legend: 'A  (A_0)', values: area, scale: aroundScale(area, mean) },
    { field: 'shape', title: 'Shape index', legend: 'P / √A', values: shape, scale: upwardScale(shape) },
  ];
}

function fitted(result: InferResult, { mesh }: Drawn): CellPanel[] {
  const row = firstRow(result);
  if (!row?.estimate) return [];
  const tension = tensionsOf(mesh, parametersAt(result, row.estimate));
  const matching = row.nudge === 'inf';
  const left = row.perCell ?? [];
  const unit = matching ? UNITS.force : UNITS.distance;
  const what = matching ? 'Force that is left' : 'Distance that is left';
  return [
    {
      field: 'tension',
      title: 'Tension',
      legend: `K_P (P − P_0)  (${UNITS.force})`,
      values: tension,
      scale: Math.min(...tension) < 0 ? aroundScale(tension, 0) : upwardScale(tension, 0),
    },
    { field: 'left', title: what, legend: `rms at the corners  (${unit})`, values: left, scale: upwardScale(left, 0) },
  ];
}
