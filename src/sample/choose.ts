import { BlockspinError } from '../core/errors.ts';
import type { ChainEstimate } from '../core/statistics.ts';
import type { Device, Scope } from '../gpu/device.ts';
import { runInPieces } from '../gpu/pieces.ts';
import { Plan } from '../gpu/plan.ts';
import { CHAINS_PER_GROUP, type Series } from './chains.ts';
import { ClusterChains } from './cluster.ts';
import { IsingChains } from './ising.ts';
import type { SpinChains } from './ising_measure.ts';
import type { IsingOptions } from './ising_options.ts';

export type Algorithm = 'metropolis' | 'swendsen-wang';

export interface Candidate {
  algorithm: Algorithm;
  /** Integrated autocorrelation time in sweeps of energy or order parameter, the larger, at the slowest temperature. */
  tau: number;
  /** The temperature that is slowest, J / k_B. */
  temperature: number;
  /** False where the pilot was too short: then tau is what is expected of the model, or what was seen if that is more. */
  measured: boolean;
  /** Of all chains together, on this adapter. */
  seconds_per_sweep: number;
  /** Seconds after which all chains have new independent configurations, (1 + 2 tau) seconds_per_sweep. */
  cost: number;
}

/** What the default chose, and from what. */
export interface Choice {
  chosen: Algorithm;
  candidates: Candidate[];
  /** One sentence for the user. */
  reason: string;
}

const PILOT_SECONDS = 3;

/** How much longer every next pilot is. */
const GROWTH = 4;

/** Measurements per chain in one pilot. */
const SLOTS = 64;

/** Groups of each temperature that the pilot measures; all of them move. */
const PILOT_GROUPS = 2;

/** Chains of the algorithm. @throws BlockspinError for options of no Ising model, or when they do not fit the device. */
export function chainsOf(algorithm: Algorithm, scope: Scope, options: IsingOptions): SpinChains {
  const spins = new IsingChains(scope, options);
  return algorithm === 'metropolis' ? spins : new ClusterChains(scope, spins);
}

/**
 * The algorithm that gives independent configurations soonest: both are run for a moment, on this adapter and with
 * all chains asked for. Only the choice depends on the clock; the trajectory of either does not.
 * @param progress called now and then with the fraction done
 * @param seconds the pilot of either algorithm grows until ten autocorrelation times are seen or it took this long
 * @throws BlockspinError for options of no Ising model
 */
export async function chooseAlgorithm(
  device: Device,
  options: IsingOptions,
  progress: (fraction: number) => Promise<void>,
  seconds = PILOT_SECONDS,
): Promise<Choice> {
  const scope = device.scope('pilot');
  try {
    const spins = new IsingChains(scope, options);
    if (options.temperatures.every((t) => t === Number.POSITIVE_INFINITY)) {
      return { chosen: 'metropolis', candidates: [], reason: 'metropolis: spins at infinite temperature are independent after every sweep' };
    }
    const clusters = clustersOn(scope, spins);
    if (clusters === undefined) {
      return { chosen: 'metropolis', candidates: [], reason: 'metropolis: the labels of cluster updates do not fit the device' };
    }
    // Cluster updates forget the start soonest, so that both algorithms are measured in equilibrium.
    await sweep(clusters, Math.max(...options.temperatures.map((t) => clusters.relaxation(t))), (fraction) => progress(0.2 * fraction));
    const candidates = [
      await pilot('swendsen-wang', clusters, seconds, (fraction) => progress(0.2 + 0.4 * fraction)),
      await pilot('metropolis', spins, seconds, (fraction) => progress(0.6 + 0.4 * fraction)),
    ];
    const [best, other] = [...candidates].sort((a, b) => a.cost - b.cost);
    return { chosen: best.algorithm, candidates, reason: `${best.algorithm}: ${describe(best)}; ${other.algorithm}: ${describe(other)}` };
  } finally {
    scope.dispose();
  }
}

function clustersOn(scope: Scope, spins: IsingChains): ClusterChains | undefined {
  try {
    return new ClusterChains(scope, spins);
  } catch (error) {
    if (error instanceof BlockspinError && error.code === 'memory') return undefined;
    throw error;
  }
}

