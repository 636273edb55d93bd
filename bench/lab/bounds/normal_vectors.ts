/**
 * Bounds on the information of correlated normal vectors x and y. A separable critic is trained on new samples at every
 * step and then evaluated on further ones. All bounds use the same samples.
 */
import { applyBound, boundState } from '../../../src/bound/apply.ts';
import type { BoundSettings } from '../../../src/bound/bound.ts';
import type { PairBoundName } from '../../../src/bound/bounds.ts';
import { type Estimate, meanError } from '../../../src/core/statistics.ts';
import { applyCritic, type CriticShape, criticLimits, criticParameters } from '../../../src/critic/critic.ts';
import * as recordShader from '../../../src/gen/shaders/train/record.ts';
import type { Device } from '../../../src/gpu/device.ts';
import { Plan } from '../../../src/gpu/plan.ts';
import type { Scope } from '../../../src/gpu/scope.ts';
import type { Tensor, Uniform } from '../../../src/gpu/tensor.ts';
import { Arena } from '../../../src/graph/arena.ts';
import { Tape } from '../../../src/graph/tape.ts';
import { adam, hyperLayout } from '../../../src/optim/adam.ts';
import { initialise } from '../../../src/optim/init.ts';
import { ADAM, schedule } from '../../../src/optim/schedule.ts';
import { REALS } from '../../../src/space/encoding.ts';

/** Components of x and y, and the correlation of each pair of them. */
export interface GaussianCase {
  d: number;
  rho: number;
}

/** Settings of a training. */
export interface GaussianTraining {
  /** Independent critics, each with samples of its own. */
  replicas: number;
  /** Pairs in a batch. */
  batch: number;
  steps: number;
  /** Batches of the evaluation. */
  evaluations: number;
  rate: number;
  hidden: readonly number[];
  embedding: number;
  seed: number;
}

/** Estimates of one bound. */
interface GaussianResult {
  bound: PairBoundName;
  /** Over all batches of all replicas, nats; they are independent given the critics. */
  estimate: Estimate;
  /** By replica. */
  replicas: Estimate[];
  /** Standard deviation of the estimates of single batches. */
  deviation: number;
  /** [replica][step] the objective of the training batch, in nats. */
  curves: number[][];
}

/** I(x:y) in nats: -d/2 ln(1 - rho^2). */
export function gaussianTruth({ d, rho }: GaussianCase): number {
  return (-d / 2) * Math.log(1 - rho * rho);
}

/**
 * InfoNCE with the optimal critic, ln p(x,y) / p(x) p(y), the upper limit for the expectation of any critic: the mean over
 * independent rows of one pair and K - 1 negative samples. Source: Poole et al., arXiv:1905.06922, eq. (12).
 * @param K pairs in a batch
 */
export function bestInfonce({ d, rho }: GaussianCase, K: number, rows: number, seed: number): Estimate {
  const uniform = uniforms(seed);
  const [x, y] = [new Float32Array(d), new Float32Array(d)];
  const c = 1 / (1 - rho * rho);
  const truth = gaussianTruth({ d, rho });
  // For x and any y. Terms in x alone cancel in the quotient and are kept for clarity.
  const logRatio = (other: Float32Array) => {
    let sum = truth;
    for (let i = 0; i < d; i++) sum += c * (rho * x[i] * other[i] - 0.5 * rho * rho * (x[i] ** 2 + other[i] ** 2));
    return sum;
  };
  const ignored = new Float32Array(d);
  const negative = new Float32Array(d);
  const values = Float64Array.from({ length: rows }, () => {
    drawPairs(uniform, rho, x, y);
    const own = logRatio(y);
    let sum = Math.exp(own);
    for (let j = 1; j < K; j++) {
      drawPairs(uniform, rho, ignored, negative);
      sum += Math.exp(logRatio(negative));
    }
    return own - Math.log(sum / K);
  });
  return meanError(values);
}

