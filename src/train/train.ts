import { classifyFilter } from '../analysis/filters.ts';
import { checkStopped } from '../core/async.ts';
import { BlockspinError } from '../core/errors.ts';
import { type Estimate, meanError } from '../core/statistics.ts';
import type { Device } from '../gpu/device.ts';
import { runInPieces } from '../sample/ising.ts';
import { VERSION } from '../version.ts';
import { burnIn } from './burn.ts';
import { type TrainConfig, trainConfig, type TrainInput } from './config.ts';
import { Ensemble, type Point } from './ensemble.ts';
import { knownValue } from './known.ts';
import type { Autocorrelation, PointSummary, Results, TrainingCurve, Verdict } from './summary.ts';

export type TrainPhase = 'compiling' | 'sampling' | 'training' | 'refining' | 'evaluating';

/** What a progress display can show. */
export interface Progress {
  phase: TrainPhase;
  /** Of the whole run, 0 to 1, weighted by the expected cost of the phases. */
  fraction: number;
  /** Recent in-sample objective, the mean over points of the best replica, nats. */
  estimate?: number;
  /** Temperature of the relaxed variable. */
  tau?: number;
  secondsLeft?: number;
}

export interface TrainHooks {
  progress?: (progress: Progress) => void;
  signal?: AbortSignal;
  /** Called with everything known so far whenever there is news, at most every few seconds. */
  save?: (partial: Results) => Promise<void>;
}

/** Share of the whole run's time by phase, measured on software adapters for the default configuration. */
const SHARE: Record<TrainPhase, number> = { compiling: 0.03, sampling: 0.12, training: 0.5, refining: 0.25, evaluating: 0.1 };
const PHASES = Object.keys(SHARE) as TrainPhase[];
const SAVE_EVERY = 5000;
/** Intervals a training curve is averaged over. */
const CURVE_POINTS = 100;

/**
 * Samples the model, trains filters and critics of all replicas of all points as one ensemble, and evaluates
 * I(H:E) on chains never trained on, with the discrete H and a critic refined for it.
 *
 * @param device an open device
 * @param input what differs from the defaults, see `trainSchema`
 * @param hooks progress, abort and saving of partial results
 * @returns summary and training curves; information in nats
 * @throws BlockspinError for bad input, a lost device, divergence of every replica, or an abort; results computed
 *   until then are in `error.partial`
 */
export async function train(device: Device, input: TrainInput, hooks: TrainHooks = {}): Promise<Results> {
  const config = trainConfig(input);
  const run = new Run(device, config, hooks);
  try {
    return await run.all();
  } catch (error) {
    if (error instanceof BlockspinError) error.partial = run.results();
    throw error;
  } finally {
    run.dispose();
  }
}

class Run {
  readonly #ensemble: Ensemble;
  readonly #started = performance.now();
  readonly #seconds: Record<string, number> = {};
  #autocorrelation: (Autocorrelation | undefined)[];
  #history = new Float32Array(0);
  #steps = 0;
  #status = new Uint32Array(0);
  #filters: number[][];
  #heldOut: Estimate[] = [];
  #saved = 0;

  constructor(
    readonly device: Device,
    readonly config: TrainConfig,
    readonly hooks: TrainHooks,
  ) {
    this.#ensemble = new Ensemble(device, config);
    this.#autocorrelation = config.temperature.map(() => undefined);
    this.#status = new Uint32Array(this.#ensemble.replicas);
    this.#filters = Array.from({ length: this.#ensemble.replicas }, () => new Array<number>(config.components * config.block ** 2).fill(0));
  }