function describe({ cost, tau, temperature, measured, seconds_per_sweep }: Candidate): string {
  const how = measured ? '' : ' expected';
  return `${(1000 * cost).toPrecision(3)} ms per independent sample (tau ${tau.toPrecision(3)} sweeps${how} at T = ${temperature.toPrecision(6)}, ${(1000 * seconds_per_sweep).toPrecision(3)} ms per sweep)`;
}

async function sweep(chains: SpinChains, sweeps: number, progress: (fraction: number) => Promise<void>): Promise<void> {
  const plan = new Plan(chains.state.device, 'pilot');
  chains.recordSweep(plan, [{ first: 0, groups: chains.groups }]);
  await plan.compile();
  await runInPieces(plan, sweeps, progress);
}

async function pilot(algorithm: Algorithm, chains: SpinChains, budget: number, progress: (fraction: number) => Promise<void>): Promise<Candidate> {
  const seconds = await secondsPerSweep(chains);
  const start = performance.now();
  for (let spacing = 1; ; spacing *= GROWTH) {
    const slowest = await slowestOf(chains, spacing, progress);
    const elapsed = (performance.now() - start) / 1000;
    const last = elapsed + GROWTH * SLOTS * spacing * seconds > budget;
    if (!slowest.reliable && !last) continue;
    const { temperature } = slowest;
    const tau = slowest.reliable ? slowest.tau : Math.max(slowest.tau, slowest.expected);
    return { algorithm, tau, temperature, measured: slowest.reliable, seconds_per_sweep: seconds, cost: (1 + 2 * tau) * seconds };
  }
}

/** The best of three windows of at least 50 ms: what else the machine does makes sweeps slower and never faster. */
async function secondsPerSweep(chains: SpinChains): Promise<number> {
  const { device } = chains.state;
  const plan = new Plan(device, 'pilot');
  chains.recordSweep(plan, [{ first: 0, groups: chains.groups }]);
  await plan.compile();
  let best = Number.POSITIVE_INFINITY;
  // The first window also warms up.
  for (let window = 0, count = 1; window < 3; ) {
    const start = performance.now();
    plan.run(count);
    await device.idle();
    const seconds = (performance.now() - start) / 1000;
    if (seconds < 0.05) count *= 2;
    else {
      best = Math.min(best, seconds / count);
      window += 1;
    }
  }
  return best;
}

interface Slowest {
  temperature: number;
  tau: number;
  /** An eighth of the relaxation, which is eight autocorrelation times. */
  expected: number;
  reliable: boolean;
}

/** The temperature with the largest autocorrelation time. */
async function slowestOf(chains: SpinChains, spacing: number, progress: (fraction: number) => Promise<void>): Promise<Slowest> {
  const series = await chains.measure({ first: 0, groups: chains.groups }, SLOTS, spacing, progress);
  const temperatures = Array.from({ length: chains.groups }, (_, g) => chains.temperature(g));
  const all = [...new Set(temperatures)].map((temperature): Slowest => {
    const groups = temperatures.flatMap((t, g) => (t === temperature ? [g] : [])).slice(0, PILOT_GROUPS);
    const observed = chains.observables(ofGroups(series, groups), temperature);
    const order = chains.coupling < 0 ? observed.staggered_abs : observed.magnetisation_abs;
    const times = [observed.energy, order].map((estimate) => (estimate as ChainEstimate).tau);
    const tau = Math.max(...times);
    return { temperature, tau, expected: chains.relaxation(temperature) / 8, reliable: SLOTS * spacing >= 10 * tau };
  });
  return all.reduce((a, b) => (b.tau > a.tau ? b : a));
}

function ofGroups(series: Readonly<Record<string, Series>>, groups: readonly number[]): Record<string, Series> {
  const chosen = groups.flatMap((g) => Array.from({ length: CHAINS_PER_GROUP }, (_, c) => g * CHAINS_PER_GROUP + c));
  return Object.fromEntries(Object.entries(series).map(([name, s]) => [name, { ...s, values: chosen.map((c) => s.values[c]) }]));
}
