/** Scores of all pairs and the sums over them, with partial tiles of rows, columns and widths. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkPairs, concatenated } from '../../src/critic/concatenated.ts';
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import { Tape } from '../../src/graph/tape.ts';
import * as twin from '../reference/critic/concatenated.ts';
import { close, EXACT, ofLargest, refusesWrongSign } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { centralDifferences, dot } from '../support/differences.ts';
import { uniform } from '../support/random.ts';
import { joined, part } from '../support/replicas.ts';
import { arenaOf, checkGaps } from '../support/tape.ts';

/** Odd numbers of vec4s of both layers, two words of signs, partial tiles of rows and columns. */
const N = { R: 3, K: 41, I: 12, O: 36 };
type Extent = typeof N;
/** One whose arguments of relu keep away from the kink. */
const SEED = 21;
const NAMES = ['a', 'b', 'w', 't'] as const;
type Inputs = Record<(typeof NAMES)[number] | 'ds', Float32Array>;

function inputs({ R, K, I, O }: Extent, seed: number): Inputs {
  const [a, b, w, t, ds] = [K * I, K * I, (I + 1) * O, O + 1, K * K].map((size, n) => uniform(seed + n, R * size));
  return { a, b, w, t, ds };
}

const replica = (x: Inputs, r: number, R: number): Inputs => Object.fromEntries(Object.entries(x).map(([name, all]) => [name, part(all, r, R)])) as Inputs;

/** Scores and gradients; `only` asks for those of some inputs. */
async function run(scope: Scope, { R, K, I, O }: Extent, x: Inputs, only: readonly string[] = NAMES) {
  const arena = arenaOf(scope, R, { w: { shape: [I + 1, O], values: x.w }, t: { shape: [O + 1, 1], values: x.t } });
  const plan = new Plan(scope.memory, 'concatenated');
  const tape = new Tape(scope, plan);
  const tensors = {
    a: scope.upload('f32', [R, K, I], 'a', x.a),
    b: scope.upload('f32', [R, K, I], 'b', x.b),
    w: arena.parameter('w'),
    t: arena.parameter('t'),
  };
  const scores = concatenated(tape, tensors);
  const at = { a: scope.tensor('f32', [R, K, I], 'da'), b: scope.tensor('f32', [R, K, I], 'db'), w: arena.gradient('w'), t: arena.gradient('t') };
  const wanted = NAMES.filter((name) => only.includes(name));
  tape.backward(
    scores,
    scope.upload('f32', [R, K, K], 'dscores', x.ds),
    wanted.map((name) => [tensors[name], at[name]] as const),
  );
  await execute(plan);
  await checkGaps(arena, ['w', 't']);
  const gradients: Record<string, Float32Array> = {};
  for (const name of wanted) gradients[name] = await at[name].read();
  return { scores: await scores.read(), gradients };
}

test.after(closeDevice);

test('twin: analytic gradients against central differences', () => {
  const n = { R: 1, K: 5, I: 4, O: 8 };
  const { ds, ...x } = inputs(n, 1);
  assert.ok(twin.distanceFromKink(x.a, x.b, x.w, n) > 1e-4);
  const analytic = twin.backward(x.a, x.b, x.w, x.t, ds, n);
  for (const name of NAMES) {
    const f = (at: Float64Array) => {
      const y: Record<keyof typeof x, ArrayLike<number>> = { ...x, [name]: at };
      return dot(ds, twin.forward(y.a, y.b, y.w, y.t, n));
    };
    const expected = centralDifferences(f, x[name]);
    close(analytic[`d${name}`], expected, ofLargest(expected, 1e-6), `d${name}`);
  }
});

test(
  `kernels against twin, R = ${N.R}, K = ${N.K}, I = ${N.I}, O = ${N.O}; a replica alone has the bits it has among others`,
  scoped(async (scope) => {
    const { R } = N;
    const x = inputs(N, SEED);
    const of = (r: number) => replica(x, r, R);
    for (let r = 0; r < R; r++) assert.ok(twin.distanceFromKink(of(r).a, of(r).b, of(r).w, N) > 2e-6, 'choose other seeds');
    const { scores, gradients } = await run(scope, N, x);
    const expected = joined(R, (r) => twin.forward(of(r).a, of(r).b, of(r).w, of(r).t, N));
    close(scores, expected, ofLargest(expected, 1e-5), 'scores');
    const exact = Array.from({ length: R }, (_, r) => twin.backward(of(r).a, of(r).b, of(r).w, of(r).t, of(r).ds, N));
    for (const name of NAMES) {
      const gradient = joined(R, (r) => exact[r][`d${name}`]);
      close(gradients[name], gradient, ofLargest(gradient, 1e-5), `d${name}`);
      refusesWrongSign(gradients[name], gradient, ofLargest(gradient, 1e-5), `d${name} of the wrong sign`);
    }
    const alone = await run(scope, { ...N, R: 1 }, of(1));
    close(alone.scores, part(scores, 1, R), EXACT, 'scores of a replica alone');
    for (const name of NAMES) close(alone.gradients[name], part(gradients[name], 1, R), EXACT, `d${name} of a replica alone`);
  }),
);

test(
  'the gradients of the weights alone: the first stage of their sums runs for them',
  scoped(async (scope) => {
    const x = inputs(N, SEED);
    const { gradients } = await run(scope, N, x, ['w', 't']);
    const exact = Array.from({ length: N.R }, (_, r) => replica(x, r, N.R)).map(({ a, b, w, t, ds }) => twin.backward(a, b, w, t, ds, N));
    for (const name of ['w', 't'] as const) {
      const expected = joined(N.R, (r) => exact[r][`d${name}`]);
      close(gradients[name], expected, ofLargest(expected, 1e-5), `d${name}`);
    }
  }),
);

test('scores that do not fit one buffer are refused', () => {
  checkPairs(5792, 1, 32);
  assert.throws(() => checkPairs(5793, 1, 32), /at most 5792 pairs.*got 5793/);
  assert.throws(() => checkPairs(513, 128, 32), /use a smaller batch, fewer replicas/);
});

test.run();
