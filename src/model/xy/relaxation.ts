import { type RotorOptions, T_BKT } from './options.ts';

/** Sites over which rotors relax, at most L / 6: at and below the transition spin waves do, which are faster than vortices above it. */
function lengthOf({ size, coupling }: RotorOptions, temperature: number): number {
  const distance = temperature / (Math.abs(coupling) * T_BKT) - 1;
  return Math.min(size / 6, distance > 0 ? Math.exp(1.1 / Math.sqrt(distance)) / 2 : Number.POSITIVE_INFINITY);
}

/**
 * Sweeps after which rotors have forgotten a start: eight autocorrelation times of |m| or more. The form of the correlation length is that
 * of Kosterlitz, J. Phys. C 7, 1046 (1974); all constants were chosen by measurements (docs/samplers-xy.md).
 */
export function relaxationOf(algorithm: string, options: RotorOptions, temperature: number): number {
  const length = lengthOf(options, temperature);
  if (algorithm === 'swendsen-wang') return Math.ceil(10 + 20 * length ** 0.25);
  return Math.ceil(20 + (algorithm === 'heatbath' ? 20 : 2) * length ** 2);
}
