import { type FieldTheory, MINIMAL } from '../field_theory.ts';
import { CRITICAL_TEMPERATURE } from './options.ts';

/** Users round the critical temperature; within this tolerance the correlation length still exceeds 10^4 sites. */
const AT_CRITICAL = 1e-4;

interface Couplings {
  coupling: number;
  field?: number;
  disorder?: number;
}

/** The minimal model of central charge 1/2: spin, energy, and what derivatives make of them. */
export const isingTheory: FieldTheory<Couplings> = {
  inner: 'sign',
  start: 'both',
  at: ({ coupling, field = 0, disorder = 0 }, temperature) =>
    coupling > 0 && field === 0 && disorder === 0 && Math.abs(temperature / coupling / CRITICAL_TEMPERATURE - 1) < AT_CRITICAL
      ? {
          name: 'critical Ising model, c = 1/2',
          source: MINIMAL,
          operators: [
            { name: 'σ', sector: 'odd', dimension: 1 / 8, factor: 'spin' },
            { name: '∂∂̄σ', sector: 'odd', dimension: 17 / 8 },
            { name: 'ε', sector: 'even', dimension: 1, factor: 'energy' },
            { name: '∂∂̄ε', sector: 'even', dimension: 3 },
            { name: 'T T̄', sector: 'even', dimension: 4 },
          ],
        }
      : undefined,
};