  async all(): Promise<Results> {
    const { config } = this;
    await this.#phase('compiling', () => this.#ensemble.prepare());
    await this.#phase('sampling', async () => {
      const costs = config.temperature.map((t) => this.#ensemble.chains.relaxation(t));
      const total = costs.reduce((sum, cost) => sum + cost, 0);
      let before = 0;
      for (const [t, cost] of costs.entries()) {
        this.#autocorrelation[t] = await burnIn(this.#ensemble, t, (fraction) => this.#report('sampling', (before + fraction * cost) / total));
        before += cost;
      }
    });
    await this.#phase('training', () => this.#steps_('training', config.steps));
    this.#ensemble.resetMoments();
    await this.#phase('refining', () => this.#steps_('refining', config.refine));
    await this.#phase('evaluating', async () => {
      await this.#steps_('evaluating', config.evaluations);
      this.#heldOut = await this.#readTally();
    });
    const dead = this.#ensemble.points.filter((point) => this.#alive(point).length === 0);
    if (dead.length > 0) this.#throwDiverged();
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

  /** Runs the steps of one phase, reading a small log every so often. */
  async #steps_(phase: 'training' | 'refining' | 'evaluating', steps: number): Promise<void> {
    if (steps === 0) return;
    const from = this.#steps;
    await runInPieces(this.#ensemble.plans[phase], steps, async (fraction) => {
      this.#steps = from + Math.round(fraction * steps);
      await this.#readLog();
      if (this.#status.every((status) => status !== 0)) this.#throwDiverged();
      await this.#report(phase, fraction);
    });
  }

  async #readLog(): Promise<void> {
    const { history, status, replicas, arena } = this.#ensemble;
    const have = this.#history.length;
    const want = 2 * replicas * this.#steps;
    if (want > have) {
      const grown = new Float32Array(want);
      grown.set(this.#history);
      grown.set(new Float32Array(await this.device.readBytes(history.buffer, 4 * have, 4 * (want - have))), have);
      this.#history = grown;
    }
    this.#status = await status.read();
    const now = performance.now();
    const last = this.#steps >= this.config.steps && this.#saved === 0;
    if (now - this.#saved > SAVE_EVERY || last) {
      this.#saved = now;
      this.#filters = await this.#ensemble.filters();
      await this.hooks.save?.(this.results());
    }
    void arena;
  }

  async #report(phase: TrainPhase, within: number): Promise<void> {
    checkStopped(this.hooks.signal);
    if (!this.hooks.progress) return;
    const before = PHASES.slice(0, PHASES.indexOf(phase)).reduce((sum, p) => sum + SHARE[p], 0);
    const fraction = before + SHARE[phase] * within;
    const elapsed = (performance.now() - this.#started) / 1000;
    const { config } = this;
    const tau = phase === 'training' ? Math.max(config.tau.last, config.tau.first * Math.exp(-config.tau.decay * this.#steps)) : undefined;
    const estimates = this.#steps > 0 ? this.#ensemble.points.map((point) => Math.max(...this.#each(point).map((r) => this.#recent(r)))) : [];
    this.hooks.progress({
      phase,
      fraction,
      estimate: estimates.length > 0 ? meanError(estimates).mean : undefined,
      tau,
      secondsLeft: fraction > 0.05 ? (elapsed * (1 - fraction)) / fraction : undefined,
    });
    // Timers, signals and the page get a turn between two submissions.
    await new Promise((resolve) => setTimeout(resolve, 0));
  }

  #each(point: Point): number[] {
    return Array.from({ length: this.config.replicas }, (_, i) => point.first + i);
  }

  #alive(point: Point): number[] {
    return this.#each(point).filter((r) => this.#status[r] === 0);
  }

  #objective(step: number, replica: number): number {
    return this.#history[2 * (step * this.#ensemble.replicas + replica)];
  }

  /** Mean objective over steps from .. to. */
  #mean(replica: number, from: number, to: number): number {
    let sum = 0;
    for (let t = from; t < to; t++) sum += this.#objective(t, replica);
    return to > from ? sum / (to - from) : 0;
  }

  /** Mean objective of the last twentieth of the training so far. */
  #recent(replica: number): number {
    const to = Math.min(this.#steps, this.config.steps + this.config.refine);
    return this.#mean(replica, Math.floor(0.95 * to), to);
  }

  async #readTally(): Promise<Estimate[]> {
    const { replicas, tally } = this.#ensemble;
    const sums = await tally.read();
    const chains = this.config.heldOut;
    return Array.from({ length: replicas }, (_, r) => {
      const means = [];
      for (let c = 0; c < chains; c++) {
        const [sum, count] = sums.subarray(2 * (r * chains + c), 2 * (r * chains + c) + 2);
        if (count > 0) means.push(sum / count);
      }
      return meanError(means);
    });
  }

  #throwDiverged(): never {
    const bad = Array.from(this.#status.entries()).filter(([, status]) => status !== 0);
    const [replica, status] = bad[0];
    throw new BlockspinError({
      who: 'training',
      expected: 'finite objective and gradients',
      got: `NaN or infinity in ${bad.length} of ${this.#status.length} replicas, first in replica ${replica} at step ${status - 1}`,
      remedy: `use a smaller learning rate than ${this.config.rate}; the filters of the last finite step have been kept`,
      code: 'diverged',
    });
  }

  results(): Results {
    const { config, device, hooks } = this;
    void hooks;
    return {
      summary: {
        adapter: device.adapter,
        versions: { blockspin: VERSION },
        seed: config.seed,
        config,
        seconds: { ...this.#seconds, total: (performance.now() - this.#started) / 1000 },
        points: this.#ensemble.points.map((point) => this.#point(point)),
      },
      curves: this.#ensemble.points.map((point) => this.#each(point).map((r) => this.#curve(r))),
    };
  }

  #curve(replica: number): TrainingCurve {
    const steps = Math.min(this.#steps, this.config.steps);
    const width = Math.max(1, Math.ceil(steps / CURVE_POINTS));
    const curve: TrainingCurve = { step: [], objective: [] };
    for (let to = width; to <= steps; to += width) {
      curve.step.push(to);
      curve.objective.push(this.#mean(replica, to - width, to));
    }
    return curve;
  }

  #point(point: Point): PointSummary {
    const { config } = this;
    const all = this.#each(point);
    const alive = this.#alive(point);
    const trainedSteps = Math.min(this.#steps, config.steps + config.refine);
    const refined = trainedSteps > config.steps;
    // The choice of the best replica looks at in-sample values only, so that the held-out value stays unbiased.
    const score = (r: number) => (refined ? this.#mean(r, Math.floor((config.steps + trainedSteps) / 2), trainedSteps) : this.#recent(r));
    const best = (alive.length > 0 ? alive : all).reduce((a, b) => (score(b) > score(a) ? b : a));
    const value = (r: number) => (this.#status[r] === 0 && this.#heldOut[r] ? this.#heldOut[r] : { mean: Number.NaN, error: Number.NaN });
    const side = config.block;
    const shaped = (r: number) =>
      Array.from({ length: config.components }, (_, c) => Array.from({ length: side }, (_, y) => this.#filters[r].slice((c * side + y) * side, (c * side + y + 1) * side)));
    const information = value(best);
    const autocorrelation = this.#autocorrelation[config.temperature.indexOf(point.temperature)];
    return {
      model: config.model,
      size: config.size,
      temperature: Number.isFinite(point.temperature) ? point.temperature : null,
      coupling: config.coupling,
      block: config.block,
      buffer: point.buffer,
      shell: config.shell,
      components: config.components,
      information,
      unit: 'nat',
      training: { last: this.#mean(best, Math.floor(0.9 * Math.min(this.#steps, config.steps)), Math.min(this.#steps, config.steps)) },
      replicas: all.map((r) => ({ ...value(r), status: this.#status[r] === 0 ? ('ok' as const) : ('diverged' as const) })),
      filters: all.map(shaped),
      best: best - point.first,
      autocorrelation: autocorrelation ?? { energy: Number.NaN, magnetisation_abs: Number.NaN, burn: 0, spacing: config.sweeps, chains: 0, halves: { energy: Number.NaN, magnetisation_abs: Number.NaN } },
      known: knownValue(config, point),
      filter: classifyFilter(shaped(best), information, config.coupling),
      verdict: this.#verdict(best, alive.length, information),
    };
  }

  #verdict(best: number, alive: number, information: Estimate): Verdict {
    if (alive === 0) return 'diverged';
    const { steps } = this.config;
    if (!Number.isFinite(information.mean) || this.#steps < steps) return 'unconverged';
    if (information.mean < Math.max(3 * information.error, 0.005)) return 'zero';
    // Level: the last two eighths of the relaxed training differ by less than 3 standard errors or 2 %.
    const eighth = Math.floor(steps / 8);
    const values = (from: number, to: number) => meanError(Array.from({ length: to - from }, (_, t) => this.#objective(from + t, best)));
    const [a, b] = [values(steps - 2 * eighth, steps - eighth), values(steps - eighth, steps)];
    const rise = b.mean - a.mean;
    return rise < Math.max(3 * Math.hypot(a.error, b.error), 0.02 * b.mean) ? 'converged' : 'unconverged';
  }
}
