/**
 * Guard words around the outputs of every differentiable op's kernels, on sizes whose last tile is partial: nothing
 * beyond an output is written, nothing of it is left out, and replicas that lie further apart do not touch the room between.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { dvOfScores } from '../../src/bound/dv.ts';
import { SPLIT } from '../../src/bound/grid.ts';
import { infonce, infonceOfScores } from '../../src/bound/infonce.ts';
import { nwj } from '../../src/bound/nwj.ts';
import { filter } from '../../src/coarse/filter.ts';
import { relaxed } from '../../src/coarse/relaxed.ts';
import type { Extents } from '../../src/core/shape.ts';
import { linear } from '../../src/critic/linear.ts';
import { linearBits } from '../../src/critic/linear_bits.ts';
import { linearBitsTall } from '../../src/critic/linear_bits_tall.ts';
import type { StorageBinding, UniformBinding } from '../../src/gpu/declaration.ts';
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import type { Tensor, Uniform } from '../../src/gpu/tensor.ts';
import type { BackwardRule, Launch, Op } from '../../src/graph/op.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { type Guarded, guarded } from '../support/guard.ts';
import { uniform, words } from '../support/random.ts';

test.after(closeDevice);

/**
 * The override constants of an entry point, as the tape fills them in: gradients are written, not added; what has a default in the
 * shader may be left out.
 * @throws Error for one that was forgotten: with a value made up here another kernel would be tested than the one that runs
 */
function constantsOf(
  { entry, overrides }: { entry: string; overrides: readonly { name: string; optional: boolean }[] },
  given: Readonly<Record<string, number>>,
): Record<string, number> {
  const needed = overrides.filter(({ name, optional }) => given[name] !== undefined || !optional);
  return Object.fromEntries(
    needed.map(({ name }) => {
      const value = given[name] ?? (name.endsWith('_add') ? 0 : undefined);
      if (value === undefined) throw new Error(`${entry}: no value for the override ${name}`);
      return [name, value];
    }),
  );
}

/** The uniform of sizes of an entry point, filled as its constants are. */
function sizesOf(scope: Scope, layout: UniformBinding, given: Readonly<Record<string, number>>): Uniform {
  const overrides = layout.fields.map(({ name }) => ({ name, optional: false }));
  return scope.uniform(layout, 'sizes', constantsOf({ entry: 'sizes', overrides }, given));
}

/** Runs one entry point with guards behind every output; `sizes` gives the elements of each output, by name. */
async function guard(scope: Scope, op: Op, step: Launch, extents: Extents, constants: Record<string, number>, sizes: Record<string, number>) {
  const outputs: Record<string, Guarded<'f32'>> = {};
  const bindings: Record<string, Tensor | Uniform> = {};
  const all: Record<string, number> = { ...extents, ...constants };
  for (const [name, binding] of Object.entries(step.entry.bindings) as [string, StorageBinding | UniformBinding][]) {
    if (binding.kind === 'uniform') {
      bindings[name] = sizesOf(scope, binding, all);
      continue;
    }
    // An output that a backward kernel reads again is declared read_write, too.
    const written = step === op.forward ? name in op.outputs : name.startsWith('d') && name.slice(1) in op.inputs && binding.access === 'read_write';
    if (written) {
      outputs[name] = guarded(scope, 'f32', sizes[name], `${op.name}.${step.entry.entry} ${name}`);
      bindings[name] = outputs[name].tensor;
    } else if (name === 'widths') bindings[name] = scope.upload('u32', [extents.R], name, new Uint32Array(extents.R).fill(extents.I));
    else if (name === 'step') bindings[name] = scope.tensor('u32', [extents.R], name);
    else if (binding.dtype === 'u32') bindings[name] = scope.upload('u32', [4096], name, words(1, 4096));
    else bindings[name] = scope.upload('f32', [8192], name, uniform(2, 8192, 0.1, 0.5));
  }
  const needed = constantsOf(step.entry, all);
  await execute(new Plan(scope.memory, 'guard').dispatch(step.entry, needed, bindings as never, step.threads(extents)));
  for (const name of Object.keys(outputs)) await outputs[name].read();
}

const size = (...extents: number[]) => extents.reduce((product, extent) => product * extent, 1);

