/** How chains are brought to equilibrium, measured and judged: one policy for everything that samples a model. */
import { internal } from '../core/errors.ts';
import type { Thermalisation } from '../core/thermalisation.ts';
import { hostClock } from '../gpu/waiting.ts';
import { advance, type OnProgress } from './advance.ts';
import type { Chains, Series, Start } from './chains.ts';
import type { Configurations } from './configurations.ts';
import { CHAINS_PER_GROUP, type GroupRange } from './groups.ts';
import { measureUntil, type Precision, type Until } from './precision.ts';
import { thermal } from './thermal.ts';

/** Integrated autocorrelation times in the relaxation time that chains report. */
const RELAXATION = 8;

/** Autocorrelation times between two measurements. Errors are taken over chains, so correlated neighbours do no harm. */
export const MEASURED = 1 / 2;
/** The same between stored configurations, which should be nearly independent. */
export const EXPORTED = 2;

/** Minibatches of a training within which a chain should forget its state, and the largest number of sweeps between two of them. */
const MINIBATCHES = 100;
const MOST_SWEEPS = 4;

/** Integrated autocorrelation time of the slowest observable, sweeps, from known properties of the model. */
function expectedTime(chains: Chains, point: number): number {
  return chains.relaxation(point) / RELAXATION;
}

/** Sweeps in a number of autocorrelation times, at least one. */
export function spacingOf(chains: Chains, point: number, times: number): number {
  return Math.max(1, Math.round(times * expectedTime(chains, point)));
}

/** Sweeps between minibatches of a training; 0 for fixed data, which do not move. */
export function minibatchSweeps(chains: Chains, points: readonly number[]): number {
  const slowest = Math.max(...points.map((point) => expectedTime(chains, point)));
  return slowest === 0 ? 0 : Math.min(MOST_SWEEPS, Math.max(1, Math.ceil(slowest / MINIBATCHES)));
}

/** The start of chains for which both kinds were asked: a few large lattices are too few to compare the two. */
export function startOf(wanted: Start, perGroup: number): Start {
  return wanted === 'both' && perGroup < CHAINS_PER_GROUP ? 'ordered' : wanted;
}

/** Which chains of one point are sampled, and how. */
interface SamplingRequest {
  /** Measured one after the other, judged together. */
  ranges: readonly GroupRange[];
  /** Value of their control parameter. */
  point: number;
  /** How they started, where both kinds of start were used. */
  start?: Start;
  /** Measurements per chain, and sweeps between them. */
  slots: number;
  spacing: number;
  /** Sweeps before the first measurement; by default the relaxation that the burner expects. */
  burn?: number;
  /** What moves the chains until then; by default the chains themselves. */
  burner?: Chains;
  /** Receives the configurations of all chains after every measurement. Only those of one measurement are in memory at a time. */
  each?: (configurations: Configurations) => Promise<void>;
  /** Continues after `slots` measurements until an error is reached. The limit includes the burn-in. For one range, without `each`. */
  until?: Until;
}

/** The measurements. */
interface SampledSeries {
  burn: number;
  spacing: number;
  series: Record<string, Series>;
  /** The check of every series: whether the chains have forgotten how they started. */
  thermalisation: Record<string, Thermalisation>;
  /** Whether the error was reached, where one was asked for. */
  precision?: Precision;
}

/**
 * Updates of sites that a sampling makes: every site of every chain that moves, once per sweep. Chains that depend on those of
 * other points move these as well.
 * @param range the chains that are measured, with the burn-in by `burner`
 * @param sweeps of the burn-in and between measurements, and how many measurements each chain makes
 */
export function siteUpdates(chains: Chains, burner: Chains, range: GroupRange, sweeps: { burn: number; spacing: number; slots: number }): number {
  const moved = ({ together, groups }: Chains) => (together ? groups : range.groups);
  return (sweeps.burn * moved(burner) + sweeps.slots * sweeps.spacing * moved(chains)) * chains.chainsPerGroup * chains.sites;
}

/** Sweeps before the first measurement unless given. */
export function expectedBurn(burner: Chains, point: number): number {
  return burner.relaxation(point);
}

/**
 * A burn-in, then measurements.
 * @param progress called after each submission with the fraction done; may throw to stop
 */
export async function sampleChains(chains: Chains, request: SamplingRequest, progress: OnProgress): Promise<SampledSeries> {
  const { ranges, point, start = 'ordered', slots, spacing, burner = chains, until } = request;
  const clock = until?.clock ?? hostClock;
  const began = clock.now();
  const burn = request.burn ?? expectedBurn(burner, point);
  const burning = burn / (burn + slots * spacing);
  await equilibrate(burner, ranges, burn, (fraction) => progress(burning * fraction));
  if (until) {
    if (ranges.length !== 1 || request.each) throw internal('an error is asked for of several ranges, or of configurations');
    const options = { ...until, point, spacing, samples: slots, spent: (clock.now() - began) / 1000 };
    const { series, precision } = await measureUntil(chains, ranges[0], options, (fraction) => progress(burning + (1 - burning) * fraction));
    return { burn, spacing, series, thermalisation: thermal(series, start), precision };
  }
  const series: Record<string, Series> = {};
  for (const [i, range] of ranges.entries()) {
    const here = (fraction: number) => progress(burning + ((1 - burning) * (i + fraction)) / ranges.length);
    const measured = request.each
      ? await measureEach(chains, range, { slots, spacing }, request.each, here)
      : await chains.measure(range, slots, spacing, here);
    for (const [name, { values }] of Object.entries(measured)) series[name] = { spacing, values: [...(series[name]?.values ?? []), ...values] };
  }
  return { burn, spacing, series, thermalisation: thermal(series, start) };
}

/** Moves all ranges on by a number of sweeps. */
async function equilibrate(chains: Chains, ranges: readonly GroupRange[], sweeps: number, progress: OnProgress): Promise<void> {
  if (!chains.ownTime) return advance(chains.state.memory, chains, ranges, sweeps, progress);
  for (const [i, range] of ranges.entries()) await chains.advance(range, sweeps, (fraction) => progress((i + fraction) / ranges.length));
}

/** As `chains.measure`, one measurement at a time, with the configurations that were measured. */
async function measureEach(
  chains: Chains,
  range: GroupRange,
  { slots, spacing }: { slots: number; spacing: number },
  each: (configurations: Configurations) => Promise<void>,
  progress: OnProgress,
): Promise<Record<string, Series>> {
  const all: Record<string, Series> = {};
  for (let t = 0; t < slots; t++) {
    const measured = await chains.measure(range, 1, spacing, (fraction) => progress((t + fraction / 2) / slots));
    for (const [name, { values }] of Object.entries(measured)) {
      all[name] ??= { spacing, values: values.map(() => new Float64Array(slots)) };
      for (const [c, [value]] of values.entries()) all[name].values[c][t] = value;
    }
    await each(await chains.configurations(range));
    await progress((t + 1) / slots);
  }
  return all;
}
