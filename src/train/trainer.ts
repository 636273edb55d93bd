import { BlockspinError } from '../core/errors.ts';
import type { Device } from '../gpu/device.ts';
import { Plan } from '../gpu/plan.ts';
import { type Commands, clearing, submit } from '../gpu/submission.ts';
import { Pacer } from '../gpu/waiting.ts';
import type { Model } from '../model/model.ts';
import { PARTS } from '../view/gather.ts';
import { firstRow, type Learning, type Rows } from './config/budget.ts';
import { type TrainConfig, type TrainInput, trainConfig } from './config/config.ts';
import { burnIn } from './ensemble/burn.ts';
import { Ensemble } from './ensemble/ensemble.ts';
import type { BestValidation } from './ensemble/keep.ts';
import type { Phase } from './ensemble/phases.ts';
import type { Filter } from './ensemble/response.ts';
import { Snapshot } from './ensemble/snapshot.ts';
import { type FilterHandle, filterHandle, type StateHandle, stateHandle } from './handles.ts';
import { measured } from './measure.ts';
import { opening, type TrainerOptions } from './opening.ts';
import type { Autocorrelation, Results } from './result/summary.ts';
import { writeRates } from './ring.ts';

/** Called after each submission with the number of repeats done. */
type OnDone = (done: number) => Promise<void>;
const nothing: OnDone = async () => {};

/**
 * A training step by step. `train` is one use of it, a page that shows a training another one: it moves chains before anything learns, makes
 * any number of training steps, changes temperatures between them, measures, and begins anew, with the same pipelines.
 *
 * `prepareSampling` or `prepare` compile what the other methods run. Methods that return `Commands` submit nothing: their caller does,
 * together with other work, in the order in which they were called. All others may be called at any time between two awaited ones.
 */
export class Trainer {
  #ensemble: Ensemble;
  /** One sweep of the chains of all parts; and as many of those that training steps do not move as a step makes of the others. */
  #moving: { all: Plan; rest: Plan } | undefined;
  #prepared = false;
  /** Number of the next step, and of the first one of its phase. */
  #next = 0;
  #first = 0;
  /** Sweeps after which the chains that training steps do not move are in equilibrium. */
  #owed: number;
  #validations = 0;
  readonly #pacer = new Pacer();
  readonly #works = new Map<string, { device: Device; run: (repeats: number) => void }>();

  private constructor(
    readonly device: Device,
    config: TrainConfig,
    readonly shardSize: number,
    ring: Rows | undefined,
  ) {
    this.#ensemble = new Ensemble(device, config, shardSize, ring);
    this.#owed = this.#relaxation();
  }

  /**
   * Checks settings as `train` does and lays the training out in memory; nothing is compiled.
   * @param input settings that differ from the defaults, see `TrainInput`
   * @throws BlockspinError for settings that are not allowed or do not fit the device
   */
  static async open<M extends string | Model = string>(device: Device, input: TrainInput<M>, options: TrainerOptions = {}): Promise<Trainer> {
    const { config, shardSize, ring } = await opening(device, input as TrainInput, options);
    return new Trainer(device, config, shardSize, ring);
  }

  /** The settings, with the temperatures as they are now. */
  get config(): TrainConfig {
    return this.#ensemble.config;
  }

  /** What is laid out on the GPU; another one after a reset. */
  get ensemble(): Ensemble {
    return this.#ensemble;
  }

  /** Steps since the beginning or the last reset: of training, refining and evaluating. */
  get steps(): number {
    return this.#next;
  }

  /** Whether training steps can be made. */
  get prepared(): boolean {
    return this.#prepared;
  }

  /** Sweeps that are left until the chains to validate and evaluate on have forgotten their start, or the last change of a temperature. */
  get owed(): number {
    return this.#owed;
  }