/** Trains and evaluates one critic per bound and replica. */
export async function estimateGaussians(
  device: Device,
  kind: GaussianCase,
  bounds: readonly PairBoundName[],
  training: GaussianTraining,
  settings: BoundSettings = {},
): Promise<GaussianResult[]> {
  const scope = device.scope('gaussians');
  try {
    const pairs = new Pairs(scope, kind, training);
    const learners: Learner[] = [];
    for (const bound of bounds) {
      const learner = new Learner(scope, bound, pairs, training, settings);
      await learner.prepare(training.seed);
      learners.push(learner);
    }
    const { steps, evaluations } = training;
    for (let step = 0; step < steps + evaluations; step++) {
      pairs.draw();
      for (const { learning, evaluating } of learners) (step < steps ? learning : evaluating).run();
      if (step % 20 === 19) await device.idle();
    }
    return await Promise.all(learners.map((learner) => learner.result()));
  } finally {
    scope.dispose();
  }
}

/** Pairs of the current step, shape (R, K, d) each. */
class Pairs {
  readonly x: Tensor<'f32'>;
  readonly y: Tensor<'f32'>;
  readonly #values: [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>];
  readonly #uniform: () => number;

  constructor(
    scope: Scope,
    readonly kind: GaussianCase,
    { replicas, batch, seed }: GaussianTraining,
  ) {
    const shape = [replicas, batch, kind.d];
    this.x = scope.tensor('f32', shape, 'x');
    this.y = scope.tensor('f32', shape, 'y');
    const count = replicas * batch * kind.d;
    this.#values = [new Float32Array(count), new Float32Array(count)];
    this.#uniform = uniforms(seed);
  }

  draw(): void {
    const [x, y] = this.#values;
    drawPairs(this.#uniform, this.kind.rho, x, y);
    this.x.write(x);
    this.y.write(y);
  }
}

/** Critics of one bound, with the plans that train and evaluate them. */
class Learner {
  readonly learning: Plan;
  readonly evaluating: Plan;
  readonly #arena: Arena;
  readonly #shape: CriticShape;
  readonly #history: Tensor<'f32'>;
  readonly #status: Tensor<'u32'>;
  readonly #step: Tensor<'u32'>;

  constructor(
    readonly scope: Scope,
    readonly bound: PairBoundName,
    readonly pairs: Pairs,
    readonly training: GaussianTraining,
    settings: BoundSettings,
  ) {
    const { replicas: R, batch, steps, evaluations, rate, hidden, embedding } = training;
    const { d } = pairs.kind;
    this.#shape = { kind: 'separable', components: d, environment: d, encoding: REALS, hidden, embedding, activation: 'relu', dropout: 0 };
    this.#arena = new Arena(scope, R, criticParameters(this.#shape));
    this.#history = scope.tensor('f32', [steps + evaluations, R, 2], 'history');
    this.#status = scope.tensor('u32', [R], 'status');
    this.#step = scope.tensor('u32', [R], 'step');
    // Evaluations have rows, too, in which nothing learns.
    const rates = new Float32Array(4 * (steps + evaluations));
    rates.set(schedule({ steps, rate, cooldown: 0.5, tau: { first: 1, last: 1, decay: 0 } }));
    const extras = {
      schedule: scope.upload('f32', [steps + evaluations, 4], 'schedule', rates),
      hyper: scope.uniform(hyperLayout, 'hyper', ADAM),
      state: boundState(scope, bound, R),
      seed: scope.upload('f32', [R, batch], 'dterm', new Float32Array(R * batch).fill(1 / batch)),
      settings,
    };
    this.learning = this.#record(extras, true);
    this.evaluating = this.#record(extras, false);
  }

