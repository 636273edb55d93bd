import type { RunCheckpoint } from './ensemble/checkpoint.ts';
import type { Results } from './result/summary.ts';
import type { Stage } from './shares.ts';

/** What a progress display can show. */
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

/** What a caller of `train` is told while it runs, and how it stops it. */
export interface TrainHooks {
  /** Called once the configuration is known to be right and to fit the device, before anything is allocated or computed. */
  ready?: () => Promise<void>;
  /** Called now and then with the progress of the run. */
  progress?: (progress: Progress) => void;
  signal?: AbortSignal;
  /** Called with everything known so far every few seconds, so that a killed process leaves its results behind. */
  save?: (partial: Results) => Promise<void>;
  /** Called every half minute or so, and when the run is stopped: with a checkpoint it goes on where it was. */
  checkpoint?: (checkpoint: RunCheckpoint) => Promise<void>;
}
