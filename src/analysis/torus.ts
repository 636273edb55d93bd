/** Distances on a periodic lattice as critical correlators see them; plain numbers, no GPU. */

/**
 * Which length a correlator at distance r along an axis falls with, as power -2 Δ:
 * 'plain': r itself, for r much smaller than L; 'chord': (L / π) sin(π r / L), around an infinitely long cylinder of
 * circumference L (Cardy, J. Phys. A 17, L385 (1984)); 'torus': the same for the square torus without its winding sectors,
 * L |θ_1(r / L | i) / θ_1'(0 | i)| (Di Francesco, Saleur and Zuber, Nucl. Phys. B 290, 527 (1987)), within 1 % of the chord.
 */
export type Distance = 'plain' | 'chord' | 'torus';

/** The length of `Distance`, in lattice sites. */
export function distanceOn(size: number, r: number, kind: Distance): number {
  if (kind === 'plain') return r;
  const chord = (size / Math.PI) * Math.sin((Math.PI * r) / size);
  return kind === 'chord' ? chord : chord * thetaOverSine(r / size);
}

/** π θ_1(z | i) / (θ_1'(0 | i) sin π z); θ_1(z) = 2 Σ (-1)^n q^((n + 1/2)²) sin((2n + 1) π z), q = exp(-π). */
function thetaOverSine(z: number): number {
  let [value, slope] = [0, 0];
  for (let n = 0; n < 5; n++) {
    const term = (n % 2 === 0 ? 1 : -1) * Math.exp(-Math.PI * n * (n + 1));
    value += term * Math.sin((2 * n + 1) * Math.PI * z);
    slope += term * (2 * n + 1);
  }
  const sine = Math.sin(Math.PI * z);
  return Math.abs(sine) < 1e-12 ? 1 : value / slope / sine;
}

/**
 * What the winding sectors of a height model on the square torus do to the correlator of an operator of electric charge e
 * at distance r along an axis: the mean of cos(2π e W r / L) over windings P(W) ∝ exp(-π g W²). It multiplies the
 * power law of the 'torus' distance. For free dimers (g = 1/2, e = 1) it is 1 - 6 (r / L)² for small r and 0.42 at r = L / 2, far more
 * than the difference between the distances.
 * Source: our own derivation from the Gaussian height action, S = π g ∫ |∇h|², split into its windings h = W x / L and the
 * rest; P(W) as in Alet et al., PRE 74, 041124 (2006).
 */
export function windingFactor(size: number, r: number, stiffness: number, charge: number): number {
  let [sum, weighted] = [1, 1];
  for (let w = 1; w < 50; w++) {
    const p = 2 * Math.exp(-Math.PI * stiffness * w * w);
    sum += p;
    weighted += p * Math.cos((2 * Math.PI * charge * w * r) / size);
  }
  return weighted / sum;
}