// Software drivers unroll loops of a few iterations and then compile for seconds, hence no K below 35.
const CASES: { op: Op; extents: Extents; constants?: (n: Extents) => Record<string, number>; sizes: (n: Extents) => Record<string, number> }[] = [
  ...[1, 16].map((SPLIT) => ({
    op: filter,
    extents: { R: 2, K: 37, V: 9, VW: 1, C: 3, SPLIT },
    constants: (n: Extents) => ({ w_stride: n.C * n.V }),
    sizes: (n: Extents) => ({ a: size(n.R, n.K, n.C), dw: size(n.R, n.C, n.V) }),
  })),
  { op: relaxed, extents: { R: 2, K: 13, C: 3 }, sizes: (n) => ({ h: size(n.R, n.K, n.C), da: size(n.R, n.K, n.C) }) },
  ...[
    { R: 2, K: 37, I: 5, O: 12, SPLIT: 1 },
    { R: 3, K: 38, I: 33, O: 4, SPLIT: 16 },
    { R: 1, K: 39, I: 2, O: 32, SPLIT: 1 },
    { R: 2, K: 37, I: 8, O: 12, SPLIT: 16 },
  ].map((extents) => ({
    op: linear,
    extents,
    constants: (n: Extents) => ({ RELU: 0, w_stride: ((n.I + 1) * n.O) / 4 }),
    sizes: (n: Extents) => ({ y: size(n.R, n.K, n.O), dx: size(n.R, n.K, n.I), dw: size(n.R, n.I + 1, n.O) }),
  })),
  ...[
    { op: linearBits as Op, extents: { R: 2, K: 37, I: 45, X: 2, O: 12, SPLIT: 8 } as Extents },
    { op: linearBits as Op, extents: { R: 3, K: 41, I: 7, X: 1, O: 4, SPLIT: 8 } as Extents },
    { op: linearBitsTall as Op, extents: { R: 1, K: 35, I: 64, X: 2, O: 32 } as Extents },
  ].map((on) => ({
    ...on,
    constants: (n: Extents) => ({ w_stride: ((n.I + 1) * n.O) / 4 }),
    sizes: (n: Extents) => ({ y: size(n.R, n.K, n.O), dw: size(n.R, n.I + 1, n.O) }),
  })),
  ...[
    { R: 3, K: 37, D: 12, SPLIT: SPLIT.software },
    { R: 2, K: 69, D: 4, SPLIT: SPLIT.hardware },
  ].map((extents) => ({
    op: infonce,
    extents,
    sizes: (n: Extents) => ({
      term: size(n.R, n.K),
      lse: size(n.R, n.K),
      push: size(n.R, n.K, n.D),
      du: size(n.R, n.K, n.D),
      dv: size(n.R, n.K, n.D),
    }),
  })),
  {
    op: nwj,
    extents: { R: 3, K: 37, D: 8 },
    sizes: (n) => ({ term: size(n.R, n.K), push: size(n.R, n.K, n.D), du: size(n.R, n.K, n.D), dv: size(n.R, n.K, n.D) }),
  },
  {
    op: infonceOfScores,
    extents: { R: 3, K: 37 },
    sizes: (n) => ({ term: size(n.R, n.K), lse: size(n.R, n.K), dscores: size(n.R, n.K, n.K) }),
  },
  {
    op: dvOfScores,
    extents: { R: 3, K: 37 },
    sizes: (n) => ({ term: size(n.R, n.K), rows: size(n.R, n.K), dscores: size(n.R, n.K, n.K) }),
  },
];

for (const { op, extents, constants, sizes } of CASES) {
  const shape = Object.entries(extents).map(([axis, extent]) => `${axis} = ${extent}`);
  test(
    `${op.name}, ${shape.join(', ')}`,
    scoped(async (scope) => {
      for (const rule of [op.forward, ...op.backward]) await guard(scope, op, rule, extents, constants?.(extents) ?? {}, sizes(extents));
    }),
  );
}

test('control: an override that was forgotten is no 0', () => {
  const entry = linear.forward.entry;
  assert.throws(() => constantsOf(entry, { K: 37, I: 5, O: 12, SPLIT: 1 }), /^forward: no value for the override RELU$/);
  assert.throws(() => constantsOf(entry, { K: 37, I: 5, SPLIT: 1, RELU: 0 }), /no value for the override O/);
  const { RELU, dx_add } = constantsOf(entry, { K: 37, I: 5, O: 12, SPLIT: 1, RELU: 1 });
  assert.equal([RELU, dx_add], [1, 0]);
});

for (const { op, extents, rows } of [
  { op: filter as Op, extents: { R: 3, K: 37, V: 9, VW: 1, C: 3, SPLIT: 16 }, rows: 27 },
  { op: linear as Op, extents: { R: 3, K: 37, I: 5, O: 4, SPLIT: 16 }, rows: 24 },
  { op: linearBits as Op, extents: { R: 3, K: 37, I: 17, X: 1, O: 4, SPLIT: 8 }, rows: 72 },
  { op: linearBitsTall as Op, extents: { R: 3, K: 37, I: 17, X: 1, O: 4 }, rows: 72 },
]) {
  test(
    `${op.name}.backward_w: the room between replicas is left alone`,
    scoped(async (scope) => {
      const rule = op.backward.find((b) => b.entry.entry === 'backward_w') as BackwardRule;
      const n: Extents = extents;
      const stride = rows + 20;
      const dw = scope.upload('f32', [n.R, stride], 'dw', new Float32Array(n.R * stride).fill(-9));
      const width = (rule.entry.bindings.dw as StorageBinding).width;
      const all: Record<string, number> = { ...n, RELU: 0, w_stride: stride / width };
      const bindings: Record<string, Tensor | Uniform> = { dw };
      for (const [name, binding] of Object.entries(rule.entry.bindings) as [string, StorageBinding | UniformBinding][]) {
        if (binding.kind === 'uniform') bindings[name] = sizesOf(scope, binding, all);
        else if (name === 'widths') bindings[name] = scope.upload('u32', [n.R], name, new Uint32Array(n.R).fill(n.I));
        else if (name !== 'dw')
          bindings[name] = binding.dtype === 'u32' ? scope.upload('u32', [1024], name, words(3, 1024)) : scope.upload('f32', [1024], name, uniform(4, 1024));
      }
      const constants = constantsOf(rule.entry, all);
      await execute(new Plan(scope.memory, 'gaps').dispatch(rule.entry, constants, bindings as never, rule.threads(n)));
      const after = await dw.read();
      for (let r = 0; r < n.R; r++) close(after.subarray(r * stride + rows, (r + 1) * stride), new Float32Array(20).fill(-9), EXACT, `behind replica ${r}`);
    }),
  );
}

test.run();
