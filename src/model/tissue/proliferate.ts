/** Growth, division and extrusion: net proliferation, and the flow that it drives. On the host, in float64: the number of cells changes. */
import { BlockspinError } from '../../core/errors.ts';
import { divide } from './divide.ts';
import { STEPS_PER_SWEEP, shake } from './dynamics.ts';
import { type Exchange, exchangeShort } from './exchange.ts';
import { extrude, loseSide } from './extrude.ts';
import { forcesOf } from './forces.ts';
import { emptyGeometry, measure, middles } from './geometry.ts';
import { cornersOf, type Mesh } from './mesh.ts';
import type { TissueParameters } from './parameters.ts';

/** A tissue whose cells grow. */
export interface GrowingTissue {
  readonly mesh: Mesh;
  /** Preferred area of every cell; its preferred perimeter is the shape index times the root of this. */
  readonly area: Float64Array;
}

/** How cells grow. */
export interface Growth {
  /** Rate g at a place: dA0/dt = g A0. Negative where cells are lost. */
  rate(x: number, y: number): number;
  /** Preferred areas above which a cell divides. */
  readonly divideAbove: number;
  /** Areas below which a cell is extruded, as a triangle; with more sides it loses one. */
  readonly extrudeBelow: number;
  /** Whether the box grows with the preferred areas; otherwise its lengths stay. */
  readonly expanding?: boolean;
}

/** How the tissue moves meanwhile. */
export interface GrowthDynamics {
  readonly dt: number;
  readonly noise: number;
  readonly key: readonly [number, number];
  /** Edges that are exchanged after every 50 steps. */
  readonly exchange: Exchange;
}

/** A tissue that grew, and how it flowed. */
export interface Grown extends GrowingTissue {
  readonly divisions: number;
  readonly extrusions: number;
  readonly exchanged: number;
  /** Velocities without noise of the middles of the cells in the last step, (N, 2), those of an expanding box included. */
  readonly velocity: Float64Array;
}

/** Fewest cells: with fewer a cell may meet itself. */
const FEWEST = 12;

/**
 * Lets a tissue grow: after every step of time dA0/dt = g(x) A0 at the middles of the cells, after every 50 transitions, divisions and extrusions. A
 * daughter has half the preferred area. In a continuum div v = g, so that an inhomogeneous g drives a flow.
 * @param parameters the shape index as one number for all cells; areas are those of the tissue
 * @param steps of time
 * @throws BlockspinError where fewer than 12 cells are left
 */
export function proliferate(
  tissue: GrowingTissue,
  parameters: TissueParameters & { readonly shape: number },
  growth: Growth,
  dynamics: GrowthDynamics,
  steps: number,
): Grown {
  let now: GrowingTissue = { mesh: { ...tissue.mesh, positions: tissue.mesh.positions.slice() }, area: tissue.area.slice() };
  const count = { divisions: 0, extrusions: 0, exchanged: 0 };
  let velocity: Float64Array = new Float64Array(0);
  for (let done = 0; done < steps; done += STEPS_PER_SWEEP) {
    const stretch = moveGrowing(now, parameters, growth, dynamics, done, Math.min(STEPS_PER_SWEEP, steps - done));
    velocity = stretch.velocity;
    now = stretch.tissue;
    const { mesh, exchanged } = exchangeShort(now.mesh, cornersOf(now.mesh), dynamics.exchange);
    count.exchanged += exchanged;
    if (done + STEPS_PER_SWEEP >= steps) {
      now = { ...now, mesh };
      break;
    }
    now = divided(extruded({ ...now, mesh }, growth, dynamics.exchange.length, count), growth, count);
    if (now.area.length < FEWEST) throw tooFew(now.area.length);
  }
  return { ...now, ...count, velocity };
}

