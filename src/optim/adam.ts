import * as shader from '../gen/shaders/optim/adam.ts';
import type { Plan } from '../gpu/plan.ts';
import type { Tensor, Uniform } from '../gpu/tensor.ts';
import type { Arena } from '../graph/arena.ts';

export const hyperLayout = shader.update.bindings.hyper;

/**
 * Records one Adam step (ascent) on a range of every replica's parameters: one dispatch.
 * @param schedule (S, 4) as made by `schedule`
 * @param step (R) already advanced past this step
 * @param status (R) replicas with a non-zero entry are frozen
 * @param history (S, R, 2) objective and norm of the gradient, written by `train/record`
 * @param hyper `clip` is the largest norm of a replica's gradient; larger ones are scaled down; 0 turns this off
 */
export function adam(
  plan: Plan,
  arena: Arena,
  range: { first: number; count: number },
  extras: {
    schedule: Tensor<'f32'>;
    step: Tensor<'u32'>;
    status: Tensor<'u32'>;
    history: Tensor<'f32'>;
    hyper: Uniform<'beta1' | 'beta2' | 'epsilon' | 'clip'>;
  },
): void {
  const [m, v] = arena.moments;
  const constants = { P: arena.stride, FIRST: range.first, COUNT: range.count, R: arena.replicas };
  plan.dispatch(shader.update, constants, { p: arena.parameters, m, v, g: arena.gradients, ...extras }, [Math.ceil(range.count / 4), arena.replicas]);
}
