/**
 * The coarse variable as a whole, in every form: values in training and evaluation, gradients of all parameters. The
 * expectation is the central difference of the composed twins; replicas keep their bits whatever the others do.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type CoarseShape, coarseParameters, type HiddenLayers, hardValues, logits, softValues, valueCount } from '../../src/coarse/variable.ts';
import { linear } from '../../src/critic/linear.ts';
import { linearBits } from '../../src/critic/linear_bits.ts';
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import { Tape } from '../../src/graph/tape.ts';
import { BITS, isPacked, REALS } from '../../src/space/encoding.ts';
import * as twin from '../reference/coarse/variable.ts';
import { close, EXACT, ofLargest, refusesWrongSign } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { centralDifferences, dot } from '../support/differences.ts';
import { pack } from '../support/pack.ts';
import { keys, spins, uniform } from '../support/random.ts';
import { joined, part } from '../support/replicas.ts';
import { arenaOf, checkGaps, type Parameter } from '../support/tape.ts';

// Software drivers unroll loops of a few iterations and then compile for seconds; 37 is beyond that.
const K = 37;
const STEPS = [0, 2, 1];
const TAU = [0.5, 0.3, 0.8];
const shape = { components: 2, states: 2, variable: 'discrete', estimator: 'relaxed', bias: true, hidden: [], visible: 9, encoding: BITS } as const;

const CASES: Record<string, CoarseShape> = {
  'packed, biased, relaxed': shape,
  'values, straight-through': { ...shape, encoding: REALS, bias: false, estimator: 'straight-through' },
  'packed Potts, relaxed': { ...shape, states: 3 },
  'values, Potts, nonlinear, straight-through': { ...shape, states: 3, encoding: REALS, hidden: [8, 4], estimator: 'straight-through' },
  'packed, nonlinear, tanh': { ...shape, hidden: [8], variable: 'tanh' },
  'packed, no discretisation': { ...shape, variable: 'linear' },
};

interface Problem {
  shape: CoarseShape;
  R: number;
  blocks: Int8Array | Float32Array;
  parameters: Record<string, Parameter>;
  noise: Uint32Array;
  seed: Float32Array;
}

function problem(of: CoarseShape, R = 3): Problem {
  const count = R * K * of.visible;
  const shapes = Object.entries(coarseParameters(of));
  const parameters = shapes.map(([name, extents], i) => {
    const size = R * extents.reduce((product, extent) => product * extent, 1);
    return [name, { shape: extents, values: uniform(20 + i, size, -0.6, 0.6) }] as const;
  });
  return {
    shape: of,
    R,
    blocks: isPacked(of.encoding) ? spins(1, count) : uniform(1, count, -2, 2),
    parameters: Object.fromEntries(parameters),
    noise: keys(3, R),
    seed: uniform(4, R * K * valueCount(of)),
  };
}

/** The first replica of a problem alone, or another one in its place. */
function firstOf({ R, blocks, parameters, noise, seed, ...rest }: Problem): Problem {
  const cut = Object.entries(parameters).map(([name, p]) => [name, { shape: p.shape, values: part(p.values, 0, R) }] as const);
  return { ...rest, R: 1, blocks: part(blocks, 0, R), parameters: Object.fromEntries(cut), noise: part(noise, 0, R), seed: part(seed, 0, R) };
}

/** Layers of the critic's stage, as a trainer would hand them over. */
const layersOf =
  (scope: Scope, R: number, width: number, weight: (name: string) => ReturnType<Scope['tensor']>): HiddenLayers =>
  (tape, x, names) => {
    const widths = scope.upload('u32', [R], 'widths', new Uint32Array(R).fill(width));
    return names.reduce<ReturnType<HiddenLayers>>(
      (y, name, i) =>
        i === 0 && x.dtype === 'u32'
          ? tape.apply(linearBits, { x, w: weight(name) }, { extras: { widths } }).y
          : tape.apply(linear, { x: y, w: weight(name) }, { options: { RELU: i > 0 ? 1 : 0 } }).y,
      x as ReturnType<HiddenLayers>,
    );
  };

