import { ising } from '../../model/ising/model.ts';
import { CRITICAL_TEMPERATURE } from '../../model/ising/options.ts';
import type { TrainConfig } from '../config/config.ts';
import type { Point } from '../ensemble/layout.ts';
import type { KnownValue } from './summary.ts';

/**
 * I(H:E) of the uniform sign filter, 4 x 4 block, 64 x 64 ferromagnet, by temperature and buffer: the mean over Monte Carlo
 * environments of ln 2 - h2(P(H|E)) with P exact by a transfer matrix; errors below 0.001 nats.
 */
const UNIFORM: readonly { temperature: number; information: Readonly<Record<number, number>> }[] = [
  { temperature: 2, information: { 0: 0.67615, 1: 0.67001, 2: 0.66761, 4: 0.66624 } },
  { temperature: CRITICAL_TEMPERATURE, information: { 0: 0.53925, 1: 0.48215, 2: 0.44599, 4: 0.39902 } },
  { temperature: 2.6, information: { 0: 0.27706, 1: 0.15916, 2: 0.0943, 4: 0.03471 } },
];

/**
 * What theory says of a point, where it says something. Below T_c a binary H learns the sign of the magnetisation,
 * ln 2 up to corrections of order (1 - m); above T_c the information vanishes with the buffer.
 */
export function knownValue(config: TrainConfig, { temperature, buffer }: Point): KnownValue | null {
  const reduced = temperature / Math.abs(config.coupling) / CRITICAL_TEMPERATURE;
  if (config.model !== ising || config.field !== 0 || config.disorder !== 0 || config.components !== 1 || config.states !== 2 || config.variable !== 'discrete')
    return null;
  if (reduced < 0.85) return { value: Math.LN2, kind: 'limit', label: 'ln 2 (T -> 0)', source: 'Goekmen et al., arXiv:2103.16887, fig. 3 and 6' };
  if (config.coupling > 0 && config.size === 64 && config.block === 4) {
    const exact = UNIFORM.find((other) => Math.abs(temperature / config.coupling / other.temperature - 1) < 1e-4)?.information[buffer];
    if (exact !== undefined) {
      return { value: exact, kind: 'uniform filter', label: 'uniform filter, exact', source: 'transfer matrix on sampled environments, docs/exact-values.md' };
    }
  }
  if (reduced > 1.3 && buffer >= 2) return { value: 0, kind: 'limit', label: '0 (T, buffer -> inf)', source: 'Goekmen et al., arXiv:2103.16887, fig. 6' };
  return null;
}
