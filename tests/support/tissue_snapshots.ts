/** Tissues at rest and snapshots of them with noise, as inferences are tested on them. */
import { deriveKey } from '../../src/core/random.ts';
import { forceAt } from '../../src/infer/response.ts';
import { comeToRest } from '../../src/infer/rest.ts';
import { stiffest } from '../../src/infer/stiffest.ts';
import { move, shake } from '../../src/model/tissue/dynamics.ts';
import type { Mesh } from '../../src/model/tissue/mesh.ts';
import { largest, minimise } from '../../src/model/tissue/minimise.ts';
import { PLAIN, type TissueParameters } from '../../src/model/tissue/parameters.ts';
import { voronoi } from '../../src/model/tissue/voronoi.ts';

/** The solid tissue of the recovery tables. */
export const SOLID: TissueParameters = { ...PLAIN, shape: 3.6, chirality: 0.2, smoothing: 0.03 };
const EXCHANGE = { below: 0.04, length: 0.06 };

/** A tissue of 36 cells at rest: a quenched Voronoi tiling, then with odd tension. */
export function solidTissue(seed: number, parameters = SOLID): Mesh {
  const { mesh } = minimise(voronoi(36, seed), { ...parameters, chirality: 0 }, { tolerance: 1e-8, exchange: EXCHANGE });
  const rest = comeToRest(mesh, mesh.positions, parameters, 0);
  if (!rest.found) throw new Error(`no state at rest of tissue ${seed}: ${rest.residual} is left`);
  return rest.mesh;
}

/** Steps of time between two looks at what is left, and looks at most. */
const [STEPS, LOOKS] = [1000, 200];

/** A larger tissue at rest, made in the same way, but followed by Euler steps: Newton's would cost the cube of its size. Forces of 1e-7 may be left. */
export function largeTissue(cells: number, seed: number, parameters = SOLID): Mesh {
  const { mesh } = minimise(voronoi(cells, seed), { ...parameters, chirality: 0 }, { tolerance: 1e-7, exchange: EXCHANGE });
  const dt = 1 / stiffest(mesh, parameters);
  for (let look = 0; look < LOOKS; look++) {
    if (largest(forceAt(mesh, parameters)) < 1e-7) return mesh;
    move(mesh, parameters, { dt, noise: 0, key: [0, 0] }, STEPS);
  }
  throw new Error(`tissue ${seed} of ${cells} cells does not come to rest: ${largest(forceAt(mesh, parameters))} is left`);
}

/** A fluid tissue of 36 cells in a state without energy: annealed at P0 = 3.85, then minimised. */
export function fluidTissue(seed: number, parameters: TissueParameters): Mesh {
  const warm = { ...parameters, shape: 3.85 };
  const { mesh: start } = minimise(voronoi(36, seed), warm, { tolerance: 1e-6, exchange: EXCHANGE });
  const { mesh } = move(start, warm, { dt: 0.02, noise: 2e-3, key: deriveKey(seed, 'noise', 1), exchange: EXCHANGE }, 12_000);
  return minimise(mesh, parameters, { tolerance: 1e-13, exchange: EXCHANGE }).mesh;
}

/** A snapshot with normal errors of all coordinates. */
export function whiteSnapshot(mesh: Mesh, sigma: number, seed: number): Mesh {
  const positions = Float64Array.from(mesh.positions);
  shake(positions, sigma, deriveKey(seed, 'noise', 0), 0);
  return { ...mesh, positions };
}

/** A snapshot after 40 units of time with noise of amplitude D. */
export function dynamicSnapshot(mesh: Mesh, parameters: TissueParameters, noise: number, seed: number): Mesh {
  const positions = Float64Array.from(mesh.positions);
  move({ ...mesh, positions }, parameters, { dt: 0.01, noise, key: deriveKey(seed, 'noise', 0) }, 4000);
  return { ...mesh, positions };
}
