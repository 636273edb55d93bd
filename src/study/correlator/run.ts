/** One correlator: finds the filter, samples configurations, fits the power law, and writes everything at once. */
import { CoarseCorrelator, type Correlator, ringed, rings } from '../../analysis/field/correlator.ts';
import { type ChosenPlace, chosenPlaces, type DimensionOptions, dimensionByWindow } from '../../analysis/field/dimension.ts';
import { judgeLaw } from '../../analysis/field/power_law.ts';
import { distanceOn, isingFactor, windingFactor } from '../../analysis/field/torus.ts';
import { checkStopped } from '../../core/async.ts';
import { BlockspinError } from '../../core/errors.ts';
import type { Estimate } from '../../core/statistics.ts';
import type { Configurations } from '../../sample/configurations.ts';
import type { StudyFolder } from '../cells/folder.ts';
import { guardFolder } from '../cells/guard.ts';
import { identityOf, type Once, once, seedFrom } from '../cells/once.ts';
import type { Origin } from '../cells/plan_file.ts';
import { laterAxes } from '../plan/plan.ts';
import type { CorrelatorEntry } from './config.ts';
import { expectedDimension, knownStiffness } from './expected.ts';
import { correlatorFilter, type FoundFilter } from './filter.ts';
import { type CorrelatorPlan, distancesOf } from './plan.ts';
import type { CorrelatorFit, CorrelatorRecord, UsedStiffness } from './record.ts';
import type { Sampled, SampleRequest, Sampler } from './sample.ts';

/** Callbacks of a measurement. */
interface CorrelateHooks {
  progress?: (fraction: number) => void;
  signal?: AbortSignal;
}

/** The outcome of an attempt at a correlator. */
export type CorrelateOutcome =
  | Once<CorrelatorRecord>
  /** The cells of its filter are not done. */
  | { outcome: 'waiting'; reason: string }
  /** There is no filter, or too little memory. */
  | { outcome: 'failed'; reason: string };

/** How long the event loop may be blocked, ms. */
const BREATH_MS = 50;
/** Version of records: correlators with another version are measured again, on the same samples. */
const RECORD = 'judged';

/**
 * Computes a correlator, unless one with the same entry and the same filter is there. A stopped one starts anew, since it takes seconds to
 * minutes only; its seed is a hash of the entry and the filter, so that it is the same again.
 * @param open opens the sampler; called only if samples are needed
 * @throws BlockspinError with code 'stopped' after `signal`; of code 'store' where the folder cannot be read or written
 */
export async function runCorrelator(
  folder: StudyFolder,
  plan: CorrelatorPlan,
  open: () => Promise<Sampler>,
  origin: Origin,
  hooks: CorrelateHooks = {},
): Promise<CorrelateOutcome> {
  return guardFolder(folder.path, async () => {
    const filter = await correlatorFilter(folder, plan);
    if ('waiting' in filter) return { outcome: 'waiting', reason: `waits for ${filter.waiting}` };
    if ('missing' in filter) return { outcome: 'failed', reason: filter.missing };
    const { hash, seed } = await identity(folder, plan, filter);
    try {
      return await once<CorrelatorRecord>(folder, { part: 'correlators', index: plan.index, hash, sealed: folder.planned.sealed }, () =>
        new Attempt(folder, plan, filter, { hash, seed }, origin, hooks).run(open),
      );
    } catch (error) {
      if (error instanceof BlockspinError && error.code === 'memory') return { outcome: 'failed', reason: error.message };
      throw error;
    }
  });
}

/**
 * The hash of an entry with its filter, and the seed of its chains. The seed does not depend on the settings of the fit, so that
 * another window uses the same samples.
 */
async function identity({ config }: StudyFolder, plan: CorrelatorPlan, { weights }: FoundFilter) {
  const { entry, model, operators: _operators, settings: _settings, setting, source: _source, index: _index, ...fit } = plan;
  const { temperature, size, chains, measurements, spacing, burn } = entry;
  const couplings = [setting.coupling, setting.interaction, ...laterAxes(setting).map((axis) => [axis, setting[axis]])];
  const physics = [config.seed, model.name, ...couplings, temperature, size, chains, measurements, spacing ?? null, burn ?? null];
  return { hash: await identityOf([physics, entry, fit, weights, RECORD]), seed: await seedFrom([physics, weights]) };
}

class Attempt {
  /** Milliseconds spent on the coarse field. */
  #correlating = 0;
  #breath = performance.now();

  constructor(
    readonly folder: StudyFolder,
    readonly plan: CorrelatorPlan,
    readonly filter: FoundFilter,
    readonly id: { hash: string; seed: number },
    readonly origin: Origin,
    readonly hooks: CorrelateHooks,
  ) {}

