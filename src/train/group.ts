import { stateCount } from '../coarse/states.ts';
import { deriveKeys } from '../core/random.ts';
import * as recordShader from '../gen/shaders/train/record.ts';
import * as tallyShader from '../gen/shaders/train/tally.ts';
import type { Scope } from '../gpu/device.ts';
import type { Plan } from '../gpu/plan.ts';
import type { Tensor } from '../gpu/tensor.ts';
import { Arena } from '../graph/arena.ts';
import { Tape } from '../graph/tape.ts';
import { adam, hyperLayout } from '../optim/adam.ts';
import { glorot, initialise } from '../optim/init.ts';
import { ADAM } from '../optim/schedule.ts';
import type { Chains } from '../sample/chains.ts';
import { type GatherInputs, gather } from '../view/gather.ts';
import type { SiteTable } from '../view/geometry.ts';
import { type Budget, rowsOf, validationsOf } from './budget.ts';
import type { TrainConfig } from './config.ts';
import { Keeper } from './keep.ts';
import { type Layout, PARTS } from './layout.ts';
import { applyObjective, type ObjectiveTables, parameterShapes } from './objective.ts';
import { KIND, type Phase } from './phases.ts';

/** What all groups of an ensemble read and none of them writes. */
export interface Common {
  config: TrainConfig;
  layout: Layout;
  budget: Budget;
  chains: Chains;
  table: SiteTable;
  /** Site table on the GPU. */
  sites: Tensor<'u32'>;
  /** (steps, 4) rates and temperatures of the relaxed variable. */
  schedule: Tensor<'f32'>;
}

/**
 * The replicas from .. from + count of an ensemble, in the same dispatches: as many as one binding holds. Nothing a
 * replica computes depends on which others share its group.
 */
