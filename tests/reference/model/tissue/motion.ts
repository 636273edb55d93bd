/** Motion of the vertices of a tissue in float64: Euler steps with a nudge, a longest way and noise. */
import { philox } from '../../lib/philox.ts';
import { halfTurn } from '../xy/sweep.ts';
import { type Constants, forces, type Patch } from './jacobian.ts';

export interface Motion {
  dt: number;
  /** k, towards `observed`. */
  nudge?: number;
  observed?: ArrayLike<number>;
  /** D */
  noise?: number;
  most?: number;
  key?: readonly [number, number];
}

/** Two normal numbers for a vertex at a time. */
export function normals(vertex: number, time: number, key: readonly [number, number]): [number, number] {
  const words = philox([vertex, time, 0, 0], key);
  const angle = halfTurn(words[0]) + (words[1] & 1 ? Math.PI : 0);
  const radius = Math.sqrt(-2 * Math.log((Math.floor(words[2] / 512) + 0.5) / 2 ** 23));
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

/** Positions after a step. */
export function moved(patch: Patch, constants: Constants, motion: Motion, time = 0): Float64Array {
  const { dt, nudge = 0, observed = patch.positions, noise = 0, most = Number.POSITIVE_INFINITY, key = [0, 0] } = motion;
  const { all } = forces(patch, constants);
  const out = Float64Array.from(patch.positions);
  for (let v = 0; v < out.length / 2; v++) {
    const way = [0, 1].map((axis) => dt * (all[2 * v + axis] + nudge * (observed[2 * v + axis] - out[2 * v + axis])));
    const far = Math.hypot(...way);
    const random = noise > 0 ? normals(v, time, key) : [0, 0];
    for (let axis = 0; axis < 2; axis++) out[2 * v + axis] += way[axis] * Math.min(1, far > 0 ? most / far : 1) + Math.sqrt(2 * noise * dt) * random[axis];
  }
  return out;
}
