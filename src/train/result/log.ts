import { sumsOverStates } from '../../bound/bounds.ts';
import { statesOfKnown } from '../../coarse/known.ts';
import { logitCount } from '../../coarse/variable.ts';
import { type Estimate, jackknife, leavingOut, meanError, secondOrderJackknife } from '../../core/statistics.ts';
import type { FileCorrelation } from '../../model/data/correlation.ts';
import type { Drift } from '../../model/data/drift.ts';
import { curveSteps, decisivePhase, firstRow, type Learning, RECORDED, type Recorded, rowsOf, validationStep } from '../config/budget.ts';
import { dataCorrelation, dataDrift } from '../config/data.ts';
import { filterSize } from '../config/geometry.ts';
import type { Ensemble } from '../ensemble/ensemble.ts';
import type { BestValidation } from '../ensemble/keep.ts';
import type { Filter } from '../ensemble/response.ts';
import type { HeldOut } from './constant.ts';
import { entropyBeyond } from './entropy.ts';
import type { TrainingCurve } from './summary.ts';

/** Data of a run that have been read back so far: objectives of all steps, the state of the replicas, their filters. */
export class TrainingLog {
  /** Steps finished, by phase. */
  readonly done: Record<Recorded, number> = { training: 0, refining: 0, evaluating: 0 };
  status: number[];
  /** By replica, in the current or last phase. */
  validation: BestValidation[];
  /** Finished validations, by phase. */
  readonly validated: Record<Learning, number> = { training: 0, refining: 0 };
  /** Values of all validations of the training phase, then of the refining one: [replica][validation], nats. */
  #validations: number[][];
  /** By replica. */
  filters: Filter[];
  /** Held-out I(H:E) by replica, nats; empty until it has been evaluated. */
  heldOut: HeldOut[] = [];
  /** Entropy of the discrete H by replica, given its known components, nats, over the held-out samples; NaN where H is continuous. */
  entropy: number[] = [];
  /** How parts of fixed samples differ, if they do. */
  readonly drift: Drift | undefined;
  /** How fixed samples are correlated along their file, if they are: errors of held-out values are enlarged for it. */
  readonly correlation: FileCorrelation | undefined;
  readonly #objectives: Float32Array;

  constructor(readonly ensemble: Ensemble) {
    const { config, replicas, budget } = ensemble;
    this.drift = dataDrift(config);
    this.correlation = dataCorrelation(config);
    this.#objectives = new Float32Array(2 * replicas * rowsOf(budget));
    this.status = new Array<number>(replicas).fill(0);
    this.validation = Array.from({ length: replicas }, () => ({ value: Number.NaN, step: 0 }));
    this.#validations = Array.from({ length: replicas }, () => []);
    const weights = logitCount(ensemble.shards[0].shapes.coarse) * filterSize(config);
    this.filters = Array.from({ length: replicas }, () => ({ weights: new Array<number>(weights).fill(0) }));
  }

  /** Reads the new data of a phase with `done` finished steps. */
  async update(phase: Recorded, done: number): Promise<void> {
    const { replicas, budget } = this.ensemble;
    const [from, to] = [this.done[phase], done].map((step) => firstRow(budget, phase) + step);
    if (to > from) this.#objectives.set(await this.ensemble.history(from, to), 2 * replicas * from);
    this.done[phase] = done;
    this.status = await this.ensemble.status();
  }

  /** Reads all data of a run resumed from a checkpoint. */
  async recover(done: Readonly<Record<Recorded, number>>, validated: Readonly<Record<Learning, number>>): Promise<void> {
    Object.assign(this.validated, validated);
    for (const phase of RECORDED) await this.update(phase, done[phase]);
    await this.updateFilters();
    await this.updateValidation();
  }

  async updateFilters(): Promise<void> {
    this.filters = await this.ensemble.filters();
  }

  async updateValidation(): Promise<void> {
    const { training, refining } = this.validated;
    this.#validations = await this.ensemble.validations(training + refining);
    this.validation = await this.ensemble.bestValidations();
  }

