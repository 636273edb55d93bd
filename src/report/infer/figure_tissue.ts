/** The figure of a snapshot: its cells in the colours of what is seen of them and of what a fit says. */
import type { InferResult } from '../../infer/result.ts';
import type { Figure } from '../draw/figure.ts';
import { fixed, significant } from '../draw/numbers.ts';
import { INK, themed } from '../draw/theme.ts';
import { aroundScale, type ColourScale, canvasOf, cellLayer, cellRecords, upwardScale } from './cells.ts';
import { type Drawn, firstRow, parametersAt, tensionsOf } from './fields.ts';
import { strengthName, UNITS } from './symbols.ts';

/** The longer side of a panel, pixels. */
const SIDE = 186;

/** Every panel has a scale of its own. */
const APART = { scale: { color: 'independent' }, legend: { color: 'independent' } };

/** One panel. */
interface Panel {
  readonly field: string;
  readonly title: string;
  readonly legend: string;
  readonly values: readonly number[];
  readonly scale: ColourScale;
}

/** Areas and shapes of the cells; where there is an estimate, their tensions and what the fit leaves, too. */
export function tissueFigure(result: InferResult, drawn: Drawn): Figure {
  const panels = [...seen(drawn), ...fitted(result, drawn)];
  const canvas = canvasOf(drawn.frame, SIDE);
  const cells = drawn.area.length;
  const records = cellRecords(drawn.pieces, canvas, (cell) => Object.fromEntries(panels.map(({ field, values }) => [field, values[cell]])));
  const unit = ({ field, title, legend, scale }: Panel) => ({
    title: { text: title, anchor: 'start', fontSize: 11.5, fontWeight: 'normal', color: INK, offset: 6 },
    width: canvas.width,
    height: canvas.height,
    ...cellLayer(field, scale, legend, canvas),
  });
  const rows = [panels.slice(0, 2), panels.slice(2)].filter((row) => row.length > 0);
  const row = firstRow(result);
  const at = row ? ` Tensions and what is left are those of the fit with ${strengthName(row.nudge)}.` : '';
  const around = drawn.frame.periodic ? ' The box is periodic: a cell that is cut at one side goes on at the opposite one.' : '';
  return {
    name: 'tissue',
    title: 'The snapshot',
    caption:
      `Each of the ${cells} cells in the colours of four of its values; lengths in units of √A_0. Pressures are K_A (A_0 − A), so that large cells are under suction.${at}${around}`.replace(
        'four of its values',
        `${['no', 'one', 'two', 'three', 'four'][panels.length]} of its values`,
      ),
    spec: themed({
      title: { text: `Snapshot of ${cells} cells` },
      description: panels.map(inWords).join('; '),
      data: { values: records },
      vconcat: rows.map((of) => ({ hconcat: of.map(unit), spacing: 20, resolve: APART })),
      spacing: 16,
      resolve: APART,
    }),
  };
}

function seen({ area, shape }: Drawn): Panel[] {
  const mean = area.reduce((sum, x) => sum + x / area.length, 0);
  return [
    { field: 'area', title: 'Area', legend: 'A  (A_0)', values: area, scale: aroundScale(area, mean) },
    { field: 'shape', title: 'Shape index', legend: 'P / √A', values: shape, scale: upwardScale(shape) },
  ];
}

function fitted(result: InferResult, { mesh }: Drawn): Panel[] {
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

function inWords({ title, legend, values }: Panel): string {
  const unit = /\(([^()]*(?:√[^()]*)?)\)$/.exec(legend)?.[1] ?? '';
  const mean = values.reduce((sum, x) => sum + x / values.length, 0);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const written = (value: number) => (Math.abs(value) < 0.1 ? significant(value, 2) : fixed(value, 2));
  return `${title}: mean ${written(mean)}${unit ? ` ${unit}` : ''}, from ${written(least)} to ${written(most)}`;
}
