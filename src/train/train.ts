import { checkStopped } from '../core/async.ts';
import { BlockspinError } from '../core/errors.ts';
import { meanError } from '../core/statistics.ts';
import type { Device } from '../gpu/device.ts';
import { Pacer } from '../gpu/pieces.ts';
import { burnIn } from './burn.ts';
import { type TrainConfig, type TrainInput, trainConfig } from './config.ts';
import { Ensemble } from './ensemble.ts';
import { type Recorded, TrainingLog } from './log.ts';
import { planMemory } from './memory.ts';
import type { Phase } from './phases.ts';
import { finiteReplicas, replicasOf, summarise } from './summarise.ts';
import type { Autocorrelation, Results } from './summary.ts';

export type TrainPhase = 'compiling' | 'sampling' | 'training' | 'refining' | 'evaluating';

/** What a progress display can show. */
export interface Progress {
  phase: TrainPhase;
  /** Of the whole run, 0 to 1, weighted by the expected cost of the phases. */
  fraction: number;
  /** Recent in-sample objective of the best replica, averaged over the points, nats. */
  estimate?: number;
  /** Temperature of the relaxed variable. */
  tau?: number;
  secondsLeft?: number;
}

export interface TrainHooks {
  progress?: (progress: Progress) => void;
  signal?: AbortSignal;
  /** Called with everything known so far every few seconds, so that a killed process leaves its results behind. */
  save?: (partial: Results) => Promise<void>;
}

const PHASES: TrainPhase[] = ['compiling', 'sampling', 'training', 'refining', 'evaluating'];
const SAVE_EVERY_MS = 5000;

/**
 * Samples the model (or takes the configurations of `input.data`), trains filters and critics of all replicas of all
 * points as one ensemble, and evaluates I(H:E) on chains or samples never trained on, with the discrete H, a critic
 * refined for it, and the weights of its best validation.
 *
 * @param device an open device
 * @param input what differs from the defaults, see `trainSchema`
 * @param hooks progress, abort and saving of partial results
 * @returns summary and training curves; information in nats
 * @throws BlockspinError for bad input, a lost device, divergence of a whole point, or an abort; what was computed
 *   until then is in `error.partial`
 */
export async function train(device: Device, input: TrainInput, hooks: TrainHooks = {}): Promise<Results> {
  const config = trainConfig(input);
  const { groupSize } = planMemory(device, config);
  const run = new Run(device, config, hooks, groupSize);
  try {
    return await run.all();
  } catch (error) {
    if (error instanceof BlockspinError) error.partial = await run.lastResults();
    throw error;
  } finally {
    run.dispose();
  }
}

class Run {
  readonly #ensemble: Ensemble;
  readonly #log: TrainingLog;
  readonly #seconds: Record<string, number> = {};
  readonly #started = performance.now();
  readonly #autocorrelation: (Autocorrelation | undefined)[];
  readonly #share: Record<TrainPhase, number>;
  readonly #pacer = new Pacer();
  #savedAt = 0;

  constructor(
    device: Device,
    readonly config: TrainConfig,
    readonly hooks: TrainHooks,
    groupSize: number,
  ) {
    this.#ensemble = new Ensemble(device, config, groupSize);
    this.#log = new TrainingLog(this.#ensemble);
    this.#autocorrelation = config.temperature.map(() => undefined);
    this.#share = expectedShares(this.#ensemble);
  }

