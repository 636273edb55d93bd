import type { FilterKind } from '../../analysis/filters/filter.ts';
import type { AdapterRecord } from '../../gpu/adapter.ts';
import type { FileCorrelation } from '../../model/data/correlation.ts';
import type { Drift } from '../../model/data/drift.ts';
import type { LatticeCell } from '../../space/cell.ts';
import type { Alphabet } from '../../space/encoding.ts';
import type { InputsName } from '../../space/inputs.ts';
import type { Pair } from '../../space/pairs.ts';
import type { AxisName, Boundary } from '../../space/space.ts';
import type { TrainConfig } from '../config/config.ts';
import type { EvolutionRecord } from '../evolution/evolution.ts';
import type { Cap } from './cap.ts';
import type { CriticChoice } from './constant.ts';

/**
 * The outcome of a point:
 * 'converged' the training curve is level and the information differs from zero; 'zero' it is within 3 errors of zero,
 * as it is wherever the constant critic does better than the trained one;
 * 'limited' the critic does better on its training samples than on others: more samples would change the value;
 * 'collapsed' H takes one value only; 'unconverged' the curve was still rising; 'diverged' every replica became
 * non-finite; 'nonstationary' parts of fixed samples differ, so that a value measured on one part does not hold for the others. Stores
 * of studies hold these words by their numbers: append new ones at the end.
 */
export const VERDICTS = ['converged', 'zero', 'limited', 'collapsed', 'unconverged', 'diverged', 'nonstationary'] as const;
/** The verdict of a point, see `VERDICTS`. */
export type Verdict = (typeof VERDICTS)[number];

/**
 * The outcome of a replica; 'plateau': it found nothing where another replica of the point found something. Stored by
 * numbers as verdicts are.
 */
export const REPLICA_STATES = ['ok', 'plateau', 'collapsed', 'diverged'] as const;
/** The state of one replica, see `REPLICA_STATES`. */
export type ReplicaState = (typeof REPLICA_STATES)[number];

