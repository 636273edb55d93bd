/** Independent exact samples of a Gaussian field exp(-φ (Laplacian + m²) φ / 2) on a torus, from its Fourier modes. */
import { words } from './random.ts';

/** @returns (samples, side, side) */
export function gaussianField(side: number, massSquared: number, samples: number, seed: number): Float64Array {
  const sites = side * side;
  const normal = normals(seed, samples * sites);
  // A symmetric square root of the covariance: its Fourier transform is that of the covariance under a root, which is real and even.
  const kernel = new Float64Array(sites);
  for (let site = 0; site < sites; site++) {
    const [y, x] = [Math.floor(site / side), site % side];
    for (let k = 0; k < sites; k++) {
      const [ky, kx] = [Math.floor(k / side), k % side].map((n) => (2 * Math.PI * n) / side);
      const stiffness = massSquared + 4 - 2 * Math.cos(ky) - 2 * Math.cos(kx);
      kernel[site] += Math.cos(ky * y + kx * x) / Math.sqrt(stiffness) / sites;
    }
  }
  const out = new Float64Array(samples * sites);
  for (let n = 0; n < samples; n++) {
    for (let i = 0; i < sites; i++) {
      let sum = 0;
      for (let j = 0; j < sites; j++) {
        const [dy, dx] = [(Math.floor(i / side) - Math.floor(j / side) + side) % side, ((i % side) - (j % side) + side) % side];
        sum += kernel[dy * side + dx] * normal[n * sites + j];
      }
      out[n * sites + i] = sum;
    }
  }
  return out;
}

/** By the transformation of Box and Muller, Ann. Math. Stat. 29, 610 (1958). */
function normals(seed: number, count: number): Float64Array {
  const uniform = words(seed, 2 * Math.ceil(count / 2));
  return Float64Array.from({ length: count }, (_, i) => {
    const [a, b] = [uniform[2 * (i >> 1)], uniform[2 * (i >> 1) + 1]].map((word) => (word + 0.5) / 2 ** 32);
    const radius = Math.sqrt(-2 * Math.log(a));
    return radius * (i % 2 === 0 ? Math.cos(2 * Math.PI * b) : Math.sin(2 * Math.PI * b));
  });
}
