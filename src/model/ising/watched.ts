import { type Model, mapped } from '../model.ts';

/** Observables that are watched while chains of spins are brought to equilibrium; the last one is the slow one. */
export const WATCHED_SPINS: Model['watched'] = {
  energy: { label: 'energy', of: (s) => s.energy.values },
  magnetisation_abs: { label: '|m|', of: (s) => mapped(s.magnetisation, Math.abs) },
};
