import { deriveKey } from '../core/random.ts';
import { move } from '../model/tissue/dynamics.ts';
import type { Mesh } from '../model/tissue/mesh.ts';
import { minimise } from '../model/tissue/minimise.ts';
import type { TissueParameters } from '../model/tissue/parameters.ts';
import { slopesOf } from './response.ts';

/** A preferred shape at which every tissue is solid: below that of regular hexagons, 3.72. */
const SOLID = 3.6;
/** An odd tension, in which tissues of weakly different cells come to rest otherwise than without one. */
const ODD = 0.3;
/** Part of dF/dP0 at the snapshot that has to be left at rest: honeycombs have 1e-5, disordered tissues of 36 cells 0.27 (fluid, 5 % noise) to 1. */
const LEFT = 0.02;
/** A rest that is accurate enough to see this. */
const REST = { tolerance: 1e-6, steps: 5_000 } as const;
const STEPS = 2_000;
const DT = 0.02;

/**
 * Whether a snapshot is a regular tiling with noise. Equal hexagons are at rest whatever the parameters that all cells share: what a fit of them finds is noise,
 * and snapshots made at its estimate would not show that. Such a tissue is told by letting it come to rest where every tissue is solid: dF/dP0 then vanishes, also
 * with odd tension.
 */
export function isRegular(observed: Mesh, known: TissueParameters): boolean {
  const solid = { ...known, shape: SOLID, chirality: 0, torque: 0, drive: 0 };
  const enough = LEFT * slope(observed, solid);
  const { mesh } = minimise({ ...observed, positions: observed.positions.slice() }, solid, REST);
  if (slope(mesh, solid) >= enough) return false;
  const odd = { ...solid, chirality: ODD };
  return slope(move(mesh, odd, { dt: DT, noise: 0, key: deriveKey(0, 'noise', 0) }, STEPS).mesh, solid) < enough;
}

/** |dF/dP0|. */
function slope(mesh: Mesh, parameters: TissueParameters): number {
  return Math.hypot(...slopesOf(mesh, parameters, ['P0'])[0]);
}
