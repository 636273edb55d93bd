/** Critics end to end: what they give, and the gradients of all weights and of H, against float64 compositions. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { applyCritic, type CriticShape, criticParameters } from '../../src/critic/critic.ts';
import { linear } from '../../src/critic/linear.ts';
import { linearBitsOn } from '../../src/critic/linear_bits_tall.ts';
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import type { Tensor } from '../../src/gpu/tensor.ts';
import { Tape } from '../../src/graph/tape.ts';
import { BITS, isPacked, REALS } from '../../src/space/encoding.ts';
import { mask } from '../reference/critic/activation.ts';
import * as twin from '../reference/critic/critic.ts';
import { close, EXACT, ofLargest, refusesWrongSign } from '../support/close.ts';
import { closeDevice, execute, scoped, scopedAsHardware, scopedAsSoftware } from '../support/device.ts';
import { centralDifferences, dot } from '../support/differences.ts';
import { pack } from '../support/pack.ts';
import { keys, spins, uniform } from '../support/random.ts';
import { joined, part } from '../support/replicas.ts';
import { arenaOf, checkGaps, type Parameter } from '../support/tape.ts';

const R = 3;
// Software drivers unroll loops of a few iterations and then compile for seconds; K = 37 is beyond that.
const K = 37;
const STEPS = Uint32Array.from([3, 0, 11]);
const common = { components: 5, environment: 36, encoding: BITS, hidden: [8, 8], activation: 'relu', dropout: 0 } as const;
const patch = { sites: 9, patches: 4, features: 12, ragged: true };
const large = { patch: { ...patch, sites: 36 }, environment: 144, encoding: REALS };

const CASES: Record<string, CriticShape> = {
  'separable, swish, dropout': { ...common, kind: 'separable', embedding: 8, activation: 'swish', dropout: 0.25 },
  'separable, values, tanh': { ...common, kind: 'separable', embedding: 8, activation: 'tanh', encoding: REALS },
  'bilinear, patches': { ...common, kind: 'bilinear', patch },
  'concatenated, patches': { ...common, kind: 'concatenated', patch },
  'classifier, patches of values, dropout': { ...common, kind: 'classifier', states: 6, ...large, dropout: 0.5 },
};
/** Live sites of the replicas: 4, 3 and 2 patches. */
const widthsOf = ({ environment }: CriticShape) => [environment, (3 * environment) / 4, environment / 2];
/** Floats of the arena of every case: kernels are compiled for the distance between replicas, here once for all. */
const ARENA = 2048;

/** Everything a case needs, from one seed. */
function inputsOf(shape: CriticShape, seed: number) {
  const E = shape.environment;
  const widths = widthsOf(shape);
  const masses = uniform(seed, R * K * E, 0, 4).map(Math.floor);
  const sites = isPacked(shape.encoding) ? Float32Array.from(spins(seed, R * K * E)) : masses;
  // Absent sites are zero; the bits that the GPU sees in their places are noise.
  const e = sites.map((value, i) => (i % E < widths[Math.floor(i / (K * E))] ? value : 0));
  const parameters: Record<string, Parameter> = Object.fromEntries(
    Object.entries(criticParameters(shape)).map(([name, dims], i) => [name, { shape: dims, values: uniform(seed + 10 + i, R * dims[0] * dims[1], -0.7, 0.7) }]),
  );
  return { h: uniform(seed + 1, R * K * common.components), sites, e, keys: keys(seed + 2, R), parameters };
}
type Inputs = ReturnType<typeof inputsOf>;

function problem(shape: CriticShape, x: Inputs, r: number, training = true): twin.Problem {
  const D = shape.kind === 'concatenated' ? 0 : 8;
  const rate = training ? shape.dropout : 0;
  return {
    ...{ kind: shape.kind, activation: shape.activation, hidden: shape.hidden, K, C: common.components, E: shape.environment, D },
    ...(shape.patch ? { patch: { ...shape.patch, live: widthsOf(shape)[r] / shape.patch.sites } } : {}),
    mask: (count, layer) => mask(count, rate, layer, STEPS[r], part(x.keys, r, R)),
    h: part(x.h, r, R),
    e: part(x.e, r, R),
  };
}
const weightsOf = (x: Inputs, r: number): twin.Weights =>
  Object.fromEntries(Object.entries(x.parameters).map(([name, { values }]) => [name, part(values, r, R)]));

function environment(scope: Scope, shape: CriticShape, sites: Float32Array, e: Float32Array): Tensor {
  const E = shape.environment;
  if (!isPacked(shape.encoding)) return scope.upload('f32', [R, K, E], 'environment', e);
  // One word per patch, or 32 sites per word.
  const words = shape.patch ? shape.patch.patches : Math.ceil(E / 32);
  return scope.upload('u32', [R, K, words], 'environment', shape.patch ? pack(sites, shape.patch.sites, 1) : pack(sites, E, words));
}

