import { phrase, setting } from '../../core/phrase.ts';
import type { ChainEstimate } from '../../core/statistics.ts';
import type { Plan } from '../../gpu/plan.ts';
import type { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import { advance } from '../../sample/advance.ts';
import type { Chains, Mover, Series } from '../../sample/chains.ts';
import { type Configurations, unpackStates } from '../../sample/configurations.ts';
import { CHAINS_PER_GROUP, type GroupRange, ofRange } from '../../sample/groups.ts';
import { TickingSweeps } from '../ticking.ts';
import { HeatBath, UPDATE_COST } from './heatbath.ts';
import { measureCapel } from './measure.ts';
import { capelObservables } from './observables.ts';
import { type CapelOptions, checkCapel, STATES, startSpins } from './options.ts';
import { capelRelaxation } from './relaxation.ts';

/**
 * The Blume-Capel model on the L × L torus, square or triangular, 32 chains per word, one bit for each state of a site. The trajectory is a
 * function of seed, group, sweep and site alone: the same bits on every adapter.
 */
export class CapelChains implements Chains {
  readonly model = 'blume-capel';
  readonly algorithm = 'heatbath';
  readonly chainsPerGroup = CHAINS_PER_GROUP;
  readonly flipSymmetric = false;
  readonly costPerUpdate = UPDATE_COST;
  readonly shape: readonly number[];
  readonly sites: number;
  readonly groups: number;
  readonly state: Tensor<'u32'>;
  readonly saved: Readonly<Record<string, Tensor<'u32'>>>;
  readonly #options: CapelOptions;
  readonly #rule: HeatBath;
  readonly #sweeps: TickingSweeps;

  /** @throws BlockspinError for options that are not allowed, or more memory than the device has */
  constructor(scope: Scope, options: CapelOptions) {
    const { size, temperatures } = options;
    checkCapel(options);
    this.#options = options;
    this.shape = [size, size];
    this.sites = size * size;
    this.groups = temperatures.length;
    const words = this.groups * this.sites * STATES.length;
    scope.memory.checkFits({ state: 4 * words }, phrase`use a smaller ${setting('size')} or fewer ${setting('chains')}`);
    this.state = scope.tensor('u32', [this.groups, size, size, STATES.length], 'state');
    this.state.write(startSpins(options));
    this.#sweeps = new TickingSweeps(scope, scope.tensor('u32', [this.groups], 'clock'));
    this.saved = { state: this.state, clock: this.#sweeps.clock };
    this.#rule = new HeatBath(scope, options);
  }

  temperature(group: number): number {
    return this.#options.temperatures[group];
  }

  relaxation(temperature: number): number {
    return capelRelaxation(this.#options, temperature);
  }

  recordSweep(plan: Plan, ranges: readonly GroupRange[], count = 1): void {
    this.#sweeps.record(plan, ranges, count, (range) => this.#rule.record(plan, range, this.state, this.#sweeps.clock));
  }

  advance(range: GroupRange, sweeps: number, progress: (fraction: number) => Promise<void>): Promise<void> {
    return advance(this.state.memory, this, [range], sweeps, progress);
  }

  measure(
    range: GroupRange,
    slots: number,
    spacing: number,
    progress: (fraction: number) => Promise<void>,
    mover: Mover = this,
  ): Promise<Record<string, Series>> {
    return measureCapel(this.state, this.#options, range, { slots, spacing, progress }, mover);
  }

  observables(series: Readonly<Record<string, Series>>, temperature: number): Record<string, ChainEstimate> {
    return capelObservables(series, temperature, this.sites);
  }

  /** Spins -1, 0, 1 as int8 (n, L, L). */
  async configurations(range: GroupRange): Promise<Configurations> {
    return unpackStates(ofRange(await this.state.read(), this.groups, range), this.shape, STATES);
  }
}
