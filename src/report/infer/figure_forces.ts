/** The figure of the forces that a fit leaves at the vertices of a snapshot. */
import { forceAt } from '../../infer/response.ts';
import type { InferResult } from '../../infer/result.ts';
import { atCells } from '../../infer/rows.ts';
import { type Canvas, canvasOf, cellLayer, cellRecords, upwardScale } from '../draw/cells.ts';
import type { Figure } from '../draw/figure.ts';
import { significant } from '../draw/numbers.ts';
import { intoFrame, type Place } from '../draw/pieces.ts';
import { INK, rounded, themed } from '../draw/theme.ts';
import { type Drawn, firstRow, parametersAt } from './fields.ts';
import { strengthName, UNITS } from './symbols.ts';

/** The longer side, and what is kept below it for the arrow of the scale; pixels. */
const SIDE = 390;
const BELOW = 30;
/** Of the longest arrow, in the mean distance of vertices that cells of this number leave each; pixels at least. */
const LONGEST = 0.9;
const SHORTEST = 1.5;
/** More arrows would be a grey area. */
const MOST_ARROWS = 1200;
/** Areas of heads of arrows: in the size of a cell, and at most; pixels. */
const HEAD = { part: 0.35, most: 22 };
/** Forces below this are those of rounding. */
const NOTHING = 1e-9;

/** Forces as arrows over cells in the colours of their root mean square; undefined without an estimate. */
export function forcesFigure(result: InferResult, drawn: Drawn): Figure | undefined {
  const row = firstRow(result);
  if (!row?.estimate) return undefined;
  const { mesh, frame, pieces } = drawn;
  const forces = forceAt(mesh, parametersAt(result, row.estimate));
  const rms = Math.sqrt(forces.reduce((sum, f) => sum + f * f, 0) / forces.length);
  const most = largestOf(forces);
  const canvas = canvasOf(frame, SIDE);
  const atCell = atCells(mesh, forces);
  const arrows = most > NOTHING && mesh.positions.length / 2 <= MOST_ARROWS ? arrowsOf(drawn, forces, canvas) : undefined;
  const at = strengthName(row.nudge);
  return {
    name: 'forces',
    title: 'Forces that are left',
    caption: `Forces of the fit with ${at} on the vertices where they were seen${arrows ? ', as arrows' : ''}; cells have the colour of the root mean square component at their corners. A tissue at rest that is as the model says has none: noise leaves them everywhere alike, a cell that differs from the others leaves them around it.`,
    spec: themed({
      title: { text: `Forces that the fit with ${at} leaves`, subtitle: `root mean square of a component: ${significant(rms, 2)} ${UNITS.force}` },
      description: `Root mean square component ${significant(rms, 2)} ${UNITS.force}, the largest force ${significant(most, 2)}, most at cell ${atCell.indexOf(Math.max(...atCell))}`,
      width: canvas.width,
      height: canvas.height + (arrows ? BELOW : 0),
      data: { values: cellRecords(pieces, canvas, (cell) => ({ force: atCell[cell] })) },
      layer: [cellLayer('force', upwardScale(atCell, 0), `rms at the corners  (${UNITS.force})`, canvas), ...(arrows ? arrowLayers(arrows, canvas) : [])],
    }),
  };
}

function largestOf(forces: Float64Array): number {
  let most = 0;
  for (let i = 0; i < forces.length; i += 2) most = Math.max(most, Math.hypot(forces[i], forces[i + 1]));
  return most;
}

/** 1, 2 or 5 times a power of ten, not above a number. */
function roundBelow(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([5, 2].find((factor) => factor * power <= value) ?? 1);
}

/** Arrows in pixels, the last of which is that of the scale. */
function arrowsOf({ mesh, frame, area }: Drawn, forces: Float64Array, { at, scale, height }: Canvas) {
  const most = largestOf(forces);
  const size = Math.sqrt(area.reduce((sum, a) => sum + a, 0) / area.length / 2);
  const longest = (LONGEST * size * scale) / most;
  const vertices = Array.from({ length: mesh.positions.length / 2 }, (_, v) => v);
  const all = vertices.flatMap((v) => {
    const [fx, fy] = [longest * forces[2 * v], longest * forces[2 * v + 1]];
    if (Math.hypot(fx, fy) < SHORTEST) return [];
    return [arrow(at(intoFrame([mesh.positions[2 * v], mesh.positions[2 * v + 1]], frame)), [fx, fy])];
  });
  const unit = roundBelow(most);
  return { all, legend: [{ ...arrow([2, height + BELOW / 2], [longest * unit, 0]), label: `${significant(unit, 1)} ${UNITS.force}` }] };
}

/** @param force in pixels, upwards */
function arrow([x, y]: Place, [fx, fy]: Place) {
  return { x: rounded(x), y: rounded(y), x2: rounded(x + fx), y2: rounded(y - fy), turn: rounded(90 - (Math.atan2(fy, fx) * 180) / Math.PI) };
}

function arrowLayers({ all, legend }: ReturnType<typeof arrowsOf>, { width, height, scale }: Canvas): object[] {
  const channel = (field: string, domain: readonly number[]) => ({ field, type: 'quantitative', scale: { domain, nice: false, zero: false }, axis: null });
  const [across, down] = [
    [0, width],
    [height + BELOW, 0],
  ];
  const of = (values: object[]) => [
    {
      data: { values },
      mark: { type: 'rule', color: INK, strokeWidth: 1.2, aria: false },
      encoding: { x: channel('x', across), y: channel('y', down), x2: { field: 'x2' }, y2: { field: 'y2' } },
    },
    {
      data: { values },
      mark: { type: 'point', shape: 'triangle', filled: true, size: Math.min(HEAD.most, Math.round(HEAD.part * scale)), color: INK, opacity: 1, aria: false },
      encoding: { x: channel('x2', across), y: channel('y2', down), angle: { field: 'turn', type: 'quantitative', scale: null } },
    },
  ];
  const label = {
    data: { values: legend },
    mark: { type: 'text', align: 'left', baseline: 'middle', dx: 10, fontSize: 11.5, color: INK },
    encoding: { x: channel('x2', across), y: channel('y2', down), text: { field: 'label' } },
  };
  return [...of(all), ...of(legend), label];
}
