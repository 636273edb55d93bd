import { phrase, setting } from '../../core/phrase.ts';
import { deriveKeys } from '../../core/random.ts';
import type { ChainEstimate, Estimate } from '../../core/statistics.ts';
import * as flipShader from '../../gen/shaders/model/dimers/flip.ts';
import * as stateShader from '../../gen/shaders/model/dimers/state.ts';
import * as shader from '../../gen/shaders/model/dimers/worm.ts';
import { Plan } from '../../gpu/plan.ts';
import { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import { runInPieces, runUntil } from '../../gpu/waiting.ts';
import type { Chains, Series, Start } from '../../sample/chains.ts';
import { type Configurations, unpackBits } from '../../sample/configurations.ts';
import { CHAINS_PER_GROUP, type GroupRange, ofRange } from '../../sample/groups.ts';
import { MOST_WORK, type Part, partsOf, threadsOf } from '../../sample/parts.ts';
import { RangeUniforms } from '../../sample/ranges.ts';
import { columnTotal } from '../column_total.ts';
import { dimerEnergies } from './energy.ts';
import { COLUMNS, dimerObservables, unpackDimers } from './observables.ts';
import { checkDimers, LATE, PIVOTS, startOf, T_BKT, tilesOf, WORM_WORDS } from './start.ts';
import { thresholds, weights, wormsPerSweep } from './worms.ts';

/** Dimers on a torus. */
export interface DimerOptions {
  /** Lattice side L, even; divisible by 4 for plaquette flips. */
  size: number;
  /** v of H = v N_f, where N_f counts plaquettes with two parallel dimers; negative where dimers align (default -1). */
  interaction?: number;
  /** Temperature of each group of 32 chains, |v| / k_B; Infinity allowed. */
  temperatures: readonly number[];
  seed: number;
  /** 'ordered': columnar; 'random': staggered, with the largest winding; 'both': half of each group's chains each way. */
  start?: Start;
  /** Closed worms in a sweep; by default as many as make about one pivot per site. */
  worms?: number;
  /** Whether a sweep ends with one pass of plaquette flips. */
  flips?: boolean;
  /** Steps of two pivots per dispatch: changes only how the work is divided. */
  steps?: number;
}

const COLOURS = [0, 1, 2, 3, 4, 5, 6, 7];
/** A sweep is allotted this multiple of the pivots it takes on average; chains that need more are late. */
const PATIENCE = 16;
/** Steps of a dispatch at most: some milliseconds on a graphics card, where a pivot is a few memory latencies. */
const STEPS = 8192;
/** Work of a step of two pivots, in attempted flips of Ising spins: 95 million pivots against 3.4 billion flips in a second (docs/benchmarks.md). */
const STEP_WORK = 70;
/** Work of the other kernels for a site, likewise: those that move bits, and the heat bath of plaquettes. */
const BIT_WORK = 0.5;
const FLIP_WORK = 5;
/** |v| / T at the transition to columnar order. */
const CRITICAL_ORDER = 1 / T_BKT;

/**
 * Dimers on the L × L torus, H = v N_f, moved by directed-loop worms; one chain per invocation, 32 chains per group.
 * A sample is a covering after a fixed number of closed worms. `state` (G, L, L, 2) holds the last sample of every
 * chain: right bond and down bond, bit = chain. Between two recorded sweeps all chains except the late ones are at
 * the same sweep; a late chain keeps its old sample and completes its sweep in the next one.
 * The trajectory is a function of seed, chain and options alone: the same bits on every adapter.
 */
export class DimerChains implements Chains {
  readonly model = 'dimers';
  readonly algorithm = 'directed-loop worms';
  readonly ownTime = true;
  readonly flipSymmetric = false;
  readonly chainsPerGroup = CHAINS_PER_GROUP;
  readonly size: number;
  readonly shape: readonly number[];
  readonly sites: number;
  readonly groups: number;
  readonly state: Tensor<'u32'>;
  readonly saved: Readonly<Record<string, Tensor<'u32'>>>;
  /** Closed worms that make a sweep, by group. */
  readonly worms: number[];
  readonly #options: Required<DimerOptions> & { temperatures: number[] };
  readonly #scope: Scope;
  readonly #partners: Tensor<'u32'>;
  readonly #worms: Tensor<'u32'>;
  readonly #ready: Tensor<'u32'>;
  readonly #passes: Tensor<'u32'>;
  readonly #keys: Tensor<'u32'>;
  readonly #weights: Tensor<'u32'>;
  readonly #flipKeys: Tensor<'u32'>;
  readonly #thresholds: Tensor<'u32'>;
  readonly #ranges: RangeUniforms<'first' | 'groups' | 'steps' | 'begins' | 'ends'>;
  readonly #parts: RangeUniforms<'first' | 'begin' | 'end'>;
  readonly #colours: RangeUniforms<'first' | 'begin' | 'end' | 'index'>;

  /** @throws BlockspinError for a lattice, interaction, temperature or number of worms that is not allowed, or too little memory */
  constructor(scope: Scope, options: DimerOptions) {
    const { size, temperatures, seed, interaction = -1, start = 'ordered', worms = 0, flips = false, steps = STEPS } = options;
    const all = { size, temperatures: [...temperatures], seed, interaction, start, worms, flips, steps };
    checkDimers(all);
    const groups = temperatures.length;
    const tiles = tilesOf(size);
    scope.memory.checkFits(
      { partners: 128 * groups * tiles, worms: 128 * groups * WORM_WORDS, bonds: 8 * groups * size * size },
      phrase`use a smaller ${setting('size')} or fewer ${setting('chains')}`,
    );
    this.#scope = scope;
    this.#options = all;
    this.size = size;
    this.shape = [size, size, 2];
    this.sites = size * size;
    this.groups = groups;
    this.worms = temperatures.map((temperature) => this.#wormsAt(temperature));
    const first = startOf(size, groups, seed, start);
    this.#partners = scope.upload('u32', [groups, CHAINS_PER_GROUP, tiles], 'partners', first.partners);
    this.#worms = scope.upload('u32', [groups, CHAINS_PER_GROUP, WORM_WORDS], 'worms', first.worms);
    this.state = scope.upload('u32', [groups, size, size, 2], 'bonds', first.bonds);
    this.#ready = scope.tensor('u32', [groups], 'ready');
    this.#passes = scope.tensor('u32', [groups], 'passes');
    this.#keys = scope.upload('u32', [groups, 2], 'keys.worm', deriveKeys(seed, 'worm', groups));
    this.#weights = scope.upload('u32', [groups, 4], 'weights', weights(interaction, temperatures, this.worms));
    this.#flipKeys = scope.upload('u32', [groups, 2], 'keys.flip', deriveKeys(seed, 'flip', groups));
    this.#thresholds = scope.upload('u32', [groups, 4], 'thresholds', thresholds(interaction, temperatures));
    this.#ranges = new RangeUniforms(scope, shader.sweep.bindings.range);
    this.#parts = new RangeUniforms(scope, stateShader.publish.bindings.range);
    this.#colours = new RangeUniforms(scope, flipShader.flip.bindings.colour);
    this.saved = { partners: this.#partners, worms: this.#worms, bonds: this.state, ready: this.#ready, passes: this.#passes };
  }

  temperature(group: number): number {
    return this.#options.temperatures[group];
  }

  setTemperature(range: GroupRange, temperature: number): void {
    const { interaction, temperatures } = this.#options;
    checkDimers({ ...this.#options, temperatures: [temperature] });
    const end = range.first + range.groups;
    temperatures.fill(temperature, range.first, end);
    this.worms.fill(this.#wormsAt(temperature), range.first, end);
    const own = temperatures.slice(range.first, end);
    this.#weights.writeRows(range.first, weights(interaction, own, this.worms.slice(range.first, end)));
    this.#thresholds.writeRows(range.first, thresholds(interaction, own));
  }

  #wormsAt(temperature: number): number {
    const { size, interaction, worms } = this.#options;
    return worms || wormsPerSweep(size, interaction, temperature);
  }

  /**
   * From measured autocorrelation times, in sweeps of one pivot per site: eight times that of the columnar order where
   * dimers align (0.4 at T = inf, 2.3 at T = 1, 8 at T_c = 0.65 for L = 32), and the time the ordered start needs to
   * melt. Domains that coarsen after a start far from the low-temperature order need a time growing as L².
   */
  relaxation(temperature: number): number {
    const { interaction, start } = this.#options;
    const order = -interaction / temperature;
    const coarsens = start === 'ordered' ? order < -1 : Math.abs(order) > 1;
    const critical = 0.25 * this.size ** 1.7 * Math.min(1, Math.max(0, order) / CRITICAL_ORDER) ** 2;
    return Math.ceil(20 + this.size / 4 + critical + (coarsens ? this.sites : 0));
  }

  recordSweep(plan: Plan, ranges: readonly GroupRange[], count = 1): void {
    for (let sweep = 0; sweep < count; sweep++) this.#recordOne(plan, ranges);
  }

  /** By one measurement, which waits for every chain. */
  async advance(range: GroupRange, sweeps: number, progress: (fraction: number) => Promise<void>): Promise<void> {
    if (sweeps > 0) await this.measure(range, 1, sweeps, progress);
  }

  #recordOne(plan: Plan, ranges: readonly GroupRange[]): void {
    for (const range of ranges) {
      const budget = this.#budget(range);
      const most = this.#steps(range);
      for (let done = 0; done < budget; done += most) {
        const steps = Math.min(most, budget - done);
        const values = { ...range, steps, begins: done === 0 ? 1 : 0, ends: done + steps === budget ? 1 : 0 };
        plan.dispatch(shader.sweep, { L: this.size }, { ...this.#moving(), range: this.#ranges.get(values) }, [range.groups * CHAINS_PER_GROUP]);
      }
      this.#publish(plan, range);
      if (this.#options.flips) this.#flip(plan, range);
    }
  }

  async measure(range: GroupRange, slots: number, spacing: number, progress: (fraction: number) => Promise<void>): Promise<Record<string, Series>> {
    const chains = range.groups * CHAINS_PER_GROUP;
    const scope = new Scope(this.#scope.memory, 'measure');
    try {
      const series = scope.tensor('i32', [slots, chains, COLUMNS], 'series');
      const goal = scope.tensor('u32', [chains, 2], 'goal');
      const taken = scope.tensor('u32', [1], 'taken');
      const constants = { L: this.size };
      const moved = scope.uniform(shader.measure.bindings.range, 'range', { ...range, steps: this.#steps(range), begins: 0, ends: 0 });
      const window = scope.uniform(shader.measure.bindings.window, 'window', { slots, every: spacing });
      const plan = new Plan(this.#scope.memory, 'measure');
      if (this.#options.flips) {
        this.recordSweep(plan, [range]);
        const bindings = { worms: this.#worms, ready: this.#ready, weights: this.#weights, series, goal, taken, window, range: moved };
        plan.dispatch(shader.sample, constants, bindings, [chains]);
      } else {
        plan.dispatch(shader.measure, constants, { ...this.#moving(), series, goal, taken, window, range: moved }, [chains]);
      }
      await plan.compile();
      const fraction = async () => (await taken.read())[0] / (slots * chains);
      if (this.#options.flips) {
        // All chains move together here: all requested sweeps, then single ones for the late chains.
        await runInPieces(plan, slots * spacing, progress);
        while ((await fraction()) < 1) plan.run();
      } else {
        await runUntil(plan, fraction, progress);
        const last = new Plan(this.#scope.memory, 'publish');
        this.#publish(last, range);
        await last.compile();
        last.run();
      }
      return unpackDimers(await series.read(), slots, chains, spacing, this.size, this.#options.interaction);
    } finally {
      scope.dispose();
    }
  }

  /** Right and down bonds, 1 where a dimer lies on them and -1 elsewhere, as int8 (n, L, L, 2): the last sample of each chain. */
  async configurations(range: GroupRange): Promise<Configurations> {
    return unpackBits(ofRange(await this.state.read(), this.groups, range), this.shape, -1, 1);
  }

  /** How often a sweep left a chain unfinished, over all chains since they were made: the chain then kept its old sample. */
  late(): Promise<number> {
    return this.#total(LATE);
  }

  /** Pivots of all worms of all chains since they were made; each chain counts modulo 2^32. */
  pivots(): Promise<number> {
    return this.#total(PIVOTS);
  }

  #total(column: number): Promise<number> {
    return columnTotal(this.#worms, WORM_WORDS, column);
  }

  energies(words: Uint32Array): Float64Array {
    return dimerEnergies(words, this.size, this.#options.interaction);
  }

  observables(series: Readonly<Record<string, Series>>, temperature: number): Record<string, ChainEstimate | Estimate> {
    return dimerObservables(series, this.size, temperature);
  }

  /** Steps allotted to a sweep: the same however many of them a dispatch of these chains may take. */
  #budget({ first, groups }: GroupRange): number {
    const { size, interaction, steps } = this.#options;
    const sweeps = this.worms.slice(first, first + groups).map((worms, g) => worms / wormsPerSweep(size, interaction, this.temperature(first + g)));
    const least = Math.ceil((PATIENCE / 2) * this.sites * Math.max(...sweeps));
    const most = Math.min(steps, least);
    return most * Math.ceil(least / most);
  }

  /** Steps of a dispatch. */
  #steps({ groups }: GroupRange): number {
    return Math.max(1, Math.min(this.#options.steps, Math.floor(MOST_WORK / (STEP_WORK * CHAINS_PER_GROUP * groups))));
  }

  #moving() {
    return { partners: this.#partners, worms: this.#worms, ready: this.#ready, keys: this.#keys, weights: this.#weights };
  }

  #publish(plan: Plan, range: GroupRange): void {
    const bindings = { partners: this.#partners, bonds: this.state, ready: this.#ready };
    for (const part of this.#tiles(range)) plan.dispatch(stateShader.publish, { L: this.size }, { ...bindings, range: this.#parts.get(part) }, threadsOf(part));
  }

  /** Parts of a kernel with a thread for each tile of eight sites. */
  #tiles(range: GroupRange): Part[] {
    return partsOf(range, { threads: tilesOf(this.size), work: BIT_WORK * 8 * CHAINS_PER_GROUP });
  }

  /** One pass over the eight colours, then back into the worms' layout. */
  #flip(plan: Plan, range: GroupRange): void {
    const [partners, bonds, ready, worms, passes] = [this.#partners, this.state, this.#ready, this.#worms, this.#passes];
    const constants = { L: this.size };
    const parts = partsOf(range, { threads: this.sites / 8, work: FLIP_WORK * CHAINS_PER_GROUP });
    for (const index of COLOURS) {
      for (const part of parts) {
        const colour = this.#colours.get({ ...part, index });
        const bindings = { bonds, ready, passes, colour, keys: this.#flipKeys, thresholds: this.#thresholds };
        plan.dispatch(flipShader.flip, constants, bindings, threadsOf(part));
      }
    }
    for (const part of this.#tiles(range))
      plan.dispatch(stateShader.adopt, constants, { partners, bonds, ready, range: this.#parts.get(part) }, threadsOf(part));
    for (const part of partsOf(range, { threads: CHAINS_PER_GROUP, work: BIT_WORK * this.sites })) {
      plan.dispatch(stateShader.count, constants, { partners, ready, worms, passes, range: this.#parts.get(part) }, threadsOf(part));
    }
  }
}