  async prepare(seed: number): Promise<void> {
    const { replicas } = this.training;
    await Promise.all([this.learning.compile(), this.evaluating.compile()]);
    const limits = criticLimits(this.#shape, new Array<number>(replicas).fill(this.pairs.kind.d));
    await initialise(
      this.scope,
      this.#arena,
      limits,
      seed,
      Array.from({ length: replicas }, (_, r) => r),
    );
  }

  async result(): Promise<GaussianResult> {
    const { replicas, steps, evaluations } = this.training;
    const status = await this.#status.read();
    if (status.some((s) => s !== 0)) throw new Error(`${this.bound}: not finite, status ${Array.from(status)}`);
    const history = await this.#history.read();
    const part = (r: number, first: number, count: number) => Array.from({ length: count }, (_, i) => history[2 * ((first + i) * replicas + r)]);
    const each = Array.from({ length: replicas }, (_, r) => part(r, steps, evaluations));
    const estimate = meanError(each.flat());
    return {
      bound: this.bound,
      estimate,
      replicas: each.map((values) => meanError(values)),
      deviation: estimate.error * Math.sqrt(replicas * evaluations),
      curves: Array.from({ length: replicas }, (_, r) => part(r, 0, steps)),
    };
  }

  #record(
    extras: {
      schedule: Tensor<'f32'>;
      hyper: Uniform<'beta1' | 'beta2' | 'epsilon'>;
      state: Record<string, Tensor>;
      seed: Tensor<'f32'>;
      settings: BoundSettings;
    },
    learns: boolean,
  ): Plan {
    const { scope, pairs, bound } = this;
    const [arena, history, status, step] = [this.#arena, this.#history, this.#status, this.#step];
    const R = arena.replicas;
    const plan = new Plan(scope.memory, `${bound} ${learns ? 'learning' : 'evaluating'}`);
    const tape = new Tape(scope, plan);
    const unused = { widths: step, keys: step, step };
    const embeddings = applyCritic(tape, this.#shape, { h: pairs.x, e: pairs.y, ...unused, training: learns }, (name) => arena.parameter(name));
    if (!('u' in embeddings)) throw new Error('a separable critic gives embeddings');
    const { term } = applyBound(tape, bound, embeddings, { settings: extras.settings, state: extras.state });
    const names = arena.slices.map(({ name }) => name);
    const range = learns ? arena.range(names) : { first: 0, count: 0 };
    if (learns) {
      tape.backward(
        term,
        extras.seed,
        names.map((name) => [arena.parameter(name), arena.gradient(name)]),
      );
    }
    const counts = { K: this.training.batch, P: arena.stride, FIRST: range.first, COUNT: range.count, R };
    const sizes = scope.uniform(recordShader.record.bindings.sizes, 'record.sizes', counts);
    plan.dispatch(recordShader.record, {}, { term, g: arena.gradients, history, step, sizes }, [64 * R]);
    if (!learns) plan.dispatch(recordShader.freeze, {}, { logged: history.bits, status, step, sizes }, [R]);
    else adam(scope, plan, arena, range, { schedule: extras.schedule, step, status, history, hyper: extras.hyper });
    return plan;
  }
}

/** Fills x and y with normal numbers that are correlated element by element (Box-Muller). */
function drawPairs(uniform: () => number, rho: number, x: Float32Array, y: Float32Array): void {
  const rest = Math.sqrt(1 - rho * rho);
  for (let i = 0; i < x.length; i++) {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    x[i] = radius * Math.cos(angle);
    y[i] = rho * x[i] + rest * radius * Math.sin(angle);
  }
}

/** Uniform numbers in [0, 1) by xorshift128, a cheap generator: every step draws ten thousand of them. */
function uniforms(seed: number): () => number {
  let [x, y, z, w] = [seed ^ 0x9e3779b9, 362436069, 521288629, 88675123];
  const next = () => {
    const t = x ^ (x << 11);
    [x, y, z] = [y, z, w];
    w = w ^ (w >>> 19) ^ (t ^ (t >>> 8));
    return w >>> 0;
  };
  for (let i = 0; i < 32; i++) next();
  // Two words, since one word of 32 bits would cut the tails of the normal numbers at 6.7 standard deviations.
  return () => ((next() >>> 5) * 0x4000000 + (next() >>> 6)) / 2 ** 53;
}