async function run(scope: Scope, { shape: of, R, blocks, parameters, noise, seed }: Problem) {
  const arena = arenaOf(scope, R, parameters);
  const plan = new Plan(scope.memory, 'variable');
  const tape = new Tape(scope, plan);
  const weight = (name: string) => arena.parameter(name);
  const visible = isPacked(of.encoding)
    ? scope.upload('u32', [R, K, Math.ceil(of.visible / 32)], 'visible', pack(blocks, of.visible, Math.ceil(of.visible / 32)))
    : scope.upload('f32', [R, K, of.visible], 'visible', blocks as Float32Array);
  const a = logits(tape, of, visible, weight, layersOf(scope, R, of.visible, weight));
  const draws = { keys: scope.upload('u32', [R, 2], 'keys', noise), step: scope.upload('u32', [R], 'step', Uint32Array.from(STEPS.slice(0, R))) };
  const schedule = scope.upload('f32', [3, 4], 'schedule', Float32Array.from(TAU.flatMap((tau) => [tau, 0, 0, 0])));
  const soft = softValues(tape, of, a, { ...draws, schedule });
  const hard = hardValues(tape, of, a, draws);
  const names = Object.keys(parameters);
  assert.equal(soft.shape, [R, K, valueCount(of)]);
  tape.backward(
    soft,
    scope.upload('f32', soft.shape, 'dh', seed),
    names.map((name) => [arena.parameter(name), arena.gradient(name)] as const),
  );
  await execute(plan);
  await checkGaps(arena, names);
  const gradients = await Promise.all(names.map(async (name) => [name, await arena.gradient(name).read()] as const));
  return { soft: await soft.read(), hard: await hard.read(), gradients: Object.fromEntries(gradients) as Record<string, Float32Array> };
}

test.after(closeDevice);

for (const [name, of] of Object.entries(CASES)) {
  test(
    name,
    scoped(async (scope) => {
      const p = problem(of);
      const { R } = p;
      const result = await run(scope, p);
      const sample = (r: number): twin.Sample => ({ blocks: part(p.blocks, r, R), K, tau: TAU[STEPS[r]], step: STEPS[r], key: part(p.noise, r, R) });
      const weights = (r: number): twin.Weights => Object.fromEntries(Object.entries(p.parameters).map(([key, { values }]) => [key, part(values, r, R)]));
      const through = of.variable === 'discrete' && of.estimator === 'straight-through';

      const a = (r: number) => twin.logits(of, sample(r), weights(r));
      const soft = joined(R, (r) => twin.soft(of, sample(r), a(r)));
      if (through) close(result.soft, twin.rounded(of, soft), EXACT, 'values in training, discrete');
      else close(result.soft, soft, ofLargest(soft, 2e-5), 'values in training');
      const hard = joined(R, (r) => twin.hard(of, sample(r), a(r)));
      close(result.hard, hard, of.variable === 'discrete' ? EXACT : ofLargest(hard, 1e-5), 'values in evaluation');

      for (const key of Object.keys(p.parameters)) {
        const expected = joined(R, (r) => {
          const [seed, drawn, w] = [part(p.seed, r, R), sample(r), weights(r)];
          return centralDifferences((x) => dot(seed, twin.soft(of, drawn, twin.logits(of, drawn, { ...w, [key]: x }))), w[key]);
        });
        close(result.gradients[key], expected, ofLargest(expected, 1e-4), `d${key}`);
        refusesWrongSign(result.gradients[key], expected, ofLargest(expected, 1e-4), `d${key} of the wrong sign`);
      }
    }),
  );
}

test(
  'the bits of a replica are the same alone, with others, and again',
  scoped(async (scope) => {
    const p = problem(CASES['packed Potts, relaxed']);
    const together = await run(scope, p);
    const alone = await run(scope, firstOf(p));
    // The others change in every respect.
    const others = problem(p.shape);
    others.blocks = spins(31, p.blocks.length);
    others.noise = keys(32, p.R);
    others.seed = uniform(33, p.seed.length);
    others.blocks.set(part(p.blocks, 0, p.R));
    others.noise.set(part(p.noise, 0, p.R));
    others.seed.set(part(p.seed, 0, p.R));
    const changed = await run(scope, others);
    const bits = (x: Float32Array, R: number) => Array.from(new Uint32Array(part(x, 0, R).slice().buffer));
    for (const key of ['soft', 'hard'] as const) {
      assert.equal(bits(together[key], p.R), bits(alone[key], 1), key);
      assert.equal(bits(together[key], p.R), bits(changed[key], p.R), key);
    }
    for (const key of ['lambda', 'bias']) {
      assert.equal(bits(together.gradients[key], p.R), bits(alone.gradients[key], 1), `d${key}`);
      assert.equal(bits(together.gradients[key], p.R), bits(changed.gradients[key], p.R), `d${key}`);
    }
    assert.not.equal(Array.from(part(changed.soft, 1, p.R)), Array.from(part(together.soft, 1, p.R)), 'control: the others did change');
    assert.equal(await run(scope, p), together, 'once more');
  }),
);

test.run();
