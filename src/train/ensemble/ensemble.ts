import { entropyBonusOf } from '../../coarse/variables.ts';
import { allEnded } from '../../core/async.ts';
import { BlockspinError } from '../../core/errors.ts';
import type { Device } from '../../gpu/device.ts';
import type { Memory } from '../../gpu/memory.ts';
import { Plan } from '../../gpu/plan.ts';
import { Scope } from '../../gpu/scope.ts';
import { type Tensor, typed } from '../../gpu/tensor.ts';
import { Turns } from '../../gpu/turns.ts';
import { checkedChains } from '../../model/checked_chains.ts';
import { schedule } from '../../optim/schedule.ts';
import type { Chains } from '../../sample/chains.ts';
import { minibatchSweeps } from '../../sample/policy.ts';
import type { SiteTable } from '../../space/table.ts';
import { PARTS } from '../../view/gather.ts';
import { allRows, type Budget, budgetOf, type Rows, rowsOf } from '../config/budget.ts';
import type { TrainConfig } from '../config/config.ts';
import { isTable } from '../config/evolution.ts';
import { siteTableOf } from '../config/geometry.ts';
import type { BestValidation } from './keep.ts';
import { Layout, type Point } from './layout.ts';
import { KIND, PHASES, type Phase } from './phases.ts';
import { type Filter, readFilters } from './response.ts';
import { rows } from './rows.ts';
import { samplingRequest } from './sampling.ts';
import { Shard } from './shard.ts';

/**
 * All replicas of all points as one ensemble: the same dispatches train every filter and every critic, each replica
 * with its own temperature, buffer, weights, noise and minibatches. Where one binding cannot hold them all, they are divided
 * into several shards, which run one after another within a step and share their scratch memory.
 */
export class Ensemble {
  readonly layout: Layout;
  readonly budget: Budget;
  /** Sweeps between minibatches. */
  readonly sweeps: number;
  readonly scope: Scope;
  readonly chains: Chains;
  readonly shards: readonly Shard[];
  readonly plans: Readonly<Record<Phase, Plan>>;
  /** Ends a validation: the best parameters so far are stored. */
  readonly judge: Plan;
  /** Restores the parameters of the best validation. */
  readonly restore: Plan;
  readonly table: SiteTable;
  /** (steps, 4) as made by `schedule`. */
  readonly schedule: Tensor<'f32'>;
  #config: TrainConfig;

  /**
   * @param on the device it trains on, or a ledger on which it is only laid out
   * @param shardSize most replicas of a shard
   * @param ring rows of the history where a training has no end: the oldest ones are overwritten, whoever runs it writes the schedule,
   *   and validations have an error
   */
  constructor(
    on: Memory,
    config: TrainConfig,
    shardSize = Number.POSITIVE_INFINITY,
    readonly ring?: Rows,
  ) {
    const { temperature } = config;
    this.#config = config;
    this.layout = new Layout(config);
    this.budget = budgetOf(config);
    this.scope = new Scope(on, 'ensemble');
    this.table = siteTableOf(config);
    try {
      this.chains = checkedChains(config.model, this.scope, samplingRequest(config));
      this.sweeps = config.sweeps ?? minibatchSweeps(this.chains, temperature);
      const { table, scope } = this;
      const rows = ring ?? allRows(config);
      this.schedule = scope.tensor('f32', [rows.steps, 4], 'schedule');
      if (!ring) this.schedule.write(scheduleOf(config, this.budget));
      const common = { config, layout: this.layout, rows, scattered: ring !== undefined, chains: this.chains, table, schedule: this.schedule };
      this.shards = parts(this.replicas, shardSize).map(([first, count]) => new Shard(scope, common, first, count));
      this.plans = Object.fromEntries(PHASES.map((phase) => [phase, this.#record(phase)])) as Record<Phase, Plan>;
      this.judge = this.#together('judge', (plan, { keeper }) => keeper.judge(plan));
      this.restore = this.#together('restore', (plan, { keeper }) => keeper.restore(plan));
    } catch (error) {
      this.scope.dispose();
      throw error;
    }
  }

  /** The settings, with the temperatures of the chains as they are now. */
  get config(): TrainConfig {
    return this.#config;
  }

  /** The device it trains on. */
  get device(): Device {
    return this.judge.device;
  }

  get points(): readonly Point[] {
    return this.layout.points;
  }

  get replicas(): number {
    return this.layout.replicas;
  }

  /** Everything the future of the run depends on, by name: what a checkpoint holds. */
  get memory(): Record<string, Tensor> {
    const all: Record<string, Tensor> = {};
    for (const [name, tensor] of Object.entries(this.chains.saved)) all[`chains.${name}`] = tensor;
    for (const [i, shard] of this.shards.entries()) {
      for (const [name, tensor] of Object.entries(shard.memory)) all[storedName(i, name)] = tensor;
    }
    return all;
  }

  /** Compiles all plans. @param later given where the pipelines of other plans come first; this signal ends it */
  async compile(later?: AbortSignal): Promise<void> {
    await allEnded([...Object.values(this.plans), this.judge, this.restore].map((plan) => plan.compile(later)));
  }

  /** Compiles all plans and draws the initial weights. */
  async prepare(): Promise<void> {
    await this.compile();
    for (const shard of this.shards) await shard.initialise();
  }

  /**
   * Gives the chains of a point another temperature (another rate of chipping). No plan is made or compiled. Its best validation, which belongs
   * to the former temperature, is forgotten with all others.
   * @throws BlockspinError for a temperature that is not allowed, and for chains whose plans depend on it
   */
  setTemperature(index: number, temperature: number): void {
    const { chains, layout, config } = this;
    if (!chains.setTemperature) {
      throw new BlockspinError({
        who: `${chains.algorithm} chains of the model ${chains.model}`,
        expected: 'a temperature that stays',
        got: String(temperature),
        remedy: 'begin anew at that temperature, or use another algorithm',
      });
    }
    for (const part of PARTS) chains.setTemperature(layout.groups(part, index), temperature);
    const points = config.temperature.with(index, temperature);
    this.#config = { ...config, [config.model.control.key]: points, temperature: points };
    layout.setTemperature(index, temperature);
    for (const { keeper } of this.shards) keeper.forget();
  }

  /** Begins a phase at a row of the history. */
  begin(step: number): void {
    for (const shard of this.shards) shard.begin(step);
  }

  /** By replica; for a nonlinear filter its linear part. */
  async filters(): Promise<Filter[]> {
    return this.#each(({ arena, shapes }) => readFilters(arena, shapes.coarse, isTable(this.config)));
  }

  /** By replica: 0, or one more than the step at which it became non-finite. */
  async status(): Promise<number[]> {
    return this.#each(async ({ status }) => Array.from(await status.read()));
  }

  async bestValidations(): Promise<BestValidation[]> {
    return this.#each(async ({ keeper, replicas }) =>
      rows(await keeper.best.read(), replicas).map(([value, step, , some]) => ({ value: some === 0 ? Number.NaN : value, step })),
    );
  }

  /** Values of the first `count` validations: [replica][validation], nats. */
  async validations(count: number): Promise<number[][]> {
    return this.#each(async ({ keeper, replicas }) => {
      const all = await keeper.values.read();
      return Array.from({ length: replicas }, (_, r) => Array.from({ length: count }, (_, i) => all[i * replicas + r]));
    });
  }

