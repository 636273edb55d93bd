import * as shader from '../../gen/shaders/train/keep.ts';
import type { Plan } from '../../gpu/plan.ts';
import type { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import type { Arena } from '../../graph/arena.ts';

/** The best validation of a replica so far. */
export interface BestValidation {
  /** Bound on fixed samples with the discrete H, nats; NaN where there was none. */
  value: number;
  /** Step after which it was found, counted over all phases. */
  step: number;
}

/**
 * Early stopping on the GPU: every validation adds up minibatches of fixed samples, and the parameters of the best one
 * so far are stored, replica by replica. Nothing is read back to decide.
 */
export class Keeper {
  /** (R, 4) value of the best validation in nats, its step, 1 if it was the last one, 1 if there was any. */
  readonly best: Tensor<'f32'>;
  /** (validations, R) values of all validations, nats. */
  readonly values: Tensor<'f32'>;
  /** (R) minibatches of the validation in progress: the step counter of its gather. */
  readonly drawn: Tensor<'u32'>;
  readonly #sum: Tensor<'f32'>;
  readonly #kept: Tensor<'f32'>;
  readonly #judged: Tensor<'u32'>;

  /**
   * @param validations the largest number of validations
   * @param patience steps without improvement after which a replica keeps its best parameters
   */
  constructor(
    readonly scope: Scope,
    readonly arena: Arena,
    readonly options: { step: Tensor<'u32'>; status: Tensor<'u32'>; validations: number; patience: number },
  ) {
    const R = arena.replicas;
    const P = arena.stride;
    this.best = scope.tensor('f32', [R, 4], 'best');
    this.values = scope.tensor('f32', [options.validations, R], 'validations');
    this.drawn = scope.tensor('u32', [R], 'drawn');
    this.#judged = scope.tensor('u32', [R], 'judged');
    this.#sum = scope.tensor('f32', [R], 'validation.sum');
    this.#kept = scope.tensor('f32', [R, P], 'kept');
  }

  /** Everything a checkpoint has to hold, by name. */
  get memory(): Record<string, Tensor> {
    return { best: this.best, values: this.values, drawn: this.drawn, judged: this.#judged, kept: this.#kept, sum: this.#sum };
  }

  /** Records that one validation minibatch is added. */
  add(plan: Plan, term: Tensor<'f32'>): void {
    const [R, K] = term.shape;
    plan.dispatch(shader.add, { K }, { term, sum: this.#sum, drawn: this.drawn }, [64 * R]);
  }

  /** Records the end of a validation. */
  judge(plan: Plan): void {
    const { best, values, drawn, arena } = this;
    const { step, status, patience } = this.options;
    const [R, P] = [arena.replicas, arena.stride];
    plan.dispatch(shader.judge, { R, PATIENCE: patience }, { sum_bits: this.#sum.bits, drawn, step, status, best, judged: this.#judged, values }, [R]);
    plan.dispatch(shader.copy, { P }, { p: arena.parameters, kept: this.#kept, best }, [P / 4, R]);
  }

  /** Records that the parameters of the best validation are restored. */
  restore(plan: Plan): void {
    const { best, arena } = this;
    const [R, P] = [arena.replicas, arena.stride];
    plan.dispatch(shader.restore, { P }, { p: arena.parameters, kept: this.#kept, best }, [P / 4, R]);
  }

  /** Forgets the best validation of a finished phase. */
  forget(): void {
    this.scope.memory.clear([this.best]);
  }
}
