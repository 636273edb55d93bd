/** What a cell of a tissue shows, by cell, and the forces that a fit leaves at the vertices of a snapshot. */

import { type Fitted, withValues } from '../../infer/parameters.ts';
import type { FittedValues, InferResult, NudgeResult } from '../../infer/result.ts';
import { forcesOf } from '../../model/tissue/forces.ts';
import { measure } from '../../model/tissue/geometry.ts';
import { cornersOf, type Mesh } from '../../model/tissue/mesh.ts';
import { ofCell, PLAIN, type TissueParameters } from '../../model/tissue/parameters.ts';
import { type Frame, frameOf, type Place, piecesOf } from './pieces.ts';

/** A snapshot as it is drawn. */
export interface Drawn {
  readonly mesh: Mesh;
  readonly frame: Frame;
  /** Polygons by cell. */
  readonly pieces: readonly (readonly (readonly Place[])[])[];
  /** (N): A, in units of A_0. */
  readonly area: readonly number[];
  /** (N): P / √A. */
  readonly shape: readonly number[];
}

/** Measures a snapshot and cuts its cells. @param smoothing e of lengths √(d² + e²), as the fit has it */
export function drawnOf(mesh: Mesh, smoothing: number): Drawn {
  const { places, area, perimeter } = measure(mesh, cornersOf(mesh), smoothing);
  const frame = frameOf(mesh, area);
  return {
    mesh,
    frame,
    pieces: piecesOf(mesh, places, frame),
    area: Array.from(area),
    shape: Array.from(perimeter, (p, c) => p / Math.sqrt(area[c])),
  };
}

/** All parameters of a result, with these values of those that were fitted. One that has none does not show, whatever it is. */
export function parametersAt({ known, fitted }: Pick<InferResult, 'known' | 'fitted'>, values: FittedValues): TissueParameters {
  const shown = shownOf(fitted, values);
  return withValues(
    { ...PLAIN, ...known },
    shown,
    shown.map((symbol) => values[symbol] as number),
  );
}

/** The fitted parameters that have a value. */
export const shownOf = (fitted: readonly Fitted[], values: FittedValues | undefined) => fitted.filter((symbol) => values?.[symbol] !== undefined);

/** Tension K_P (P - P0) of every cell at a fit, in K_A A_0√A_0. */
export function tensionsOf(mesh: Mesh, parameters: TissueParameters): number[] {
  const { perimeter } = measure(mesh, cornersOf(mesh), parameters.smoothing);
  return Array.from(perimeter, (p, c) => parameters.perimeterStiffness * (p - ofCell(parameters.shape, c)));
}

/** Forces of a fit on the vertices where they were observed, (V, 2). */
export function forcesLeft(mesh: Mesh, parameters: TissueParameters): Float64Array {
  const corners = cornersOf(mesh);
  return forcesOf(mesh, corners, measure(mesh, corners, parameters.smoothing), parameters);
}

/** Root mean square component of vectors at the corners of each cell, (N), as `perCell` of results. @param vectors (V, 2) */
export function atCells({ rows, vertices }: Mesh, vectors: ArrayLike<number>): number[] {
  return Array.from({ length: rows.length - 1 }, (_, c) => {
    const ring = vertices.subarray(rows[c], rows[c + 1]);
    return Math.sqrt(ring.reduce((sum, v) => sum + vectors[2 * v] ** 2 + vectors[2 * v + 1] ** 2, 0) / (2 * ring.length));
  });
}

/** The row to read first, where it has an estimate. */
export function firstRow({ table, advised }: InferResult): NudgeResult | undefined {
  return table.find(({ nudge, outcome }) => nudge === advised && outcome === 'found');
}