/** One of the independent runs of a point. */
export interface ReplicaSummary {
  /** Held-out I(H:E) with discrete H, nats: the measured value, or 0 where the constant critic was chosen. */
  mean: number;
  /** Standard error of the measured value. */
  error: number;
  /** Chosen by cross-fitting on held-out samples: 'constant' where the trained critic was no better than a constant score. */
  critic: CriticChoice;
  /** The value of the trained critic on the held-out samples, nats, whether or not it is reported. */
  measured: number;
  /** The fold of fixed data whose samples it was not trained on; missing where there is one only. */
  fold?: number;
  status: ReplicaState;
  /** The best validation, nats: it decides the choice between replicas. */
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
  /** The bound on fixed samples, with the discrete H of the results, nats, after this many steps. */
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

/** 'unknown' for data without a temperature. */
export type Temperature = number | 'inf' | 'unknown';

/** One of the trainings on fixed data of which each holds out another part. */
export interface FoldSummary {
  /** Samples held out. */
  held_out: number;
  /** What the trained critic of its best replica measured on them, nats. */
  information: { mean: number; error: number };
  /** This replica among those of the point. */
  best: number;
}

/** A point of a learning curve. */
export interface LearningPoint {
  /** Samples trained on; of several folds, which differ by one, the fewest. */
  samples: number;
  /** Held-out I(H:E), nats, as that of a point. */
  information: { mean: number; error: number };
}

/** What the last doubling of the samples changed. */
export interface Doubling {
  /** The change of I(H:E), nats. Its error is that of differences on the same held-out samples. */
  change: { mean: number; error: number };
  /**
   * 'none' the change is below its error, or so small that a curve counts as level: none is seen; 'rising' it is above two errors, and
   * more samples would change the value further; 'open' between the two.
   */
  outcome: 'none' | 'open' | 'rising';
}

/** Held-out information against the number of samples trained on. */
export interface LearningCurve {
  /** From few samples to all. */
  points: LearningPoint[];
  /** Missing until all is evaluated. */
  doubling?: Doubling;
}

/** One point of the grid: the contract of `train --json` and summary.json. */
export interface PointSummary {
  model: string;
  /** Side of a ring, a square or a cube; missing where the sides differ. */
  size?: number;
  /** Sites along each axis, the slowest first. */
  extents: number[];
  /** Of each axis; missing where sites are listed. */
  boundary?: Boundary[];
  /** What runs along each axis; missing where these are the directions of space. */
  axes?: readonly AxisName[];
  /** The possible values; one-hot states in the order of their weights. */
  alphabet: Alphabet;
  /** Sites without values; absent where there are none. */
  holes?: number;
  /** Sites of the block without values, numbered within it in C order; absent where there are none. A filter has no weights of them. */
  blank?: number[];
  /** Values of a site; absent for one, for bonds, and where sites are listed. */
  channels?: number;
  /** Where the sites of a lattice lie that is not square. */
  cell?: LatticeCell;
  /** Places of the lattice at which windows are cut: values are those of the mixture over them. 1 where sites are listed. */
  places: number;
  /**
   * J / k_B (dimers: |v| / k_B); 'inf' stands for infinity, which JSON cannot write as a number, 'unknown' for data of
   * unknown temperature. Chipping has no temperature: this is then its rate w, which tells its points apart.
   */
  temperature: Temperature;
  /** For chipping: the rate w. */
  rate?: number;
  /** Where the model has one. */
  coupling?: number;
  /**
   * Sides and widths in lattice sites, one for all axes or one for each, the slowest first; with lists of sites the number of values of
   * V, 0, and the number of values of E.
   */
  block: number | number[];
  buffer: number | number[];
  shell: number | number[] | 'rest';
  /** First site of the block, and the distance between first sites, where they were given. */
  at?: readonly number[];
  stride?: number | readonly number[];
  /** Steps of time from the block to its environment. */
  lag?: number;
  components: number;
  /** States of a component of H: 2, or more for Potts spins; missing for a continuous H. */
  states?: number;
  bound: string;
  /** Components of H that were known. `components`, `entropy`, `filters` and `information` are then those beyond them; missing for none. */
  given?: number;
  /** What filters read, where these are not the values: then a filter is one row. `pairs` are numbers of values in the block, in the order of the weights. */
  inputs?: Exclude<InputsName, 'spins'>;
  pairs?: readonly Pair[];
  /** Held-out I(H:E) of the best replica with discrete H, nats; 0 where its critic is the constant one. */
  information: { mean: number; error: number };
  /** The critic that this value belongs to; the values of trained critics are with the replicas. */
  critic: CriticChoice;
  unit: 'nat';
  /** The same in bits. */
  information_bits: { mean: number; error: number };
  /** Entropy of the discrete H of the best replica, nats. */
  entropy: number;
  /** The upper limit of the bound, nats: ln K of the held-out minibatches for InfoNCE, otherwise ln of the number of states of H. */
  ceiling: number;
  /** Where the pairs of a minibatch cut the value off. */
  cap?: Cap;
  /** Objective at the end of training, in-sample and with the smooth H (the discrete one where filters evolve): not the result, stored for comparison. */
  training: { last: number };
  /** By fold, in the order of the file; missing where there is one only. `information` is their mean (`crossFitted`). */
  folds?: FoldSummary[];
  /** Against the number of samples trained on, where that was asked for. */
  learning_curve?: LearningCurve;
  /** Those of all folds, one fold after the other. */
  replicas: ReplicaSummary[];
  /**
   * [replica][component][row][column]; a row lies along x, with the inputs of a site side by side (`shapedFilter`): its channels, and of
   * one-hot values a weight for every state, which sum to zero over the states of each value. Weights are of inputs ±1.
   */
  filters: number[][][][];
  /** [replica][component] of linear filters with biases: trained ones, and those that the gauge of one-hot values leaves. */
  biases?: number[][];
  /**
   * [replica][component][state of the block]: the signs of H, where the rule is a table; states count values as bits, the first one lowest, bit 1 for +1 (or the
   * second of two values). `filters` are then the linear parts of these functions.
   */
  tables?: number[][][];
  /** What the search did, where filters evolved. */
  evolution?: EvolutionRecord;
  /** The replica with the best validation, among those of all folds. */
  best: number;
  /** Number of replicas it was chosen from. */
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
  /** How the samples of own data are correlated along their file; missing where they are not. The errors contain it. */
  correlation?: FileCorrelation;
  points: PointSummary[];
}

/** The data from which a report is drawn. */
export interface Results {
  summary: Summary;
  /** [point][replica] */
  curves: TrainingCurve[][];
}
