import { internal } from '../core/errors.ts';
import * as shader from '../gen/shaders/optim/adam.ts';
import type { Plan } from '../gpu/plan.ts';
import type { Scope } from '../gpu/scope.ts';
import type { Tensor, Uniform } from '../gpu/tensor.ts';
import type { Arena } from '../graph/arena.ts';

/** Parameters of a replica: the first, and how many. */
type Slice = { first: number; count: number };

export const hyperLayout = shader.update.bindings.hyper;

/**
 * Records one Adam step (ascent) on a range of every replica's parameters: one dispatch. A replica whose objective or gradient is
 * not finite gets its status here, and keeps its last finite weights.
 * @param scope owns the sizes that the dispatch reads
 * @param range the parameters that are trained; those of `pairs`, where there are any, come two by two and share a second moment
 * @param schedule (S, 4) as made by `schedule`
 * @param step (R) already advanced past this step
 * @param status (R) 0, or 1 + the step that was not finite; such replicas are frozen
 * @param history (S, R, 2) objective and norm of the gradient, written by `train/record`; as many rows as the schedule has
 * @param hyper `clip` is the largest norm of a replica's gradient; larger ones are scaled down; 0 turns this off
 */
export function adam(
  scope: Scope,
  plan: Plan,
  arena: Arena,
  range: Slice & { pairs?: Slice | undefined },
  extras: {
    schedule: Tensor<'f32'>;
    step: Tensor<'u32'>;
    status: Tensor<'u32'>;
    history: Tensor<'f32'>;
    hyper: Uniform<'beta1' | 'beta2' | 'epsilon' | 'clip'>;
  },
): void {
  const { schedule, step, status, history, hyper } = extras;
  if (history.shape[0] !== schedule.shape[0]) throw internal(`adam: expected ${schedule.shape[0]} rows of the history, got ${history.shape[0]}`);
  const [m, v] = arena.moments;
  const sizes = scope.uniform(shader.update.bindings.sizes, 'adam.sizes', {
    P: arena.stride,
    FIRST: range.first,
    COUNT: range.count,
    R: arena.replicas,
    PAIRS: range.pairs?.first ?? 0,
    PAIRED: range.pairs?.count ?? 0,
  });
  const bindings = { p: arena.parameters, m, v, g: arena.gradients, schedule, step, status, hyper, logged: history.bits, sizes };
  plan.dispatch(shader.update, {}, bindings, [Math.ceil(range.count / 4), arena.replicas]);
}
