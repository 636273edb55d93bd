import { forcesOf } from '../model/tissue/forces.ts';
import { emptyGeometry, measure } from '../model/tissue/geometry.ts';
import { cornersOf, type Mesh } from '../model/tissue/mesh.ts';
import type { TissueParameters } from '../model/tissue/parameters.ts';

/** Products with J, and how far vertices move for one. */
const ROUNDS = 40;
const SHORT = 1e-6;

/**
 * The largest stiffness of a tissue, about: the length of J x for a vector x that was multiplied by J many times. Euler steps are stable below
 * 2 over it. No matrix is made.
 */
export function stiffest(mesh: Mesh, parameters: TissueParameters): number {
  const corners = cornersOf(mesh);
  const geometry = emptyGeometry(mesh);
  const forceAt = (positions: Float64Array) => {
    const at = { ...mesh, positions };
    return forcesOf(at, corners, measure(at, corners, parameters.smoothing, geometry), parameters);
  };
  const here = forceAt(mesh.positions);
  // Any vector that is no mode by itself.
  let x = mesh.positions.map((_, i) => Math.sin(1 + 2.3 * i + 0.7 * i * i));
  let most = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const norm = Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));
    const step = SHORT / norm;
    const there = forceAt(mesh.positions.map((p, i) => p + step * x[i]));
    x = there.map((f, i) => (f - here[i]) / SHORT);
    most = Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));
  }
  return most;
}
