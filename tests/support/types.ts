/** Never run: read by the compiler, see tests/unit/types.test.ts. */
import * as shader from '../../src/gen/shaders/coarse/filter.ts';
import * as measureShader from '../../src/gen/shaders/model/ising/measure.ts';
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import type { TrainInput } from '../../src/train/config/types.ts';

export function bindings(scope: Scope): void {
  const plan = new Plan(scope.memory, 'types');
  const constants = { K: 1, V: 1, VW: 1, C: 1, SPLIT: 1, w_stride: 1, dw_add: 0 };
  const visible = scope.tensor('u32', [1, 1, 1], 'visible');
  const w = scope.tensor('f32', [1, 1, 1], 'w');
  const a = scope.tensor('f32', [1, 1, 1], 'a');
  plan.dispatch(shader.forward, constants, { visible, w, a }, [1]);
  // @ts-expect-error a misspelt binding
  plan.dispatch(shader.forward, constants, { visibel: visible, w, a }, [1]);
  // @ts-expect-error a missing binding
  plan.dispatch(shader.forward, constants, { visible, w }, [1]);
  // @ts-expect-error f32 where the shader reads u32
  plan.dispatch(shader.forward, constants, { visible: w, w, a }, [1]);
  // @ts-expect-error a missing constant
  plan.dispatch(shader.forward, { K: 1, V: 1, VW: 1, C: 1, SPLIT: 1, w_stride: 1 }, { visible, w, a }, [1]);
  const sizes = { L: 4, SLOTS: 1, DISORDER: 0 };
  const slot = scope.tensor('u32', [1], 'slot');
  const series = scope.tensor('i32', [1], 'series');
  // @ts-expect-error a tensor where the shader has a uniform
  plan.dispatch(measureShader.measure, sizes, { spins: visible, bonds: visible, slot, series, range: w }, [1]);
  // @ts-expect-error a misspelt field of a uniform
  scope.uniform(measureShader.measure.bindings.range, 'range', { first: 0, gruops: 1 });
}

/** Settings of choices that were not made. */
export function settings(): TrainInput[] {
  return [
    { bound: 'alpha', alpha: 0.9 },
    { bound: 'infonce', critic: 'concatenated', hidden: [32, 32] },
    { variable: 'tanh', critic: 'bilinear' },
    // @ts-expect-error a setting of another bound
    { bound: 'infonce', alpha: 0.9 },
    // @ts-expect-error the discrete bound has no critic to choose
    { critic: 'concatenated' },
    // @ts-expect-error nothing is drawn by the discrete bound
    { bound: 'discrete', estimator: 'straight-through' },
    // @ts-expect-error the name it had before
    { rate: 0.1 },
  ];
}
