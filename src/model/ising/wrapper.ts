import { BlockspinError } from '../../core/errors.ts';
import type { ChainEstimate, Estimate } from '../../core/statistics.ts';
import type { Plan } from '../../gpu/plan.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import { advance } from '../../sample/advance.ts';
import type { Mover, Series } from '../../sample/chains.ts';
import type { Configurations } from '../../sample/configurations.ts';
import type { GroupRange } from '../../sample/groups.ts';
import type { SpinChains } from './measure.ts';

/** Chains moved by other dynamics: everything but the dynamics is that of the wrapped chains. */
export abstract class SpinWrapper implements SpinChains {
  /** @throws BlockspinError for spins in a field or with disorder: the probabilities of the wrappers do not hold for them. */
  constructor(readonly spins: SpinChains) {
    if (spins.field === 0 && spins.disorder === undefined) return;
    throw new BlockspinError({
      who: 'cluster updates and tempering',
      expected: 'spins with one coupling and no field',
      got: spins.field === 0 ? 'disorder' : `a field of ${spins.field}`,
      remedy: 'use local updates: metropolis or heatbath',
    });
  }

  abstract readonly algorithm: string;
  abstract readonly saved: Readonly<Record<string, Tensor<'u32'>>>;
  abstract relaxation(temperature: number): number;
  abstract recordSweep(plan: Plan, ranges: readonly GroupRange[], count?: number): void;

  get model(): string {
    return this.spins.model;
  }

  get shape(): readonly number[] {
    return this.spins.shape;
  }

  get size(): number {
    return this.spins.size;
  }

  get sites(): number {
    return this.spins.sites;
  }

  get chainsPerGroup(): number {
    return this.spins.chainsPerGroup;
  }

  get groups(): number {
    return this.spins.groups;
  }

  get state(): Tensor<'u32'> {
    return this.spins.state;
  }

  get flipSymmetric(): boolean {
    return this.spins.flipSymmetric;
  }

  get coupling(): number {
    return this.spins.coupling;
  }

  get field(): number {
    return this.spins.field;
  }

  get disorder(): SpinChains['disorder'] {
    return this.spins.disorder;
  }

  get seed(): number {
    return this.spins.seed;
  }

  temperature(group: number): number {
    return this.spins.temperature(group);
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
    return this.spins.measure(range, slots, spacing, progress, mover);
  }

  observables(series: Readonly<Record<string, Series>>, temperature: number): Record<string, ChainEstimate | Estimate> {
    return this.spins.observables(series, temperature);
  }

  configurations(range: GroupRange): Promise<Configurations> {
    return this.spins.configurations(range);
  }
}
