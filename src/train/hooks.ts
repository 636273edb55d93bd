import type { RunCheckpoint } from './ensemble/checkpoint.ts';
import type { Results } from './result/summary.ts';
import type { Stage } from './shares.ts';

/** Data for a progress display. */
export interface Progress {
  phase: Stage;
  /** Of the whole run, 0 to 1, weighted by the expected cost of the phases. */
  fraction: number;
  /** Recent in-sample objective of the best replica, averaged over the points, nats. */
  estimate?: number;
  /** Temperature of the relaxed variable. */
  tau?: number;
  secondsLeft?: number;
}

/** Callbacks of `train`, and the signal that stops it. */
export interface TrainHooks {
  /** Called once the configuration has been checked and fits the device, before anything is allocated or computed. */
  ready?: () => Promise<void>;
  /** Called now and then with the progress of the run. */
  progress?: (progress: Progress) => void;
  signal?: AbortSignal;
  /** Called every few seconds with all results so far, so that a killed process leaves them behind. */
  save?: (partial: Results) => Promise<void>;
  /** Called about every half minute, and when the run is stopped, with a checkpoint from which it can be resumed. */
  checkpoint?: (checkpoint: RunCheckpoint) => Promise<void>;
}
