import { infonce } from '../bound/infonce.ts';
import { filter } from '../coarse/filter.ts';
import { relaxed } from '../coarse/relaxed.ts';
import { sign } from '../coarse/sign.ts';
import { BlockspinError } from '../core/errors.ts';
import { deriveKeys } from '../core/random.ts';
import { separable, separableParameters } from '../critic/separable.ts';
import * as recordShader from '../gen/shaders/train/record.ts';
import * as tallyShader from '../gen/shaders/train/tally.ts';
import type { Device, Scope } from '../gpu/device.ts';
import { Plan } from '../gpu/plan.ts';
import type { Tensor } from '../gpu/tensor.ts';
import { Arena } from '../graph/arena.ts';
import { Tape } from '../graph/tape.ts';
import { adam, hyperLayout } from '../optim/adam.ts';
import { glorot, initialise } from '../optim/init.ts';
import { ADAM, schedule } from '../optim/schedule.ts';
import { CHAINS_PER_GROUP, type Chains, type GroupRange } from '../sample/chains.ts';
import { type GatherInputs, gather, uploadTable } from '../view/gather.ts';
import type { SiteTable } from '../view/table.ts';
import type { TrainConfig } from './config.ts';
import { massesOf, tableOf } from './geometry.ts';
import { chainsOf, defaultSweeps } from './sampling.ts';

/** One point of the grid of temperatures and buffers. */
export interface Point {
  temperature: number;
  buffer: number;
  /** Its replicas in the ensemble: first .. first + config.replicas. */
  first: number;
}

/** A step of a phase: trains on relaxed H, trains the critic on discrete H, or evaluates held-out samples. */
type Phase = 'training' | 'refining' | 'evaluating';

/**
 * All replicas of all points as one ensemble: the same dispatches train every filter and every critic, each replica
 * with its own temperature, buffer, weights, noise and minibatches.
 */
export class Ensemble {
  readonly points: Point[];
  /** Sweeps between minibatches. */
  readonly sweeps: number;
  readonly replicas: number;
  readonly scope: Scope;
  readonly chains: Chains;
  readonly arena: Arena;
  readonly plans: Record<Phase, Plan>;
  /** (S, R, 2) objective and gradient norm of every step of all phases. */
  readonly history: Tensor<'f32'>;
  /** (R) 0, or one more than the step at which the replica ceased to be finite. */
  readonly status: Tensor<'u32'>;
  /** (R, held-out chains, 2) sums of the bound's terms and their number. */
  readonly tally: Tensor<'f32'>;
  readonly #table: SiteTable;
  readonly #step: Tensor<'u32'>;

