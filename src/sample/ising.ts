import { deriveKeys } from '../core/random.ts';
import { type ChainEstimate, chainEstimate, derivedEstimate, type Estimate } from '../core/statistics.ts';
import * as shader from '../gen/shaders/sample/ising.ts';
import * as measureShader from '../gen/shaders/sample/ising_measure.ts';
import type { Scope } from '../gpu/device.ts';
import { runInPieces } from '../gpu/pieces.ts';
import { Plan } from '../gpu/plan.ts';
import type { Tensor, Uniform } from '../gpu/tensor.ts';
import { CHAINS_PER_GROUP, type Chains, type GroupRange, type Series } from './chains.ts';
import { type Configurations, ofRange, unpackBits } from './configurations.ts';
import { checkIsing, type IsingOptions, startSpins, threshold } from './ising_options.ts';

/** A run of groups that all move by the same rule. */
interface Run extends GroupRange {
  infinite: boolean;
}

/** The largest lattice of 32 chains that fits the workgroup memory every adapter has, 16 KiB. */
const LARGEST_TILE = 64;

/**
 * The two-dimensional Ising model H = -J Σ s s' on the L × L torus, 32 chains per word, checkerboard Metropolis.
 * The trajectory is a function of seed, group, sweep and site alone: the same bits on every adapter.
 */
export class IsingChains implements Chains {
  readonly model = 'ising';
  readonly flipSymmetric = true;
  readonly size: number;
  readonly shape: readonly number[];
  readonly sites: number;
  readonly groups: number;
  readonly state: Tensor<'u32'>;
  readonly memory: Readonly<Record<string, Tensor<'u32'>>>;
  readonly #options: IsingOptions;
  readonly #scope: Scope;
  readonly #keys: Tensor<'u32'>;
  readonly #accept: Tensor<'u32'>;
  readonly #clock: Tensor<'u32'>;
  /** Constants of the sweep's rule. */
  readonly #rule: { ANTI: number; GENERATOR: number };
  readonly #ranges = new Map<string, Uniform<'first' | 'groups'>>();
  /** Whether sweeps run in workgroup memory. */
  readonly #tiled: boolean;

