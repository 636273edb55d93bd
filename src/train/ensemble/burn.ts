import { Plan } from '../../gpu/plan.ts';
import { runInPieces } from '../../gpu/waiting.ts';
import type { Chains, Series } from '../../sample/chains.ts';
import type { GroupRange } from '../../sample/groups.ts';
import { PARTS } from '../../view/gather.ts';
import type { Autocorrelation } from '../result/summary.ts';
import { dynamicsOf } from '../result/watched.ts';
import type { Ensemble } from './ensemble.ts';

/** Measurements per chain after the burn-in. */
export const SLOTS = 64;

type OnFraction = (fraction: number) => Promise<void>;

/**
 * Brings the chains of one temperature (one rate of chipping) to equilibrium and measures how fast they forget: a burn-in
 * of the expected relaxation, then a series half as long, whose two halves are compared.
 * @param progress called with the fraction done
 */
export async function burnIn(ensemble: Ensemble, temperatureIndex: number, progress: OnFraction): Promise<Autocorrelation> {
  const { chains, config } = ensemble;
  const temperature = config.temperature[temperatureIndex];
  const ranges: GroupRange[] = PARTS.map((part) => ensemble.layout.groups(part, temperatureIndex));
  const burn = Math.ceil(chains.relaxation(temperature) * config.burn);
  const spacing = Math.max(1, Math.round(burn / 2 / SLOTS));
  await move(chains, ranges, burn, (fraction) => progress(0.6 * fraction));

  // The parts are one temperature's chains in several places; measured one after the other, judged together.
  const all: Record<string, Series> = {};
  for (const [i, range] of ranges.entries()) {
    const measured = await chains.measure(range, SLOTS, spacing, (fraction) => progress(0.6 + (0.4 * (i + fraction)) / ranges.length));
    for (const [name, { values }] of Object.entries(measured)) all[name] = { spacing, values: [...(all[name]?.values ?? []), ...values] };
  }
  const { times, halves } = dynamicsOf(config.model, all);
  return { ...times, burn, spacing: ensemble.sweeps, chains: Object.values(all)[0].values.length, halves };
}

/**
 * Spins move together, all parts in one plan. Dimers and masses keep time chain by chain and are moved part by part,
 * which lets every chain run on without waiting for the slowest after each sweep.
 */
async function move(chains: Chains, ranges: readonly GroupRange[], sweeps: number, progress: OnFraction): Promise<void> {
  if (chains.model === 'ising') {
    const plan = new Plan(chains.state.memory, 'burn-in');
    chains.recordSweep(plan, ranges);
    await plan.compile();
    await runInPieces(plan, sweeps, progress);
    return;
  }
  for (const [i, range] of ranges.entries()) await chains.advance(range, sweeps, (fraction) => progress((i + fraction) / ranges.length));
}
