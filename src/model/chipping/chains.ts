import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { deriveKey, deriveKeys, philox } from '../../core/random.ts';
import { type ChainEstimate, chainEstimate } from '../../core/statistics.ts';
import * as measureShader from '../../gen/shaders/model/chipping/measure.ts';
import * as shader from '../../gen/shaders/model/chipping/sweep.ts';
import { Plan } from '../../gpu/plan.ts';
import { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import { runInPieces } from '../../gpu/waiting.ts';
import type { Chains, Series, Start } from '../../sample/chains.ts';
import type { Configurations } from '../../sample/configurations.ts';
import { CHAINS_PER_GROUP, type GroupRange, ofRange } from '../../sample/groups.ts';
import { MOST_WORK, portionsOf } from '../../sample/parts.ts';
import { RangeUniforms } from '../../sample/ranges.ts';
import { startedInOrder } from '../../sample/thermal.ts';

/** A ring of masses. */
export interface ChippingOptions {
  /** Sites N of the ring. */
  size: number;
  /** Mean mass per site ρ; ρ N is a whole number. */
  density: number;
  /** Rate w of chipping of each group of 32 chains; the hopping of a whole mass has rate 1. */
  rates: readonly number[];
  seed: number;
  /** Masses move to the right only: a model with another phase diagram. Default false. */
  biased?: boolean;
  /** 'ordered': all mass on one site, drawn at random; 'random': spread evenly. Default 'random'. */
  start?: Start;
}

/** A total mass above this could overflow the sum of squares of a chain. */
const MOST_MASS = 65535;
/** Picks per dispatch at most, unless one sweep of the range is longer: tens of milliseconds on a software adapter. */
const PICKS_PER_DISPATCH = 2 ** 21;
/** Work of a pick, in attempted flips of Ising spins: 198 million against 3.4 billion in a second (docs/benchmarks.md). */
const PICK_WORK = 20;
/** Picks of one thread in a dispatch at most. Each waits for the previous one, at most a microsecond on a graphics card. */
const PICKS_IN_A_ROW = 2 ** 15;
/** What a measurement appends, in this order. */
const COLUMNS = ['p0', 'p1', 'p2', 'mass_squared', 'neighbours', 'largest'] as const;

/**
 * Aggregation and chipping on a ring of N sites: in continuous time, each occupied site sends all of its mass to a
 * neighbour with rate 1, where it merges, and one unit with rate w. Sampled by random sequential updates with
 * rejection, N picks per sweep; the dynamics is the model, detailed balance does not hold.
 * The trajectory is a function of seed, group, chain and sweep alone: the same bits on every adapter.
 * Source: Majumdar, Krishnamurthy, Barma, PRL 81, 3691 (1998); Rajesh & Majumdar, PRE 63, 036114 (2001).
 */
export class ChippingChains implements Chains {
  readonly model = 'chipping';
  readonly algorithm = 'random sequential';
  readonly ownTime = true;
  readonly flipSymmetric = false;
  readonly chainsPerGroup = CHAINS_PER_GROUP;
  readonly size: number;
  readonly shape: readonly number[];
  readonly sites: number;
  readonly groups: number;
  /** (G, N, 32): masses, chain last. */
  readonly state: Tensor<'u32'>;
  readonly saved: Readonly<Record<string, Tensor<'u32'>>>;
  /** Total mass of a chain. */
  readonly mass: number;
  readonly #options: ChippingOptions & { rates: number[] };
  readonly #scope: Scope;
  readonly #keys: Tensor<'u32'>;
  readonly #chip: Tensor<'u32'>;
  readonly #clock: Tensor<'u32'>;
  readonly #stretches: RangeUniforms<'first' | 'groups' | 'sweeps' | 'begin' | 'end'>;

  /** @throws BlockspinError for an impossible rate, size or density, or more memory than the device has. */
  constructor(scope: Scope, options: ChippingOptions) {
    const { size, density, rates, seed } = options;
    checkChipping(size, density, rates);
    const groups = rates.length;
    const bytes = 4 * CHAINS_PER_GROUP * groups;
    scope.memory.checkFits({ masses: bytes * size, clock: bytes }, phrase`use a smaller ${setting('size')} or fewer ${setting('chains')}`);
    this.#scope = scope;
    this.#options = { ...options, rates: [...rates] };
    this.size = size;
    this.shape = [size];
    this.sites = size;
    this.groups = groups;
    this.mass = Math.round(size * density);
    this.state = scope.upload('u32', [groups, size, CHAINS_PER_GROUP], 'masses', starts(options, this.mass));
    this.#keys = scope.upload('u32', [groups, 2], 'keys.hop', deriveKeys(seed, 'hop', groups));
    this.#chip = scope.upload('u32', [groups], 'chip', Uint32Array.from(rates, chipThreshold));
    this.#clock = scope.tensor('u32', [groups, CHAINS_PER_GROUP], 'clock');
    this.#stretches = new RangeUniforms(scope, shader.sweep.bindings.stretch);
    this.saved = { masses: this.state, clock: this.#clock };
  }

  /** The rate w of chipping of a group. This model has no temperature; w takes its place. */
  temperature(group: number): number {
    return this.#options.rates[group];
  }

  /** The rate w of chipping of the groups of a range. */
  setTemperature(range: GroupRange, rate: number): void {
    checkChipping(this.size, this.#options.density, [rate]);
    this.#options.rates.fill(rate, range.first, range.first + range.groups);
    this.#chip.writeRows(range.first, new Uint32Array(range.groups).fill(chipThreshold(rate)));
  }

  /**
   * N² (1 + density of the fluid) sweeps. The fluid around a condensate has the critical density, otherwise it has ρ. Mass
   * spreads diffusively, and more slowly at higher density. This was at least eight times the measured autocorrelation time
   * of the largest mass in all measurements (docs/samplers-chipping.md); the biased model is faster.
   */
  relaxation(rate: number): number {
    const fluid = Math.min(this.#options.density, criticalDensity(rate));
    return Math.ceil(20 + this.size ** 2 * (1 + fluid));
  }

  recordSweep(plan: Plan, ranges: readonly GroupRange[], count = 1): void {
    for (const range of ranges) {
      const most = this.#sweepsPerDispatch(range);
      for (let left = count; left > 0; left -= most) this.#record(plan, range, Math.min(most, left));
    }
  }

  /** Sweeps of one plan, where it is replayed, or of one dispatch. */
  #sweepsPerDispatch({ groups }: GroupRange): number {
    const together = PICKS_PER_DISPATCH / (groups * CHAINS_PER_GROUP * this.size);
    return Math.max(1, Math.floor(Math.min(together, PICKS_IN_A_ROW / this.size)));
  }

  /** Sweeps that are few enough for one dispatch of some groups; one long sweep is divided, and so are many groups. */
  #record(plan: Plan, range: GroupRange, sweeps: number): void {
    const pairs = Math.ceil(this.size / 2);
    const most = Math.min(pairs, PICKS_IN_A_ROW / 2);
    const constants = { N: this.size, BIASED: this.#options.biased ? 1 : 0 };
    const work = PICK_WORK * CHAINS_PER_GROUP * Math.min(sweeps * this.size, PICKS_IN_A_ROW);
    for (const { first, groups } of portionsOf(range, Math.floor(MOST_WORK / work))) {
      for (let begin = 0; begin < pairs; begin += most) {
        const stretch = this.#stretches.get({ first, groups, sweeps, begin, end: Math.min(pairs, begin + most) });
        const bindings = { masses: this.state, keys: this.#keys, chip: this.#chip, clock: this.#clock, stretch };
        plan.dispatch(shader.sweep, constants, bindings, [groups * CHAINS_PER_GROUP]);
      }
    }
  }

  /** By one measurement, which makes many sweeps per dispatch. */
  async advance(range: GroupRange, sweeps: number, progress: (fraction: number) => Promise<void>): Promise<void> {
    if (sweeps > 0) await this.measure(range, 1, sweeps, progress);
  }

  async measure(range: GroupRange, slots: number, spacing: number, progress: (fraction: number) => Promise<void>): Promise<Record<string, Series>> {
    const chains = range.groups * CHAINS_PER_GROUP;
    const { memory } = this.#scope;
    memory.checkFits({ series: 4 * slots * chains * COLUMNS.length }, phrase`use fewer ${setting('samples')} or fewer ${setting('chains')}`);
    const scope = new Scope(memory, 'measure');
    try {
      const series = scope.tensor('u32', [slots, chains, COLUMNS.length], 'series');
      const filled = scope.tensor('u32', [chains], 'filled');
      const most = this.#sweepsPerDispatch(range);
      const before = Math.ceil(spacing / most) - 1;
      const move = new Plan(memory, 'move');
      this.#record(move, range, most);
      const finish = new Plan(memory, 'measure');
      this.#record(finish, range, spacing - before * most);
      const window = scope.uniform(measureShader.measure.bindings.window, 'window', { ...range, slots });
      finish.dispatch(measureShader.measure, { N: this.size }, { masses: this.state, series, filled, window }, [chains]);
      await Promise.all([move.compile(), finish.compile()]);
      if (before === 0) await runInPieces(finish, slots, progress);
      else {
        for (let slot = 0; slot < slots; slot++) {
          await runInPieces(move, before, (fraction) => progress((slot + fraction) / slots));
          finish.run();
        }
      }
      return this.#unpack(await series.read(), slots, chains, spacing);
    } finally {
      scope.dispose();
    }
  }

  #unpack(raw: Uint32Array, slots: number, chains: number, spacing: number): Record<string, Series> {
    const series: Record<string, Series> = {};
    COLUMNS.forEach((name, k) => {
      const unit = name === 'largest' ? this.mass : this.size;
      const values = Array.from({ length: chains }, (_, c) =>
        Float64Array.from({ length: slots }, (_, t) => raw[(t * chains + c) * COLUMNS.length + k] / unit),
      );
      series[name] = { spacing, values };
    });
    return series;
  }

  /**
   * p0, p1, p2: fractions of sites with 0, 1, 2 units; mass_squared: <m²>; neighbours: <m_i m_(i+1)>;
   * largest: the largest mass as a fraction of all.
   */
  observables(series: Readonly<Record<string, Series>>): Record<string, ChainEstimate> {
    return Object.fromEntries(COLUMNS.map((name) => [name, chainEstimate(series[name].values, series[name].spacing)]));
  }

  /** Masses as int32 (n, N). */
  async configurations(range: GroupRange): Promise<Configurations> {
    const words = ofRange(await this.state.read(), this.groups, range);
    const data = new Int32Array(words.length);
    for (let i = 0; i < words.length; i++) {
      const chain = i % CHAINS_PER_GROUP;
      const site = Math.floor(i / CHAINS_PER_GROUP) % this.size;
      const group = Math.floor(i / (CHAINS_PER_GROUP * this.size));
      data[(group * CHAINS_PER_GROUP + chain) * this.size + site] = words[i];
    }
    return { shape: [range.groups * CHAINS_PER_GROUP, this.size], data };
  }
}

/** Mass per site ρ_c above which unbiased masses condense at a rate w: Rajesh & Majumdar, PRE 63, 036114 (2001). */
function criticalDensity(rate: number): number {
  return Math.sqrt(1 + rate) - 1;
}

/** floor(w / (1 + w) 2^31), to be compared with 31 random bits. */
function chipThreshold(rate: number): number {
  return Math.floor((rate / (1 + rate)) * 2 ** 31);
}

/** Masses (G, N, 32) at the start. */
function starts({ size, rates, seed, start = 'random' }: ChippingOptions, mass: number): Uint32Array {
  const masses = new Uint32Array(rates.length * size * CHAINS_PER_GROUP);
  const ordered = start === 'both' ? startedInOrder(start, CHAINS_PER_GROUP) : undefined;
  rates.forEach((_, group) => {
    const key = deriveKey(seed, 'start', group);
    for (let chain = 0; chain < CHAINS_PER_GROUP; chain++) {
      const put = (site: number, m: number) => {
        masses[(group * size + site) * CHAINS_PER_GROUP + chain] = m;
      };
      if (ordered?.[chain] ?? start === 'ordered') {
        put(Math.floor((philox([chain, 0, 0, 0], key)[0] * size) / 2 ** 32), mass);
      } else {
        for (let site = 0; site < size; site++) put(site, Math.floor(((site + 1) * mass) / size) - Math.floor((site * mass) / size));
      }
    }
  });
  return masses;
}

/** @throws BlockspinError naming the value, what is allowed and what to do. */
export function checkChipping(size: number, density: number, rates: readonly number[]): void {
  if (!(Number.isInteger(size) && size >= 2 && size <= MOST_MASS)) {
    throw new BlockspinError({
      setting: 'size',
      expected: `a whole number of sites from 2 to ${MOST_MASS}`,
      got: size,
      remedy: phrase`use for example ${setting('size', 256)}`,
    });
  }
  const mass = Math.round(size * density);
  const whole = Math.abs(size * density - mass) <= 1e-9 * mass;
  if (!(whole && mass >= 1 && mass <= MOST_MASS)) {
    const near = Math.min(MOST_MASS, Math.max(1, Number.isFinite(mass) ? mass : size));
    throw new BlockspinError({
      setting: 'density',
      expected: `a density that makes the mass on ${size} sites a whole number from 1 to ${MOST_MASS}`,
      got: String(density),
      remedy: phrase`use ${setting('density', near / size)}, which is a mass of ${near}`,
    });
  }
  for (const rate of rates) {
    if (!(Number.isFinite(rate) && rate >= 0)) {
      throw new BlockspinError({
        setting: 'chippingRate',
        expected: 'a finite rate of chipping w, zero or more',
        got: String(rate),
        remedy: phrase`use for example ${setting('chippingRate', 1)}; the unbiased model at density 1 has its transition at w = 3`,
      });
    }
  }
}
