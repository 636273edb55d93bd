import * as shader from '../gen/shaders/view/gather.ts';
import type { Scope } from '../gpu/device.ts';
import type { Plan } from '../gpu/plan.ts';
import type { Tensor } from '../gpu/tensor.ts';

/** Everything the gather needs beside the chains; all per replica. */
export interface GatherInputs {
  /** Packed configurations (G, L, L). */
  spins: Tensor<'u32'>;
  /** Site tables (windows, (V + E) * 32). */
  sites: Tensor<'u32'>;
  /** (R, 4): row of the site table, sites of the block, sites of the environment, unused. */
  geometry: Tensor<'u32'>;
  /** (R, parts, 2): first group of 32 chains and number of groups, by part: to train on, held out, to validate on. */
  source: Tensor<'u32'>;
  keys: Tensor<'u32'>;
  step: Tensor<'u32'>;
}

export interface GatherOptions {
  samples: number;
  size: number;
  visibleWords: number;
  environmentWords: number;
  /** Whether the model is invariant under the global spin flip. */
  flip: boolean;
  part: 'training' | 'held out' | 'validation';
}

/**
 * Records the gather of one minibatch of pairs (V, E): 32 samples at a time are the 32 chains of a group, at one
 * random translation, each flipped as a whole with probability 1/2 where that is a symmetry of the model.
 * @returns packed blocks (R, K, V words) and environments (R, K, E words)
 */
export function gather(scope: Scope, plan: Plan, inputs: GatherInputs, options: GatherOptions): { visible: Tensor<'u32'>; environment: Tensor<'u32'> } {
  const replicas = inputs.step.shape[0];
  const { samples: K, visibleWords: V, environmentWords: E } = options;
  const visible = scope.tensor('u32', [replicas, K, V], 'visible');
  const environment = scope.tensor('u32', [replicas, K, E], 'environment');
  plan.dispatch(
    shader.gather,
    { K, L: options.size, V, E, FLIP: options.flip ? 1 : 0, PARTS: inputs.source.shape[1], PART: ['training', 'held out', 'validation'].indexOf(options.part) },
    { ...inputs, visible, environment },
    [Math.ceil(K / 8) * (V + E), replicas],
    options.part,
  );
  return { visible, environment };
}
