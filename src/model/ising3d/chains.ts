import { phrase, setting } from '../../core/phrase.ts';
import type { ChainEstimate, Estimate } from '../../core/statistics.ts';
import type { Plan } from '../../gpu/plan.ts';
import type { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import { advance } from '../../sample/advance.ts';
import type { Chains, Mover, Series } from '../../sample/chains.ts';
import { type Configurations, unpackBits } from '../../sample/configurations.ts';
import { CHAINS_PER_GROUP, type GroupRange, ofRange } from '../../sample/groups.ts';
import { spinObservables } from '../ising/observables.ts';
import { TickingSweeps } from '../ticking.ts';
import { measureCubes } from './measure.ts';
import { type CubeMove, type CubeOptions, checkCube, sitesOfCube, startCube } from './options.ts';
import { cubeRelaxation } from './relaxation.ts';
import { CubeSweep, UPDATE_COST } from './sweep.ts';

/**
 * The Ising model on a torus of three axes, 32 chains per word, local dynamics. The trajectory is a function of seed, group, sweep and site
 * alone: the same bits on every adapter.
 */
export class CubeChains implements Chains {
  readonly model = 'ising3d';
  readonly algorithm: CubeMove;
  readonly chainsPerGroup = CHAINS_PER_GROUP;
  readonly costPerUpdate = UPDATE_COST;
  readonly shape: readonly number[];
  readonly sites: number;
  readonly groups: number;
  readonly state: Tensor<'u32'>;
  readonly saved: Readonly<Record<string, Tensor<'u32'>>>;
  readonly #options: CubeOptions;
  readonly #rule: CubeSweep;
  readonly #sweeps: TickingSweeps;

  /** @throws BlockspinError for options that are not allowed, or more memory than the device has */
  constructor(scope: Scope, options: CubeOptions) {
    checkCube(options);
    this.#options = options;
    this.algorithm = options.dynamics;
    this.shape = options.extents;
    this.sites = sitesOfCube(options);
    this.groups = options.temperatures.length;
    scope.memory.checkFits({ spins: 4 * this.groups * this.sites }, phrase`use a smaller ${setting('size')} or fewer ${setting('chains')}`);
    this.state = scope.tensor('u32', [this.groups, ...options.extents], 'spins');
    this.state.write(startCube(options));
    this.#sweeps = new TickingSweeps(scope, scope.tensor('u32', [this.groups], 'clock'));
    this.saved = { spins: this.state, clock: this.#sweeps.clock };
    this.#rule = new CubeSweep(scope, options);
  }

  get flipSymmetric(): boolean {
    return this.#options.field === 0;
  }

  temperature(group: number): number {
    return this.#options.temperatures[group];
  }

  relaxation(temperature: number): number {
    return cubeRelaxation(this.#options, temperature);
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
    return measureCubes(this.state, this.#options, range, { slots, spacing, progress }, mover);
  }

  observables(series: Readonly<Record<string, Series>>, temperature: number): Record<string, ChainEstimate | Estimate> {
    const { coupling, field, extents } = this.#options;
    return spinObservables(series, temperature, { sites: this.sites, side: extents[1], coupling, field });
  }

  /** Spins ±1 as int8 (n, Z, Y, X). */
  async configurations(range: GroupRange): Promise<Configurations> {
    return unpackBits(ofRange(await this.state.read(), this.groups, range), this.shape, -1, 1);
  }
}
