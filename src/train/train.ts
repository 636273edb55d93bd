import { checkStopped } from '../core/async.ts';
import { BlockspinError } from '../core/errors.ts';
import { meanError } from '../core/statistics.ts';
import type { Device } from '../gpu/device.ts';
import type { Model } from '../model/model.ts';
import { annealed } from '../optim/schedule.ts';
import { Beside } from './beside.ts';
import { firstRow, type Learning, RECORDED, type Recorded, validationStep, validationsOf } from './config/budget.ts';
import type { TrainConfig, TrainInput } from './config/config.ts';
import { type RunCheckpoint, restoreCheckpoint, takeCheckpoint } from './ensemble/checkpoint.ts';
import type { Ensemble } from './ensemble/ensemble.ts';
import type { Phase } from './ensemble/phases.ts';
import { type Evolution, evolutionOf } from './evolution/evolution.ts';
import type { TrainHooks } from './hooks.ts';
import { replicasOf } from './result/best.ts';
import { checkFinite } from './result/finite.ts';
import { TrainingLog } from './result/log.ts';
import { summarise } from './result/summarise.ts';
import type { Autocorrelation, Results } from './result/summary.ts';
import { expectedShares, SAMPLING_FIRST, STAGES, type Stage } from './shares.ts';
import { Trainer } from './trainer.ts';

const SAVE_EVERY_MS = 5000;
const CHECKPOINT_EVERY_MS = 30_000;
/** Saves, and likewise checkpoints, take at most one part in this many of the time: with many replicas they are large. */
const SHARE = 20;

/**
 * Samples the model (or takes the configurations of `input.data`), trains filters and critics of all replicas of all
 * points as one ensemble, and evaluates I(H:E) on chains or samples never trained on, with the discrete H, a critic
 * refined for it, and the weights of its best validation.
 *
 * @param device an open device
 * @param input settings that differ from the defaults, see `TrainInput`
 * @param hooks progress, abort, saving of partial results and checkpoints
 * @param resume a checkpoint of a run of the same configuration and the same data, to continue from
 * @returns summary and training curves; information in nats
 * @throws BlockspinError for bad input, a lost device, divergence of a whole point, or an abort; the results
 *   so far are in `error.partial`
 */
export async function train<M extends string | Model = string>(
  device: Device,
  input: TrainInput<M>,
  hooks: TrainHooks = {},
  resume?: RunCheckpoint,
): Promise<Results> {
  const { ready, signal, checkpoint } = hooks;
  const trainer = await Trainer.open(device, input, { history: 'all', checkpoints: checkpoint !== undefined, resume, ready, signal });
  const run = new Run(trainer, hooks);
  try {
    return await run.all(resume);
  } catch (error) {
    if (error instanceof BlockspinError) {
      error.partial = await run.lastResults();
      if (error.code === 'stopped') await run.checkpoint();
    }
    throw error;
  } finally {
    await run.end();
    trainer.close();
  }
}

class Run {
  readonly config: TrainConfig;
  readonly #ensemble: Ensemble;
  readonly #log: TrainingLog;
  readonly #seconds: Record<string, number> = {};
  #started = performance.now();
  /** The current phase, if its steps are recorded in the history; undefined before the first. */
  #running: Recorded | undefined;
  /** Moves the filters, where they evolve. */
  #evolution: Evolution | undefined;
  #inPhase: () => Record<string, number> = () => ({});
  #checkpointAt = performance.now() + CHECKPOINT_EVERY_MS;
  readonly #autocorrelation: (Autocorrelation | undefined)[];
  readonly #share: Record<Stage, number>;
  #stages: readonly Stage[] = STAGES;
  /** Compiles beside the sampling, where that pays. */
  #beside: Beside | undefined;
  #saveAt = 0;

  constructor(
    readonly trainer: Trainer,
    readonly hooks: TrainHooks,
  ) {
    this.config = trainer.config;
    this.#ensemble = trainer.ensemble;
    this.#log = new TrainingLog(this.#ensemble);
    this.#autocorrelation = this.config.temperature.map(() => undefined);
    this.#share = expectedShares(this.#ensemble);
  }

