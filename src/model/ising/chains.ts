import { phrase, setting } from '../../core/phrase.ts';
import type { ChainEstimate, Estimate } from '../../core/statistics.ts';
import type { Plan } from '../../gpu/plan.ts';
import type { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import { advance } from '../../sample/advance.ts';
import type { Mover, Series } from '../../sample/chains.ts';
import { type Configurations, unpackBits } from '../../sample/configurations.ts';
import { CHAINS_PER_GROUP, type GroupRange, ofRange } from '../../sample/groups.ts';
import { disorderTables } from './bonds.ts';
import { spinEnergies } from './energy.ts';
import { LocalRule } from './local_rule.ts';
import { measureSpins, type SpinChains } from './measure.ts';
import { Metropolis } from './metropolis.ts';
import { spinObservables } from './observables.ts';
import { checkIsing, checkKind, type IsingOptions, localRelaxation, startSpins } from './options.ts';

/**
 * The two-dimensional Ising model H = -J Σ s s' - B Σ s on the L × L torus, 32 chains per word, local dynamics.
 * The trajectory is a function of seed, group, sweep and site alone: the same bits on every adapter.
 */
export class IsingChains implements SpinChains {
  readonly model = 'ising';
  readonly algorithm: string;
  readonly chainsPerGroup = CHAINS_PER_GROUP;
  readonly size: number;
  readonly shape: readonly number[];
  readonly sites: number;
  readonly groups: number;
  readonly state: Tensor<'u32'>;
  readonly saved: Readonly<Record<string, Tensor<'u32'>>>;
  readonly disorder?: { tables: number; bonds: Tensor<'u32'> };
  readonly #options: IsingOptions & { temperatures: number[] };
  readonly #mover: Metropolis | LocalRule;

  /**
   * @throws BlockspinError for an odd or too small lattice, a temperature that is not positive, an invalid field or
   *   disorder, or a lattice that does not fit
   */
  constructor(scope: Scope, given: IsingOptions) {
    checkIsing(given);
    const options = { ...given, temperatures: [...given.temperatures] };
    const { size, temperatures } = options;
    const bytes = 4 * temperatures.length * size * size;
    const tables = disorderTables(options);
    const bonds = tables === 0 ? 0 : 8 * size * size * (tables === 1 ? 1 : temperatures.length);
    scope.memory.checkFits({ spins: bytes, bonds }, phrase`use a smaller ${setting('size')} or fewer ${setting('chains')}`);
    this.#options = options;
    this.algorithm = options.dynamics ?? 'metropolis';
    this.size = size;
    this.shape = [size, size];
    this.sites = size * size;
    this.groups = temperatures.length;
    this.state = scope.tensor('u32', [this.groups, size, size], 'spins');
    this.state.write(startSpins(options));
    const clock = scope.tensor('u32', [this.groups, 2], 'clock');
    this.saved = { spins: this.state, clock };
    if (tables === 0 && this.field === 0 && options.dynamics !== 'heatbath') {
      this.#mover = new Metropolis(scope, options, this.state, clock);
    } else {
      const rule = new LocalRule(scope, options, this.state, clock);
      this.#mover = rule;
      if (tables > 0) this.disorder = { tables, bonds: rule.bonds };
    }
  }

  get coupling(): number {
    return this.#options.coupling;
  }

  get field(): number {
    return this.#options.field ?? 0;
  }

  get seed(): number {
    return this.#options.seed;
  }

  get flipSymmetric(): boolean {
    return this.field === 0;
  }

  temperature(group: number): number {
    return this.#options.temperatures[group];
  }

  setTemperature(range: GroupRange, temperature: number): void {
    const { temperatures } = this.#options;
    checkIsing({ ...this.#options, temperatures: [temperature] });
    checkKind(temperatures.slice(range.first, range.first + range.groups), temperature);
    temperatures.fill(temperature, range.first, range.first + range.groups);
    this.#mover.retune(range);
  }

  relaxation(temperature: number): number {
    return localRelaxation(this.size, this.coupling, temperature);
  }

  recordSweep(plan: Plan, ranges: readonly GroupRange[], count = 1): void {
    this.#mover.recordSweep(plan, ranges, count);
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
    return measureSpins(this, range, slots, spacing, progress, mover);
  }

  /** Spins ±1 as int8 (n, L, L). */
  async configurations(range: GroupRange): Promise<Configurations> {
    return unpackBits(ofRange(await this.state.read(), this.groups, range), this.shape, -1, 1);
  }

  energies(words: Uint32Array): Float64Array | undefined {
    return this.disorder ? undefined : spinEnergies(words, this.size, this.coupling, this.field);
  }

  observables(series: Readonly<Record<string, Series>>, temperature: number): Record<string, ChainEstimate | Estimate> {
    const { sites, coupling, field } = this;
    const ownDisorder = this.disorder !== undefined && this.#options.sharedDisorder === false;
    return spinObservables(series, temperature, { sites, coupling, field, ownDisorder });
  }
}
