/** The results of a study as plain arrays: the one view that reports and analyses read. */
import type { FilterKind } from '../../analysis/filters/filter.ts';
import type { CoarseShape } from '../../coarse/shape.ts';
import type { Estimate } from '../../core/statistics.ts';
import type { Control } from '../../model/model.ts';
import { MODEL_AXES, type ModelAxis } from '../../model/models.ts';
import type { Autocorrelation, ReplicaState, Verdict } from '../../train/result/summary.ts';
import type { LevelField } from '../levels/record.ts';

/** The axes of every array of a study, in the order in which they are nested. */
export interface StudyAxes {
  /** Numbers of components of H, ascending. */
  components: number[];
  /** Temperatures, ascending, Infinity last; for a model without a temperature the values of its control parameter. */
  temperature: number[];
  /** Widths of the buffer, sites, ascending. */
  buffer: number[];
  /** Numbers of the independent runs of a point: 0, 1, 2, ... */
  run: number[];
}

/** Physical parameters that can be axes of a study beside components, temperature and buffer. */
export type FurtherAxis = 'level' | 'size' | ModelAxis | 'block' | 'shell';
/** All of `FurtherAxis`, in the order of the axes of a study: the cells of a level come before those that need them. */
export const FURTHER_AXES: readonly FurtherAxis[] = ['level', 'size', ...MODEL_AXES, 'block', 'shell'];

/** The value that an axis had in all studies from before there was that axis. */
export const formerly = (axis: FurtherAxis): number => (axis === 'level' ? 1 : 0);

/** The outcome of one run: as in a training, or 'missing' where its cell is not done. */
export type RunStatus = ReplicaState | 'missing';

/** By components, temperature, buffer. */
export type ByPoint<T> = T[][][];
/** By components, temperature, buffer, run. */
export type ByRun<T> = T[][][][];

/** One point of the grid: the run that was chosen by validation, out of all runs of the point that are done. */
export interface StudyPoint {
  /** Its number along the run axis; undefined where no run is done or all diverged. */
  best: number | undefined;
  /** Number of finished runs it was chosen from. */
  runs: number;
  /** Held-out I(H:E) of the chosen run with the discrete H, nats; unbiased by the choice. NaN without a chosen run. */
  information: Estimate;
  /** Entropy of its discrete H, nats. */
  entropy: number;
  /** The upper limit of the bound, nats; Infinity if there is none. */
  ceiling: number;
  /** Undefined where no run is done. */
  verdict: Verdict | undefined;
  /** The kind of the chosen run's filter. */
  kind: FilterKind | undefined;
}

/** The provenance of a cell: program, adapter, machine and time. */
export interface CellProvenance {
  /** Number of the cell, as `plan` lists it. */
  index: number;
  /** Name and driver of the adapter. */
  adapter: string;
  versions: Record<string, string>;
  /** Version of the sources, if known. */
  commit: string;
  /** The machine's name. */
  host: string;
  /** ISO 8601. */
  finished: string;
  /** Seed of the cell's training, which follows from the study's and the cell's coordinates. */
  seed: number;
  /** Seconds of computing, all its sessions together. */
  seconds: number;
}

/** The provenance of the results of a study. */
export interface StudyProvenance {
  /** As the study was planned. */
  versions: Record<string, string>;
  commit: string;
  seed: number;
  /** Adapters that cells were computed on. */
  adapters: string[];
  cells: CellProvenance[];
}

/** The results of a study at one choice of its further axes; numbers are NaN where the cell is not done. */
export interface StudyData {
  name: string;
  /** Name of the model. */
  model: string;
  /** The meaning of the values of `axes.temperature`. */
  control: Control['axis'];
  /** Values of all further axes, those that the config fixes included. */
  setting: Record<FurtherAxis, number>;
  /** The kind of a component of H. */
  coarse: Pick<CoarseShape, 'states' | 'variable'>;
  axes: StudyAxes;
  /** Held-out I(H:E), nats, and its standard error. */
  information: ByRun<number>;
  error: ByRun<number>;
  /** The bound on validation samples, nats: it decides the choice between runs. */
  validation: ByRun<number>;
  /** Entropy of the discrete H, nats. */
  entropy: ByRun<number>;
  /** Training steps until half of the final objective; NaN if never. */
  onset: ByRun<number>;
  status: ByRun<RunStatus>;
  /**
   * The filter of each run as [component][row][column]; undefined where the cell is not done. A row lies along x, with
   * the channels of a site side by side (two bonds for dimers: right, down).
   */
  filters: ByRun<number[][][] | undefined>;
  /** Mean in-sample objective over consecutive intervals of the training, nats; undefined where the cell is not done. */
  curves: ByRun<number[] | undefined>;
  /** Last step of each interval of the curves. */
  curveSteps: number[];
  points: ByPoint<StudyPoint>;
  /** By components and temperature: the dynamics of the chains of each part of the runs that is done. */
  autocorrelation: Autocorrelation[][][];
  /** By components and temperature: the lattice that is trained on, of each part of the runs that is done; empty for a study without levels. */
  levels: LevelField[][][];
  /** By components and temperature: seconds of computing. */
  seconds: number[][];
  /** By components, temperature, run: whether the run is done. */
  done: boolean[][][];
  provenance: StudyProvenance;
  /** The part `figures` of the config, unchanged. */
  figures: Record<string, unknown>;
}