export class ReplicaGroup {
  readonly arena: Arena;
  readonly keeper: Keeper;
  /** (S, R, 2) objective and gradient norm of every step of all phases. */
  readonly history: Tensor<'f32'>;
  /** (R) 0, or one more than the step at which the replica ceased to be finite. */
  readonly status: Tensor<'u32'>;
  /** (R, held-out chains, 2) sums of the bound's terms and their number. */
  readonly tally: Tensor<'f32'>;
  /** (R, held-out chains, states) held-out samples by state of H. */
  readonly census: Tensor<'f32'>;
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
    const { config, layout, budget, table, chains, sites, schedule } = common;
    const R = replicas;
    const own = <T>(all: readonly T[]) => all.slice(first, first + R);
    this.#windows = own(layout.windows);
    this.#streams = own(layout.streams);
    const shapes = parameterShapes(config, Math.max(...table.environmentSites));
    this.#names = { coarse: Object.keys(shapes.coarse), critic: Object.keys(shapes.critic) };
    this.arena = new Arena(scope, R, { ...shapes.coarse, ...shapes.critic });
    this.history = scope.tensor('f32', [rowsOf(budget), R, 2], 'history');
    this.status = scope.tensor('u32', [R], 'status');
    this.tally = scope.tensor('f32', [R, config.heldOut, 2], 'tally');
    this.census = scope.tensor('f32', [R, config.heldOut, stateCount(config.components, 2)], 'census');
    this.#step = scope.tensor('u32', [R], 'step');
    const validations = validationsOf(budget.training, config) + validationsOf(budget.refining, config) + 1;
    this.keeper = new Keeper(scope, this.arena, { step: this.#step, status: this.status, validations, patience: config.patience });
    const environmentSites = this.#windows.map((w) => table.environmentSites[w]);
    this.#inputs = {
      spins: chains.state,
      sites,
      geometry: scope.upload('u32', [R, 4], 'geometry', Uint32Array.from(this.#windows.flatMap((w, r) => [w, table.visibleSites, environmentSites[r], 0]))),
      source: scope.upload('u32', [R, PARTS.length, 2], 'source', Uint32Array.from(own(layout.sources).flat())),
    };
    const keys = (purpose: 'gather' | 'noise' | 'tie' | 'validation', streams = this.#streams) =>
      scope.upload('u32', [R, 2], `keys.${purpose}`, deriveKeys(config.seed, purpose, streams));
    // One key for all validations: replicas are compared on the same samples.
    this.#keys = {
      gather: keys('gather'),
      validation: keys(
        'validation',
        this.#streams.map(() => 0),
      ),
    };
    const widths = scope.upload('u32', [R], 'widths', Uint32Array.from(environmentSites));
    this.#tables = { widths, noise: keys('noise'), tie: keys('tie'), schedule, step: this.#step };
    this.#hyper = scope.uniform(hyperLayout, 'hyper', ADAM);
  }

  /** Everything the future of these replicas depends on, by name. */
  get memory(): Record<string, Tensor> {
    const { arena, keeper, history, status, tally, census } = this;
    const [moment1, moment2] = arena.moments;
    const kept = Object.fromEntries(Object.entries(keeper.memory).map(([name, tensor]) => [`keeper.${name}`, tensor]));
    return { parameters: arena.parameters, moment1, moment2, history, status, tally, census, step: this.#step, ...kept };
  }

  /** Draws the initial weights. */
  async initialise(): Promise<void> {
    const { config, table } = this.common;
    const limits: Record<string, number | number[]> = {};
    for (const { name, shape } of this.arena.slices) {
      if (name === 'lambda') limits[name] = 1 / config.block;
      else if (name === 'v0') limits[name] = this.#windows.map((w) => glorot(table.environmentSites[w], shape[1]));
      else limits[name] = glorot(shape[0] - 1, shape[1]);
    }
    await initialise(this.scope, this.arena, limits, config.seed, this.#streams);
    if (config.filter) this.arena.fill('lambda', Float32Array.from(config.filter));
  }

  /** Begins a phase at a row of the history: Adam forgets its moments, and the best validation is that of another critic. */
  begin(step: number): void {
    this.scope.device.clear(this.arena.moments);
    this.keeper.forget();
    this.#step.write(new Uint32Array(this.replicas).fill(step));
  }

  /** Records one step of a phase, all but the sweeps. */
  record(plan: Plan, phase: Phase): void {
    const { scope, arena, replicas } = this;
    const { config, chains, table } = this.common;
    const { part, soft, learns } = KIND[phase];
    const fixed = phase === 'validating';
    const samples = part === 'training' ? config.batch : config.evaluationBatch;
    const step = fixed ? this.keeper.drawn : this.#step;
    const tape = new Tape(scope, plan);
    const pairs = gather(
      scope,
      plan,
      { ...this.#inputs, keys: fixed ? this.#keys.validation : this.#keys.gather, step },
      {
        samples,
        size: config.size,
        visibleWords: table.visibleWords,
        environmentWords: table.environmentWords,
        flip: chains.flipSymmetric,
        part,
      },
    );
    const objective = applyObjective(tape, config, pairs, { ...this.#tables, step }, soft, (name) => arena.parameter(name));
    const { term } = objective;
    if (fixed) {
      this.keeper.add(plan, term);
      return;
    }
    const trained = [...(learns === 'all' && !config.freeze ? this.#names.coarse : []), ...(learns === 'nothing' ? [] : this.#names.critic)];
    const range = trained.length > 0 ? arena.range(trained) : { first: 0, count: 0 };
    if (trained.length > 0) {
      const seed = scope.upload('f32', [replicas, samples], 'dterm', new Float32Array(replicas * samples).fill(1 / samples));
      tape.backward(
        term,
        seed,
        trained.map((name) => [arena.parameter(name), arena.gradient(name)]),
      );
    }
    plan.dispatch(
      recordShader.record,
      { K: samples, P: arena.stride, FIRST: range.first, COUNT: range.count, R: replicas },
      { term, g: arena.gradients, history: this.history, status: this.status, step },
      [64 * replicas],
    );
    if (trained.length > 0) adam(plan, arena, range, { schedule: this.#tables.schedule, step, status: this.status, hyper: this.#hyper });
    else this.#count(plan, objective, samples);
  }

  /** Adds up held-out samples chain by chain. */
  #count(plan: Plan, { term, fit, p }: ReturnType<typeof applyObjective>, samples: number): void {
    const C = this.common.config.heldOut;
    const step = this.#step;
    plan.dispatch(tallyShader.tally, { K: samples, C }, { term: fit ?? term, step, sums: this.tally }, [C, this.replicas]);
    if (p) plan.dispatch(tallyShader.census, { K: samples, C, S: p.shape[2] }, { p, step, counts: this.census }, [C * p.shape[2], this.replicas]);
  }
}