/** The parameters and what is left of the arena behind them. */
function withRest(parameters: Record<string, Parameter>): Record<string, Parameter> {
  const floats = (shape: readonly number[]) => Math.ceil(shape.reduce((product, n) => product * n, 1) / 64) * 64;
  const rest = ARENA - Object.values(parameters).reduce((sum, { shape }) => sum + floats(shape), floats([5]));
  return { ...parameters, rest: { shape: [rest], values: new Float32Array(R * rest) } };
}

/** Outputs and gradients by name on the GPU; 'h' among the gradients. */
async function run(scope: Scope, shape: CriticShape, x: Inputs, seeds?: Record<string, Float32Array>, training = true) {
  const arena = arenaOf(scope, R, withRest(x.parameters));
  const plan = new Plan(scope.memory, shape.kind);
  const tape = new Tape(scope, plan);
  const h = scope.upload('f32', [R, K, common.components], 'h', x.h);
  const extras = {
    widths: scope.upload('u32', [R], 'widths', Uint32Array.from(widthsOf(shape))),
    keys: scope.upload('u32', [R, 2], 'keys', x.keys),
    step: scope.upload('u32', [R], 'step', STEPS),
  };
  const e = environment(scope, shape, x.sites, x.e);
  const outputs: Record<string, Tensor<'f32'>> = { ...applyCritic(tape, shape, { h, e, ...extras, training }, (name) => arena.parameter(name)) };
  const dh = scope.tensor('f32', h.shape, 'dh');
  const names = Object.keys(x.parameters);
  for (const [name, output] of seeds ? Object.entries(outputs) : []) {
    // u and v are two objectives, whose gradients lie in different weights; h leads to u alone.
    const own = names.filter((weight) => name !== 'u' || weight.startsWith('u')).filter((weight) => name !== 'v' || !weight.startsWith('u'));
    const wanted = own.map((weight) => [arena.parameter(weight), arena.gradient(weight)] as const);
    const withH = name === 'u' || name === 'scores' ? [...wanted, [h, dh] as const] : wanted;
    tape.backward(output, scope.upload('f32', output.shape, `d${name}`, (seeds as Record<string, Float32Array>)[name]), withH);
  }
  await execute(plan);
  await checkGaps(arena, names);
  const gradients: Record<string, Float32Array> = { h: await dh.read() };
  for (const name of names) gradients[name] = await arena.gradient(name).read();
  return { outputs: Object.fromEntries(await Promise.all(Object.entries(outputs).map(async ([name, t]) => [name, await t.read()] as const))), gradients, plan };
}

/** Upstream gradients of all outputs, all replicas. */
function seedsOf(shape: CriticShape, x: Inputs): Record<string, Float32Array> {
  const given = twin.forward(problem(shape, x, 0), weightsOf(x, 0));
  return Object.fromEntries(Object.entries(given).map(([name, y], i) => [name, uniform(90 + i, R * y.length)]));
}
const seedsFor = (seeds: Record<string, Float32Array>, r: number) => Object.fromEntries(Object.entries(seeds).map(([name, all]) => [name, part(all, r, R)]));

test.after(closeDevice);

test('twin: chain rule against central differences', () => {
  for (const [label, shape] of Object.entries(CASES)) {
    const x = inputsOf(shape, 40);
    const [p, w] = [{ ...problem(shape, x, 2), K: 3 }, weightsOf(x, 2)];
    assert.ok(twin.distanceFromKink(p, w) > 1e-4, `${label}: choose other seeds`);
    const seeds: Record<string, ArrayLike<number>> = Object.fromEntries(
      Object.entries(twin.forward(p, w)).map(([name, y], i) => [name, uniform(90 + i, y.length)]),
    );
    const objective = (q: twin.Problem, at: twin.Weights) => Object.entries(twin.forward(q, at)).reduce((sum, [name, y]) => sum + dot(seeds[name], y), 0);
    const gradients = twin.gradients(p, w, seeds);
    for (const name of Object.keys(w)) {
      const expected = centralDifferences((at) => objective(p, { ...w, [name]: at }), w[name]);
      close(gradients[name], expected, ofLargest(expected, 1e-6), `${label}: d${name}`);
    }
    if (shape.kind === 'classifier') continue;
    const ofH = centralDifferences((at) => objective({ ...p, h: at }, w), Array.from(p.h).slice(0, p.K * p.C));
    close(gradients.h, ofH, ofLargest(ofH, 1e-6), `${label}: dh`);
  }
});

// Fused towers are for hardware; the other critics need not be compiled in both forms.
const FUSED: CriticShape = { ...common, kind: 'separable', embedding: 8 };