  async run(open: () => Promise<Sampler>): Promise<CorrelatorRecord> {
    const { folder, plan, id, filter, origin } = this;
    checkStopped(this.hooks.signal);
    const sampler = await open();
    const { entry, channels, setting } = plan;
    const { size, chains, stride, values, direction } = entry;
    const correlator = new CoarseCorrelator({ size, channels, filter: filter.weights, chains, stride, values, direction, every: strideOf(plan) });
    const began = performance.now();
    const sampled = await sampler.sample(this.#request(), {
      add: (configurations) => this.#add(correlator, configurations),
      progress: async (fraction) => {
        checkStopped(this.hooks.signal);
        this.hooks.progress?.(fraction);
      },
    });
    const result = correlator.result();
    const { stiffness, flipSymmetric: _, ...how } = sampled;
    const used = stiffnessOf(plan, sampled);
    const total = (performance.now() - began) / 1000;
    return {
      index: plan.index,
      hash: id.hash,
      entry,
      setting,
      filter,
      ...rings(result, plan.mean),
      fit: fitOf(plan, result, used),
      ...(stiffness ? { stiffness } : {}),
      expected: expectedDimension(plan, filter.weights, stiffness),
      sampling: { ...how, chains, measurements: entry.measurements },
      seed: id.seed,
      adapter: sampler.adapter,
      ...origin,
      host: folder.owner.host,
      finished: new Date().toISOString(),
      seconds: { sampling: total - this.#correlating / 1000, correlating: this.#correlating / 1000, total },
    };
  }

  #request(): SampleRequest {
    const { model, operators, settings, entry } = this.plan;
    const { temperature, chains, measurements, spacing, burn } = entry;
    return { model, settings, point: temperature, start: operators.start, chains, measurements, spacing, burn, seed: this.id.seed };
  }

  async #add(correlator: CoarseCorrelator, { data }: Configurations): Promise<void> {
    const { chains } = this.plan.entry;
    for (let chain = 0; chain < chains; chain++) {
      const began = performance.now();
      correlator.add(chain, data, (chain * data.length) / chains);
      this.#correlating += performance.now() - began;
      if (performance.now() - this.#breath < BREATH_MS) continue;
      // Signals arrive between tasks only.
      await new Promise((resolve) => setTimeout(resolve));
      checkStopped(this.hooks.signal);
      this.#breath = performance.now();
    }
  }
}

/** The stiffness used for the factor of windings. */
function stiffnessOf(plan: CorrelatorPlan, { stiffness }: Sampled): UsedStiffness | null {
  const { factor, stiffness: given } = plan.entry;
  if (factor !== 'winding') return null;
  if (given !== undefined) return { value: given, error: 0, from: 'config' };
  const known = knownStiffness(plan);
  if (known !== undefined) return { value: known.value, error: 0, from: known.of };
  return { value: stiffness?.mean ?? Number.NaN, error: stiffness?.error ?? Number.NaN, from: 'windings' };
}

/** The factor by which the torus changes the power law at a displacement. */
const FACTORS: Record<CorrelatorEntry['factor'], (entry: CorrelatorEntry, stiffness: number, x: number, y: number) => number> = {
  none: () => 1,
  winding: ({ size, charge }, stiffness, x, y) => windingFactor(size, x, stiffness, charge, y),
  ising: ({ size }, _, x, y) => isingFactor(size, x, y),
};

function factorOf({ entry }: CorrelatorPlan, stiffness: UsedStiffness | null): (x: number, y: number) => number {
  return (x, y) => FACTORS[entry.factor](entry, stiffness?.value ?? Number.NaN, x, y);
}

/** In all directions: step between displacements, in blocks, so that all of them are on one sublattice. */
function strideOf({ window: { only }, entry }: CorrelatorPlan): number {
  const sites = only === 'even' ? 2 : typeof only === 'object' ? only.every : 1;
  return Math.max(1, sites / greatestDivisor(sites, entry.stride));
}

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));

/** Lower ends of windows, to check whether the result is stable: from the requested one on, by factors of √2, while three distances are left. */
function lowerEnds({ window, entry }: CorrelatorPlan): number[] {
  const ends = Array.from({ length: 12 }, (_, i) => Math.round(window.from * 2 ** (i / 2)));
  return [...new Set(ends)].filter((from) => distancesOf({ ...window, from }, entry.size, entry.stride).length >= 3);
}

function fitOf(plan: CorrelatorPlan, result: Correlator, stiffness: UsedStiffness | null): CorrelatorFit | { absent: string } {
  const { window, distance, mean, entry } = plan;
  if (stiffness && !Number.isFinite(stiffness.value)) return { absent: 'no chain winds, and so no stiffness is known' };
  const factor = factorOf(plan, stiffness);
  const options = { to: window.to, only: window.only, distance, factor, mean } satisfies Omit<DimensionOptions, 'from'>;
  try {
    const windows = dimensionByWindow(result, [...new Set([window.from, ...lowerEnds(plan)])], options);
    const [found] = windows;
    const law = ({ x, y }: ChosenPlace) => found.amplitude.mean * factor(x, y) * distanceOn(entry.size, x, distance, y) ** -found.exponent.mean;
    const places = chosenPlaces(result, { ...options, from: window.from });
    const [distances, laws] = [ringed(places, ({ r }) => r), ringed(places, law)];
    return {
      ...window,
      ...found,
      law: judgeLaw(result, windows, options),
      distance,
      factor: entry.factor,
      stiffness,
      distances,
      curve: distances.map((r, i) => ({ r, value: laws[i] })),
      windows: windows.map(({ from, to, determined, dimension: at, change }) => ({
        from,
        to,
        determined,
        dimension: at,
        change: change && halved(change),
      })),
    };
  } catch (error) {
    if (error instanceof BlockspinError) return { absent: error.message };
    throw error;
  }
}

const halved = ({ mean, error }: Estimate): Estimate => ({ mean: mean / 2, error: error / 2 });
