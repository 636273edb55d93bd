import { boundState } from '../../bound/apply.ts';
import { type CoarseShape, hasPairs } from '../../coarse/shape.ts';
import { preferences, sumOfProducts } from '../../coarse/start.ts';
import { tableUnits } from '../../coarse/table.ts';
import { coarseLimits, coarseParameters } from '../../coarse/variable.ts';
import { isDiscrete } from '../../coarse/variables.ts';
import { deriveKey, deriveKeys } from '../../core/random.ts';
import { type CriticShape, criticLimits, criticParameters } from '../../critic/critic.ts';
import * as recordShader from '../../gen/shaders/train/record.ts';
import * as tallyShader from '../../gen/shaders/train/tally.ts';
import type { Plan } from '../../gpu/plan.ts';
import type { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import { Arena } from '../../graph/arena.ts';
import { Tape } from '../../graph/tape.ts';
import { adam, hyperLayout } from '../../optim/adam.ts';
import { initialise } from '../../optim/init.ts';
import { ADAM } from '../../optim/schedule.ts';
import type { Chains } from '../../sample/chains.ts';
import { CHAINS_PER_GROUP, groupsBetween } from '../../sample/groups.ts';
import type { SiteTable } from '../../space/table.ts';
import { type GatherInputs, gather, PARTS, type Part, uploadTable } from '../../view/gather.ts';
import type { Rows } from '../config/budget.ts';
import type { TrainConfig } from '../config/config.ts';
import { evolves, isTable } from '../config/evolution.ts';
import { coarseShapeOf, criticShapeOf, statesOfH } from '../config/shapes.ts';
import { Keeper } from './keep.ts';
import { uploadKnown, uploadPairs } from './known.ts';
import type { Layout } from './layout.ts';
import { applyObjective, type Objective, type ObjectiveTables } from './objective.ts';
import { kindOf, type Phase } from './phases.ts';
import { standardised } from './response.ts';
import { rows as rowsOf } from './rows.ts';

/** Tensors that all shards of an ensemble read and none of them writes. */
interface Common {
  config: TrainConfig;
  layout: Layout;
  rows: Rows;
  /** Whether validations add up their terms chain by chain, which gives them an error. */
  scattered: boolean;
  chains: Chains;
  table: SiteTable;
  /** (steps, 4) rates and temperatures of the relaxed variable. */
  schedule: Tensor<'f32'>;
}

/**
 * Replicas from .. from + count of an ensemble, in the same dispatches: as many as one binding holds. The results of a
 * replica do not depend on which others share its shard.
 */
export class Shard {
  readonly arena: Arena;
  readonly shapes: { coarse: CoarseShape; critic: CriticShape };
  readonly keeper: Keeper;
  /** (S, R, 2) objective and gradient norm of every step of all phases. */
  readonly history: Tensor<'f32'>;
  /** (R) 0, or one more than the step at which the replica became non-finite. */
  readonly status: Tensor<'u32'>;
  /** (R, held-out chains, 2) sums of the bound's terms and their number. */
  readonly tally: Tensor<'f32'>;
  /** (R, held-out chains, states) held-out samples by state of H. */
  readonly census: Tensor<'f32'>;
  /** (R, validation chains, 2) the same as `tally` of the validation in progress; only where validations have an error. */
  readonly scatter: Tensor<'f32'> | undefined;
  readonly #step: Tensor<'u32'>;
  readonly #names: { coarse: string[]; critic: string[] };
  readonly #inputs: Omit<GatherInputs, 'step' | 'keys'>;
  readonly #keys: { gather: Tensor<'u32'>; validation: Tensor<'u32'> };
  readonly #tables: ObjectiveTables;
  readonly #hyper: ReturnType<Scope['uniform']>;
  readonly #windows: readonly number[];
  readonly #streams: readonly number[];

  constructor(
    readonly scope: Scope,
    readonly common: Common,
    /** Number of the first replica in the ensemble. */
    readonly first: number,
    readonly replicas: number,
  ) {
    const { config, layout, rows, table, chains, schedule } = common;
    const R = replicas;
    const own = { first, count: R };
    this.#windows = layout.windows(own);
    this.#streams = layout.streams(own);
    const coarse = coarseShapeOf(config, table);
    this.shapes = { coarse, critic: criticShapeOf(config, coarse, table) };
    const parameters = { coarse: coarseParameters(coarse), critic: criticParameters(this.shapes.critic) };
    this.#names = { coarse: Object.keys(parameters.coarse), critic: Object.keys(parameters.critic) };
    this.arena = new Arena(scope, R, { ...parameters.coarse, ...parameters.critic });
    this.history = scope.tensor('f32', [rows.steps, R, 2], 'history');
    this.status = scope.tensor('u32', [R], 'status');
    this.tally = scope.tensor('f32', [R, layout.heldOutLanes, 2], 'tally');
    this.census = scope.tensor('f32', [R, layout.heldOutLanes, isDiscrete(coarse.variable) ? statesOfH(config, coarse) : 1], 'census');
    const validated = CHAINS_PER_GROUP * layout.groups('validation', 0).groups;
    this.scatter = common.scattered ? scope.tensor('f32', [R, validated, 2], 'scatter') : undefined;
    this.#step = scope.tensor('u32', [R], 'step');
    this.keeper = new Keeper(scope, this.arena, { step: this.#step, status: this.status, validations: rows.validations, patience: config.patience });
    const environmentSites = this.#windows.map((w) => table.environmentSites[w]);
    this.#inputs = {
      state: chains.state,
      ...uploadTable(scope, table, this.#windows),
      source: scope.upload('u32', [R, PARTS.length, 2], 'source', Uint32Array.from(layout.sources(own).flat())),
    };
    const keys = (purpose: 'gather' | 'noise' | 'tie' | 'validation' | 'dropout', streams = this.#streams) =>
      scope.upload('u32', [R, 2], `keys.${purpose}`, deriveKeys(config.seed, purpose, streams));
    // One key for all validations: replicas are compared on the same samples.
    this.#keys = {
      gather: keys('gather'),
      validation: keys(
        'validation',
        this.#streams.map(() => 0),
      ),
    };
    const perReplica = (name: string, values: readonly number[]) => scope.upload('u32', [R], name, Uint32Array.from(values));
    const pairs = uploadPairs(scope, config);
    this.#tables = {
      widths: perReplica('widths', environmentSites),
      blockWidths: perReplica('blockWidths', new Array<number>(R).fill(table.visibleSites)),
      noise: keys('noise'),
      tie: keys('tie'),
      dropout: keys('dropout'),
      bits: table.visibleSites,
      known: uploadKnown(scope, config, R, { encoding: table.encoding, visible: table.visibleSites }),
      ...(pairs ? { pairs } : {}),
      schedule,
      step: this.#step,
      state: boundState(scope, config.bound, R),
    };
    this.#hyper = scope.uniform(hyperLayout, 'hyper', { ...ADAM, clip: config.clip });
  }

  /** Everything the future of these replicas depends on, by name. */
  get memory(): Record<string, Tensor> {
    const { arena, keeper, history, status, tally, census } = this;
    const [moment1, moment2] = arena.moments;
    const kept = Object.fromEntries(Object.entries(keeper.memory).map(([name, tensor]) => [`keeper.${name}`, tensor]));
    const state = Object.fromEntries(Object.entries(this.#tables.state).map(([name, tensor]) => [`bound.${name}`, tensor]));
    return { parameters: arena.parameters, moment1, moment2, history, status, tally, census, step: this.#step, ...kept, ...state };
  }

  /** Draws the initial weights. */
  async initialise(): Promise<void> {
    const { config, table } = this.common;
    const sites = this.#windows.map((w) => table.environmentSites[w]);
    const limits = { ...coarseLimits(this.shapes.coarse), ...criticLimits(this.shapes.critic, sites) };
    await initialise(this.scope, this.arena, limits, config.seed, this.#streams);
    // An evolution writes its candidates over the weights.
    if (isTable(config)) this.arena.fill('hidden0', tableUnits(this.shapes.coarse));
    if (evolves(config)) return;
    if (!config.filter) return this.shapes.coarse.products === undefined ? this.#prefer() : this.#beginWithSums();
    this.arena.fill('lambda', Float32Array.from(standardised(config.filter, this.shapes.coarse)));
    // A given filter is used as it is, so its bias starts at zero.
    if (config.bias) this.arena.fill('bias', new Float32Array(this.arena.slice('bias').count));
  }

  /** Lets each state of H begin with states of the values that it prefers. */
  async #prefer(): Promise<void> {
    const { arena, shapes } = this;
    // The streams after those of the random weights.
    const keys = this.#streams.map((stream) => deriveKey(this.common.config.seed, 'weights', stream, arena.slices.length));
    const added = keys.map((key) => preferences(shapes.coarse, key));
    if (added.every((values) => values !== undefined)) await arena.add('lambda', added);
  }

  /** Lets every second replica begin with the sum of products; the others keep their random weights. */
  async #beginWithSums(): Promise<void> {
    const { arena, shapes } = this;
    const random = rowsOf(await arena.parameter('lambda').read(), arena.replicas);
    const sum = sumOfProducts(shapes.coarse);
    const added = random.map((own, r) => Float32Array.from(own, (weight, i) => (this.#streams[r] % 2 === 0 ? sum[i] - weight : 0)));
    await arena.add('lambda', added);
  }

  /** Begins a phase at a row of the history: Adam's moments are reset, and so is the best validation, which belongs to another critic. */
  begin(step: number): void {
    this.scope.memory.clear([...this.arena.moments, ...Object.values(this.#tables.state)]);
    this.keeper.forget();
    this.#step.write(new Uint32Array(this.replicas).fill(step));
  }

  /**
   * Records one step of a phase, all but the sweeps.
   * @param scope owns tensors that are read only within the step
   */
  record(plan: Plan, phase: Phase, scope: Scope): void {
    const { arena, replicas } = this;
    const { config, chains, table } = this.common;
    const { part, soft, learns } = kindOf(phase, config);
    const fixed = phase === 'validating';
    const samples = part === 'training' ? config.batch : config.evaluationBatch;
    const step = fixed ? this.keeper.drawn : this.#step;
    const tape = new Tape(scope, plan);
    const samplePairs = gather(
      scope,
      plan,
      { ...this.#inputs, keys: fixed ? this.#keys.validation : this.#keys.gather, step },
      {
        samples,
        table,
        flip: chains.flipSymmetric,
        part,
        ...(config.shuffle === undefined ? {} : { shuffle: config.shuffle }),
        stride: this.#stride(part, samples),
      },
    );
    const mode = { soft, learning: learns !== 'nothing' };
    const objective = applyObjective(tape, config, this.shapes, samplePairs, { ...this.#tables, step }, mode, (name) => arena.parameter(name));
    const { term } = objective;
    if (fixed) {
      this.keeper.add(plan, term);
      if (this.scatter) this.#sum(plan, term, samples, this.scatter, step);
      return;
    }
    const trained = [...(learns === 'all' && !config.freeze ? this.#names.coarse : []), ...(learns === 'nothing' ? [] : this.#names.critic)];
    const range = trained.length > 0 ? arena.range(trained) : { first: 0, count: 0 };
    // Weights of cosine and sine: no direction of an angle is preferred.
    const pairs = hasPairs(this.shapes.coarse) ? arena.slice('lambda') : undefined;
    if (trained.length > 0) {
      const seed = scope.upload('f32', [replicas, samples], 'dterm', new Float32Array(replicas * samples).fill(1 / samples));
      tape.backward(
        term,
        seed,
        trained.map((name) => [arena.parameter(name), arena.gradient(name)]),
      );
    }
    const sizes = scope.uniform(recordShader.record.bindings.sizes, 'record.sizes', {
      K: samples,
      P: arena.stride,
      FIRST: range.first,
      COUNT: range.count,
      R: replicas,
    });
    plan.dispatch(recordShader.record, {}, { term, g: arena.gradients, history: this.history, step, sizes }, [64 * replicas]);
    const { status, history } = this;
    if (trained.length > 0) {
      adam(scope, plan, arena, { ...range, pairs }, { schedule: this.#tables.schedule, step, status, history, hyper: this.#hyper });
      return;
    }
    plan.dispatch(recordShader.freeze, {}, { logged: history.bits, status, step, sizes }, [replicas]);
    this.#count(plan, objective, samples);
  }

  /** Groups between minibatches: fixed samples that are held out lie side by side, so that all of them are evaluated. */
  #stride(part: Part, samples: number): number {
    return this.common.config.data !== undefined && part === 'held out' ? groupsBetween(samples) : 0;
  }

  /** Adds up terms chain by chain. */
  #sum(plan: Plan, term: Tensor<'f32'>, samples: number, sums: Tensor<'f32'>, step: Tensor<'u32'>, STRIDE = 0): void {
    const [, C] = sums.shape;
    plan.dispatch(tallyShader.tally, { K: samples, C, STRIDE }, { term, step, sums }, [C, this.replicas]);
  }

  /** Adds up held-out samples chain by chain. */
  #count(plan: Plan, { term, fit, p }: Objective, samples: number): void {
    const C = this.common.layout.heldOutLanes;
    const step = this.#step;
    const STRIDE = this.#stride('held out', samples);
    this.#sum(plan, fit ?? term, samples, this.tally, step, STRIDE);
    if (p) plan.dispatch(tallyShader.census, { K: samples, C, S: p.shape[2], STRIDE }, { p, step, counts: this.census }, [C * p.shape[2], this.replicas]);
  }
}
