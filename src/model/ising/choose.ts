import { BlockspinError } from '../../core/errors.ts';
import type { ChainEstimate } from '../../core/statistics.ts';
import type { Device } from '../../gpu/device.ts';
import { Plan } from '../../gpu/plan.ts';
import type { Scope } from '../../gpu/scope.ts';
import { type Clock, runInPieces } from '../../gpu/waiting.ts';
import type { GroupRange } from '../../sample/groups.ts';
import { IsingChains } from './chains.ts';
import { ClusterChains } from './cluster.ts';
import type { SpinChains } from './measure.ts';
import type { IsingOptions } from './options.ts';

/** Algorithms that move Ising spins. */
export type Algorithm = 'metropolis' | 'swendsen-wang';

/** An algorithm with its measured cost. */
export interface Candidate {
  algorithm: Algorithm;
  /** Integrated autocorrelation time in sweeps of energy or order parameter, the larger, at the slowest temperature. */
  tau: number;
  /** The temperature that is expected to be slowest, J / k_B. */
  temperature: number;
  /** False where the pilot was too short: then tau is the expected value of the model, or the measured one if that is larger. */
  measured: boolean;
  /** Of all chains together, on this adapter. */
  seconds_per_sweep: number;
  /** Seconds after which all chains have new independent configurations, (1 + 2 tau) seconds_per_sweep. */
  cost: number;
}

/** The choice of the default, and the measurements behind it. */
export interface Choice {
  chosen: Algorithm;
  candidates: Candidate[];
  /** One sentence for the user. */
  reason: string;
}

/** How pilots are timed. */
export interface Timing {
  /** A pilot grows until ten autocorrelation times are seen or it took this long. */
  seconds: number;
  clock: Pick<Clock, 'now'>;
}

const PILOT_SECONDS = 3;

/** How much longer every next pilot is. */
const GROWTH = 4;

/** Measurements per chain in one pilot. */
const SLOTS = 128;

/** Groups that the pilot measures: the first of the slowest temperature. */
const PILOT_GROUPS = 4;

/** Chains of the algorithm. @throws BlockspinError for options that are no Ising model, or when they do not fit the device. */
export function isingChains(algorithm: Algorithm, scope: Scope, options: IsingOptions): SpinChains {
  const spins = new IsingChains(scope, options);
  return algorithm === 'metropolis' ? spins : new ClusterChains(scope, spins);
}

/**
 * The algorithm that gives independent configurations soonest: both are run for a moment, on this adapter and with
 * all chains. Only the choice depends on the clock; the trajectories do not.
 * @param progress called now and then with the fraction done
 * @param timing how long the pilot of either algorithm may take, by default 3 s of the device's clock
 * @throws BlockspinError for options that are no Ising model
 */
export async function chooseAlgorithm(
  device: Device,
  options: IsingOptions,
  progress: (fraction: number) => Promise<void>,
  timing: Partial<Timing> = {},
): Promise<Choice> {
  const { seconds = PILOT_SECONDS, clock = device.clock } = timing;
  const scope = device.scope('pilot');
  try {
    const spins = new IsingChains(scope, options);
    if (options.temperatures.every((t) => t === Number.POSITIVE_INFINITY)) {
      return { chosen: 'metropolis', candidates: [], reason: 'metropolis: spins at infinite temperature are independent after every sweep' };
    }
    if (spins.field !== 0 || spins.disorder) {
      return { chosen: 'metropolis', candidates: [], reason: 'metropolis: there are no cluster updates in a field or with disorder' };
    }
    const clusters = clustersOn(scope, spins);
    if (clusters === undefined) {
      return { chosen: 'metropolis', candidates: [], reason: 'metropolis: the labels of cluster updates do not fit the device' };
    }
    // Cluster updates forget the start soonest, so that both algorithms are measured in equilibrium.
    const range = slowest(spins);
    await sweep(clusters, range, clusters.relaxation(spins.temperature(range.first)), (fraction) => progress(0.2 * fraction));
    const candidates = [
      await pilot('swendsen-wang', clusters, range, { seconds, clock }, (fraction) => progress(0.2 + 0.4 * fraction)),
      await pilot('metropolis', spins, range, { seconds, clock }, (fraction) => progress(0.6 + 0.4 * fraction)),
    ];
    const [best, other] = [...candidates].sort((a, b) => a.cost - b.cost);
    return { chosen: best.algorithm, candidates, reason: `${best.algorithm}: ${describe(best)}; ${other.algorithm}: ${describe(other)}` };
  } finally {
    scope.dispose();
  }
}

/** Cluster updates of the spins, or undefined where their labels do not fit the device. */
export function clustersOn(scope: Scope, spins: IsingChains): ClusterChains | undefined {
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

/** Neighbouring groups of the temperature with the longest relaxation, which is the same for both algorithms. */
function slowest(spins: SpinChains): GroupRange {
  const temperatures = Array.from({ length: spins.groups }, (_, g) => spins.temperature(g));
  const times = temperatures.map((temperature) => spins.relaxation(temperature));
  const first = times.indexOf(Math.max(...times));
  const others = temperatures.slice(first, first + PILOT_GROUPS).findIndex((temperature) => temperature !== temperatures[first]);
  return { first, groups: others < 0 ? Math.min(PILOT_GROUPS, spins.groups - first) : others };
}

async function sweep(chains: SpinChains, range: GroupRange, sweeps: number, progress: (fraction: number) => Promise<void>): Promise<void> {
  const plan = new Plan(chains.state.memory, 'pilot');
  chains.recordSweep(plan, [range]);
  await plan.compile();
  await runInPieces(plan, sweeps, progress);
}

async function pilot(
  algorithm: Algorithm,
  chains: SpinChains,
  range: GroupRange,
  { seconds, clock }: Timing,
  progress: (fraction: number) => Promise<void>,
): Promise<Candidate> {
  const perSweep = await secondsPerSweep(chains, clock);
  const temperature = chains.temperature(range.first);
  const start = clock.now();
  for (let spacing = 1; ; spacing *= GROWTH) {
    const begun = clock.now();
    const observed = chains.observables(await chains.measure(range, SLOTS, spacing, progress), temperature);
    const now = clock.now();
    const order = chains.coupling < 0 ? observed.staggered_abs : observed.magnetisation_abs;
    const seen = [observed.energy as ChainEstimate, order as ChainEstimate];
    const measured = seen.every(({ reliable }) => reliable);
    const next = (now - start + GROWTH * (now - begun)) / 1000;
    if (!measured && next <= seconds) continue;
    const longest = Math.max(...seen.map(({ tau }) => tau));
    // The relaxation is eight autocorrelation times.
    const tau = measured ? longest : Math.max(longest, chains.relaxation(temperature) / 8);
    return { algorithm, tau, temperature, measured, seconds_per_sweep: perSweep, cost: (1 + 2 * tau) * perSweep };
  }
}

/** The best of three windows of at least 50 ms: other load on the machine can only make sweeps slower. */
async function secondsPerSweep(chains: SpinChains, clock: Timing['clock']): Promise<number> {
  const plan = new Plan(chains.state.memory, 'pilot');
  chains.recordSweep(plan, [{ first: 0, groups: chains.groups }]);
  await plan.compile();
  let best = Number.POSITIVE_INFINITY;
  // The first window also warms up.
  for (let window = 0, count = 1; window < 3; ) {
    const start = clock.now();
    plan.run(count);
    await plan.device.idle();
    const seconds = (clock.now() - start) / 1000;
    if (seconds < 0.05) count *= 2;
    else {
      best = Math.min(best, seconds / count);
      window += 1;
    }
  }
  return best;
}
