import { type RotorOptions, T_BKT } from './options.ts';

/**
 * Correlation length in sites, at most L / 2, which it is at and below the transition; above it exp(1.5 (T / T_BKT - 1)^(-1/2)) / 5 is
 * larger than all of the values 2 to 250 that were measured. Source: Gupta & Baillie, Phys. Rev. B 45, 2883 (1992).
 */
function lengthOf({ size, coupling }: RotorOptions, temperature: number): number {
  const distance = temperature / (Math.abs(coupling) * T_BKT) - 1;
  if (distance === Number.POSITIVE_INFINITY) return 0;
  return distance <= 0 ? size / 2 : Math.min(size / 2, Math.exp(1.5 / Math.sqrt(distance)) / 5);
}

/** Sweeps after which rotors have forgotten a start: about eight autocorrelation times of m or more (docs/samplers-xy.md). */
export function relaxationOf(algorithm: string, options: RotorOptions, temperature: number): number {
  const length = lengthOf(options, temperature);
  if (algorithm === 'swendsen-wang') return Math.ceil(8 + 16 * length ** 0.25);
  return Math.ceil(20 + (algorithm === 'heatbath' ? 16 : 4) * length ** 2);
}
