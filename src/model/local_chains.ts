import { phrase, setting } from '../core/phrase.ts';
import { deriveKeys } from '../core/random.ts';
import type { ChainEstimate } from '../core/statistics.ts';
import type { Plan } from '../gpu/plan.ts';
import type { Scope } from '../gpu/scope.ts';
import type { Tensor, Uniform } from '../gpu/tensor.ts';
import { advance } from '../sample/advance.ts';
import type { Chains, Mover, Series } from '../sample/chains.ts';
import { type Configurations, unpackBits } from '../sample/configurations.ts';
import { CHAINS_PER_GROUP, type GroupRange, ofRange } from '../sample/groups.ts';
import { meansOf, observedEvery } from '../sample/observed.ts';
import { MOST_WORK, portionsOf } from '../sample/parts.ts';
import { type Space, sitesOf, valuesOf } from '../space/space.ts';
import { TickingSweeps } from './ticking.ts';

/** Work of an update by an unknown rule, in attempted flips of Ising spins, by which dispatches are sized. */
const UPDATE_WORK = 10;

/** Inputs and outputs of a kernel of a local rule. */
export interface LocalSweep {
  /** (G, ...extents, channels), bit = chain; 1 is the upper of the two values. */
  readonly state: Tensor<'u32'>;
  /** (G) sweeps finished: one word of the counter of random numbers. It is advanced after each sweep. */
  readonly clock: Tensor<'u32'>;
  /** (G, 2) keys of random numbers. */
  readonly keys: Tensor<'u32'>;
  /** `struct Range { first: u32, groups: u32 }`, the groups that move. */
  readonly range: Uniform<'first' | 'groups'>;
  /** How many groups move. */
  readonly groups: number;
}

/** A local rule for values of two states. */
export interface LocalOptions {
  /** Name of the model. */
  readonly model: string;
  readonly space: Space;
  /** The values of a bit that is 0 and of one that is 1. */
  readonly values: readonly [down: number, up: number];
  /** Value of the control parameter of each group of 32 chains. */
  readonly points: readonly number[];
  readonly seed: number;
  /** Word of 32 chains at the start, by group and number of the value in C order; all bits 0 unless given. */
  start?(group: number, value: number): number;
  /** Whether exchanging the two states everywhere leaves the weight of a configuration unchanged; not unless given. */
  readonly flipSymmetric?: boolean;
  /** Sweeps after which chains have forgotten their start. */
  relaxation(point: number): number;
  /** Records one sweep: dispatches of kernels that move the groups of the range. */
  sweep(plan: Plan, step: LocalSweep): void;
  /** What is measured of a configuration, by name; it has one value for each entry, in C order. */
  observe(configuration: Int8Array): Readonly<Record<string, number>>;
}

/**
 * Chains of a two-state model whose rule is a kernel of its own: 32 chains to a word, keys and a clock for counter-based random
 * numbers, and measurements on the host. A model needs only its kernel and a function of one configuration. Where measuring
 * on the host takes too long, a class that implements `Chains` can measure in a kernel.
 */
export class LocalChains implements Chains {
  readonly model: string;
  readonly algorithm = 'local';
  readonly chainsPerGroup = CHAINS_PER_GROUP;
  readonly shape: readonly number[];
  readonly sites: number;
  readonly groups: number;
  readonly state: Tensor<'u32'>;
  readonly saved: Readonly<Record<string, Tensor<'u32'>>>;
  readonly flipSymmetric: boolean;
  readonly #options: LocalOptions;
  readonly #keys: Tensor<'u32'>;
  readonly #sweeps: TickingSweeps;

  /** @throws BlockspinError for a lattice that does not fit the device */
  constructor(scope: Scope, options: LocalOptions) {
    const { model, space, points, seed, flipSymmetric = false } = options;
    const values = valuesOf(space);
    scope.memory.checkFits({ state: 4 * points.length * values }, phrase`use a smaller ${setting('size')} or fewer ${setting('chains')}`);
    this.#options = options;
    this.model = model;
    this.shape = [...space.extents, ...(space.channels === 1 ? [] : [space.channels])];
    this.sites = sitesOf(space);
    this.groups = points.length;
    this.flipSymmetric = flipSymmetric;
    this.state = scope.tensor('u32', [this.groups, ...this.shape], 'state');
    if (options.start) this.state.write(Uint32Array.from({ length: this.groups * values }, (_, i) => this.#startOf(i, values)));
    this.#sweeps = new TickingSweeps(scope, scope.tensor('u32', [this.groups], 'clock'));
    this.saved = { state: this.state, clock: this.#sweeps.clock };
    this.#keys = scope.upload('u32', [this.groups, 2], 'keys.sweep', deriveKeys(seed, 'sweep', this.groups));
  }

  #startOf(i: number, values: number): number {
    return this.#options.start?.(Math.floor(i / values), i % values) ?? 0;
  }

  temperature(group: number): number {
    return this.#options.points[group];
  }

  relaxation(point: number): number {
    return this.#options.relaxation(point);
  }

  recordSweep(plan: Plan, ranges: readonly GroupRange[], count = 1): void {
    const [state, keys] = [this.state, this.#keys];
    const { clock } = this.#sweeps;
    const most = Math.max(1, Math.floor(MOST_WORK / (UPDATE_WORK * CHAINS_PER_GROUP * valuesOf(this.#options.space))));
    const portions = ranges.flatMap((range) => portionsOf(range, most));
    this.#sweeps.record(plan, portions, count, ({ uniform: range, groups }) => this.#options.sweep(plan, { state, clock, keys, range, groups }));
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
    const observe = (configuration: Int8Array) => this.#options.observe(configuration);
    const configurations = (of: GroupRange) => this.configurations(of);
    return observedEvery(this.state.memory, mover, range, { slots, spacing, progress }, { configurations, observe });
  }

  /** The mean of every series. */
  observables(series: Readonly<Record<string, Series>>): Record<string, ChainEstimate> {
    return meansOf(series);
  }

  /** The two values as int8 (n, ...shape). */
  async configurations(range: GroupRange): Promise<Configurations> {
    return unpackBits(ofRange(await this.state.read(), this.groups, range), this.shape, ...this.#options.values);
  }
}
