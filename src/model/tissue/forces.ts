import { type Geometry, measure } from './geometry.ts';
import { type Corners, cornersOf, type Mesh } from './mesh.ts';
import { ofCell, type TissueParameters } from './parameters.ts';

/** Forces on the vertices by what makes them, (V, 2) each. */
interface ForceParts {
  /** Of pressures, -K_A (A - A0) ∂A/∂r. */
  readonly area: Float64Array;
  /** Of tensions, -K_P (P - P0) ∂P/∂r. */
  readonly perimeter: Float64Array;
  /** Of odd tension, torque and drive. */
  readonly chiral: Float64Array;
}

/** Σ_c K_A/2 (A - A0)² + K_P/2 (P - P0)². */
export function energyOf({ area, perimeter }: Geometry, { areaStiffness, perimeterStiffness, area: A0, shape: P0 }: TissueParameters): number {
  let sum = 0;
  for (let c = 0; c < area.length; c++) {
    sum += (areaStiffness / 2) * (area[c] - ofCell(A0, c)) ** 2 + (perimeterStiffness / 2) * (perimeter[c] - ofCell(P0, c)) ** 2;
  }
  return sum;
}

/** Tension K_P (P - P0) of every cell. */
export function tensions({ perimeter }: Geometry, { perimeterStiffness, shape }: TissueParameters): Float64Array {
  return perimeter.map((p, c) => perimeterStiffness * (p - ofCell(shape, c)));
}

/** Forces by parts, as `addForces` gives them; 0 where a vertex is held. */
export function forceParts(mesh: Mesh, parameters: TissueParameters): ForceParts {
  const corners = cornersOf(mesh);
  const parts = () => new Float64Array(mesh.positions.length);
  const forces = { area: parts(), perimeter: parts(), chiral: parts() };
  addForces(mesh, corners, measure(mesh, corners, parameters.smoothing), parameters, forces);
  for (const force of Object.values(forces)) holdStill(mesh, force);
  return forces;
}

/** The force on every vertex, (V, 2); 0 where one is held. @param into overwritten */
export function forcesOf(
  mesh: Mesh,
  corners: Corners,
  geometry: Geometry,
  parameters: TissueParameters,
  into = new Float64Array(mesh.positions.length),
): Float64Array {
  into.fill(0);
  addForces(mesh, corners, geometry, parameters, { area: into, perimeter: into, chiral: into });
  holdStill(mesh, into);
  return into;
}

/** Takes the forces off the vertices that are held: those of missing cells are unknown, and nothing moves them. */
function holdStill({ held }: Mesh, force: Float64Array): void {
  held?.forEach((one, v) => {
    if (one === 1) force.fill(0, 2 * v, 2 * v + 2);
  });
}

/**
 * Adds the forces on the vertices:
 * F_v = Σ_h -K_A (A - A0) a_h + (1 + χ E) K_P (P - P0) u_h + τ/I E (p_h - mean) + γ/2 (p_n - p_p)
 * with E(x, y) = (-y, x), a_h = ∂A/∂p_h, u_h = t_h - t_p = -∂P/∂p_h and I = Σ |p_h - mean|². The sum is over the corners h at v, n and p the
 * corners after and before it. The chiral terms are our choice. Each changes its sign under a mirror, and none adds to the sum of the forces of
 * a cell.
 * @param geometry of the mesh as it is
 * @param into may be one array three times: then it receives the sum
 */
function addForces(mesh: Mesh, { next, previous }: Corners, geometry: Geometry, parameters: TissueParameters, into: ForceParts): void {
  const { rows, vertices } = mesh;
  const { places, tangents, area, perimeter } = geometry;
  const { areaStiffness, perimeterStiffness, chirality } = parameters;
  for (let c = 0; c + 1 < rows.length; c++) {
    const pressure = -areaStiffness * (area[c] - ofCell(parameters.area, c));
    const tension = perimeterStiffness * (perimeter[c] - ofCell(parameters.shape, c));
    const [torque, drive] = [ofCell(parameters.torque, c), ofCell(parameters.drive, c)];
    for (let h = rows[c]; h < rows[c + 1]; h++) {
      const [n, p, v] = [next[h], previous[h], vertices[h]];
      const dx = places[2 * n] - places[2 * p];
      const dy = places[2 * n + 1] - places[2 * p + 1];
      const ux = tangents[2 * h] - tangents[2 * p];
      const uy = tangents[2 * h + 1] - tangents[2 * p + 1];
      into.area[2 * v] += (pressure * dy) / 2;
      into.area[2 * v + 1] -= (pressure * dx) / 2;
      into.perimeter[2 * v] += tension * ux;
      into.perimeter[2 * v + 1] += tension * uy;
      into.chiral[2 * v] += -chirality * tension * uy + (drive / 2) * dx;
      into.chiral[2 * v + 1] += chirality * tension * ux + (drive / 2) * dy;
    }
    if (torque !== 0) addTorque(mesh, geometry, c, torque, into.chiral);
  }
}

/** Forces τ/I E (p - mean) of one cell: their sum is zero and their torque τ. */
function addTorque({ rows, vertices }: Mesh, { places }: Geometry, c: number, torque: number, into: Float64Array): void {
  const sides = rows[c + 1] - rows[c];
  let [x, y, inertia] = [0, 0, 0];
  for (let h = rows[c]; h < rows[c + 1]; h++) {
    x += places[2 * h] / sides;
    y += places[2 * h + 1] / sides;
  }
  for (let h = rows[c]; h < rows[c + 1]; h++) inertia += (places[2 * h] - x) ** 2 + (places[2 * h + 1] - y) ** 2;
  for (let h = rows[c]; h < rows[c + 1]; h++) {
    const v = vertices[h];
    into[2 * v] -= (torque / inertia) * (places[2 * h + 1] - y);
    into[2 * v + 1] += (torque / inertia) * (places[2 * h] - x);
  }
}