  async all(): Promise<Results> {
    const { config } = this;
    const { training, refining, evaluating } = this.#ensemble.budget;
    await this.#phase('compiling', () => this.#ensemble.prepare());
    await this.#phase('sampling', () => this.#sample());
    const warmup = Math.min(config.warmup, training);
    await this.#phase('training', async () => {
      this.#ensemble.begin(0);
      await this.#learn('training', 'warming', 0, warmup);
      await this.#learn('training', 'training', warmup, training);
      this.#ensemble.restore.run();
    });
    await this.#phase('refining', async () => {
      this.#ensemble.begin(training);
      await this.#learn('refining', 'refining', 0, refining);
      this.#ensemble.restore.run();
    });
    await this.#phase('evaluating', async () => {
      await this.#replay('evaluating', 'evaluating', 0, evaluating);
      await this.#log.updateHeldOut();
      await this.#log.updateFilters();
      await this.hooks.save?.(this.results());
    });
    this.#checkFinite((counts) => counts.includes(0));
    return this.results();
  }

  results(): Results {
    const seconds = { ...this.#seconds, total: (performance.now() - this.#started) / 1000 };
    return summarise({ log: this.#log, autocorrelation: this.#autocorrelation, seconds });
  }

  /** With the filters of the last finite step, where the device still answers. */
  async lastResults(): Promise<Results> {
    await this.#log.updateFilters().catch(() => undefined);
    return this.results();
  }

  dispose(): void {
    this.#ensemble.dispose();
  }

  async #phase(phase: TrainPhase, action: () => Promise<void>): Promise<void> {
    const start = performance.now();
    await this.#report(phase, 0);
    await action();
    this.#seconds[phase] = (performance.now() - start) / 1000;
  }

  async #sample(): Promise<void> {
    // Fixed data need no burn-in, and have no dynamics to measure.
    if (this.config.data) return;
    const costs = this.config.temperature.map((t) => this.#ensemble.chains.relaxation(t));
    const total = costs.reduce((sum, cost) => sum + cost, 0);
    let before = 0;
    for (const [t, cost] of costs.entries()) {
      this.#autocorrelation[t] = await burnIn(this.#ensemble, t, (fraction) => this.#report('sampling', (before + fraction * cost) / total));
      before += cost;
    }
  }

  /** Steps from .. to of a phase, with a validation every so often: what it finds best is kept on the GPU. */
  async #learn(phase: 'training' | 'refining', plan: Phase, from: number, to: number): Promise<void> {
    const { judge, plans } = this.#ensemble;
    for (let done = from; done < to; ) {
      const next = Math.min(to, done + this.config.validateEvery);
      await this.#replay(phase, plan, done, next);
      plans.validating.run(this.config.validations);
      judge.run();
      done = next;
    }
    if (to > from) await this.#log.updateValidation();
  }

  async #replay(phase: Recorded, plan: Phase, from: number, to: number): Promise<void> {
    const total = this.#ensemble.budget[phase];
    await this.#pacer.run(this.#ensemble.plans[plan], to - from, async (done) => {
      await this.#log.update(phase, from + done);
      const now = performance.now();
      if (now - this.#savedAt > SAVE_EVERY_MS) {
        await this.#log.updateFilters();
        await this.#log.updateValidation();
        this.#savedAt = now;
        await this.hooks.save?.(this.results());
      }
      this.#checkFinite((counts) => counts.every((count) => count === 0));
      await this.#report(phase, (from + done) / total);
    });
  }

  /** @throws BlockspinError when the numbers of finite replicas by point are as bad as `hopeless` says. */
  #checkFinite(hopeless: (counts: number[]) => boolean): void {
    const counts = this.#ensemble.points.map((point) => finiteReplicas(this.#log, point).length);
    if (!hopeless(counts)) return;
    const bad = [...this.#log.status.entries()].filter(([, status]) => status !== 0);
    const [replica, status] = bad.reduce((a, b) => (b[1] < a[1] ? b : a));
    throw new BlockspinError({
      who: 'training',
      expected: 'a finite objective and finite gradients',
      got: `NaN or infinity in ${bad.length} of ${this.#log.status.length} replicas, first in replica ${replica} at step ${status - 1}`,
      remedy: `use a learning rate below ${this.config.rate} (--rate); the filters of the last finite step have been kept`,
      code: 'diverged',
    });
  }

  async #report(phase: TrainPhase, within: number): Promise<void> {
    checkStopped(this.hooks.signal);
    const before = PHASES.slice(0, PHASES.indexOf(phase)).reduce((sum, p) => sum + this.#share[p], 0);
    const fraction = before + this.#share[phase] * within;
    const elapsed = (performance.now() - this.#started) / 1000;
    this.hooks.progress?.({
      phase,
      fraction,
      estimate: this.#recentEstimate(),
      tau: phase === 'training' ? this.#tau() : undefined,
      secondsLeft: fraction > 0.05 ? (elapsed * (1 - fraction)) / fraction : undefined,
    });
    // Timers, signals and the page get a turn between two submissions.
    await new Promise((resolve) => setTimeout(resolve, 0));
  }

  #tau(): number {
    const { first, last, decay } = this.config.tau;
    return Math.max(last, first * Math.exp(-decay * this.#log.done.training));
  }

  #recentEstimate(): number | undefined {
    const log = this.#log;
    const phase = log.done.refining > 0 ? 'refining' : 'training';
    if (log.done[phase] === 0) return undefined;
    const best = this.#ensemble.points.map((point) => Math.max(...replicasOf(log, point).map((r) => log.tail(phase, r, 0.05))));
    return meanError(best).mean;
  }
}

/** How many spin updates take the time of one sample trained on, measured on both software adapters (5500 and 6250). */
const UPDATES_PER_SAMPLE = 6000;

/** Expected share of each phase in the time of a run. */
function expectedShares({ config, replicas, chains, budget }: Ensemble): Record<TrainPhase, number> {
  const all = config.chains + config.heldOut + config.validation;
  const updates = config.temperature.reduce((sum, t) => sum + 1.5 * chains.relaxation(t) * all * chains.sites, 0);
  // No backward pass where nothing learns.
  const judged = (minibatches: number) => 0.4 * minibatches * config.evaluationBatch;
  const learned = (steps: number) => (steps * config.batch + judged((steps * config.validations) / config.validateEvery)) * replicas;
  const cost = {
    sampling: updates / UPDATES_PER_SAMPLE,
    training: learned(budget.training),
    refining: learned(budget.refining),
    evaluating: judged(budget.evaluating) * replicas,
  };
  const compiling = 0.02;
  const total = (cost.sampling + cost.training + cost.refining + cost.evaluating) / (1 - compiling);
  return { compiling, sampling: cost.sampling / total, training: cost.training / total, refining: cost.refining / total, evaluating: cost.evaluating / total };
}
