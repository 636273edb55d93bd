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
  /** Areas below which a cell is extruded: it loses sides until it is a triangle, which becomes a vertex. */
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

/** A sweep of a growing tissue: some steps of time, then transitions, extrusions and divisions. */
interface GrownSweep extends GrowingTissue {
  readonly divisions: number;
  readonly extrusions: number;
  readonly exchanged: number;
  /** Of the cells that there were during the sweep. */
  readonly flow: Flow;
}

/** How the cells of a tissue went during some steps. */
export interface Flow {
  /** (N, 2): where the middles of the cells were half-way. */
  readonly places: Float64Array;
  /** (N, 2): how far they went over the time, noise included. */
  readonly velocity: Float64Array;
  /** (N): areas at the end. */
  readonly area: Float64Array;
  /** Length of the box along x, half-way. */
  readonly length: number;
}

/** Steps between two looks for short edges: those of cells that shrink vanish sooner than others, and cells whose sides crossed would not come apart again. */
const STRETCH = 10;
/** Fewest cells: with fewer a cell may meet itself. */
const FEWEST = 12;

/**
 * Lets a tissue grow: after every step of time dA0/dt = g(x) A0 at the middles of the cells, after every 10 transitions, after every 50
 * divisions and extrusions. A daughter has half the preferred area. In a continuum div v = g, so that an inhomogeneous g drives a flow.
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
  let now: GrowingTissue = copied(tissue);
  const count = { divisions: 0, extrusions: 0, exchanged: 0 };
  const whole = steps === 0 ? 0 : Math.ceil(steps / STEPS_PER_SWEEP) - 1;
  for (let sweep = 0; sweep < whole; sweep++) {
    const { divisions, extrusions, exchanged, ...after } = growSweep(now, parameters, growth, dynamics, sweep * STEPS_PER_SWEEP);
    now = after;
    count.divisions += divisions;
    count.extrusions += extrusions;
    count.exchanged += exchanged;
  }
  // The last stretch ends with velocities of the cells that moved, so that no cell comes or goes after it.
  const done = whole * STEPS_PER_SWEEP;
  const { tissue: last, velocity } = moveGrowing(now, parameters, growth, dynamics, done, steps - done);
  const { mesh, exchanged } = exchangeShort(last.mesh, cornersOf(last.mesh), dynamics.exchange);
  return { ...last, mesh, ...count, exchanged: count.exchanged + exchanged, velocity };
}

/** A tissue that moves on its own. */
export function copied({ mesh, area }: GrowingTissue): GrowingTissue {
  return { mesh: { ...mesh, positions: mesh.positions.slice() }, area: area.slice() };
}

/**
 * One sweep, as `proliferate` makes them. The tissue that is given is moved in place.
 * @param clock steps made before
 * @throws BlockspinError where fewer than 12 cells are left
 */
export function growSweep(
  tissue: GrowingTissue,
  parameters: TissueParameters & { readonly shape: number },
  growth: Growth,
  dynamics: GrowthDynamics,
  clock: number,
): GrownSweep {
  let now = tissue;
  let exchanged = 0;
  const flows: Flow[] = [];
  for (let done = 0; done < STEPS_PER_SWEEP; done += STRETCH) {
    const moved = moveGrowing(now, parameters, growth, dynamics, clock + done, STRETCH);
    flows.push(moved.flow);
    const after = exchangeShort(moved.tissue.mesh, cornersOf(moved.tissue.mesh), dynamics.exchange);
    exchanged += after.exchanged;
    now = { ...moved.tissue, mesh: after.mesh };
  }
  const flow = meanFlow(flows);
  const count = { divisions: 0, extrusions: 0 };
  const after = divided(extruded(now, growth, dynamics.exchange.length, count), growth, count);
  if (after.area.length < FEWEST) throw tooFew(after.area.length);
  return { ...after, ...count, exchanged, flow };
}

/** The flow over several equally long stretches: cells meet others between them, which moves their middles but is no flow. */
function meanFlow(flows: readonly Flow[]): Flow {
  const mean = (of: 'places' | 'velocity') => flows[0][of].map((_, i) => flows.reduce((sum, flow) => sum + flow[of][i] / flows.length, 0));
  const { area } = flows[flows.length - 1];
  return { places: mean('places'), velocity: mean('velocity'), area, length: flows.reduce((sum, { length }) => sum + length / flows.length, 0) };
}

/** Some steps of time between two looks at the cells. */
function moveGrowing(
  { mesh, area }: GrowingTissue,
  parameters: TissueParameters & { readonly shape: number },
  growth: Growth,
  { dt, noise, key }: GrowthDynamics,
  clock: number,
  steps: number,
): { tissue: GrowingTissue; velocity: Float64Array; flow: Flow } {
  const corners = cornersOf(mesh);
  const geometry = emptyGeometry(mesh);
  const force = new Float64Array(mesh.positions.length);
  const shape = new Float64Array(area.length);
  let now = mesh;
  let expansion = 0;
  const first = middles(now, measure(now, corners, parameters.smoothing, geometry));
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
  const last = middles(now, measure(now, corners, parameters.smoothing, geometry));
  const flow = {
    places: last.map((x, i) => (x + first[i]) / 2),
    velocity: last.map((x, i) => (x - first[i]) / (dt * steps)),
    area: geometry.area.slice(),
    length: (mesh.box[0] + now.box[0]) / 2,
  };
  return { tissue: { mesh: now, area }, velocity: atCorners(now, force, expansion), flow };
}

/** Mean velocities without noise of the corners of every cell, (N, 2), in a box that stays. */
export function cellVelocities(mesh: Mesh, parameters: TissueParameters): Float64Array {
  const corners = cornersOf(mesh);
  return atCorners(mesh, forcesOf(mesh, corners, measure(mesh, corners, parameters.smoothing), parameters), 0);
}

/** Mean velocities of the corners of every cell, (N, 2). @param expansion rate at which lengths of the box grow */
function atCorners({ box, rows, vertices, positions, shifts }: Mesh, force: Float64Array, expansion: number): Float64Array {
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

/** Extrudes cells that are small enough: they lose sides until they are triangles. One that cannot, waits. */
function extruded(tissue: GrowingTissue, { extrudeBelow }: Growth, length: number, count: { extrusions: number }): GrowingTissue {
  let { mesh } = tissue;
  const area = Array.from(tissue.area);
  const areasOf = (of: Mesh) => measure(of, cornersOf(of), 0).area;
  let areas = areasOf(mesh);
  for (let c = area.length - 1; c >= 0; c--) {
    if (!(areas[c] < extrudeBelow)) continue;
    let now: Mesh | undefined = { ...mesh, positions: mesh.positions.slice() };
    while (now && now.rows[c + 1] - now.rows[c] > 3) now = loseSide(now, c, length);
    const after: Mesh | undefined = now && extrude(now, c);
    if (!after) continue;
    mesh = after;
    areas = areasOf(mesh);
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
