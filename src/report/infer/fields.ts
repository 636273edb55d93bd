/** What a cell of a tissue shows, by cell, and the forces that a fit leaves at the vertices of a snapshot. */

import { type Fitted, withValues } from '../../infer/parameters.ts';
import type { FittedValues, InferResult, NudgeResult } from '../../infer/result.ts';
import { tensions } from '../../model/tissue/forces.ts';
import { measure, shapeIndices } from '../../model/tissue/geometry.ts';
import { cornersOf, type Mesh } from '../../model/tissue/mesh.ts';
import { PLAIN, type TissueParameters } from '../../model/tissue/parameters.ts';
import { type Frame, frameOf, type Place, piecesOf } from '../draw/pieces.ts';

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
  const geometry = measure(mesh, cornersOf(mesh), smoothing);
  const { places, area } = geometry;
  const frame = frameOf(mesh, area);
  return {
    mesh,
    frame,
    pieces: piecesOf(mesh, places, frame),
    area: Array.from(area),
    shape: Array.from(shapeIndices(geometry)),
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
  return Array.from(tensions(measure(mesh, cornersOf(mesh), parameters.smoothing), parameters));
}

/** The row to read first, where it has an estimate. */
export function firstRow({ table, advised }: InferResult): NudgeResult | undefined {
  return table.find(({ nudge, outcome }) => nudge === advised && outcome === 'found');
}