for (const [label, shape, within] of [
  ...Object.entries(CASES).map(([of, each]) => [of, each, scoped] as const),
  ['fused towers', FUSED, scopedAsHardware] as const,
]) {
  test(
    `${label}: outputs and gradients against twin`,
    within(async (scope) => {
      const x = inputsOf(shape, 40);
      const seeds = seedsOf(shape, x);
      const { outputs, gradients, plan } = await run(scope, shape, x, seeds);
      assert.is(plan.dispatches.filter(({ declaration }) => declaration.path === 'critic/tower').length, shape === FUSED ? 4 : 0);
      const exact = Array.from({ length: R }, (_, r) => {
        assert.ok(twin.distanceFromKink(problem(shape, x, r), weightsOf(x, r)) > 2e-6, 'choose other seeds');
        return { y: twin.forward(problem(shape, x, r), weightsOf(x, r)), g: twin.gradients(problem(shape, x, r), weightsOf(x, r), seedsFor(seeds, r)) };
      });
      for (const [name, actual] of Object.entries(outputs)) {
        const expected = joined(R, (r) => exact[r].y[name]);
        close(actual, expected, ofLargest(expected, 1e-5), name);
      }
      for (const name of Object.keys(exact[0].g)) {
        const expected = joined(R, (r) => exact[r].g[name]);
        close(gradients[name], expected, ofLargest(expected, 1e-4), `d${name}`);
        refusesWrongSign(gradients[name], expected, ofLargest(expected, 1e-4), `d${name} of the wrong sign`);
      }
    }),
  );
}

test(
  'evaluation drops nothing: the plan and the bits of a critic without dropout',
  scoped(async (scope) => {
    const shape = CASES['classifier, patches of values, dropout'];
    const x = inputsOf(shape, 40);
    const evaluated = await run(scope, shape, x, undefined, false);
    const without = await run(scope, { ...shape, dropout: 0 }, x);
    assert.is(evaluated.plan.toString(), without.plan.toString());
    close(evaluated.outputs.logits, without.outputs.logits, EXACT, 'logits');
    const expected = joined(R, (r) => twin.forward(problem(shape, x, r, false), weightsOf(x, r)).logits);
    close(evaluated.outputs.logits, expected, ofLargest(expected, 1e-5), 'logits against twin');
  }),
);

test(
  'a replica does not see the others: changing one leaves the bits of the rest',
  scoped(async (scope) => {
    const shape = CASES['classifier, patches of values, dropout'];
    const x = inputsOf(shape, 40);
    const seeds = seedsOf(shape, x);
    const before = await run(scope, shape, x, seeds);
    part(x.e, 1, R).fill(1);
    for (const { values } of Object.values(x.parameters)) part(values, 1, R).fill(0.1);
    const after = await run(scope, shape, x, seeds);
    const differ = (a: Float32Array, b: Float32Array, r: number) => part(a, r, R).some((value, i) => value !== part(b, r, R)[i]);
    assert.ok(differ(before.outputs.logits, after.outputs.logits, 1));
    for (const r of [0, 2]) {
      assert.not(differ(before.outputs.logits, after.outputs.logits, r));
      for (const name of Object.keys(x.parameters)) assert.not(differ(before.gradients[name], after.gradients[name], r), name);
    }
  }),
);

test(
  'relu without dropout costs no dispatch: it is left to the next layer',
  scopedAsSoftware(async (scope) => {
    const shape: CriticShape = { ...common, kind: 'separable', embedding: 8 };
    const tape = new Tape(scope, new Plan(scope.memory, 'separable'));
    const arena = arenaOf(scope, R, withRest(inputsOf(shape, 40).parameters));
    const blank = (dtype: 'f32' | 'u32', dims: number[]) => scope.tensor(dtype, dims, 'blank');
    const inputs = { h: blank('f32', [R, K, 5]), e: blank('u32', [R, K, 2]), widths: blank('u32', [R]), keys: blank('u32', [R, 2]), step: blank('u32', [R]) };
    applyCritic(tape, shape, { ...inputs, training: true }, (name) => arena.parameter(name));
    assert.equal(
      tape.plan.dispatches.map((d) => d.declaration.path),
      [linear, linear, linear, linearBitsOn(scope.memory), linear, linear].map(({ forward }) => forward.entry.path),
    );
    assert.throws(
      () => applyCritic(tape, shape, { ...inputs, e: blank('u32', [R, K, 1]), training: true }, (name) => arena.parameter(name)),
      /2 words per sample/,
    );
  }),
);

test(
  'a tensor under another shape has the same elements, first axis and gradient slot',
  scoped((scope) => {
    const x = scope.tensor('f32', [2, 6, 4], 'x');
    const view = x.reshape([2, 3, 8]);
    assert.equal([view.shape, view.stride, view.buffer === x.buffer, view.offset], [[2, 3, 8], 24, true, 0]);
    for (const shape of [[2, 3, 4], [4, 3, 4], []]) assert.throws(() => x.reshape(shape), /^tensor x: expected a shape of 48 elements/);
  }),
);

test.run();
