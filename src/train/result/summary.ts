import type { FilterKind } from '../../analysis/filters/filter.ts';
import type { AdapterRecord } from '../../gpu/adapter.ts';
import type { Drift } from '../../model/data/drift.ts';
import type { Alphabet } from '../../space/encoding.ts';
import type { Boundary } from '../../space/space.ts';
import type { TrainConfig } from '../config/config.ts';
import type { Cap } from './cap.ts';
import type { CriticChoice } from './constant.ts';

/**
 * What became of a point:
 * 'converged' the training curve is level and the information differs from zero; 'zero' it is within 3 errors of zero,
 * as it is wherever the constant critic does better than the trained one;
 * 'limited' the critic does better on the samples it learned from than on others: more samples would change the value;
 * 'collapsed' H takes one value only; 'unconverged' the curve was still rising; 'diverged' every replica became
 * non-finite; 'nonstationary' parts of fixed samples differ, so that what is measured on one says nothing of the others. Stores of studies hold these words by their numbers: a new one comes last.
 */
export const VERDICTS = ['converged', 'zero', 'limited', 'collapsed', 'unconverged', 'diverged', 'nonstationary'] as const;
/** The verdict of a point, see `VERDICTS`. */
export type Verdict = (typeof VERDICTS)[number];

/**
 * What became of a replica; 'plateau': it found nothing where another replica of the point found something. Stored by
 * numbers as verdicts are.
 */
export const REPLICA_STATES = ['ok', 'plateau', 'collapsed', 'diverged'] as const;
/** The state of one replica, see `REPLICA_STATES`. */
export type ReplicaState = (typeof REPLICA_STATES)[number];

/** One of the independent runs of a point. */
export interface ReplicaSummary {
  /** Held-out I(H:E) with discrete H, nats: what was measured, or 0 where the constant critic was chosen. */
  mean: number;
  /** Standard error of what was measured. */
  error: number;
  /** Chosen by validation: 'constant' where the trained one was no better than one that says the same of every pair. */
  critic: CriticChoice;
  /** What the trained critic scored on the held-out samples, nats, whether or not it is reported. */
  measured: number;
  status: ReplicaState;
  /** The best validation, nats: what the choice between replicas goes by. */
  validation: number;
  /** Entropy of the discrete H, nats. */
  entropy: number;
  /** Training steps until half of the final objective was reached; NaN if never. */
  onset: number;
}

/** Curves of one replica: means of the minibatch objective over consecutive intervals of steps. */
export interface TrainingCurve {
  /** Last step of each interval. */
  step: number[];
  /** Mean in-sample objective of the interval, nats. */
  objective: number[];
  /** The bound on fixed samples, with the discrete H that is meant, nats, after so many steps. */
  validation: { step: number[]; value: number[] };
}

/**
 * The dynamics of the chains of one temperature, measured after the burn-in: the integrated autocorrelation time of each
 * observable under its name, in sweeps. `energy` and `magnetisation_abs` for spins, `energy` and `columnar` for dimers,
 * `occupied` and `largest` for chipping; NaN and 0 for fixed data.
 */
export interface Autocorrelation {
  /** The time of each observable, under its name. */
  [observable: string]: number | Readonly<Record<string, number>>;
  /** Sweeps before the first minibatch. */
  burn: number;
  /** Sweeps between two minibatches. */
  spacing: number;
  chains: number;
  /** Standard scores of the difference between the two halves of the measurement, for the same observables. */
  halves: Readonly<Record<string, number>>;
}

/** The autocorrelation time of an observable, sweeps; NaN where it was not measured. */
export function timeOf(record: Autocorrelation, observable: string): number {
  const time = record[observable];
  return typeof time === 'number' ? time : Number.NaN;
}

/** 'unknown' for data that came without one. */
export type Temperature = number | 'inf' | 'unknown';

/** One point of the grid: the contract of `train --json` and summary.json. */
export interface PointSummary {
  model: string;
  /** Side of a ring, a square or a cube; missing where the sides differ. */
  size?: number;
  /** Sites along each axis, the slowest first. */
  extents: number[];
  /** Of each axis; missing where sites are listed. */
  boundary?: Boundary[];
  /** What a value can be; one-hot states in the order of their weights. */
  alphabet: Alphabet;
  /** Places of the lattice at which windows are cut: values are those of the mixture over them. 1 where sites are listed. */
  places: number;
  /**
   * J / k_B (dimers: |v| / k_B); 'inf' stands for infinity, which JSON cannot write as a number, 'unknown' for data of
   * no known one. Chipping has none: here, too, is its rate w, by which its points are told apart.
   */
  temperature: Temperature;
  /** Of chipping: the rate w. */
  rate?: number;
  /** Where the model has one. */
  coupling?: number;
  /** Sides and widths in lattice sites; with lists of sites the number of values of V, 0, and the number of values of E. */
  block: number;
  buffer: number;
  shell: number;
  components: number;
  /** Of a component of H: 2, or more for Potts spins; missing for a continuous H. */
  states?: number;
  bound: string;
  /** Held-out I(H:E) of the best replica with discrete H, nats; 0 where its critic is the constant one. */
  information: { mean: number; error: number };
  /** Whose value that is; what the trained critic measured is with the replicas. */
  critic: CriticChoice;
  unit: 'nat';
  /** The same in bits. */
  information_bits: { mean: number; error: number };
  /** Entropy of the discrete H of the best replica, nats. */
  entropy: number;
  /** What the bound cannot exceed, nats: ln K of the held-out minibatches for InfoNCE, ln of the states of H else. */
  ceiling: number;
  /** Where the pairs of a minibatch cut the value off. */
  cap?: Cap;
  /** Objective at the end of training, in-sample and with the smooth H: not the result, kept for comparison. */
  training: { last: number };
  replicas: ReplicaSummary[];
  /**
   * [replica][component][row][column]; a row lies along x, with the inputs of a site side by side (`shapedFilter`): its channels, and of
   * one-hot values a weight for every state, which sum to zero over the states of each value. Weights are of inputs ±1.
   */
  filters: number[][][][];
  /** [replica][component] of linear filters that have any: trained ones, and what the gauge of one-hot values leaves. */
  biases?: number[][];
  /** The replica with the best validation. */
  best: number;
  /** Out of how many replicas it was chosen. */
  restarts: number;
  autocorrelation: Autocorrelation;
  filter: FilterKind;
  verdict: Verdict;
}

/** The results of a run. */
export interface Summary {
  adapter: AdapterRecord;
  versions: Record<string, string>;
  seed: number;
  config: TrainConfig;
  /** Wall time by phase, seconds. */
  seconds: Record<string, number>;
  /** How parts of the samples of own data differ; missing where they do not. Then no value means anything. */
  drift?: Drift;
  points: PointSummary[];
}

/** Everything a report is drawn from. */
export interface Results {
  summary: Summary;
  /** [point][replica] */
  curves: TrainingCurve[][];
}
