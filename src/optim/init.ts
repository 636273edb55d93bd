import { deriveKeys } from '../core/random.ts';
import * as shader from '../gen/shaders/optim/init.ts';
import { Plan } from '../gpu/plan.ts';
import { Scope } from '../gpu/scope.ts';
import type { Arena } from '../graph/arena.ts';

/**
 * Fills parameters with uniform random weights in ±limit, replica by replica, the same bits on every adapter.
 * @param limits by parameter name: one limit, or one per replica
 * @param streams the number of the random stream of every replica
 */
export async function initialise(
  scope: Scope,
  arena: Arena,
  limits: Readonly<Record<string, number | readonly number[]>>,
  seed: number,
  streams: readonly number[],
): Promise<void> {
  const plan = new Plan(scope.memory, 'initialise');
  const temporary = new Scope(scope.memory, 'initialise');
  for (const [i, slice] of arena.slices.entries()) {
    const limit = limits[slice.name];
    const perReplica = Float32Array.from({ length: arena.replicas }, (_, r) => (typeof limit === 'number' ? limit : limit[r]));
    plan.dispatch(
      shader.fill,
      {},
      {
        p: arena.parameters,
        keys: temporary.upload('u32', [arena.replicas, 2], `keys.${slice.name}`, deriveKeys(seed, 'weights', streams, i)),
        limits: temporary.upload('f32', [arena.replicas], `limits.${slice.name}`, perReplica),
        sizes: temporary.uniform(shader.fill.bindings.sizes, `sizes.${slice.name}`, { P: arena.stride, FIRST: slice.first, COUNT: slice.count }),
      },
      [Math.ceil(slice.count / 4), arena.replicas],
    );
  }
  await plan.compile();
  plan.run();
  temporary.dispose();
}
