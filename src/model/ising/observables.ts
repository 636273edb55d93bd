import { type ChainEstimate, chainEstimate, derivedEstimate, type Estimate } from '../../core/statistics.ts';
import type { Series } from '../../sample/chains.ts';
import type { ObservableWords } from '../model.ts';
import { correlationLength } from './correlation_length.ts';
import { fluctuation } from './fluctuation.ts';

/** What the observables depend on besides the series. */
interface SpinModel {
  sites: number;
  /** Lattice side L; the square root of `sites` unless given. */
  side?: number;
  coupling: number;
  /** Uniform field B, 0 unless given. */
  field?: number;
  /** Whether every chain has bonds of its own. */
  ownDisorder?: boolean;
}

/** 1 - <x⁴> / 3 <x²>²: 2/3 in order, 0 for a Gaussian. Source: Binder, Z. Phys. B 43, 119 (1981). */
export function binder({ values, spacing }: Series): ChainEstimate {
  const powers = (n: number) => values.map((chain) => chain.map((x) => x ** n));
  return derivedEstimate([powers(2), powers(4)], ([x2, x4]) => 1 - x4 / (3 * x2 * x2), spacing);
}

/**
 * Observables of Ising spins, with k_B = 1. m is the magnetisation per site, m_s the staggered one; the order parameter is m, for the
 * antiferromagnet m_s.
 *
 * - `energy` (J per site), `specific_heat` N (<e²> - <e>²) / T² (k_B per site), `magnetisation` <m>, `magnetisation_abs` <|m|>,
 *   `staggered_abs` <|m_s|>, `magnetisation_squared` <m²>
 * - `susceptibility` N (<m²> - <m>²) / T and `susceptibility_abs` N (<m²> - <|m|>²) / T, per site, 1 / J
 * - `correlation_length` of the order parameter, by the second moment (sites)
 * - `binder_magnetisation`, the Binder cumulant 1 - <m⁴> / 3 <m²>²
 * - for the antiferromagnet `susceptibility_staggered`, `susceptibility_staggered_abs` and `binder_staggered`: the same of m_s
 * - `binder`: the Binder cumulant of the order parameter, once more
 * @param series energy, magnetisation, staggered magnetisation per site and structure factor, as chains of spins measure them
 */
export function spinObservables(
  series: Readonly<Record<string, Series>>,
  temperature: number,
  { sites, side = Math.sqrt(sites), coupling, field = 0, ownDisorder = false }: SpinModel,
): Record<string, ChainEstimate | Estimate> {
  const map = (s: Series, f: (x: number) => number): Series => ({ spacing: s.spacing, values: s.values.map((chain) => chain.map(f)) });
  const mean = (s: Series) => chainEstimate(s.values, s.spacing);
  const { energy, magnetisation, staggered, structure } = series;
  const [absolute, staggeredAbsolute] = [map(magnetisation, Math.abs), map(staggered, Math.abs)];
  // Without a field every chain has the mean 0, whatever its bonds; the mean over its own time would be that of one phase.
  const ownSign = ownDisorder && field !== 0;
  const response = sites / temperature;
  const ofStaggered =
    coupling > 0
      ? undefined
      : {
          susceptibility_staggered: fluctuation(staggered, response),
          susceptibility_staggered_abs: fluctuation(staggeredAbsolute, response, ownDisorder),
          binder_staggered: binder(staggered),
        };
  const binderMagnetisation = binder(magnetisation);
  return {
    energy: chainEstimate(energy.values, energy.spacing),
    magnetisation: mean(magnetisation),
    magnetisation_abs: mean(absolute),
    staggered_abs: mean(staggeredAbsolute),
    magnetisation_squared: mean(map(magnetisation, (m) => m * m)),
    specific_heat: fluctuation(energy, response / temperature, ownDisorder),
    susceptibility: fluctuation(magnetisation, response, ownSign),
    susceptibility_abs: fluctuation(absolute, response, ownDisorder),
    correlation_length: correlationLength(coupling < 0 ? staggered : magnetisation, structure, side, field !== 0 && coupling > 0),
    binder_magnetisation: binderMagnetisation,
    ...ofStaggered,
    binder: ofStaggered?.binder_staggered ?? binderMagnetisation,
  };
}

/** How people name the observables. */
export const SPIN_WORDS: Readonly<Record<string, ObservableWords | null>> = {
  energy: { label: 'energy', unit: 'J per site' },
  magnetisation: { label: 'magnetisation <m>', unit: 'per site' },
  magnetisation_abs: { label: 'magnetisation <|m|>', unit: 'per site' },
  staggered_abs: { label: 'staggered magnetisation <|m_s|>', unit: 'per site' },
  magnetisation_squared: { label: '<m²>', unit: '' },
  specific_heat: { label: 'specific heat', unit: 'k_B per site' },
  susceptibility: { label: 'susceptibility N(<m²>-<m>²)/T', unit: '1/J per site' },
  susceptibility_abs: { label: 'susceptibility N(<m²>-<|m|>²)/T', unit: '1/J per site' },
  susceptibility_staggered: { label: 'staggered N(<m_s²>-<m_s>²)/T', unit: '1/J per site' },
  susceptibility_staggered_abs: { label: 'staggered N(<m_s²>-<|m_s|>²)/T', unit: '1/J per site' },
  correlation_length: { label: 'correlation length, second moment', unit: 'sites' },
  binder_magnetisation: { label: 'Binder cumulant of m', unit: '' },
  binder_staggered: { label: 'Binder cumulant of m_s', unit: '' },
  // One of the two above.
  binder: null,
};
