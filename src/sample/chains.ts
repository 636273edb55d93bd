import type { ChainEstimate, Estimate } from '../core/statistics.ts';
import type { Plan } from '../gpu/plan.ts';
import type { Tensor } from '../gpu/tensor.ts';

/** Chains packed in one word of a group. */
export const CHAINS_PER_GROUP = 32;

/** A contiguous run of groups of chains. */
export interface GroupRange {
  first: number;
  groups: number;
}

/** Measurements of one observable: `values[c][t]` of chain c, `spacing` sweeps apart. */
export interface Series {
  values: Float64Array[];
  spacing: number;
}

/**
 * What the rest of the program sees of a model: where its configurations lie on the GPU, how to move them and what
 * can be measured. A model never sees views, critics, files or the trainer.
 */
export interface Chains {
  readonly model: string;
  /** Lattice side. */
  readonly size: number;
  readonly sites: number;
  readonly groups: number;
  /** Packed configurations (G, L, L), bit = chain. */
  readonly state: Tensor<'u32'>;
  /** Whether flipping all spins at once leaves the weight of a configuration unchanged. */
  readonly flipSymmetric: boolean;
  /** Temperature of a group, J / k_B. */
  temperature(group: number): number;
  /** Sweeps after which a chain of this temperature should have forgotten its start, from what is known of the model. */
  relaxation(temperature: number): number;
  /** Records one sweep of the given groups. */
  recordSweep(plan: Plan, ranges: readonly GroupRange[]): void;
  /** Measures `slots` times, `spacing` sweeps apart; calls back after each submission with the fraction done. */
  measure(range: GroupRange, slots: number, spacing: number, progress: (fraction: number) => Promise<void>): Promise<Record<string, Series>>;
  /** Observables of a set of measurements, by name. */
  observables(series: Readonly<Record<string, Series>>, temperature: number): Record<string, ChainEstimate | Estimate>;
}
