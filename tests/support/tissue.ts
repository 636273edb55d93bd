/** The patch of 12 cells for which golden values are known, and disordered ones. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Mesh, meshOf } from '../../src/model/tissue/mesh.ts';
import type { TissueParameters } from '../../src/model/tissue/parameters.ts';
import type { Constants, Patch } from '../reference/model/tissue/jacobian.ts';
import { root } from './root.ts';

/** Values computed apart from this program. */
export const golden = JSON.parse(readFileSync(join(root, 'tests/golden/tissue.json'), 'utf8'));

/** The golden patch, perturbed or regular. */
export function goldenPatch(which: 'perturbed' | 'regular' = 'perturbed'): Patch {
  return { box: golden.box, positions: Float64Array.from(golden[`${which}_positions`].flat()), cells: golden.cells };
}

/** A patch as the program has it. */
export const meshOfPatch = ({ box, positions, cells }: Patch): Mesh => meshOf([box[0], box[1]], Float64Array.from(positions), cells);

/** Constants as the program names them. */
export function parametersOf({ KA, A0, KP, P0, chi = 0, tau = 0, gam = 0, smoothing = 0 }: Constants): TissueParameters {
  return { areaStiffness: KA, area: A0, perimeterStiffness: KP, shape: P0, chirality: chi, torque: tau, drive: gam, smoothing };
}