  /**
   * Sums over held-out samples, replica by replica: terms and their number by chain, samples by chain and state of H. They are read
   * shard by shard, because there are many chains.
   */
  async *heldOut(): AsyncGenerator<{ sums: Float32Array; counts: Float32Array }> {
    for (const { tally, census, replicas } of this.shards) {
      const [sums, counts] = [await tally.read(), await census.read()];
      const row = (all: Float32Array, r: number) => all.subarray((r * all.length) / replicas, ((r + 1) * all.length) / replicas);
      for (let r = 0; r < replicas; r++) yield { sums: row(sums, r), counts: row(counts, r) };
    }
  }

  /** Objective and gradient norm of the steps from .. to, (steps, R, 2): of a ring no more than it has rows. */
  async history(from: number, to: number): Promise<Float32Array> {
    const all = new Float32Array(2 * this.replicas * (to - from));
    for (const { history, first, replicas } of this.shards) {
      const row = 2 * replicas;
      const rows = history.shape[0];
      for (let begin = from; begin < to; ) {
        const end = Math.min(to, begin + rows - (begin % rows));
        const read = typed('f32', await this.scope.memory.readBytes(history.buffer, 4 * row * (begin % rows), 4 * row * (end - begin)));
        for (let t = begin; t < end; t++) all.set(read.subarray(row * (t - begin), row * (t - begin + 1)), 2 * ((t - from) * this.replicas + first));
        begin = end;
      }
    }
    return all;
  }

  dispose(): void {
    this.scope.dispose();
  }

  async #each<T>(of: (shard: Shard) => Promise<T[]>): Promise<T[]> {
    const all: T[] = [];
    for (const shard of this.shards) all.push(...(await of(shard)));
    return all;
  }

  #record(phase: Phase): Plan {
    const { part } = KIND[phase];
    const sweeps = { training: this.sweeps, 'held out': this.config.evaluationSweeps ?? 0, validation: 0 }[part];
    const plan = new Plan(this.scope.memory, phase);
    if (sweeps > 0) this.chains.recordSweep(plan, [this.layout.all(part)], sweeps);
    const turns = new Turns(this.scope, Math.max(...this.shards.map(({ replicas }) => replicas)));
    for (const shard of this.shards) shard.record(plan, phase, turns.next(shard.replicas));
    return plan;
  }

  #together(label: string, record: (plan: Plan, shard: Shard) => void): Plan {
    const plan = new Plan(this.scope.memory, label);
    for (const shard of this.shards) record(plan, shard);
    return plan;
  }
}

/** The name of a tensor of a shard in a checkpoint. Files of version 0.1 call a shard a group, and are still read. */
export function storedName(shard: number, name: string): string {
  return `group${shard}.${name}`;
}

/** Contiguous parts of at most `most`, as even as possible: [first, count]. */
function parts(total: number, most: number): [number, number][] {
  const count = Math.max(1, Math.ceil(total / most));
  const edge = (i: number) => Math.floor((i * total) / count);
  return Array.from({ length: count }, (_, i) => [edge(i), edge(i + 1) - edge(i)]);
}

/** Learning rates, temperatures of the relaxed variable where there is one, and entropy bonuses, for every step of all phases. */
function scheduleOf(config: TrainConfig, budget: Budget): Float32Array {
  const { learningRate, refineLearningRate = 1, tau } = config;
  const { training, refining } = budget;
  const table = new Float32Array(4 * rowsOf(budget));
  table.set(schedule({ steps: training, rate: learningRate, cooldown: 0.25, tau, bonus: entropyBonusOf(config) }));
  table.set(schedule({ steps: refining, rate: refineLearningRate * learningRate, cooldown: 0.75, tau }), 4 * training);
  return table;
}