  /** Compiles what moves the chains, which takes a small part of the time of `prepare`. */
  async prepareSampling(): Promise<void> {
    const { chains, layout, sweeps, scope } = this.#ensemble;
    const parts = PARTS.map((part) => layout.all(part));
    const all = new Plan(scope.memory, 'sweep');
    const rest = new Plan(scope.memory, 'sweep others');
    // Fixed data do not move.
    if (sweeps > 0) {
      chains.recordSweep(all, parts, 1);
      chains.recordSweep(rest, parts.slice(1), sweeps);
    }
    await Promise.all([all.compile(), rest.compile()]);
    this.#moving = { all, rest };
  }

  /** Compiles everything that trains and measures, and draws the first weights. */
  async prepare(): Promise<void> {
    await this.#ensemble.prepare();
    this.#prepared = true;
    if (this.#ensemble.ring) this.begin('training');
  }

  /** Moves the chains of all parts; nothing learns. */
  async sample(sweeps: number, progress: OnDone = nothing): Promise<void> {
    await this.#run('sweep', (n) => submit(this.device, 'sweep', this.sampling(n)), sweeps, progress);
  }

  /** The same as commands. */
  sampling(sweeps: number): Commands[] {
    this.#owed = Math.max(0, this.#owed - sweeps);
    return [this.#movingPlans().all.times(sweeps)];
  }

  /**
   * Brings the chains of one point to equilibrium and measures how fast they forget.
   * @param index of its temperature
   * @param progress called with the fraction done
   */
  async burnIn(index: number, progress: (fraction: number) => Promise<void> = nothing): Promise<Autocorrelation> {
    const measured = await burnIn(this.#ensemble, index, progress);
    if (index === this.config.temperature.length - 1) this.#owed = 0;
    return measured;
  }

  /** Begins a phase in which something learns: Adam's moments and the best validation are forgotten. */
  begin(phase: Learning): void {
    const { ring, budget } = this.#ensemble;
    if (!ring) this.#next = firstRow(budget, phase);
    this.#first = this.#next;
    this.#ensemble.begin(this.#next);
  }

  /** Makes training steps of filter and critic, or other steps, and waits for them. */
  async step(count: number, phase: Phase = 'training', progress: OnDone = nothing): Promise<void> {
    const plan = this.#ensemble.plans[phase];
    const run = (n: number) => {
      this.#advance(phase, n);
      plan.run(n);
    };
    await this.#run(phase, run, count, progress);
  }

  /**
   * Training steps as commands. Chains that they do not move follow, as long as they are not in equilibrium.
   * @param count at most as many as the history has rows
   */
  training(count: number): Commands[] {
    this.#advance('training', count);
    const { sweeps, plans } = this.#ensemble;
    const following = Math.min(count, Math.ceil(this.#owed / Math.max(1, sweeps)));
    this.#owed = Math.max(0, this.#owed - following * sweeps);
    return [...(following > 0 ? [this.#movingPlans().rest.times(following)] : []), plans.training.times(count)];
  }

  /** Validates all replicas on fixed samples, with the discrete H; the parameters of the best validation are stored on the GPU. */
  validate(): void {
    submit(this.device, 'validate', this.validating());
  }

  /** The same as commands. */
  validating(): Commands[] {
    const { plans, judge, shards } = this.#ensemble;
    const scattered = shards.flatMap(({ scatter }) => (scatter ? [scatter] : []));
    this.#validations += 1;
    return [clearing(scattered), plans.validating.times(this.config.validations), judge.times(1)];
  }

  /** Goes back to the parameters of the best validation. */
  restoreBest(): void {
    this.#ensemble.restore.run();
  }

  /**
   * Changes the temperature (the rate of chipping) of a point from the next sweep on. Nothing is compiled or allocated. The chains start where they
   * are; `owed` says when those to validate and evaluate on are in equilibrium.
   * @param index of the temperature
   * @throws BlockspinError for a temperature that is not allowed, and for chains whose plans depend on it
   */
  setTemperature(index: number, temperature: number): void {
    this.#ensemble.setTemperature(index, temperature);
    this.#owed = this.#relaxation();
  }

  /**
   * Measures I(H:E) as `train` does at its end: critics are refined for the discrete H, and evaluated on chains that nothing has learned from.
   * The training then continues from where it was. Chains that are not in equilibrium are moved before.
   * @returns results without training curves; information in nats
   */
  async measure(progress: (fraction: number) => Promise<void> = nothing): Promise<Results> {
    if (this.#owed > 0) await this.sample(this.#owed);
    const next = this.#next;
    const snapshot = new Snapshot(this.#ensemble);
    try {
      return await measured(this, progress);
    } finally {
      snapshot.restore();
      if (!this.#ensemble.ring) this.#next = next;
      snapshot.dispose();
    }
  }

  /** The filter of each replica. */
  filters(): Promise<Filter[]> {
    return this.#ensemble.filters();
  }

  /** The best validation of each replica since the phase began, nats. */
  bestValidations(): Promise<BestValidation[]> {
    return this.#ensemble.bestValidations();
  }

  /** By replica: 0, or one more than the step at which it became non-finite. */
  status(): Promise<number[]> {
    return this.#ensemble.status();
  }

  /** Objective in nats and norm of the gradient of the last steps, (steps, replicas, 2), no more than the history keeps. */
  history(count: number): Promise<Float32Array> {
    const kept = Math.min(count, this.#next, this.#ensemble.schedule.shape[0]);
    return this.#ensemble.history(this.#next - kept, this.#next);
  }

  /** Row of the last validation among those that the GPU keeps, see `Keeper.values`; undefined before the first. */
  get validationRow(): number | undefined {
    return this.#validations === 0 ? undefined : (this.#validations - 1) % this.#ensemble.shards[0].keeper.values.shape[0];
  }

  /** Where the chains of a point lie. @param index of its temperature */
  state(index = 0): StateHandle {
    return stateHandle(this.#ensemble, index);
  }

  /** Where the filter of a replica lies. */
  filter(replica: number): FilterHandle {
    return filterHandle(this.#ensemble, replica);
  }

  /**
   * Begins anew at the present temperatures, as a new trainer with these settings would, bit for bit. Pipelines are kept; handles are not.
   * @param seed the former one unless given
   */
  async reset(seed = this.config.seed): Promise<void> {
    const { config, ring } = this.#ensemble;
    const moved = this.#moving !== undefined;
    const prepared = this.#prepared;
    this.#ensemble.dispose();
    this.#works.clear();
    this.#moving = undefined;
    this.#prepared = false;
    [this.#next, this.#first, this.#validations] = [0, 0, 0];
    this.#ensemble = new Ensemble(this.device, trainConfig({ ...config, seed } as TrainInput), this.shardSize, ring);
    this.#owed = this.#relaxation();
    if (moved) await this.prepareSampling();
    if (prepared) await this.prepare();
  }

  /** Frees the memory of the training. */
  close(): void {
    this.#ensemble.dispose();
  }

  #relaxation(): number {
    const { chains, config } = this.#ensemble;
    return Math.ceil(Math.max(...config.temperature.map((t) => chains.relaxation(t))) * (config.relaxations ?? 1));
  }

  #movingPlans(): { all: Plan; rest: Plan } {
    if (this.#moving) return this.#moving;
    throw new BlockspinError({ who: 'trainer', expected: 'prepareSampling() before chains are moved', got: 'none', remedy: 'await it once' });
  }

  /** Counts steps, and writes their rates where the table of rates is a ring. */
  #advance(phase: Phase, count: number): void {
    writeRates(this.#ensemble, phase, { next: this.#next, first: this.#first, count });
    this.#next += count;
  }

  /** Runs work in submissions of about a quarter of a second. */
  async #run(name: string, run: (repeats: number) => void, count: number, progress: OnDone): Promise<void> {
    const work = this.#works.get(name) ?? { device: this.device, run };
    this.#works.set(name, work);
    const most = this.#ensemble.ring?.steps ?? Number.POSITIVE_INFINITY;
    for (let done = 0; done < count; ) {
      done += await this.#pacer.piece(work, Math.min(most, count - done));
      await progress(done);
    }
  }
}
