/** Gradients of losses of a tissue in float64: of a state at rest under a nudge, of an unrolled path, and by equilibrium propagation. */
import { type Constants, forces, jacobian, type Patch, SLOPES, slopes, transposed } from './jacobian.ts';
import { moved } from './motion.ts';

/** Solves A x = b by elimination with pivots; A is n × n by rows. */
export function solved(A: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  const n = b.length;
  const rows = Array.from({ length: n }, (_, i) => Float64Array.from({ length: n + 1 }, (_, j) => (j === n ? b[i] : A[i * n + j])));
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i][k]) > Math.abs(rows[best][k])) best = i;
    [rows[k], rows[best]] = [rows[best], rows[k]];
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i][k] / rows[k][k];
      if (factor !== 0) for (let j = k; j <= n; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  const x = new Float64Array(n);
  for (let k = n - 1; k >= 0; k--) {
    let sum = rows[k][n];
    for (let j = k + 1; j < n; j++) sum -= rows[k][j] * x[j];
    x[k] = sum / rows[k][k];
  }
  return x;
}

/** k - J, or its transpose. */
function nudged(J: Float64Array, k: number, n: number, transpose = false): Float64Array {
  return Float64Array.from({ length: n * n }, (_, i) => {
    const [row, column] = [Math.floor(i / n), i % n];
    return (row === column ? k : 0) - (transpose ? J[column * n + row] : J[i]);
  });
}

/** A pull beside forces and nudge, which may depend on where vertices are. */
type Pull = (positions: Float64Array) => { value: Float64Array; jacobian: Float64Array };

/** Where F(y) + k (observed - y) + pull(y) = 0, by Newton's method from a start. */
export function atRest(patch: Patch, constants: Constants, k: number, observed: ArrayLike<number>, pull?: Pull): Float64Array {
  const n = patch.positions.length;
  const y = Float64Array.from(patch.positions);
  for (let round = 0; round < 60; round++) {
    const here = { ...patch, positions: y };
    const force = forces(here, constants).all;
    const further = pull?.(y);
    const rest = force.map((f, i) => f + k * (observed[i] - y[i]) + (further?.value[i] ?? 0));
    const size = Math.max(...rest.map(Math.abs));
    if (size < 1e-14) break;
    const J = jacobian(here, constants);
    const step = solved(
      nudged(
        J.map((x, i) => x + (further?.jacobian[i] ?? 0)),
        k,
        n,
      ),
      rest,
    );
    const far = Math.max(...step.map(Math.abs));
    for (let i = 0; i < n; i++) y[i] += step[i] * Math.min(1, 0.05 / far);
  }
  return y;
}

const total = (of: number[][]): Record<string, number> => Object.fromEntries(SLOPES.map((name, j) => [name, of[j].reduce((sum, x) => sum + x, 0)]));

/** |y - observed|^2 of the state at rest, and its derivatives by parameters that all cells share: (k - J)^T w = dL/dy. */
export function restGradient(patch: Patch, constants: Constants, k: number, observed: ArrayLike<number>) {
  const y = atRest(patch, constants, k, observed);
  const here = { ...patch, positions: y };
  const difference = y.map((x, i) => x - observed[i]);
  const J = jacobian(here, constants);
  const w = solved(
    nudged(J, k, y.length, true),
    difference.map((d) => 2 * d),
  );
  return { y, loss: difference.reduce((sum, d) => sum + d * d, 0), w, gradient: total(slopes(here, constants, w)) };
}

/** |x_T - target|^2 after T Euler steps, and its derivatives, by w_t = w_{t+1} + dt J(x_t)^T w_{t+1}. */
export function pathGradient(patch: Patch, constants: Constants, dt: number, steps: number, target: ArrayLike<number>) {
  const path: Float64Array[] = [Float64Array.from(patch.positions)];
  for (let t = 0; t < steps; t++) path.push(moved({ ...patch, positions: path[t] }, constants, { dt }));
  const difference = path[steps].map((x, i) => x - target[i]);
  let w: Float64Array = difference.map((d) => 2 * d);
  const gradient = Object.fromEntries(SLOPES.map((name) => [name, 0]));
  for (let t = steps - 1; t >= 0; t--) {
    const here = { ...patch, positions: path[t] };
    const found = total(slopes(here, constants, w));
    for (const name of SLOPES) gradient[name] += dt * found[name];
    const back = transposed(jacobian(here, constants), w);
    w = w.map((x, i) => x + dt * back[i]);
  }
  return { loss: difference.reduce((sum, d) => sum + d * d, 0), gradient };
}

/**
 * Equilibrium propagation: states at rest z with a further pull -+ beta dL/dz; -(z_+ - z_-) / 2 beta stands for w. It is exact where J is
 * symmetric. With `corrected`, the pull -(J - J^T)(z - y) is added, J at y, which makes it exact everywhere (arXiv:2602.03670).
 */
export function equilibriumPropagation(patch: Patch, constants: Constants, k: number, observed: ArrayLike<number>, beta: number, corrected: boolean) {
  const n = patch.positions.length;
  const y = atRest(patch, constants, k, observed);
  const J = jacobian({ ...patch, positions: y }, constants);
  const odd = J.map((x, i) => (corrected ? x - J[(i % n) * n + Math.floor(i / n)] : 0));
  const states = [beta, -beta].map((b) => {
    const pull: Pull = (z) => ({
      value: z.map((x, i) => {
        let sum = -2 * b * (x - observed[i]);
        for (let j = 0; j < n; j++) sum -= odd[i * n + j] * (z[j] - y[j]);
        return sum;
      }),
      jacobian: odd.map((x, i) => -x - (i % n === Math.floor(i / n) ? 2 * b : 0)),
    });
    return atRest({ ...patch, positions: y }, constants, k, observed, pull);
  });
  const w = y.map((_, i) => -(states[0][i] - states[1][i]) / (2 * beta));
  return total(slopes({ ...patch, positions: y }, constants, w));
}
