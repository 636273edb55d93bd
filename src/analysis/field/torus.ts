/** The distance that enters critical correlators on a periodic lattice; plain numbers, no GPU. */

/**
 * The length d(r) in the power law d(r)^(-2 Δ) of a correlator at distance r along an axis:
 * 'plain': r itself, for r much smaller than L; 'chord': (L / π) sin(π r / L), around an infinitely long cylinder of
 * circumference L (Cardy, J. Phys. A 17, L385 (1984)); 'torus': L |θ_1(r / L | i) / θ_1'(0 | i)| of the square torus, within
 * 1 % of the chord. On the torus the power law has a further factor that depends on the operator, such as the two below (Di Francesco, Saleur and Zuber, Nucl. Phys. B 290, 527 (1987)).
 */
export type Distance = 'plain' | 'chord' | 'torus';

/**
 * The length of `Distance`, in lattice sites, at distance r along an axis or, with y, at the displacement (r, y). Off the axes 'torus'
 * has the factor exp(-π (y / L)²), which makes it periodic in both directions: it accounts for the uniform charge that neutralises one
 * vortex (Di Francesco, Saleur and Zuber). For 'chord' the chords of both axes are the legs of a right triangle.
 */
export function distanceOn(size: number, r: number, kind: Distance, y = 0): number {
  if (kind === 'plain') return Math.hypot(r, y);
  const chord = (x: number) => (size / Math.PI) * Math.sin((Math.PI * x) / size);
  if (kind === 'chord') return y === 0 ? chord(r) : Math.hypot(chord(r), chord(y));
  return (size * Math.exp(-Math.PI * (y / size) ** 2) * theta1(r / size, y / size)) / theta1Slope();
}

/**
 * The factor that winding sectors of a height model on the square torus give to the correlator of an operator of electric charge e at
 * distance r along an axis: the mean of cos(2π e W r / L) over windings P(W) ∝ exp(-π g W²). It multiplies the power law of the
 * 'torus' distance. For free dimers (g = 1/2, e = 1) it is 1 - 6 (r / L)² for small r and 0.41 at r = L / 2.
 * Windings in both directions are independent: off the axes the factor is the product of both.
 * Source: derived from the Gaussian height action, S = π g ∫ |∇h|², split into its windings h = W x / L and the rest;
 * P(W) as in Alet et al., PRE 74, 041124 (2006). Exact dimer correlators on 32 x 32 agree to 0.3 % from r = 7 to 15.
 */
export function windingFactor(size: number, r: number, stiffness: number, charge: number, y = 0): number {
  if (y !== 0) return windingFactor(size, r, stiffness, charge) * windingFactor(size, y, stiffness, charge);
  let [sum, weighted] = [1, 1];
  for (let w = 1; w < TERMS; w++) {
    const p = 2 * Math.exp(-Math.PI * stiffness * w * w);
    sum += p;
    weighted += p * Math.cos((2 * Math.PI * charge * w * r) / size);
  }
  return weighted / sum;
}

/**
 * The factor of the gradient of a height field on the square torus, of its component across the axis at distance r along the axis: the correlator times the
 * square of the 'torus' distance, so that Δ = 1. With z = r / L it is d² / L² times -(ln θ_1)''(z) - 2π + 4π² g <W²>: the propagator without its zero mode, and the
 * windings h = W x / L, which nearly cancel the constant of the first for small g.
 * Source: derived from the Gaussian height action S = π g ∫ |∇h|² as the factor above.
 */
export function gradientFactor(size: number, r: number, stiffness: number): number {
  const [value, first, second] = theta1Derivatives(r / size);
  let [sum, squares] = [1, 0];
  for (let w = 1; w < TERMS; w++) {
    const p = 2 * Math.exp(-Math.PI * stiffness * w * w);
    sum += p;
    squares += p * w * w;
  }
  const constant = (4 * Math.PI ** 2 * stiffness * squares) / sum - 2 * Math.PI;
  return (distanceOn(size, r, 'torus') / size) ** 2 * ((first / value) ** 2 - second / value + constant);
}

/**
 * The factor of the spin of the critical Ising model on the square torus, Σ_1^4 |θ_k(z / 2)| / Σ_2^4 |θ_k(0)| with z = r / L:
 * 1 + 0.49 z for small r, and 1.128 at r = L / 2; Δ = 1/8 with the 'torus' distance. Off the axes z is (r + i y) / L, and there is a
 * factor exp(-π (y / 2 L)²) beside that of the distance.
 * Source: Di Francesco, Saleur and Zuber, Nucl. Phys. B 290, 527 (1987).
 */
