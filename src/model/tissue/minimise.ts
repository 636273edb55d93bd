import { BlockspinError } from '../../core/errors.ts';
import { type Exchange, exchangeShort } from './exchange.ts';
import { forcesOf } from './forces.ts';
import { emptyGeometry, measure } from './geometry.ts';
import { cornersOf, type Mesh } from './mesh.ts';
import { isGradient, type TissueParameters } from './parameters.ts';

/** Constants of the method, as published. */
const FIRE = { fewest: 5, grow: 1.1, shrink: 0.5, mix: 0.1, less: 0.99 } as const;
/** Times of a step in units of friction over stiffness: the stiffest modes found have λ = 30 to 160, the latter with edges of 0.01. */
const FIRST = 0.02;
const LARGEST = 0.2;
/** Steps between two looks for short edges. */
const LOOK = 50;

/** When a relaxation ends. */
export interface Relaxation {
  /** The largest component of a force that may be left. */
  readonly tolerance?: number;
  /** Steps at most. */
  readonly steps?: number;
  /** Edges that are exchanged on the way; none unless given. */
  readonly exchange?: Exchange;
}

/** A relaxed tissue. */
export interface Relaxed {
  readonly mesh: Mesh;
  /** The largest component of a force. */
  readonly residual: number;
  readonly steps: number;
  /** T1 transitions on the way. */
  readonly exchanged: number;
  /** Whether the residual is within the tolerance. */
  readonly converged: boolean;
}

/**
 * Moves vertices downhill to a minimum of the energy. Positions are changed in place.
 * Source: FIRE, Bitzek et al., PRL 97, 170201 (2006).
 * @throws BlockspinError where a chiral term acts: there is no energy to minimise
 */
export function minimise(mesh: Mesh, parameters: TissueParameters, { tolerance = 1e-10, steps = 20_000, exchange }: Relaxation = {}): Relaxed {
  if (!isGradient(parameters)) throw notGradient();
  let now = mesh;
  let corners = cornersOf(mesh);
  const geometry = emptyGeometry(mesh);
  const force = new Float64Array(mesh.positions.length);
  const velocity = new Float64Array(mesh.positions.length);
  const state = { dt: FIRST, mix: FIRE.mix as number, downhill: 0 };
  let [exchanged, residual, step] = [0, Number.POSITIVE_INFINITY, 0];
  for (; step < steps; step++) {
    measure(now, corners, parameters.smoothing, geometry);
    forcesOf(now, corners, geometry, parameters, force);
    residual = largest(force);
    if (residual <= tolerance) break;
    accelerate(now.positions, velocity, force, state);
    if (!exchange || step % LOOK !== LOOK - 1) continue;
    const after = exchangeShort(now, corners, exchange);
    if (after.exchanged === 0) continue;
    exchanged += after.exchanged;
    ({ mesh: now, corners } = after);
    velocity.fill(0);
  }
  return { mesh: now, residual, steps: step, exchanged, converged: residual <= tolerance };
}

/** One step of the method: velocities are turned towards the force while it is downhill, and stopped where it is not. */
function accelerate(positions: Float64Array, velocity: Float64Array, force: Float64Array, state: { dt: number; mix: number; downhill: number }): void {
  let [power, speed, pull] = [0, 0, 0];
  for (let i = 0; i < force.length; i++) {
    power += force[i] * velocity[i];
    speed += velocity[i] ** 2;
    pull += force[i] ** 2;
  }
  if (power < 0) {
    velocity.fill(0);
    Object.assign(state, { dt: state.dt * FIRE.shrink, mix: FIRE.mix, downhill: 0 });
  } else {
    const turn = pull > 0 ? state.mix * Math.sqrt(speed / pull) : 0;
    for (let i = 0; i < velocity.length; i++) velocity[i] = (1 - state.mix) * velocity[i] + turn * force[i];
    if (++state.downhill > FIRE.fewest) Object.assign(state, { dt: Math.min(LARGEST, state.dt * FIRE.grow), mix: state.mix * FIRE.less });
  }
  for (let i = 0; i < velocity.length; i++) {
    velocity[i] += state.dt * force[i];
    positions[i] += state.dt * velocity[i];
  }
}

/** The largest absolute value. */
export function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return Number.isNaN(values[0]) ? Number.NaN : most;
}

function notGradient(): BlockspinError {
  return new BlockspinError({
    who: 'energy of a tissue',
    expected: 'forces that are its gradient',
    got: 'a chiral force',
    remedy: 'set chirality, torque and drive to 0, or move the tissue by its dynamics',
  });
}
