import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { BlockspinError } from '../../core/errors.ts';
import { type Geometry, measure, middles } from './geometry.ts';
import { type Corners, cornersOf, type Mesh } from './mesh.ts';
import { isGradient, ofCell, type TissueParameters } from './parameters.ts';

/**
 * J = ∂F/∂r of the forces of `addForces`, (2 V, 2 V), row by row: coordinate 2 v is x of vertex v, 2 v + 1 is y. Rows and columns of vertices
 * that are held are 0.
 * @throws nothing; sizes beyond some thousand vertices take gigabytes
 */
export function jacobian(mesh: Mesh, parameters: TissueParameters): Matrix {
  const corners = cornersOf(mesh);
  const geometry = measure(mesh, corners, parameters.smoothing);
  const out = Matrix.zeros(mesh.positions.length, mesh.positions.length);
  for (let c = 0; c + 1 < mesh.rows.length; c++) addCell(out, mesh, corners, geometry, parameters, c);
  return out;
}

/** A block of two by two numbers, row by row. */
type Block = readonly [number, number, number, number];

/** What one cell adds: forces at its corners, differentiated by the places of its corners. */
function addCell(out: Matrix, mesh: Mesh, corners: Corners, geometry: Geometry, parameters: TissueParameters, c: number): void {
  const { rows, vertices } = mesh;
  const { next, previous } = corners;
  const { places, tangents, lengths, area, perimeter } = geometry;
  const { areaStiffness, perimeterStiffness: KP, chirality: chi } = parameters;
  const pressure = areaStiffness * (area[c] - ofCell(parameters.area, c));
  const tension = KP * (perimeter[c] - ofCell(parameters.shape, c));
  const drive = ofCell(parameters.drive, c);
  const put = (h: number, g: number, [xx, xy, yx, yy]: Block) => {
    if (mesh.held && (mesh.held[vertices[h]] === 1 || mesh.held[vertices[g]] === 1)) return;
    const [row, column] = [2 * vertices[h], 2 * vertices[g]];
    out.set(row, column, out.get(row, column) + xx);
    out.set(row, column + 1, out.get(row, column + 1) + xy);
    out.set(row + 1, column, out.get(row + 1, column) + yx);
    out.set(row + 1, column + 1, out.get(row + 1, column + 1) + yy);
  };
  const gradient = (h: number) => {
    const [n, p] = [next[h], previous[h]];
    const a = [(places[2 * n + 1] - places[2 * p + 1]) / 2, (places[2 * p] - places[2 * n]) / 2];
    return { a, u: [tangents[2 * h] - tangents[2 * p], tangents[2 * h + 1] - tangents[2 * p + 1]] };
  };
  /** (1 + χ E) (P - P0) K_P (1 - t t) / l of the edge from a corner, which has the sign of a pull. */
  const pull = (h: number, sign: number): Block => {
    const [x, y] = [tangents[2 * h], tangents[2 * h + 1]];
    const s = (sign * tension) / lengths[h];
    const [xx, xy, yy] = [s * (1 - x * x), -s * x * y, s * (1 - y * y)];
    return [xx - chi * xy, xy - chi * yy, xy + chi * xx, yy + chi * xy];
  };
  const each = Array.from({ length: rows[c + 1] - rows[c] }, (_, i) => ({ h: rows[c] + i, ...gradient(rows[c] + i) }));
  for (const { h, a, u } of each) {
    const turned = [u[0] - chi * u[1], u[1] + chi * u[0]];
    for (const { h: g, a: b, u: w } of each) {
      const one = (i: number, j: number) => -areaStiffness * a[i] * b[j] - KP * turned[i] * w[j];
      put(h, g, [one(0, 0), one(0, 1), one(1, 0), one(1, 1)]);
    }
    const [n, p] = [next[h], previous[h]];
    // ∂(-pressure a + γ/2 d): a = -E d / 2 with d from the corner before to the one after.
    put(h, n, [drive / 2, -pressure / 2, pressure / 2, drive / 2]);
    put(h, p, [-drive / 2, pressure / 2, -pressure / 2, -drive / 2]);
    put(h, n, pull(h, 1));
    put(h, h, pull(h, -1));
    put(h, h, pull(p, -1));
    put(h, p, pull(p, 1));
  }
  const torque = ofCell(parameters.torque, c);
  if (torque !== 0) addTorque(mesh, geometry, c, torque, put);
}

/** ∂(τ/I E q)/∂p with q = p - mean: of the turn, and of I. */
function addTorque(mesh: Mesh, geometry: Geometry, c: number, torque: number, put: (h: number, g: number, one: Block) => void): void {
  const { rows } = mesh;
  const middle = middles(mesh, geometry);
  const sides = rows[c + 1] - rows[c];
  const q = (h: number, axis: number) => geometry.places[2 * h + axis] - middle[2 * c + axis];
  let inertia = 0;
  for (let h = rows[c]; h < rows[c + 1]; h++) inertia += q(h, 0) ** 2 + q(h, 1) ** 2;
  const s = torque / inertia;
  for (let h = rows[c]; h < rows[c + 1]; h++) {
    for (let g = rows[c]; g < rows[c + 1]; g++) {
      const own = s * ((h === g ? 1 : 0) - 1 / sides);
      const less = (i: number, j: number) => ((-2 * s) / inertia) * (i === 0 ? -q(h, 1) : q(h, 0)) * q(g, j);
      put(h, g, [less(0, 0), -own + less(0, 1), own + less(1, 0), less(1, 1)]);
    }
  }
}

/**
 * Eigenvalues of the stiffness matrix -J, the smallest first. Two are 0: translations.
 * @throws BlockspinError where a chiral term acts: then -J is not symmetric
 */
export function stiffnesses(mesh: Mesh, parameters: TissueParameters): Float64Array {
  return modes(mesh, parameters).values;
}

/**
 * Eigenvalues of the stiffness matrix -J, the smallest first, and its eigenvectors as columns.
 * @throws BlockspinError where a chiral term acts: then -J is not symmetric
 */
export function modes(mesh: Mesh, parameters: TissueParameters): { values: Float64Array; vectors: Matrix } {
  if (!isGradient(parameters)) {
    throw new BlockspinError({
      who: 'stiffness of a tissue',
      expected: 'forces that are the gradient of an energy',
      got: 'a chiral force',
      remedy: 'set chirality, torque and drive to 0, or take the eigenvalues of the matrix that jacobian gives',
    });
  }
  const found = new EigenvalueDecomposition(jacobian(mesh, parameters).mul(-1), { assumeSymmetric: true });
  return { values: Float64Array.from(found.realEigenvalues), vectors: found.eigenvectorMatrix };
}
