import { stateCount } from '../coarse/states.ts';
import { deriveKeys } from '../core/random.ts';
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
import type { Chains } from '../sample/chains.ts';
import { type GatherInputs, gather } from '../view/gather.ts';
import { type SiteTable, siteTable } from '../view/geometry.ts';
import { type Budget, budgetOf, rowsOf, validationsOf } from './budget.ts';
import type { TrainConfig } from './config.ts';
import { Keeper } from './keep.ts';
import { Layout, PARTS, type Part, type Point } from './layout.ts';
import { applyObjective, type ObjectiveTables, parameterShapes } from './objective.ts';
import { chainsOf, defaultSweeps } from './sampling.ts';

/**
 * What one step does: the critic alone learns from the smooth H while the filter waits (warming); both learn
 * (training); the critic alone learns, for the discrete H of the filter found (refining); fixed samples are judged
 * (validating); samples nothing has learned from are judged (evaluating).
 */
export const PHASES = ['warming', 'training', 'refining', 'validating', 'evaluating'] as const;
export type Phase = (typeof PHASES)[number];

/** Which samples a phase sees, whether H is smooth, and what learns. */
const KIND: Readonly<Record<Phase, { part: Part; soft: boolean; learns: 'all' | 'critic' | 'nothing' }>> = {
  warming: { part: 'training', soft: true, learns: 'critic' },
  training: { part: 'training', soft: true, learns: 'all' },
  refining: { part: 'training', soft: false, learns: 'critic' },
  validating: { part: 'validation', soft: false, learns: 'nothing' },
  evaluating: { part: 'held out', soft: false, learns: 'nothing' },
};

/** What the phases share beside the samples. */
interface Shared {
  inputs: Omit<GatherInputs, 'step' | 'keys'>;
  keys: Tensor<'u32'>;
  validationKeys: Tensor<'u32'>;
  tables: ObjectiveTables;
  hyper: ReturnType<Scope['uniform']>;
}

/**
 * All replicas of all points as one ensemble: the same dispatches train every filter and every critic, each replica
 * with its own temperature, buffer, weights, noise and minibatches.
 */
export class Ensemble {
  readonly layout: Layout;
  readonly budget: Budget;
  /** Sweeps between minibatches. */
  readonly sweeps: number;
  readonly scope: Scope;
  readonly chains: Chains;
  readonly arena: Arena;
  readonly plans: Readonly<Record<Phase, Plan>>;
  readonly keeper: Keeper;
  /** (S, R, 2) objective and gradient norm of every step of all phases. */
  readonly history: Tensor<'f32'>;
  /** (R) 0, or one more than the step at which the replica ceased to be finite. */
  readonly status: Tensor<'u32'>;
  /** (R, held-out chains, 2) sums of the bound's terms and their number. */
  readonly tally: Tensor<'f32'>;
  /** (R, held-out chains, states) held-out samples by state of H. */
  readonly census: Tensor<'f32'>;
  readonly #table: SiteTable;
  readonly #step: Tensor<'u32'>;
  readonly #names: { coarse: string[]; critic: string[] };

