/**
 * Every entry point of the ops of the coarse variable alone: nothing beyond an output is written, nothing of it is left
 * out, replicas that lie further apart do not touch the room between, and gradients are added to what is there.
 */
import { test } from 'uvu';
import { bias } from '../../src/coarse/bias.ts';
import { categorical, straightThroughCategorical } from '../../src/coarse/categorical.ts';
import { filterValues } from '../../src/coarse/filter_values.ts';
import { relaxed, straightThrough } from '../../src/coarse/relaxed.ts';
import { tanh } from '../../src/coarse/tanh.ts';
import type { Extents } from '../../src/core/shape.ts';
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import type { Tensor } from '../../src/gpu/tensor.ts';
import type { BackwardRule, Op } from '../../src/graph/op.ts';
import { close, EXACT, ofLargest } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { keys, uniform } from '../support/random.ts';

interface Output {
  /** Elements of one replica, and between neighbouring replicas. */
  count: number;
  stride: number;
}

const R = 3;
/** What lies around an output: no kernel computes it. */
const AROUND = -1.2345678e38;

/** Runs an entry, which adds if it can, with `before` inside its outputs; returns what is there then, and checks what lies around. */
async function run(
  scope: Scope,
  { entry, threads }: Pick<BackwardRule, 'entry' | 'threads'>,
  extents: Extents,
  outputs: Record<string, Output>,
  before: number,
): Promise<Float32Array[]> {
  const constants = Object.fromEntries(
    entry.overrides.map(({ name }) => [
      name,
      extents[name] ?? (name.endsWith('_add') ? 1 : (outputs[name.replace(/^(\w+)_stride$/, 'd$1')]?.stride ?? extents.STRIDE)),
    ]),
  );
  const bindings: Record<string, Tensor> = {};
  const filled: Record<string, Float32Array> = {};
  for (const name of Object.keys(entry.bindings)) {
    if (outputs[name]) {
      const { count, stride } = outputs[name];
      filled[name] = Float32Array.from({ length: R * stride + 64 }, (_, i) => (i < R * stride && i % stride < count ? before : AROUND));
      bindings[name] = scope.upload('f32', [filled[name].length], name, filled[name]);
    } else if (name === 'keys') bindings[name] = scope.upload('u32', [R, 2], name, keys(1, R));
    else if (name === 'step') bindings[name] = scope.tensor('u32', [R], name);
    else bindings[name] = scope.upload('f32', [4096], name, uniform(name.length, 4096, 0.1, 0.9));
  }
  await execute(new Plan(scope.memory, 'alone').dispatch(entry, constants, bindings as never, threads(extents)));
  const inside: Float32Array[] = [];
  for (const [name, { count, stride }] of Object.entries(outputs)) {
    const after = await (bindings[name] as Tensor<'f32'>).read();
    const within = (_: number, i: number) => i < R * stride && i % stride < count;
    const around = (x: number, i: number) => !within(x, i);
    close(after.filter(around), filled[name].filter(around), EXACT, `around ${name}`);
    const values = after.filter(within);
    if (values.includes(before)) throw new Error(`${name}[${values.indexOf(before)}] is not written`);
    inside.push(values);
  }
  return inside;
}

const whole = (count: number): Output => ({ count, stride: count });

// Software drivers unroll loops of a few iterations and then compile for seconds, hence K = 37 where samples are summed.
const CASES: { op: Op; extents: Extents; outputs: (n: Extents) => Record<string, Output> }[] = [
  ...[1, 16].map((SPLIT) => ({
    op: filterValues,
    extents: { R, K: 37, V: 7, A: 3, SPLIT, RELU: 0, STRIDE: 64 },
    outputs: (n: Extents) => ({ a: whole(n.K * n.A), dx: whole(n.K * n.V), dw: { count: n.A * n.V, stride: 64 } }),
  })),
  ...[1, 16].map((SPLIT) => ({
    op: bias,
    extents: { R, K: 37, A: 3, STRIDE: 64, SPLIT },
    outputs: (n: Extents) => ({ shifted: whole(n.K * n.A), da: whole(n.K * n.A), dbias: { count: n.A, stride: 64 } }),
  })),
  { op: tanh, extents: { R, K: 13, A: 3 }, outputs: (n) => ({ h: whole(n.K * n.A), da: whole(n.K * n.A) }) },
  { op: relaxed, extents: { R, K: 13, C: 3 }, outputs: (n) => ({ h: whole(n.K * n.C), da: whole(n.K * n.C) }) },
  { op: straightThrough, extents: { R, K: 13, C: 3 }, outputs: (n) => ({ h: whole(n.K * n.C), hard: whole(n.K * n.C), da: whole(n.K * n.C) }) },
  { op: categorical, extents: { R, K: 13, A: 32, Q: 16 }, outputs: (n) => ({ h: whole(n.K * n.A), da: whole(n.K * n.A) }) },
  {
    op: straightThroughCategorical,
    extents: { R, K: 13, A: 32, Q: 16 },
    outputs: (n) => ({ h: whole(n.K * n.A), hard: whole(n.K * n.A), da: whole(n.K * n.A) }),
  },
];

test.after(closeDevice);

for (const { op, extents, outputs } of CASES) {
  const only = (names: readonly string[]) => Object.fromEntries(Object.entries(outputs(extents)).filter(([name]) => names.includes(name)));
  test(
    `${op.name}: guard words, and gradients that add`,
    scoped(async (scope) => {
      await run(scope, op.forward, extents, only(Object.keys(op.outputs)), AROUND);
      for (const rule of op.backward) {
        const given = only(rule.gives.map((name) => `d${name}`));
        const alone = await run(scope, rule, extents, given, 0);
        const added = await run(scope, rule, extents, given, 0.25);
        added.forEach((actual, i) => {
          const expected = alone[i].map((g) => g + 0.25);
          close(actual, expected, ofLargest(expected, 1e-6), `${rule.entry.entry}, added`);
        });
      }
    }),
  );
}

test.run();
