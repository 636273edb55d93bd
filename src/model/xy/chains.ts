import { phrase, setting } from '../../core/phrase.ts';
import { deriveKeys } from '../../core/random.ts';
import type { ChainEstimate } from '../../core/statistics.ts';
import * as shader from '../../gen/shaders/model/xy/sweep.ts';
import type { Plan } from '../../gpu/plan.ts';
import type { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import { advance } from '../../sample/advance.ts';
import type { Chains, Mover, Series } from '../../sample/chains.ts';
import type { Configurations } from '../../sample/configurations.ts';
import { CHAINS_PER_GROUP, type GroupRange, ofRange } from '../../sample/groups.ts';
import { partsOf, threadsOf } from '../../sample/parts.ts';
import { RangeUniforms } from '../../sample/ranges.ts';
import { TickingSweeps } from '../ticking.ts';
import { RotorClusters, type Rotors } from './clusters.ts';
import { measureRotors } from './measure.ts';
import { rotorObservables } from './observables.ts';
import { checkRotors, type RotorOptions, startRotors } from './options.ts';
import { relaxationOf } from './relaxation.ts';

/** Ways to move rotors, the default first. */
export const ROTOR_MOVES = ['over-relaxation', 'heatbath', 'swendsen-wang'] as const;
/** One of them. */
export type RotorMove = (typeof ROTOR_MOVES)[number];

/** Reflections of all rotors that follow the heat bath of a sweep. */
const MIRRORS: Readonly<Record<RotorMove, number>> = { 'over-relaxation': 4, heatbath: 0, 'swendsen-wang': 2 };
/** An update of a site in updates of Ising spins, by which submissions are sized; measured on lavapipe (docs/samplers-xy.md). */
const COST: Readonly<Record<RotorMove, number>> = { 'over-relaxation': 200, heatbath: 120, 'swendsen-wang': 400 };
/** Work of a reflection or a rotation of a rotor, likewise. */
const MIRROR_WORK = 30;

/**
 * XY rotors on the L × L torus as unit vectors of f32. The trajectory is a function of seed, group, sweep, site and chain on one adapter,
 * bit for bit; adapters round square roots, divisions and exponentials differently, and their trajectories separate.
 */
export class RotorChains implements Chains {
  readonly model = 'xy';
  readonly chainsPerGroup = CHAINS_PER_GROUP;
  readonly flipSymmetric = false;
  readonly shape: readonly number[];
  readonly sites: number;
  readonly groups: number;
  readonly state: Tensor<'u32'>;
  readonly saved: Readonly<Record<string, Tensor<'u32'>>>;
  readonly costPerUpdate: number;
  readonly #options: RotorOptions;
  readonly #rotors: Rotors;
  readonly #sweeps: TickingSweeps;
  readonly #record: (plan: Plan, range: GroupRange) => void;

  /**
   * @param shared chains whose configurations these move, too
   * @throws BlockspinError for options that are not allowed, or more memory than the device has
   */
  constructor(
    scope: Scope,
    options: RotorOptions,
    readonly algorithm: RotorMove,
    shared?: RotorChains,
  ) {
    const { size, temperatures, coupling } = options;
    checkRotors(options);
    this.#options = options;
    this.shape = [size, size];
    this.sites = size * size;
    this.groups = temperatures.length;
    this.costPerUpdate = COST[algorithm];
    const words = this.groups * this.sites * 2 * CHAINS_PER_GROUP;
    if (!shared) scope.memory.checkFits({ rotors: 4 * words }, phrase`use a smaller ${setting('size')} or fewer ${setting('chains')}`);
    this.#rotors = shared
      ? shared.#rotors
      : {
          rotors: scope.upload('u32', [this.groups, size, size, 2, CHAINS_PER_GROUP], 'rotors', startRotors(options)),
          clock: scope.tensor('u32', [this.groups], 'clock'),
          stiffness: scope.upload(
            'f32',
            [this.groups],
            'stiffness',
            Float32Array.from(temperatures, (T) => coupling / T),
          ),
        };
    this.state = this.#rotors.rotors;
    this.saved = { rotors: this.state, clock: this.#rotors.clock };
    this.#sweeps = new TickingSweeps(scope, this.#rotors.clock);
    this.#record = this.#moves(scope);
  }

  /** Records a sweep: clusters where they are asked for, a heat bath, reflections, and a rotation of each chain. */
  #moves(scope: Scope): (plan: Plan, range: GroupRange) => void {
    const { size, seed } = this.#options;
    const { rotors, clock, stiffness } = this.#rotors;
    const clusters = this.algorithm === 'swendsen-wang' ? new RotorClusters(scope, this.#options) : undefined;
    const keys = scope.upload('u32', [this.groups, 2], 'keys.sweep', deriveKeys(seed, 'sweep', this.groups));
    const ranges = new RangeUniforms(scope, shader.heat.bindings.range);
    const constants = { L: size };
    const threads = CHAINS_PER_GROUP * this.sites;
    return (plan, groups) => {
      const parts = (of: number, work: number, colour: number) =>
        partsOf(groups, { threads: of, work }).map((part) => [threadsOf(part), ranges.get({ ...part, colour })] as const);
      const both = (work: number) => [0, 1].flatMap((colour) => parts(threads / 2, work, colour));
      clusters?.record(plan, groups, this.#rotors);
      for (const [count, range] of both(COST.heatbath)) plan.dispatch(shader.heat, constants, { rotors, keys, stiffness, clock, range }, count);
      for (let n = 0; n < MIRRORS[this.algorithm]; n++) {
        for (const [count, range] of both(MIRROR_WORK)) plan.dispatch(shader.mirror, constants, { rotors, stiffness, range }, count);
      }
      for (const [count, range] of parts(threads, MIRROR_WORK, 0)) plan.dispatch(shader.turn, constants, { rotors, keys, clock, range }, count);
    };
  }

  /** The same configurations, moved otherwise; one clock counts the sweeps of both. */
  movedBy(scope: Scope, algorithm: RotorMove): RotorChains {
    return new RotorChains(scope, this.#options, algorithm, this);
  }

  temperature(group: number): number {
    return this.#options.temperatures[group];
  }

  relaxation(temperature: number): number {
    return relaxationOf(this.algorithm, this.#options, temperature);
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
    return measureRotors(this.state, this.#options, range, { slots, spacing, progress }, mover);
  }

  observables(series: Readonly<Record<string, Series>>, temperature: number): Record<string, ChainEstimate> {
    return rotorObservables(series, temperature, { sites: this.sites, coupling: this.#options.coupling });
  }

  /** Angles from -π to π as float32 (n, L, L). */
  async configurations(range: GroupRange): Promise<Configurations> {
    const words = ofRange(await this.state.read(), this.groups, range);
    const numbers = new Float32Array(words.buffer, words.byteOffset, words.length);
    const data = new Float32Array(range.groups * CHAINS_PER_GROUP * this.sites);
    for (let i = 0; i < data.length; i++) {
      const [chain, place] = [i % CHAINS_PER_GROUP, Math.floor(i / CHAINS_PER_GROUP)];
      const at = place * 2 * CHAINS_PER_GROUP + chain;
      const [group, site] = [Math.floor(place / this.sites), place % this.sites];
      data[(group * CHAINS_PER_GROUP + chain) * this.sites + site] = Math.atan2(numbers[at + CHAINS_PER_GROUP], numbers[at]);
    }
    return { shape: [range.groups * CHAINS_PER_GROUP, ...this.shape], data };
  }
}
