import type { ChainEstimate } from '../core/statistics.ts';
import { runInPieces } from '../gpu/pieces.ts';
import { Plan } from '../gpu/plan.ts';
import type { GroupRange, Series } from '../sample/chains.ts';
import { thermal } from '../sample/thermal.ts';
import type { Ensemble } from './ensemble.ts';
import { PARTS } from './layout.ts';
import type { Autocorrelation } from './summary.ts';

/** Measurements per chain after the burn-in. */
const SLOTS = 64;

/**
 * Brings the chains of one temperature to equilibrium and measures how fast they forget: a burn-in of the expected
 * relaxation, then a series half as long, whose two halves are compared.
 * @param progress called with the fraction done
 */
export async function burnIn(ensemble: Ensemble, temperatureIndex: number, progress: (fraction: number) => Promise<void>): Promise<Autocorrelation> {
  const { chains, config, device } = ensemble;
  const temperature = config.temperature[temperatureIndex];
  const ranges = PARTS.map((part) => ensemble.layout.groups(part, temperatureIndex));
  const [training, heldOut] = ranges;
  const burn = Math.ceil(chains.relaxation(temperature) * config.burn);
  const spacing = Math.max(1, Math.round(burn / 2 / SLOTS));

  const plan = new Plan(device, `burn-in at T = ${temperature}`);
  chains.recordSweep(plan, ranges);
  await plan.compile();
  await runInPieces(plan, burn, (fraction) => progress(0.6 * fraction));

  // The parts are one temperature's chains in two places; measured one after the other, judged together.
  const measure = (range: GroupRange, from: number) => chains.measure(range, SLOTS, spacing, (fraction) => progress(from + 0.2 * fraction));
  const first = await measure(training, 0.6);
  const second = await measure(heldOut, 0.8);
  const both: Record<string, Series> = {};
  for (const name of Object.keys(first)) both[name] = { spacing, values: [...first[name].values, ...second[name].values] };

  const observed = chains.observables(both, temperature);
  const { energy, magnetisation } = thermal(both, 'ordered', ['energy', 'magnetisation']);
  return {
    energy: (observed.energy as ChainEstimate).tau,
    magnetisation_abs: (observed.magnetisation_abs as ChainEstimate).tau,
    burn,
    spacing: ensemble.sweeps,
    chains: both.energy.values.length,
    halves: { energy: energy.halves, magnetisation_abs: magnetisation.halves },
  };
}
