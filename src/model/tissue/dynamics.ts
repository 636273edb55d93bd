import { philox } from '../../core/random.ts';
import { type Exchange, exchangeShort } from './exchange.ts';
import { forcesOf } from './forces.ts';
import { emptyGeometry, measure } from './geometry.ts';
import { cornersOf, type Mesh } from './mesh.ts';
import type { TissueParameters } from './parameters.ts';

/** Steps between two looks for short edges, here and on the GPU. */
export const STEPS_PER_SWEEP = 50;

/** How a tissue moves; friction is 1. */
export interface TissueDynamics {
  /** Step of time. Euler is stable below 2 over the largest stiffness. */
  readonly dt: number;
  /** Amplitude D of the noise: displacements of variance 2 D dt in each direction. */
  readonly noise: number;
  /** Of the noise, as `deriveKey` makes it. */
  readonly key: readonly [number, number];
  /** Steps made before: the counter of the noise goes on from there. @default 0 */
  readonly clock?: number;
  /** Edges that are exchanged after every 50 steps; none unless given. */
  readonly exchange?: Exchange;
}

/** A tissue that moved. */
export interface MovedTissue {
  readonly mesh: Mesh;
  /** T1 transitions on the way. */
  readonly exchanged: number;
}

/**
 * Makes steps r += F dt + √(2 D dt) n in float64, with normal numbers n by Box and Muller from Philox words of (vertex, step). Positions are
 * changed in place.
 * @param steps how many
 */
export function move(mesh: Mesh, parameters: TissueParameters, { dt, noise, key, clock = 0, exchange }: TissueDynamics, steps: number): MovedTissue {
  let now = mesh;
  let corners = cornersOf(mesh);
  let exchanged = 0;
  const geometry = emptyGeometry(mesh);
  const force = new Float64Array(mesh.positions.length);
  const width = Math.sqrt(2 * noise * dt);
  for (let step = 0; step < steps; step++) {
    measure(now, corners, parameters.smoothing, geometry);
    forcesOf(now, corners, geometry, parameters, force);
    for (let i = 0; i < force.length; i++) now.positions[i] += dt * force[i];
    if (width > 0) shake(now.positions, width, key, clock + step);
    if (!exchange || (clock + step) % STEPS_PER_SWEEP !== STEPS_PER_SWEEP - 1) continue;
    const after = exchangeShort(now, corners, exchange);
    exchanged += after.exchanged;
    ({ mesh: now, corners } = after);
  }
  return { mesh: now, exchanged };
}

/**
 * Adds normal numbers of a width to all coordinates: by Box and Muller, of the same words as the kernel model/tissue/vertices and in the same way.
 * @param step counter of the noise
 */
export function shake(positions: Float64Array, width: number, key: readonly number[], step: number): void {
  for (let v = 0; 2 * v < positions.length; v++) {
    const [x, y, z] = philox([v, step, 0, 0], key);
    // A direction in (0, π): a place in an octant, and two bits that say in which; then a sign.
    const place = (((x & 0x3fffffff) + 0.5) / 2 ** 30) * (Math.PI / 4);
    const octant = (x & 0x40000000) !== 0 ? Math.PI / 2 - place : place;
    const angle = x >>> 31 === 1 ? Math.PI - octant : octant;
    const radius = Math.sqrt(-2 * Math.log(((z >>> 9) + 0.5) / 2 ** 23)) * ((y & 1) === 1 ? -width : width);
    positions[2 * v] += radius * Math.cos(angle);
    positions[2 * v + 1] += radius * Math.sin(angle);
  }
}