  constructor(
    readonly device: Device,
    readonly config: TrainConfig,
  ) {
    const { temperature, buffer, replicas } = config;
    this.points = temperature.flatMap((t) => buffer.map((b) => ({ temperature: t, buffer: b, first: 0 })));
    this.points.forEach((point, i) => {
      point.first = i * replicas;
    });
    this.replicas = this.points.length * replicas;
    this.scope = device.scope('ensemble');
    this.#table = tableOf(config);
    try {
      this.chains = chainsOf(this.scope, config);
      this.sweeps = config.sweeps ?? defaultSweeps(this.chains, temperature);
      this.arena = new Arena(this.scope, this.replicas, {
        lambda: [config.components, this.#table.visibleSites],
        ...separableParameters({ ...config, environment: Math.max(...this.#table.environmentSites) }),
      });
      const rows = config.steps + config.refine + config.evaluations;
      this.history = this.scope.tensor('f32', [rows, this.replicas, 2], 'history');
      this.status = this.scope.tensor('u32', [this.replicas], 'status');
      this.tally = this.scope.tensor('f32', [this.replicas, config.heldOut, 2], 'tally');
      this.#step = this.scope.tensor('u32', [this.replicas], 'step');
      this.plans = this.#record();
    } catch (error) {
      this.scope.dispose();
      throw error;
    }
  }

  /** Groups of chains of a temperature, by part. */
  groups(temperatureIndex: number): { training: GroupRange; heldOut: GroupRange } {
    const { temperature, chains, heldOut } = this.config;
    const [a, b] = [chains / CHAINS_PER_GROUP, heldOut / CHAINS_PER_GROUP];
    return {
      training: { first: temperatureIndex * a, groups: a },
      heldOut: { first: temperature.length * a + temperatureIndex * b, groups: b },
    };
  }

  /** Compiles all plans and draws the initial weights. */
  async prepare(): Promise<void> {
    await Promise.all(Object.values(this.plans).map((plan) => plan.compile()));
    const { config } = this;
    const limits: Record<string, number | number[]> = {};
    for (const { name, shape } of this.arena.slices) {
      if (name === 'lambda') limits[name] = 1 / Math.sqrt(this.#table.visibleSites);
      else if (name === 'v0') limits[name] = this.#replicaWindows().map((w) => glorot(this.#table.environmentSites[w], shape[1]));
      else limits[name] = glorot(shape[0] - 1, shape[1]);
    }
    await initialise(this.scope, this.arena, limits, config.seed);
    if (config.filter) {
      const row = Float32Array.from(config.filter);
      for (let r = 0; r < this.replicas; r++)
        this.device.writeBytes(this.arena.parameters.buffer, 4 * (r * this.arena.stride + this.arena.slice('lambda').first), row);
    }
  }

  /** Forgets Adam's moments, for the start of a new phase. */
  resetMoments(): void {
    this.device.clear(this.arena.moments);
  }

  /** Filters of all replicas: [replica][component * block sites]. */
  async filters(): Promise<number[][]> {
    const all = await this.arena.parameter('lambda').read();
    const size = all.length / this.replicas;
    return Array.from({ length: this.replicas }, (_, r) => Array.from(all.subarray(r * size, (r + 1) * size)));
  }

  dispose(): void {
    this.scope.dispose();
  }

  /** Row of the site table of every replica. */
  #replicaWindows(): number[] {
    const { buffer, replicas } = this.config;
    return Array.from({ length: this.replicas }, (_, r) => Math.floor(r / replicas) % buffer.length);
  }

  #record(): Record<Phase, Plan> {
    const { scope, config, replicas: R } = this;
    const windows = this.#replicaWindows();
    const table = this.#table;
    const temperatureOf = (r: number) => Math.floor(r / (config.replicas * config.buffer.length));
    const source = Array.from({ length: R }, (_, r) => {
      const { training, heldOut } = this.groups(temperatureOf(r));
      return [training.first, training.groups, heldOut.first, heldOut.groups];
    });
    const inputs: GatherInputs = {
      state: this.chains.state,
      ...uploadTable(scope, table, windows),
      source: scope.upload('u32', [R, 2, 2], 'source', Uint32Array.from(source.flat())),
      keys: scope.upload('u32', [R, 2], 'keys.gather', deriveKeys(config.seed, 'gather', R)),
      step: this.#step,
    };
    const shared = {
      inputs,
      widths: scope.upload('u32', [R], 'widths', Uint32Array.from(windows.map((w) => table.environmentSites[w]))),
      noise: scope.upload('u32', [R, 2], 'keys.noise', deriveKeys(config.seed, 'noise', R)),
      tie: scope.upload('u32', [R, 2], 'keys.tie', deriveKeys(config.seed, 'tie', R)),
      schedule: this.#schedule(),
      hyper: scope.uniform(hyperLayout, 'hyper', ADAM),
    };
    return { training: this.#phase('training', shared), refining: this.#phase('refining', shared), evaluating: this.#phase('evaluating', shared) };
  }

  #schedule(): Tensor<'f32'> {
    const { config } = this;
    const rows = config.steps + config.refine + config.evaluations;
    const table = new Float32Array(4 * rows);
    const tau = config.tau;
    table.set(schedule({ steps: config.steps, rate: config.rate, cooldown: 0.25, tau }));
    table.set(schedule({ steps: config.refine, rate: config.rate / 2, cooldown: 0.75, tau }), 4 * config.steps);
    return this.scope.upload('f32', [rows, 4], 'schedule', table);
  }

  #phase(
    phase: Phase,
    shared: { inputs: GatherInputs; widths: Tensor; noise: Tensor<'u32'>; tie: Tensor<'u32'>; schedule: Tensor<'f32'>; hyper: ReturnType<Scope['uniform']> },
  ): Plan {
    const { scope, config, chains, arena } = this;
    const plan = new Plan(this.device, phase);
    const part = phase === 'evaluating' ? 'held out' : 'training';
    const ranges = config.temperature.map((_, t) => (part === 'training' ? this.groups(t).training : this.groups(t).heldOut));
    // Neighbouring ranges are one range: the groups of one part lie side by side.
    const range = { first: ranges[0].first, groups: ranges.reduce((sum, r) => sum + r.groups, 0) };
    const sweeps = part === 'training' ? this.sweeps : config.evaluationSweeps;
    if (sweeps > 0) chains.recordSweep(plan, [range], sweeps);

    const samples = phase === 'evaluating' ? config.evaluationBatch : config.batch;
    const tape = new Tape(scope, plan);
    const pairs = gather(scope, plan, shared.inputs, {
      samples,
      table: this.#table,
      flip: chains.flipSymmetric,
      masses: massesOf(config),
      part,
    });
    if (pairs.visible.dtype !== 'u32') {
      const remedy = 'blockspin sample has all of them';
      throw new BlockspinError({ who: '--model', expected: 'a model of spins or bonds to train on: ising, dimers or data', got: config.model, remedy });
    }
    const lambda = arena.parameter('lambda');
    const { a } = tape.apply(filter, { visible: pairs.visible, w: lambda });
    const { schedule: table, inputs } = shared;
    const { h } =
      phase === 'training'
        ? tape.apply(relaxed, { a }, { extras: { schedule: table, keys: shared.noise, step: inputs.step } })
        : tape.apply(sign, { a }, { extras: { keys: shared.tie, step: inputs.step } });
    const { u, v } = separable(tape, h, pairs.environment, shared.widths, config.hidden.length + 1, (name) => arena.parameter(name));
    const { term } = tape.apply(infonce, { u, v });

    const trained = arena.slices.map((s) => s.name).filter((name) => phase !== 'evaluating' && (name !== 'lambda' || (phase === 'training' && !config.freeze)));
    const trainedRange = trained.length > 0 ? arena.range(trained) : { first: 0, count: 0 };
    if (trained.length > 0) {
      const seed = scope.upload('f32', [this.replicas, samples], 'dterm', new Float32Array(this.replicas * samples).fill(1 / samples));
      tape.backward(
        term,
        seed,
        trained.map((name) => [arena.parameter(name), arena.gradient(name)]),
      );
    }
    plan.dispatch(
      recordShader.record,
      { K: samples, P: arena.stride, FIRST: trainedRange.first, COUNT: trainedRange.count, R: this.replicas },
      { term, g: arena.gradients, history: this.history, status: this.status, step: inputs.step },
      [64 * this.replicas],
    );
    if (trained.length > 0) adam(plan, arena, trainedRange, { schedule: table, step: inputs.step, status: this.status, hyper: shared.hyper });
    else plan.dispatch(tallyShader.tally, { K: samples, C: config.heldOut }, { term, step: inputs.step, sums: this.tally }, [config.heldOut, this.replicas]);
    return plan;
  }
}