  /** @throws BlockspinError for an odd or too small lattice or a temperature that is not positive. */
  constructor(scope: Scope, options: IsingOptions) {
    const { size, temperatures, coupling, seed } = options;
    checkIsing(size, coupling, temperatures);
    const words = temperatures.length * size * size;
    scope.device.checkFits({ spins: 4 * words }, 'use a smaller --size or fewer --chains');
    this.#scope = scope;
    this.#options = options;
    this.size = size;
    this.shape = [size, size];
    this.sites = size * size;
    this.groups = temperatures.length;
    this.state = scope.tensor('u32', [this.groups, size, size], 'spins');
    this.state.write(startSpins(options));
    this.#keys = scope.upload('u32', [this.groups, 2], 'keys.sweep', deriveKeys(seed, 'sweep', this.groups));
    this.#accept = scope.upload('u32', [this.groups, 2], 'accept', acceptance(temperatures, coupling));
    this.#clock = scope.tensor('u32', [this.groups, 2], 'clock');
    this.#rule = { ANTI: coupling < 0 ? 1 : 0, GENERATOR: options.generator === 'philox' ? 1 : 0 };
    this.#tiled = size <= LARGEST_TILE && (options.tile ?? !scope.device.adapter.software);
    this.memory = { spins: this.state, clock: this.#clock };
  }

  temperature(group: number): number {
    return this.#options.temperatures[group];
  }

  /**
   * The correlation length ξ is known exactly; local dynamics forgets in a time growing as ξ^z, z = 2.17, ξ at most
   * L / 2. The factor makes it eight times the measured autocorrelation time of |m| at L = 64, T_c (170 sweeps).
   * Sources: ξ from Onsager's solution; z from Nightingale & Blöte, PRL 76, 4548 (1996).
   */
  relaxation(temperature: number): number {
    const coupling = Math.abs(this.#options.coupling);
    if (temperature === Number.POSITIVE_INFINITY) return 1;
    const beta = coupling / temperature;
    const inverse = Math.abs(Math.log(Math.tanh(beta)) + 2 * beta) * (beta > 0.5 * Math.log(1 + Math.SQRT2) ? 2 : 1);
    const length = Math.min(this.size / 2, 1 / inverse);
    return Math.ceil(20 + 0.75 * length ** 2.17);
  }

  recordSweep(plan: Plan, ranges: readonly GroupRange[], count = 1): void {
    const runs = ranges.flatMap((range) => this.#byRule(range));
    for (const run of runs.filter(({ infinite }) => !infinite && this.#tiled)) this.#recordTile(plan, run, count);
    const rest = runs.filter(({ infinite }) => infinite || !this.#tiled);
    for (let sweep = 0; sweep < count; sweep++) {
      for (const colour of [0, 1]) for (const run of rest) this.#recordColour(plan, run, colour);
    }
  }

  #recordColour(plan: Plan, { first, groups, infinite }: Run, colour: number): void {
    const constants = { L: this.size, COLOUR: colour };
    const threads = [groups * Math.ceil(this.size / 4) * (this.size / 2)] as const;
    const common = { spins: this.state, keys: this.#keys, clock: this.#clock, range: this.#range(first, groups) };
    if (infinite) plan.dispatch(shader.redraw, constants, common, threads);
    else plan.dispatch(shader.sweep, { ...constants, ...this.#rule }, { ...common, accept: this.#accept }, threads);
  }

  #recordTile(plan: Plan, { first, groups }: Run, count: number): void {
    const constants = { L: this.size, SITES: this.sites, SWEEPS: count, ...this.#rule };
    const range = this.#range(first, groups);
    plan.dispatch(shader.sweep_tile, constants, { spins: this.state, keys: this.#keys, clock: this.#clock, accept: this.#accept, range }, [256 * groups]);
  }

  /** The uniform of a range, made once. */
  #range(first: number, groups: number): Uniform<'first' | 'groups'> {
    const name = `groups ${first} to ${first + groups - 1}`;
    let range = this.#ranges.get(name);
    if (!range) {
      range = this.#scope.uniform(shader.sweep.bindings.range, name, { first, groups });
      this.#ranges.set(name, range);
    }
    return range;
  }

  /** Splits a range into runs of finite and of infinite temperature. */
  #byRule({ first, groups }: GroupRange): Run[] {
    const runs: Run[] = [];
    for (let g = first; g < first + groups; g++) {
      const infinite = this.temperature(g) === Number.POSITIVE_INFINITY;
      const last = runs.at(-1);
      if (last && last.infinite === infinite) last.groups += 1;
      else runs.push({ first: g, groups: 1, infinite });
    }
    return runs;
  }

  async measure(range: GroupRange, slots: number, spacing: number, progress: (fraction: number) => Promise<void>): Promise<Record<string, Series>> {
    const chains = range.groups * CHAINS_PER_GROUP;
    const scope = this.#scope.device.scope('measure');
    try {
      const series = scope.tensor('i32', [slots, chains, 3], 'series');
      const start = (await this.#clock.read())[2 * range.first + 1];
      const window = scope.uniform(measureShader.measure.bindings.window, 'window', { start, every: spacing });
      const plan = new Plan(this.#scope.device, 'measure');
      this.recordSweep(plan, [range], spacing);
      plan.dispatch(
        measureShader.measure,
        { L: this.size, FIRST: range.first, GROUPS: range.groups, SLOTS: slots },
        { spins: this.state, clock: this.#clock, series, window },
        [chains * this.size],
      );
      await plan.compile();
      await runInPieces(plan, slots, progress);
      return unpack(await series.read(), slots, chains, spacing, this.sites, this.#options.coupling);
    } finally {
      scope.dispose();
    }
  }

  /** Spins ±1 as int8 (n, L, L). */
  async configurations(range: GroupRange): Promise<Configurations> {
    return unpackBits(ofRange(await this.state.read(), this.groups, range), this.shape, -1, 1);
  }

  observables(series: Readonly<Record<string, Series>>, temperature: number): Record<string, ChainEstimate | Estimate> {
    const map = (s: Series, f: (x: number) => number) => s.values.map((chain) => chain.map(f));
    const { energy, magnetisation, staggered } = series;
    const { spacing } = energy;
    const order = this.#options.coupling < 0 ? staggered : magnetisation;
    const squares = (s: Series) => map(s, (x) => x * x);
    const specificHeat = ([e, e2]: number[]) => (temperature === Number.POSITIVE_INFINITY ? 0 : (this.sites * (e2 - e * e)) / temperature ** 2);
    return {
      energy: chainEstimate(energy.values, spacing),
      magnetisation_abs: chainEstimate(map(magnetisation, Math.abs), spacing),
      staggered_abs: chainEstimate(map(staggered, Math.abs), spacing),
      magnetisation_squared: chainEstimate(squares(magnetisation), spacing),
      specific_heat: derivedEstimate([energy.values, squares(energy)], specificHeat, spacing),
      binder: derivedEstimate([squares(order), map(order, (m) => m ** 4)], ([m2, m4]) => 1 - m4 / (3 * m2 * m2), spacing),
    };
  }
}

function unpack(raw: Int32Array, slots: number, chains: number, spacing: number, sites: number, coupling: number): Record<string, Series> {
  const column = (k: number, scale: number): Series => ({
    spacing,
    values: Array.from({ length: chains }, (_, c) => Float64Array.from({ length: slots }, (_, t) => scale * raw[(t * chains + c) * 3 + k])),
  });
  return { energy: column(0, -coupling / sites), magnetisation: column(1, 1 / sites), staggered: column(2, 1 / sites) };
}

/** Thresholds of exp(-4|J|/T) and exp(-8|J|/T) of each group. */
function acceptance(temperatures: readonly number[], coupling: number): Uint32Array {
  return Uint32Array.from(temperatures.flatMap((t) => [4, 8].map((factor) => threshold(Math.exp((-factor * Math.abs(coupling)) / t)))));
}
