import { sampleChains } from '../../sample/policy.ts';
import { PARTS } from '../../view/gather.ts';
import type { Autocorrelation } from '../result/summary.ts';
import { dynamicsOf } from '../result/watched.ts';
import type { Ensemble } from './ensemble.ts';

/** Measurements per chain after the burn-in. */
export const SLOTS = 64;

type OnFraction = (fraction: number) => Promise<void>;

/** Sweeps of the burn-in at a value of the control parameter: the expected relaxation times the requested factor. */
function burnOf({ chains, config }: Ensemble, point: number): number {
  return Math.ceil(chains.relaxation(point) * (config.relaxations ?? 1));
}

/**
 * Brings the chains of one temperature (one rate of chipping) to equilibrium and measures how fast they forget: a burn-in
 * of the expected relaxation, then a series half as long, whose two halves are compared.
 * @param progress called with the fraction done
 */
export async function burnIn(ensemble: Ensemble, temperatureIndex: number, progress: OnFraction): Promise<Autocorrelation> {
  const { chains, config } = ensemble;
  const point = config.temperature[temperatureIndex];
  const burn = burnOf(ensemble, point);
  // Chains that move together with those of all temperatures were brought to equilibrium with the first.
  const moved = chains.together && temperatureIndex > 0;
  const { series } = await sampleChains(
    chains,
    {
      // The parts are the chains of one temperature in several places.
      ranges: PARTS.map((part) => ensemble.layout.groups(part, temperatureIndex)),
      point,
      burn: moved ? 0 : burn,
      slots: SLOTS,
      spacing: Math.max(1, Math.round(burn / 2 / SLOTS)),
    },
    progress,
  );
  const { times, halves } = dynamicsOf(config.model, series);
  return { ...times, burn, spacing: ensemble.sweeps, chains: Object.values(series)[0].values.length, halves };
}
