import type { ChainEstimate, Estimate } from '../core/statistics.ts';
import type { Plan } from '../gpu/plan.ts';
import type { Tensor } from '../gpu/tensor.ts';
import type { Configurations } from './configurations.ts';
import type { GroupRange } from './groups.ts';
import type { CellPicture } from './picture.ts';

/** Measurements of one observable: `values[c][t]` of chain c, `spacing` sweeps apart. */
export interface Series {
  values: Float64Array[];
  spacing: number;
}

/** Where chains start: in order, at random, or half of the chains of every group each way, to compare the two. */
export type Start = 'ordered' | 'random' | 'both';

/** What can record sweeps. */
export interface Sweeper {
  /** Records `count` sweeps of the given groups, by default one. */
  recordSweep(plan: Plan, ranges: readonly GroupRange[], count?: number): void;
}

/** What moves chains: the chains themselves, or a wrapper around them. */
export interface Mover extends Sweeper {
  readonly sites: number;
  readonly chainsPerGroup: number;
  /** Whether a sweep of some groups moves the groups of other temperatures as well. */
  readonly together?: boolean;
  /** What an update of a site costs, in local updates of one site; 1 unless given. Submissions are sized by it. */
  readonly costPerUpdate?: number;
}

/**
 * What the rest of the program sees of a model: where its configurations lie on the GPU, how to move them and what
 * can be measured. A model never sees views, critics, files or the trainer. Cluster updates and tempering are
 * wrappers that are `Chains` themselves.
 */
export interface Chains extends Mover {
  readonly model: string;
  /** Name of the dynamics, one word or two. */
  readonly algorithm: string;
  /** Shape of one configuration: (L, L) for spins, (L, L, 2) for dimers, (N) for masses on a ring. */
  readonly shape: readonly number[];
  readonly sites: number;
  readonly groups: number;
  /** 32 chains share the words of a group, or a group is one large lattice. */
  readonly chainsPerGroup: number;
  /** Packed configurations: (G, ...shape) with bit = chain, (G, N, 32) where a site holds a number, or as the
   * model says. */
  readonly state: Tensor<'u32'>;
  /** Everything that the future of the chains depends on, by name: the content of a checkpoint. */
  readonly saved: Readonly<Record<string, Tensor<'u32'>>>;
  /** Whether flipping all spins at once leaves the weight of a configuration unchanged. */
  readonly flipSymmetric: boolean;
  /**
   * Whether every chain keeps its own time. Then several ranges are moved one after another, each only as far as needed,
   * without waiting for the slowest chain. Otherwise all of them move together.
   */
  readonly ownTime?: boolean;
  /** Temperature of a group, J / k_B. */
  temperature(group: number): number;
  /**
   * Gives the groups of a range another temperature; plans that were recorded before move them at it from then on. Left out by chains
   * whose plans depend on the temperature.
   * @throws BlockspinError for a temperature that is not allowed, or that the recorded plans cannot sweep
   */
  setTemperature?(range: GroupRange, temperature: number): void;
  /** Sweeps after which a chain of this temperature should have forgotten its start, from known properties of the model. */
  relaxation(temperature: number): number;
  /** Moves the chains of a range on by a number of sweeps; calls back after each submission with the fraction done. */
  advance(range: GroupRange, sweeps: number, progress: (fraction: number) => Promise<void>): Promise<void>;
  /**
   * Measures `slots` times, `spacing` sweeps apart; calls back after each submission with the fraction done.
   * @param mover what sweeps in between; a wrapper passes itself to the chains it wraps
   */
  measure(range: GroupRange, slots: number, spacing: number, progress: (fraction: number) => Promise<void>, mover?: Mover): Promise<Record<string, Series>>;
  /**
   * Energy per site of every chain of whole groups, read from packed words on the host: for a display, which must not move the chains. Left out by
   * models without an energy. @param words of the groups, as `state` holds them @returns undefined where the energy is not a function of them
   */
  energies?(words: Uint32Array): Float64Array | undefined;
  /** Observables of a set of measurements, by name. */
  observables(series: Readonly<Record<string, Series>>, temperature: number): Record<string, ChainEstimate | Estimate>;
  /** The configurations of a range as they are written to a file, one after another. */
  configurations(range: GroupRange): Promise<Configurations>;
  /** What belongs to each of them beside its values, by name, (n, ...) each; archives hold it. Left out where there is nothing. */
  beside?(range: GroupRange): Promise<Readonly<Record<string, Configurations>>>;
  /** One configuration of a range as a file of the model's own, which stands beside an archive. Left out where there is no such file. */
  ownFile?(range: GroupRange): Promise<OwnFile>;
}

/** A configuration as a file of the model's own. */
export interface OwnFile {
  /** Of its name. */
  readonly ending: string;
  /** Of which chain of the range it is, or of which run. */
  readonly number: number;
  readonly text: string;
  /** How it is drawn, where it can be. */
  readonly picture?: CellPicture;
}
