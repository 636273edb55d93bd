import { SVD } from 'ml-matrix';
import { energyOf } from '../model/tissue/forces.ts';
import { measure } from '../model/tissue/geometry.ts';
import { jacobian } from '../model/tissue/jacobian.ts';
import { cornersOf, type Mesh } from '../model/tissue/mesh.ts';
import { minimise } from '../model/tissue/minimise.ts';
import type { TissueParameters } from '../model/tissue/parameters.ts';

/** Stiffnesses below this are none. Those of solid tissues begin at 0.1. */
const SOFT = 1e-5;
/** Two directions in which every tissue moves freely. */
const TRANSLATIONS = 2;
/** Cells of which matrices are taken apart; their cost is the cube of it. */
export const MOST_CELLS = 150;
/** Energy of a cell that is none: areas and perimeters are as preferred. */
const UNSTRAINED = 1e-12;

/** Whether a tissue is floppy where it comes to rest without a nudge, and in how many ways. */
interface Floppiness {
  readonly floppy: boolean;
  /** Zero modes of J, translations included; undefined in tissues of more than 150 cells. */
  readonly zeroModes?: number;
}

/** Singular values of J = dF/dr that are zero: directions in which vertices move without resistance. */
export function zeroModesOf(mesh: Mesh, parameters: TissueParameters): number {
  const { diagonal } = new SVD(jacobian(mesh, parameters), { computeLeftSingularVectors: false, computeRightSingularVectors: false });
  return diagonal.filter((value) => value < SOFT).length;
}

/**
 * Lets a snapshot come to rest without a nudge and without chiral forces, and looks whether it then resists. A fluid tissue finds a state in which
 * all areas and perimeters are as preferred, whatever its odd tension.
 */
export function floppinessOf(observed: Mesh, parameters: TissueParameters): Floppiness {
  const plain = { ...parameters, chirality: 0, torque: 0, drive: 0 };
  const { mesh } = minimise({ ...observed, positions: observed.positions.slice() }, plain);
  const energy = energyOf(measure(mesh, cornersOf(mesh), plain.smoothing), plain) / (mesh.rows.length - 1);
  if (mesh.rows.length - 1 > MOST_CELLS) return { floppy: energy < UNSTRAINED };
  const zeroModes = zeroModesOf(mesh, plain);
  return { floppy: zeroModes > TRANSLATIONS, zeroModes };
}
