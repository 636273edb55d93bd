/**
 * Forces of a vertex model in float64, cell by cell, with all derivatives written out as dense matrices. A tissue is a box, positions and
 * rings of vertices; corners are placed side by side by whole boxes.
 */
export interface Patch {
  box: readonly number[];
  /** (V, 2), flat. */
  positions: ArrayLike<number>;
  cells: readonly (readonly number[])[];
}

export interface Constants {
  KA: number;
  A0: number | readonly number[];
  KP: number;
  P0: number | readonly number[];
  chi?: number;
  tau?: number | readonly number[];
  gam?: number | readonly number[];
  /** e */
  smoothing?: number;
}

export const SLOPES = ['KA', 'A0', 'KP', 'P0', 'chi', 'tau', 'gam'] as const;

type Vector = [number, number];
/** A 2 × 2 matrix by rows. */
type Matrix = [number, number, number, number];

const ofCell = (value: number | readonly number[] | undefined, c: number) => (value === undefined ? 0 : typeof value === 'number' ? value : value[c]);
const scaled = (m: Matrix, s: number): Matrix => m.map((x) => s * x) as Matrix;
const plus = (...all: Matrix[]): Matrix => [0, 1, 2, 3].map((i) => all.reduce((sum, m) => sum + m[i], 0)) as Matrix;
const outer = (a: Vector, b: Vector): Matrix => [a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1]];
const QUARTER: Matrix = [0, -1, 1, 0];
const ONE: Matrix = [1, 0, 0, 1];
const times = (a: Matrix, b: Matrix): Matrix => [a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3], a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3]];

/** Corners of a cell, each moved by whole boxes next to the one before. */
function placesOf({ box, positions, cells }: Patch, c: number): Vector[] {
  const places: Vector[] = [];
  for (const v of cells[c]) {
    const before = places.at(-1);
    places.push(
      [0, 1].map((axis) => {
        const x = positions[2 * v + axis];
        return before ? x + box[axis] * Math.round((before[axis] - x) / box[axis]) : x;
      }) as Vector,
    );
  }
  return places;
}

/** What a cell is: corners, area, perimeter, and by corner dA/dp, -dP/dp, tangents, lengths, distances from the mean. */
function shapeOf(patch: Patch, c: number, smoothing: number) {
  const p = placesOf(patch, c);
  const n = p.length;
  const [on, off] = [(i: number) => (i + 1) % n, (i: number) => (i + n - 1) % n];
  const length = p.map((_, i) => Math.sqrt((p[on(i)][0] - p[i][0]) ** 2 + (p[on(i)][1] - p[i][1]) ** 2 + smoothing ** 2));
  const tangent = p.map((_, i): Vector => [(p[on(i)][0] - p[i][0]) / length[i], (p[on(i)][1] - p[i][1]) / length[i]]);
  const area = p.reduce((sum, _, i) => sum + (p[i][0] - p[0][0]) * (p[on(i)][1] - p[0][1]) - (p[i][1] - p[0][1]) * (p[on(i)][0] - p[0][0]), 0) / 2;
  const middle = [0, 1].map((axis) => p.reduce((sum, at) => sum + at[axis], 0) / n);
  const arm = p.map(([x, y]): Vector => [x - middle[0], y - middle[1]]);
  return {
    n,
    on,
    off,
    length,
    tangent,
    area,
    perimeter: length.reduce((sum, l) => sum + l, 0),
    dA: p.map((_, i): Vector => [(p[on(i)][1] - p[off(i)][1]) / 2, (p[off(i)][0] - p[on(i)][0]) / 2]),
    u: p.map((_, i): Vector => [tangent[i][0] - tangent[off(i)][0], tangent[i][1] - tangent[off(i)][1]]),
    span: p.map((_, i): Vector => [p[on(i)][0] - p[off(i)][0], p[on(i)][1] - p[off(i)][1]]),
    arm,
    inertia: arm.reduce((sum, [x, y]) => sum + x * x + y * y, 0),
  };
}