  /**
   * Reduces the held-out sums. Chains are independent, so the error is that of the mean over chains; that of fixed samples grows with
   * their correlation along the file. The entropy of H (given its known components) is a function of means over all chains; its error and its small bias come from
   * the jackknife. The halves are every second chain, or of fixed samples, whose neighbours may be correlated, the first and the last.
   */
  async updateHeldOut(): Promise<void> {
    const { layout } = this.ensemble;
    const { bound, data, learningCurve, known = [] } = this.ensemble.config;
    const factor = this.correlation?.factor ?? 1;
    const given = statesOfKnown(known);
    const entropyOf = (means: readonly number[]) => entropyBeyond(means.slice(1), given);
    const informationOf = (means: readonly number[]) => means[0] + (sumsOverStates(bound) ? entropyOf(means) : 0);
    this.heldOut = [];
    this.entropy = [];
    for await (const { sums, counts } of this.ensemble.heldOut()) {
      const S = counts.length / (sums.length / 2);
      // Lanes behind them hold copies.
      const chains = layout.heldOut(this.heldOut.length);
      const means: number[][] = [];
      for (let c = 0; c < chains; c++) {
        const n = sums[2 * c + 1];
        if (n > 0) means.push([sums[2 * c] / n, ...Array.from(counts.subarray(S * c, S * (c + 1)), (count) => count / n)]);
      }
      const half = (which: number) =>
        jackknife(
          means.filter((_, c) => (data ? Math.floor((2 * c) / means.length) : c % 2) === which),
          informationOf,
        ).mean;
      const { mean, error } = secondOrderJackknife(means, informationOf);
      const samples = learningCurve ? { samples: pseudoValues(means, informationOf) } : {};
      this.heldOut.push({ mean, error: factor * error, halves: [half(0), half(1)], ...samples });
      this.entropy.push(S > 1 ? jackknife(means, entropyOf).mean : Number.NaN);
    }
  }

  /** In-sample objective of one step of a phase, nats. */
  objective(phase: Recorded, step: number, replica: number): number {
    const { replicas, budget } = this.ensemble;
    return this.#objectives[2 * ((firstRow(budget, phase) + step) * replicas + replica)];
  }

  /** Mean and standard error of the objective over steps from .. to of a phase. */
  estimate(phase: Recorded, replica: number, from: number, to: number): Estimate {
    return meanError(Array.from({ length: to - from }, (_, i) => this.objective(phase, from + i, replica)));
  }

  /** Mean objective over the last part of the finished steps of a phase; NaN when there are none. */
  tail(phase: Recorded, replica: number, part: number): number {
    const to = this.done[phase];
    return to > 0 ? this.estimate(phase, replica, Math.min(to - 1, Math.floor((1 - part) * to)), to).mean : Number.NaN;
  }

  /** The phase that decides whether a run has settled. */
  get decisive(): Learning {
    return decisivePhase(this.ensemble.budget);
  }

  /** Values of the validations of a phase, nats, in their order. */
  validations(phase: Learning, replica: number): number[] {
    const { training, refining } = this.validated;
    const all = this.#validations[replica];
    return phase === 'training' ? all.slice(0, training) : all.slice(training, training + refining);
  }

  /** The curve of the decisive phase, averaged over short intervals. */
  curve(replica: number): TrainingCurve {
    const phase = this.decisive;
    const steps = this.done[phase];
    const step = curveSteps(steps);
    const value = this.validations(phase, replica);
    return {
      step,
      objective: step.map((to, i) => this.estimate(phase, replica, step[i - 1] ?? 0, to).mean),
      validation: { step: value.map((_, i) => validationStep(i, steps, this.ensemble.config)), value },
    };
  }
}

/** The pseudo-values of a jackknife: their mean is its estimate, and their spread gives its error. Source: Efron (1982), section 3. */
function pseudoValues(rows: readonly (readonly number[])[], f: (means: number[]) => number): Float64Array {
  const { all, without } = leavingOut(rows, f);
  return Float64Array.from(without, (one) => rows.length * all - (rows.length - 1) * one);
}
