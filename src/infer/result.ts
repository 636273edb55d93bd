/** What an inference found: plain data, as reports and files hold it. */
import type { Fitted } from './parameters.ts';

/** FittedValues of fitted parameters by symbol. */
export type FittedValues = Readonly<Partial<Record<Fitted, number>>>;

/** How a loss fell: at most some hundred steps of Adam, the first and the last among them. */
export interface LossCurve {
  readonly step: readonly number[];
  /** Of the state before the step, which may not be at rest yet; in single precision. */
  readonly loss: readonly number[];
}

/** One start of a fit, and where it ended. */
export interface StartResult {
  readonly start: FittedValues;
  /** Where it ended; undefined where numbers did not stay finite. */
  readonly estimate?: FittedValues;
  readonly loss?: number;
  /** Whether a state at rest was found there; if not, the estimate is no estimate. */
  readonly found: boolean;
  /** The largest force that is left, F + k (observed - y). */
  readonly residual?: number;
  /** Of numbers that stayed finite. */
  readonly curve?: LossCurve;
}

/** Refits of snapshots that were made at the estimate. */
export interface BootstrapResult {
  readonly noise: 'dynamic' | 'white';
  /** D of dynamic noise, the standard deviation of white noise. */
  readonly amplitude: number;
  /** Whether the amplitude was estimated from the loss. */
  readonly estimated: boolean;
  /** Snapshots that were made, and refits that found a state. */
  readonly snapshots: number;
  readonly fits: number;
  /** Over the refits. */
  readonly mean: FittedValues;
  readonly spread: FittedValues;
  /** The estimate less what refits miss on average: 2 estimate - mean. */
  readonly corrected: FittedValues;
  /** Of the corrected estimate. */
  readonly error: FittedValues;
  /** Every refit. */
  readonly estimates: readonly FittedValues[];
}

/** What was found with one strength of the nudge. */
export interface NudgeResult {
  /** k; 'inf' is force matching. */
  readonly nudge: number | 'inf';
  /**
   * found: there is an estimate. no state: no start led to a state at rest. not determined: the tissue has zero modes, so that no state is the
   * one to compare with, or is a regular tiling, which is at rest whatever the parameters. No number is given.
   */
  readonly outcome: 'found' | 'no state' | 'not determined';
  /** Of the parameters that show: in a fluid tissue, chi does not. */
  readonly estimate?: FittedValues;
  /** |y - observed|², of force matching |F|². */
  readonly loss?: number;
  /** Root mean square of a component of y - observed, of force matching of F. */
  readonly rms?: number;
  readonly starts: readonly StartResult[];
  /** Starts that ended at the estimate, within a thousandth. */
  readonly agreeing: number;
  /** Zero modes where there is no nudge, translations included. Not counted in large tissues. */
  readonly zeroModes?: number;
  /** Whether the snapshot is a regular tiling with noise. */
  readonly regular?: true;
  /** (N): root mean square of what is left at the corners of each cell. */
  readonly perCell?: readonly number[];
  /** |dy/dtheta|² of each parameter: how strongly it shows. */
  readonly response?: FittedValues;
  readonly bootstrap?: BootstrapResult;
  /** Why there is none. */
  readonly withoutBootstrap?: string;
}

/** A sentence with the numbers in it. */
export interface InferVerdict {
  readonly kind: 'chirality' | 'not determined' | 'no state' | 'no response' | 'unconverged' | 'nudging' | 'known';
  readonly nudge?: number | 'inf';
  readonly words: string;
  /** Errors between chi and 0. */
  readonly z?: number;
  readonly zeroModes?: number;
}

/** The result of `infer`. */
export interface InferResult {
  readonly cells: number;
  readonly fitted: readonly Fitted[];
  /** Parameters that were not fitted; lists where cells differ. */
  readonly known: Readonly<Record<string, number | readonly number[]>>;
  /** One row for each strength of the nudge. */
  readonly table: readonly NudgeResult[];
  /** Which row to read first, by the kind of noise; undefined where none has an estimate. */
  readonly advised?: number | 'inf';
  readonly verdicts: readonly InferVerdict[];
  /** Whether last digits were found in float64 on the CPU, for all fits, for the best one of each row, or not. */
  readonly polished: 'all' | 'best' | 'none';
  /** The kinds of noise that errors hold for, and the settings. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly seconds: number;
  readonly adapter: string;
}
