import { phrase, setting } from '../../core/phrase.ts';
import { deriveKeys } from '../../core/random.ts';
import type { ChainEstimate } from '../../core/statistics.ts';
import type { Plan } from '../../gpu/plan.ts';
import type { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import { advance } from '../../sample/advance.ts';
import type { Chains, Mover, Series } from '../../sample/chains.ts';
import { type Configurations, unpackStates } from '../../sample/configurations.ts';
import { CHAINS_PER_GROUP, type GroupRange, ofRange } from '../../sample/groups.ts';
import { TickingSweeps } from '../ticking.ts';
import { CLUSTER_COST, ColourClusters } from './clusters.ts';
import { type ColourSweep, HEAT_BATH_COST, type Interaction } from './interaction.ts';
import { measureColours } from './measure.ts';
import { colourObservables } from './observables.ts';
import { type ColourOptions, checkColours, startColours } from './options.ts';
import { clusterRelaxation, heatBathRelaxation, type Slowing } from './relaxation.ts';

/** Ways to move spins of q states, the default first. */
export const COLOUR_MOVES = ['heatbath', 'swendsen-wang'] as const;
/** One of them. */
export type ColourMove = (typeof COLOUR_MOVES)[number];

/** An update of a site in updates of Ising spins, by which submissions are sized. */
const COST: Readonly<Record<ColourMove, number>> = { heatbath: HEAT_BATH_COST, 'swendsen-wang': CLUSTER_COST };

/** What makes chains of a model. */
interface ColourModel {
  readonly interaction: Interaction;
  readonly options: ColourOptions;
  readonly slowing: Slowing;
}

/**
 * Spins of q states on the L × L torus, square or triangular, 32 chains per word, one bit for each state of a site. The trajectory is a
 * function of seed, group, sweep and site alone: the same bits on every adapter.
 */
export class ColourChains implements Chains {
  readonly model: string;
  readonly chainsPerGroup = CHAINS_PER_GROUP;
  readonly flipSymmetric = false;
  readonly shape: readonly number[];
  readonly sites: number;
  readonly groups: number;
  readonly state: Tensor<'u32'>;
  readonly saved: Readonly<Record<string, Tensor<'u32'>>>;
  readonly costPerUpdate: number;
  readonly #made: ColourModel;
  readonly #sweeps: TickingSweeps;
  readonly #record: (plan: Plan, range: GroupRange) => void;

  /**
   * @param shared chains whose configurations these move, too
   * @throws BlockspinError for options that are not allowed, or more memory than the device has
   */
  constructor(
    scope: Scope,
    made: ColourModel,
    readonly algorithm: ColourMove,
    shared?: ColourChains,
  ) {
    const { interaction, options } = made;
    const { size, q, temperatures } = options;
    checkColours(options);
    this.#made = made;
    this.model = interaction.model;
    this.shape = [size, size];
    this.sites = size * size;
    this.groups = temperatures.length;
    this.costPerUpdate = COST[algorithm];
    if (!shared) scope.memory.checkFits({ state: 4 * this.groups * this.sites * q }, phrase`use a smaller ${setting('size')} or fewer ${setting('chains')}`);
    this.state = shared?.state ?? scope.tensor('u32', [this.groups, size, size, q], 'state');
    this.#sweeps = new TickingSweeps(scope, shared?.saved.clock ?? scope.tensor('u32', [this.groups], 'clock'));
    if (!shared) this.state.write(startColours(options, interaction.step(options)));
    this.saved = { state: this.state, clock: this.#sweeps.clock };
    this.#record = algorithm === 'heatbath' ? this.#heatBath(scope) : this.#clusters(scope);
  }

  #heatBath(scope: Scope): (plan: Plan, range: GroupRange) => void {
    const { interaction, options } = this.#made;
    const keys = scope.upload('u32', [this.groups, 2], 'keys.sweep', deriveKeys(options.seed, 'sweep', this.groups));
    const record = interaction.heatBath(scope, options);
    const sweep: ColourSweep = { state: this.state, clock: this.#sweeps.clock, keys };
    return (plan, range) => record(plan, sweep, range);
  }

  #clusters(scope: Scope): (plan: Plan, range: GroupRange) => void {
    const clusters = new ColourClusters(scope, this.#made.options);
    return (plan, range) => clusters.record(plan, range, this.state, this.#sweeps.clock);
  }

  /** The same configurations, moved otherwise; one clock counts the sweeps of both. */
  movedBy(scope: Scope, algorithm: ColourMove): ColourChains {
    return new ColourChains(scope, this.#made, algorithm, this);
  }

  get coupling(): number {
    return this.#made.options.coupling;
  }

  temperature(group: number): number {
    return this.#made.options.temperatures[group];
  }

  relaxation(temperature: number): number {
    const { options, slowing } = this.#made;
    return this.algorithm === 'heatbath' ? heatBathRelaxation(options, slowing, temperature) : clusterRelaxation(options, slowing, temperature);
  }

  recordSweep(plan: Plan, ranges: readonly GroupRange[], count = 1): void {
    this.#sweeps.record(plan, ranges, count, (range) => this.#record(plan, range));
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
    const { interaction, options } = this.#made;
    return measureColours(this.state, interaction, options, range, { slots, spacing, progress }, mover);
  }

  observables(series: Readonly<Record<string, Series>>, temperature: number): Record<string, ChainEstimate> {
    return colourObservables(series, temperature, this.sites);
  }

  /** States 0 to q - 1 as int8 (n, L, L). */
  async configurations(range: GroupRange): Promise<Configurations> {
    return unpackStates(
      ofRange(await this.state.read(), this.groups, range),
      this.shape,
      Array.from({ length: this.#made.options.q }, (_, state) => state),
    );
  }
}