/** Some steps of time between two looks at the cells. */
function moveGrowing(
  { mesh, area }: GrowingTissue,
  parameters: TissueParameters & { readonly shape: number },
  growth: Growth,
  { dt, noise, key }: GrowthDynamics,
  clock: number,
  steps: number,
): { tissue: GrowingTissue; velocity: Float64Array } {
  const corners = cornersOf(mesh);
  const geometry = emptyGeometry(mesh);
  const force = new Float64Array(mesh.positions.length);
  const shape = new Float64Array(area.length);
  let now = mesh;
  let expansion = 0;
  for (let step = 0; step < steps; step++) {
    measure(now, corners, parameters.smoothing, geometry);
    const middle = middles(now, geometry);
    const before = area.reduce((sum, one) => sum + one, 0);
    for (let c = 0; c < area.length; c++) {
      area[c] *= Math.exp(dt * growth.rate(middle[2 * c], middle[2 * c + 1]));
      shape[c] = parameters.shape * Math.sqrt(area[c]);
    }
    forcesOf(now, corners, geometry, { ...parameters, area, shape }, force);
    for (let i = 0; i < force.length; i++) now.positions[i] += dt * force[i];
    if (noise > 0) shake(now.positions, Math.sqrt(2 * noise * dt), key, clock + step);
    if (!growth.expanding) continue;
    const factor = Math.sqrt(area.reduce((sum, one) => sum + one, 0) / before);
    expansion = (factor - 1) / dt;
    now = { ...now, box: [now.box[0] * factor, now.box[1] * factor], positions: now.positions.map((x) => x * factor) };
  }
  return { tissue: { mesh: now, area }, velocity: cellVelocities(now, force, expansion) };
}

/** Mean velocities of the corners of every cell. @param expansion rate at which lengths of the box grow */
function cellVelocities({ box, rows, vertices, positions, shifts }: Mesh, force: Float64Array, expansion: number): Float64Array {
  const velocity = new Float64Array(2 * (rows.length - 1));
  for (let c = 0; c + 1 < rows.length; c++) {
    for (let h = rows[c]; h < rows[c + 1]; h++) {
      for (let axis = 0; axis < 2; axis++) {
        const i = 2 * vertices[h] + axis;
        velocity[2 * c + axis] += (force[i] + expansion * (positions[i] + box[axis] * shifts[2 * h + axis])) / (rows[c + 1] - rows[c]);
      }
    }
  }
  return velocity;
}

/** Divides every cell that is large enough. */
function divided(tissue: GrowingTissue, { divideAbove }: Growth, count: { divisions: number }): GrowingTissue {
  let { mesh } = tissue;
  const area = Array.from(tissue.area);
  for (let c = 0; c < tissue.area.length; c++) {
    if (!(area[c] > divideAbove)) continue;
    const after = divide(mesh, c);
    if (!after) continue;
    mesh = after;
    area[c] /= 2;
    area.push(area[c]);
    count.divisions++;
  }
  return { mesh, area: Float64Array.from(area) };
}

/** Extrudes triangles that are small enough; small cells of more sides lose one. */
function extruded(tissue: GrowingTissue, { extrudeBelow }: Growth, length: number, count: { extrusions: number }): GrowingTissue {
  let { mesh } = tissue;
  const area = Array.from(tissue.area);
  for (let c = area.length - 1; c >= 0; c--) {
    if (!(measure(mesh, cornersOf(mesh), 0).area[c] < extrudeBelow)) continue;
    if (mesh.rows[c + 1] - mesh.rows[c] > 3) {
      mesh = loseSide(mesh, c, length) ?? mesh;
      continue;
    }
    const after = extrude(mesh, c);
    if (!after) continue;
    mesh = after;
    area.splice(c, 1);
    count.extrusions++;
  }
  return { mesh, area: Float64Array.from(area) };
}

function tooFew(got: number): BlockspinError {
  return new BlockspinError({
    who: 'growing tissue',
    expected: `at least ${FEWEST} cells`,
    got,
    remedy: 'let cells grow somewhere, or begin with more',
    code: 'diverged',
  });
}