  async all(resume?: RunCheckpoint): Promise<Results> {
    const { config } = this;
    const { training, refining, evaluating } = this.#ensemble.budget;
    if (!resume && Beside.pays(this.#ensemble)) {
      this.#stages = SAMPLING_FIRST;
      this.#beside = new Beside(this.#ensemble);
      await this.#phase('sampling', () => this.#sample());
      await this.#phase('compiling', () => this.trainer.prepare());
    } else {
      await this.#phase('compiling', () => this.trainer.prepare());
      if (resume) await this.#recover(resume);
      else await this.#phase('sampling', () => this.#sample());
    }
    this.#evolution = evolutionOf(this.#ensemble, resume?.position.evolution);
    const warmup = Math.min(config.warmup ?? 0, training);
    await this.#learning('training', async () => {
      if (this.#log.done.training === 0) this.#evolution?.place();
      await this.#learn('training', 'warming', warmup);
      await this.#learn('training', 'training', training);
    });
    await this.#learning('refining', () => this.#learn('refining', 'refining', refining));
    await this.#phase('evaluating', async () => {
      this.#running = 'evaluating';
      await this.#replay('evaluating', 'evaluating', evaluating);
      await this.#log.updateHeldOut();
      await this.#log.updateFilters();
      await this.hooks.save?.(this.results());
    });
    checkFinite(this.#log, (counts) => counts.includes(0));
    return this.results();
  }

  /** Waits for what goes on beside the run. */
  async end(): Promise<void> {
    await this.#beside?.end();
  }

  /** Passes a checkpoint to the hook. Before the training there is nothing to store. */
  async checkpoint(): Promise<void> {
    const { hooks } = this;
    if (!hooks.checkpoint || this.#running === undefined) return;
    const start = performance.now();
    const position = {
      phase: this.#running,
      done: { ...this.#log.done },
      validated: { ...this.#log.validated },
      autocorrelation: this.#autocorrelation,
      seconds: this.#times(),
      algorithm: this.config.algorithm,
      ...(this.#evolution ? { evolution: this.#evolution.saved } : {}),
    };
    await hooks.checkpoint(await takeCheckpoint(this.#ensemble, position));
    const now = performance.now();
    this.#checkpointAt = now + Math.max(CHECKPOINT_EVERY_MS, SHARE * (now - start));
  }

  /** Passes on the results so far. */
  async #save(): Promise<void> {
    const start = performance.now();
    await this.#log.updateFilters();
    await this.#log.updateValidation();
    await this.hooks.save?.(this.results());
    const now = performance.now();
    this.#saveAt = now + Math.max(SAVE_EVERY_MS, SHARE * (now - start));
  }

  results(): Results {
    return summarise({ log: this.#log, autocorrelation: this.#autocorrelation, seconds: this.#times(), evolution: this.#evolution });
  }

  /** With the filters of the last finite step, if the device still answers. */
  async lastResults(): Promise<Results> {
    await this.#log.updateFilters().catch(() => undefined);
    return this.results();
  }

  async #phase(phase: Stage, action: () => Promise<void>): Promise<void> {
    const start = performance.now();
    const before = this.#seconds[phase] ?? 0;
    await this.#report(phase, 0);
    const spent = () => before + (performance.now() - start) / 1000;
    this.#inPhase = () => ({ [phase]: spent() });
    await action();
    this.#seconds[phase] = spent();
    this.#inPhase = () => ({});
  }

  /** A phase in which something learns, from its beginning or from a checkpoint. */
  async #learning(phase: Learning, action: () => Promise<void>): Promise<void> {
    if (this.#running !== undefined && RECORDED.indexOf(this.#running) > RECORDED.indexOf(phase)) return;
    await this.#phase(phase, async () => {
      if (this.#running !== phase) this.trainer.begin(phase);
      this.#running = phase;
      await action();
      this.trainer.restoreBest();
    });
  }

  async #recover(resume: RunCheckpoint): Promise<void> {
    restoreCheckpoint(this.#ensemble, resume);
    const { phase, done, validated, autocorrelation, seconds } = resume.position;
    this.#running = phase;
    this.#autocorrelation.splice(0, this.#autocorrelation.length, ...autocorrelation);
    for (const [name, spent] of Object.entries(seconds)) if (name !== 'total') this.#seconds[name] = spent + (this.#seconds[name] ?? 0);
    this.#started -= 1000 * (seconds.total ?? 0);
    await this.#log.recover(done, validated);
  }

  /** Seconds by phase so far, those of an unfinished phase included. */
  #times(): Record<string, number> {
    return { ...this.#seconds, ...this.#inPhase(), total: (performance.now() - this.#started) / 1000 };
  }

  async #sample(): Promise<void> {
    // Fixed data need no burn-in, and have no dynamics to measure.
    if (this.config.data) return;
    const costs = this.config.temperature.map((t) => this.#ensemble.chains.relaxation(t));
    const total = costs.reduce((sum, cost) => sum + cost, 0);
    let before = 0;
    for (const [t, cost] of costs.entries()) {
      this.#autocorrelation[t] = await this.trainer.burnIn(t, async (fraction) => {
        this.#beside?.go();
        await this.#report('sampling', (before + fraction * cost) / total);
      });
      before += cost;
    }
  }

  /** A phase up to step `to`, with regular validations: the best parameters are stored on the GPU. */
  async #learn(phase: Learning, plan: Phase, to: number): Promise<void> {
    const { budget } = this.#ensemble;
    const total = budget[phase];
    while (this.#log.validated[phase] < validationsOf(total, this.config)) {
      if (await this.#settled(phase)) break;
      const due = validationStep(this.#log.validated[phase], total, this.config);
      const next = Math.min(to, due);
      await this.#replay(phase, plan, next);
      if (next < due) return;
      this.trainer.validate();
      this.#log.validated[phase] += 1;
      if (phase === 'training' && next >= (this.config.warmup ?? 0)) await this.#evolve();
      if (performance.now() > this.#checkpointAt) await this.checkpoint();
    }
    await this.#log.updateValidation();
  }

  /** A validation ends a generation of filters that evolve. */
  async #evolve(): Promise<void> {
    if (!this.#evolution) return;
    const all = await this.#ensemble.validations(this.#log.validated.training);
    this.#evolution.next(all.map((values) => values[values.length - 1]));
  }

  /** Whether no replica had a better validation within its patience. */
  async #settled(phase: Learning): Promise<boolean> {
    const { budget } = this.#ensemble;
    const step = firstRow(budget, phase) + this.#log.done[phase];
    if (this.config.patience >= budget[phase]) return false;
    await this.#log.updateValidation();
    return this.#log.validation.every((best) => step - best.step > this.config.patience);
  }

  /** Replays the plan of a phase up to its step `to`. */
  async #replay(phase: Recorded, plan: Phase, to: number): Promise<void> {
    const total = this.#ensemble.budget[phase];
    const from = this.#log.done[phase];
    await this.trainer.step(to - from, plan, async (done) => {
      await this.#log.update(phase, from + done);
      if (performance.now() > this.#saveAt) await this.#save();
      checkFinite(this.#log, (counts) => counts.every((count) => count === 0));
      await this.#report(phase, (from + done) / total);
    });
  }

  async #report(phase: Stage, within: number): Promise<void> {
    checkStopped(this.hooks.signal);
    const before = this.#stages.slice(0, this.#stages.indexOf(phase)).reduce((sum, p) => sum + this.#share[p], 0);
    const fraction = before + this.#share[phase] * within;
    const elapsed = (performance.now() - this.#started) / 1000;
    this.hooks.progress?.({
      phase,
      fraction,
      estimate: this.#recentEstimate(),
      tau: phase === 'training' ? this.#tau() : undefined,
      secondsLeft: fraction > 0.05 ? (elapsed * (1 - fraction)) / fraction : undefined,
    });
    // Timers, signals and the page are served between two submissions.
    await this.#ensemble.device.clock.sleep(0);
  }

  #tau(): number | undefined {
    const { tau } = this.config;
    return tau && annealed(tau, this.#log.done.training);
  }

  #recentEstimate(): number | undefined {
    const log = this.#log;
    const phase = log.done.refining > 0 ? 'refining' : 'training';
    if (log.done[phase] === 0) return undefined;
    const best = this.#ensemble.points.map((point) => Math.max(...replicasOf(log, point).map((r) => log.tail(phase, r, 0.05))));
    return meanError(best).mean;
  }
}