  constructor(
    readonly device: Device,
    readonly config: TrainConfig,
  ) {
    const { temperature, buffer } = config;
    this.layout = new Layout(config);
    this.budget = budgetOf(config);
    const R = this.replicas;
    this.scope = device.scope('ensemble');
    this.#table = siteTable(buffer.map((b) => ({ block: config.block, buffer: b, shell: config.shell })));
    try {
      this.chains = chainsOf(this.scope, config);
      this.sweeps = config.sweeps ?? defaultSweeps(this.chains, temperature);
      const shapes = parameterShapes(config, Math.max(...this.#table.environmentSites));
      this.#names = { coarse: Object.keys(shapes.coarse), critic: Object.keys(shapes.critic) };
      this.arena = new Arena(this.scope, R, { ...shapes.coarse, ...shapes.critic });
      this.history = this.scope.tensor('f32', [rowsOf(this.budget), R, 2], 'history');
      this.status = this.scope.tensor('u32', [R], 'status');
      this.tally = this.scope.tensor('f32', [R, config.heldOut, 2], 'tally');
      this.census = this.scope.tensor('f32', [R, config.heldOut, stateCount(config.components, 2)], 'census');
      this.#step = this.scope.tensor('u32', [R], 'step');
      this.keeper = new Keeper(this.scope, this.arena, {
        step: this.#step,
        status: this.status,
        validations: validationsOf(this.budget.training, config) + validationsOf(this.budget.refining, config) + 1,
        patience: config.patience,
      });
      this.plans = this.#record();
    } catch (error) {
      this.scope.dispose();
      throw error;
    }
  }

  get points(): readonly Point[] {
    return this.layout.points;
  }

  get replicas(): number {
    return this.layout.replicas;
  }

  /** Everything the future of the run depends on, by name: what a checkpoint holds. */
  get memory(): Record<string, Tensor> {
    const { arena, chains, keeper, history, status, tally, census } = this;
    const [moment1, moment2] = arena.moments;
    const prefixed = (prefix: string, tensors: Readonly<Record<string, Tensor>>) =>
      Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [`${prefix}.${name}`, tensor]));
    const own = { parameters: arena.parameters, moment1, moment2, history, status, tally, census, step: this.#step };
    return { ...own, ...prefixed('chains', chains.memory), ...prefixed('keeper', keeper.memory) };
  }

  /** Compiles all plans and draws the initial weights. */
  async prepare(): Promise<void> {
    await Promise.all([...Object.values(this.plans).map((plan) => plan.compile()), this.keeper.compile()]);
    const { config } = this;
    const limits: Record<string, number | number[]> = {};
    for (const { name, shape } of this.arena.slices) {
      if (name === 'lambda') limits[name] = 1 / config.block;
      else if (name === 'v0') limits[name] = this.layout.windows.map((w) => glorot(this.#table.environmentSites[w], shape[1]));
      else limits[name] = glorot(shape[0] - 1, shape[1]);
    }
    await initialise(this.scope, this.arena, limits, config.seed, this.layout.streams);
    if (config.filter) {
      const row = Float32Array.from(config.filter);
      for (let r = 0; r < this.replicas; r++)
        this.device.writeBytes(this.arena.parameters.buffer, 4 * (r * this.arena.stride + this.arena.slice('lambda').first), row);
    }
  }

  /** Begins a phase at a row of the history: Adam forgets its moments, and the best validation is that of another critic. */
  begin(step: number): void {
    this.device.clear(this.arena.moments);
    this.keeper.forget();
    this.#step.write(new Uint32Array(this.replicas).fill(step));
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

  #record(): Record<Phase, Plan> {
    const { scope, config, layout, replicas: R } = this;
    const { windows, streams } = layout;
    const table = this.#table;
    const keys = (purpose: 'gather' | 'noise' | 'tie') => scope.upload('u32', [R, 2], `keys.${purpose}`, deriveKeys(config.seed, purpose, streams));
    const shared: Shared = {
      inputs: {
        spins: this.chains.state,
        sites: scope.upload('u32', [table.windows, table.data.length / table.windows], 'sites', table.data),
        geometry: scope.upload('u32', [R, 4], 'geometry', Uint32Array.from(windows.flatMap((w) => [w, table.visibleSites, table.environmentSites[w], 0]))),
        source: scope.upload('u32', [R, PARTS.length, 2], 'source', Uint32Array.from(layout.sources.flat())),
      },
      keys: keys('gather'),
      // One key for all: replicas are compared on the same samples.
      validationKeys: scope.upload('u32', [R, 2], 'keys.validation', deriveKeys(config.seed, 'validation', new Array<number>(R).fill(0))),
      tables: {
        widths: scope.upload('u32', [R], 'widths', Uint32Array.from(windows.map((w) => table.environmentSites[w]))),
        noise: keys('noise'),
        tie: keys('tie'),
        schedule: this.#schedule(),
        step: this.#step,
      },
      hyper: scope.uniform(hyperLayout, 'hyper', ADAM),
    };
    return Object.fromEntries(PHASES.map((phase) => [phase, this.#phase(phase, shared)])) as Record<Phase, Plan>;
  }

  #schedule(): Tensor<'f32'> {
    const { config } = this;
    const { training, refining } = this.budget;
    const rows = rowsOf(this.budget);
    const table = new Float32Array(4 * rows);
    const { rate, tau } = config;
    table.set(schedule({ steps: training, rate, cooldown: 0.25, tau }));
    table.set(schedule({ steps: refining, rate: config.freeze ? rate : rate / 2, cooldown: 0.75, tau }), 4 * training);
    return this.scope.upload('f32', [rows, 4], 'schedule', table);
  }

  #phase(phase: Phase, { inputs, keys, validationKeys, tables, hyper }: Shared): Plan {
    const { scope, config, chains, arena } = this;
    const { part, soft, learns } = KIND[phase];
    const plan = new Plan(this.device, phase);
    const sweeps = { training: this.sweeps, 'held out': config.evaluationSweeps, validation: 0 }[part];
    if (sweeps > 0) chains.recordSweep(plan, [this.layout.all(part)], sweeps);

    const fixed = phase === 'validating';
    const samples = part === 'training' ? config.batch : config.evaluationBatch;
    const step = fixed ? this.keeper.drawn : this.#step;
    const tape = new Tape(scope, plan);
    const pairs = gather(
      scope,
      plan,
      { ...inputs, keys: fixed ? validationKeys : keys, step },
      {
        samples,
        size: config.size,
        visibleWords: this.#table.visibleWords,
        environmentWords: this.#table.environmentWords,
        flip: chains.flipSymmetric,
        part,
      },
    );
    const objective = applyObjective(tape, config, pairs, { ...tables, step }, soft, (name) => arena.parameter(name));
    const { term } = objective;
    if (fixed) {
      this.keeper.add(plan, term);
      return plan;
    }
    const trained = [...(learns === 'all' && !config.freeze ? this.#names.coarse : []), ...(learns === 'nothing' ? [] : this.#names.critic)];
    const range = trained.length > 0 ? arena.range(trained) : { first: 0, count: 0 };
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
      { K: samples, P: arena.stride, FIRST: range.first, COUNT: range.count, R: this.replicas },
      { term, g: arena.gradients, history: this.history, status: this.status, step },
      [64 * this.replicas],
    );
    if (trained.length > 0) adam(plan, arena, range, { schedule: tables.schedule, step, status: this.status, hyper });
    else this.#count(plan, objective, samples);
    return plan;
  }

  /** Adds up held-out samples chain by chain. */
  #count(plan: Plan, { term, fit, p }: ReturnType<typeof applyObjective>, samples: number): void {
    const { config, replicas } = this;
    const sizes = { K: samples, C: config.heldOut };
    const step = this.#step;
    plan.dispatch(tallyShader.tally, sizes, { term: fit ?? term, step, sums: this.tally }, [config.heldOut, replicas]);
    if (p) plan.dispatch(tallyShader.census, { ...sizes, S: p.shape[2] }, { p, step, counts: this.census }, [config.heldOut * p.shape[2], replicas]);
  }
}