export function isingFactor(size: number, r: number, y = 0): number {
  const [u, v] = [r / size / 2, y / size / 2];
  // θ_2(z) = θ_1(z + 1/2).
  const above = theta1(u, v) + theta1(u + 0.5, v) + theta3(u, v, 1) + theta3(u, v, -1);
  return (Math.exp(-Math.PI * v * v) * above) / (theta1(0.5, 0) + theta3(0, 0, 1) + theta3(0, 0, -1));
}

/**
 * The same of its energy: the connected correlator on the square torus times the square of the 'torus' distance, so that Δ = 1. With z = (r + i y) / L,
 * Σ_2^4 |θ_k(z) θ_1' / θ_1(z)|² / |θ_k(0)| / Σ_2^4 |θ_k(0)| - (θ_1' / Σ_2^4 |θ_k(0)|)², of which the last is <ε>² L².
 * Source: Di Francesco, Saleur and Zuber, Nucl. Phys. B 290, 527 (1987). The energy per site of Kaufman's solution, -√2 - 0.622 / L, has this <ε>.
 */
export function isingEnergyFactor(size: number, r: number, y = 0): number {
  const [u, v] = [r / size, y / size];
  const own = [theta1(0.5, 0), theta3(0, 0, 1), theta3(0, 0, -1)];
  // θ_2(z) = θ_1(z + 1/2).
  const there = [theta1(u + 0.5, v), theta3(u, v, 1), theta3(u, v, -1)];
  const total = own.reduce((sum, one) => sum + one, 0);
  const slope = theta1Slope();
  const both = there.reduce((sum, one, k) => sum + one ** 2 / own[k], 0) / total;
  return (distanceOn(size, r, 'torus', y) / size) ** 2 * (both * (slope / theta1(u, v)) ** 2 - (slope / total) ** 2);
}

/** Terms of sums over windings: a stiffness as small as 0.01 needs thirty. */
const TERMS = 50;
/** Terms of the theta functions of the square torus, nome q = exp(-π): the sixth is below 1e-40. */
const THETA = 6;

/** |θ_1(z | i)|, θ_1 = 2 Σ (-1)^n q^((n + 1/2)²) sin((2n + 1) π z), at z = u + i v. */
function theta1(u: number, v: number): number {
  let [re, im] = [0, 0];
  for (let n = 0; n < THETA; n++) {
    const [weight, turn] = [(n % 2 === 0 ? 2 : -2) * Math.exp(-Math.PI * (n + 0.5) ** 2), (2 * n + 1) * Math.PI];
    re += weight * Math.sin(turn * u) * Math.cosh(turn * v);
    im += weight * Math.cos(turn * u) * Math.sinh(turn * v);
  }
  return Math.hypot(re, im);
}

/** θ_1'(0 | i). */
function theta1Slope(): number {
  let sum = 0;
  for (let n = 0; n < THETA; n++) sum += (n % 2 === 0 ? 2 : -2) * Math.exp(-Math.PI * (n + 0.5) ** 2) * (2 * n + 1) * Math.PI;
  return sum;
}

/** θ_1(z | i) for real z, with its first and second derivative. */
function theta1Derivatives(z: number): [number, number, number] {
  let [value, first, second] = [0, 0, 0];
  for (let n = 0; n < THETA; n++) {
    const [weight, turn] = [(n % 2 === 0 ? 2 : -2) * Math.exp(-Math.PI * (n + 0.5) ** 2), (2 * n + 1) * Math.PI];
    value += weight * Math.sin(turn * z);
    first += weight * turn * Math.cos(turn * z);
    second -= weight * turn ** 2 * Math.sin(turn * z);
  }
  return [value, first, second];
}

/** |θ_3(z | i)|, θ_3 = 1 + 2 Σ q^(n²) cos(2 n π z), and |θ_4| with alternating signs, at z = u + i v. */
function theta3(u: number, v: number, sign: 1 | -1): number {
  let [re, im] = [1, 0];
  for (let n = 1; n < THETA; n++) {
    const [weight, turn] = [2 * sign ** n * Math.exp(-Math.PI * n * n), 2 * n * Math.PI];
    re += weight * Math.cos(turn * u) * Math.cosh(turn * v);
    im -= weight * Math.sin(turn * u) * Math.sinh(turn * v);
  }
  return Math.hypot(re, im);
}