/** Areas, perimeters, energy, and forces (V, 2) by part. */
export function forces(patch: Patch, constants: Constants) {
  const { KA, KP, chi = 0, smoothing = 0 } = constants;
  const make = () => new Float64Array(patch.positions.length);
  const out = { area: [] as number[], perimeter: [] as number[], energy: 0, ofArea: make(), ofPerimeter: make(), chiral: make(), all: make() };
  patch.cells.forEach((ring, c) => {
    const { area, perimeter, dA, u, span, arm, inertia } = shapeOf(patch, c, smoothing);
    const [strain, excess] = [area - ofCell(constants.A0, c), perimeter - ofCell(constants.P0, c)];
    const [spin, drive] = [ofCell(constants.tau, c) / inertia, ofCell(constants.gam, c) / 2];
    out.area.push(area);
    out.perimeter.push(perimeter);
    out.energy += (KA / 2) * strain ** 2 + (KP / 2) * excess ** 2;
    ring.forEach((v, i) => {
      for (let axis = 0; axis < 2; axis++) {
        const across = axis === 0 ? -1 : 1;
        const at = 2 * v + axis;
        out.ofArea[at] -= KA * strain * dA[i][axis];
        out.ofPerimeter[at] += KP * excess * u[i][axis];
        out.chiral[at] += across * (chi * KP * excess * u[i][1 - axis] + spin * arm[i][1 - axis]) + drive * span[i][axis];
      }
    });
  });
  out.all.forEach((_, i) => {
    out.all[i] = out.ofArea[i] + out.ofPerimeter[i] + out.chiral[i];
  });
  return out;
}

/** dF_i/dr_j as a dense matrix of 2 V rows. */
export function jacobian(patch: Patch, constants: Constants): Float64Array {
  const size = patch.positions.length;
  const all = new Float64Array(size * size);
  const { KA, KP, chi = 0, smoothing = 0 } = constants;
  const odd: Matrix = [1, -chi, chi, 1];
  patch.cells.forEach((ring, c) => {
    const s = shapeOf(patch, c, smoothing);
    const [strain, excess] = [s.area - ofCell(constants.A0, c), s.perimeter - ofCell(constants.P0, c)];
    const [torque, drive] = [ofCell(constants.tau, c), ofCell(constants.gam, c) / 2];
    const bend = (i: number): Matrix => scaled(plus(ONE, scaled(outer(s.tangent[i], s.tangent[i]), -1)), 1 / s.length[i]);
    for (let i = 0; i < s.n; i++) {
      for (let j = 0; j < s.n; j++) {
        const [after, before, same] = [s.on(i) === j ? 1 : 0, s.off(i) === j ? 1 : 0, i === j ? 1 : 0];
        const turned: Vector = [-s.arm[i][1], s.arm[i][0]];
        const block = plus(
          scaled(outer(s.dA[i], s.dA[j]), -KA),
          scaled(QUARTER, (KA * strain * (after - before)) / 2),
          times(odd, scaled(outer(s.u[i], s.u[j]), -KP)),
          times(odd, scaled(plus(scaled(bend(i), after - same), scaled(bend(s.off(i)), before - same)), KP * excess)),
          scaled(QUARTER, (torque / s.inertia) * (same - 1 / s.n)),
          scaled(outer(turned, s.arm[j]), (-2 * torque) / s.inertia ** 2),
          scaled(ONE, drive * (after - before)),
        );
        block.forEach((value, k) => {
          all[(2 * ring[i] + (k >> 1)) * size + 2 * ring[j] + (k & 1)] += value;
        });
      }
    }
  });
  return all;
}

/** J^T w. */
export function transposed(matrix: ArrayLike<number>, w: ArrayLike<number>): Float64Array {
  const size = w.length;
  return Float64Array.from({ length: size }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += matrix[i * size + j] * w[i];
    return sum;
  });
}

/** w dF/dtheta of every parameter and cell, (7, N), in the order of SLOPES. */
export function slopes(patch: Patch, constants: Constants, w: ArrayLike<number>): number[][] {
  const { KA, KP, chi = 0, smoothing = 0 } = constants;
  const out: number[][] = SLOPES.map(() => []);
  patch.cells.forEach((ring, c) => {
    const s = shapeOf(patch, c, smoothing);
    const [strain, excess] = [s.area - ofCell(constants.A0, c), s.perimeter - ofCell(constants.P0, c)];
    const sum = (of: (i: number) => Vector) => ring.reduce((all, v, i) => all + w[2 * v] * of(i)[0] + w[2 * v + 1] * of(i)[1], 0);
    const odd = ([x, y]: Vector): Vector => [x - chi * y, y + chi * x];
    const byArea = sum((i) => s.dA[i]);
    const byTension = sum((i) => odd(s.u[i]));
    const values = [
      -strain * byArea,
      KA * byArea,
      excess * byTension,
      -KP * byTension,
      KP * excess * sum((i) => [-s.u[i][1], s.u[i][0]]),
      sum((i) => [-s.arm[i][1], s.arm[i][0]]) / s.inertia,
      sum((i) => s.span[i]) / 2,
    ];
    values.forEach((value, j) => {
      out[j].push(value);
    });
  });
  return out;
}
