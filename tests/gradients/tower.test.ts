/** Towers of two to four fused layers, with partial tiles of samples, against a chain of float64 layers. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fits, tower } from '../../src/critic/tower.ts';
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import type { Tensor } from '../../src/gpu/tensor.ts';
import { Tape } from '../../src/graph/tape.ts';
import * as layer from '../reference/critic/linear.ts';
import { close, EXACT, ofLargest, refusesWrongSign } from '../support/close.ts';
import { closeDevice, execute, scoped, scopedAsHardware } from '../support/device.ts';
import { centralDifferences, dot } from '../support/differences.ts';
import { uniform } from '../support/random.ts';
import { joined, part } from '../support/replicas.ts';
import { arenaOf, checkGaps, type Parameter } from '../support/tape.ts';

type Gradient = 'x' | 'w';
/** Widths from the inputs on; tiles have 64 samples, or 32 where a layer is wider than 32. */
const CASES = [
  { R: 3, K: 70, widths: [2, 32, 32, 8], relu: false },
  { R: 2, K: 131, widths: [32, 32, 12], relu: true },
  { R: 2, K: 37, widths: [5, 64, 12, 36, 4], relu: true },
];
type Case = (typeof CASES)[number];

const sizes = ({ widths, relu, K }: Case, l: number) => ({ K, I: widths[l], O: widths[l + 1], relu: l > 0 || relu });

function inputs({ R, K, widths }: Case, seed: number) {
  // Away from the kink of relu, where the derivative is a matter of convention.
  const x = uniform(seed, R * K * widths[0]).map((value) => value + 0.01 * Math.sign(value));
  const w = widths.slice(1).map((O, l) => uniform(seed + 1 + l, R * (widths[l] + 1) * O, -0.7, 0.7));
  return { x, w, dy: uniform(seed + 9, R * K * widths[widths.length - 1]) };
}

/** Outputs of all layers of one replica. */
function forward(of: Case, x: ArrayLike<number>, w: readonly ArrayLike<number>[]): ArrayLike<number>[] {
  const all = [x];
  for (const [l, weights] of w.entries()) all.push(layer.forward(all[l], weights, sizes(of, l)));
  return all.slice(1);
}

/** Gradients of x and of the weights of one replica. */
function backward(of: Case, x: ArrayLike<number>, w: readonly ArrayLike<number>[], dy: ArrayLike<number>) {
  const z = [x, ...forward(of, x, w)];
  const dw: ArrayLike<number>[] = [];
  let g = dy;
  for (let l = w.length - 1; l >= 0; l--) {
    const back = layer.backward(z[l], w[l], g, sizes(of, l));
    dw[l] = back.dw;
    g = back.dx;
  }
  return { dx: g, dw };
}

/** Runs a tower, `times` one behind the other with the same weights, whose gradients then add. */
async function run(scope: Scope, of: Case, { x, w, dy }: ReturnType<typeof inputs>, wanted: readonly Gradient[], times = 1) {
  const { R, K, widths, relu } = of;
  const parameters: Record<string, Parameter> = Object.fromEntries(w.map((values, l) => [`w${l}`, { shape: [widths[l] + 1, widths[l + 1]], values }]));
  const arena = arenaOf(scope, R, parameters);
  const names = Object.keys(parameters);
  const plan = new Plan(scope.memory, 'tower');
  const tape = new Tape(scope, plan);
  const at = scope.upload('f32', [R, K, widths[0]], 'x', x);
  const dx = scope.tensor('f32', at.shape, 'dx');
  const seed = scope.upload('f32', [R, K, widths[widths.length - 1]], 'dy', dy);
  const weights = names.map((name) => arena.parameter(name));
  let y: Tensor<'f32'> = at;
  for (let i = 0; i < times; i++) y = tower(tape, y, weights, { RELU: relu ? 1 : 0, label: 'u0' });
  const targets = [
    ...(wanted.includes('x') ? [[at, dx] as const] : []),
    ...(wanted.includes('w') ? names.map((name, l) => [weights[l], arena.gradient(name)] as const) : []),
  ];
  tape.backward(y, seed, targets);
  await execute(plan);
  await checkGaps(arena, wanted.includes('w') ? names : []);
  return { y: await y.read(), dx: await dx.read(), dw: await Promise.all(names.map((name) => arena.gradient(name).read())), plan };
}

function expected(of: Case, { x, w, dy }: ReturnType<typeof inputs>) {
  const { R } = of;
  const own = (r: number) => w.map((all) => part(all, r, R));
  const back = Array.from({ length: R }, (_, r) => backward(of, part(x, r, R), own(r), part(dy, r, R)));
  return {
    y: joined(R, (r) => forward(of, part(x, r, R), own(r))[w.length - 1] as Float64Array),
    dx: joined(R, (r) => back[r].dx as Float64Array),
    dw: w.map((_, l) => joined(R, (r) => back[r].dw[l] as Float64Array)),
  };
}

test.after(closeDevice);

test('the chain of twins: analytic gradients against central differences', () => {
  const of = { R: 1, K: 5, widths: [3, 8, 4], relu: true };
  const { x, w, dy } = inputs(of, 3);
  const { dx, dw } = backward(of, x, w, dy);
  const ofX = centralDifferences((at) => dot(dy, forward(of, at, w)[1]), x);
  close(dx, ofX, ofLargest(ofX, 1e-6), 'dx');
  w.forEach((values, l) => {
    const ofW = centralDifferences(
      (at) =>
        dot(
          dy,
          forward(
            of,
            x,
            w.map((own, m) => (m === l ? at : own)),
          )[1],
        ),
      values,
    );
    close(dw[l], ofW, ofLargest(ofW, 1e-6), `dw${l}`);
  });
});

for (const of of CASES) {
  test(
    `kernels against twins, R = ${of.R}, K = ${of.K}, widths ${of.widths.join(', ')}, relu ${of.relu}`,
    scoped(async (scope) => {
      const given = inputs(of, 20);
      const { y, dx, dw } = expected(of, given);
      const found = await run(scope, of, given, ['x', 'w']);
      close(found.y, y, ofLargest(y, 1e-5), 'y');
      close(found.dx, dx, ofLargest(dx, 1e-4), 'dx');
      refusesWrongSign(found.dx, dx, ofLargest(dx, 1e-4), 'dx of the wrong sign');
      dw.forEach((values, l) => {
        close(found.dw[l], values, ofLargest(values, 1e-4), `dw${l}`);
        refusesWrongSign(found.dw[l], values, ofLargest(values, 1e-4), `dw${l} of the wrong sign`);
      });
    }),
  );
}

test(
  'only some gradients: kernels of their own, the same bits',
  scoped(async (scope) => {
    const [, of] = CASES;
    const given = inputs(of, 30);
    const both = await run(scope, of, given, ['x', 'w']);
    const onlyX = await run(scope, of, given, ['x']);
    const onlyW = await run(scope, of, given, ['w']);
    close(onlyX.dx, both.dx, EXACT, 'dx alone');
    both.dw.forEach((values, l) => {
      close(onlyW.dw[l], values, EXACT, `dw${l} alone`);
    });
    const kernels = (plan: Plan) => plan.dispatches.map(({ declaration }) => declaration.entry).join();
    assert.equal(
      [both, onlyX, onlyW].map(({ plan }) => kernels(plan)),
      ['forward,backward,sums', 'forward,backward_x', 'forward,backward_w,sums'],
    );
  }),
);

test(
  'one tower behind itself: gradients of the weights add',
  scoped(async (scope) => {
    const of = { R: 2, K: 70, widths: [8, 12, 8], relu: true };
    const { x, w, dy } = inputs(of, 40);
    const found = await run(scope, of, { x, w, dy }, ['x', 'w'], 2);
    const twice = { ...of, widths: [8, 12, 8, 12, 8] };
    const own = (r: number) => [...w, ...w].map((all) => part(all, r, of.R));
    const back = Array.from({ length: of.R }, (_, r) => backward(twice, part(x, r, of.R), own(r), part(dy, r, of.R)));
    w.forEach((_, l) => {
      const sum = joined(of.R, (r) => Float64Array.from(back[r].dw[l], (g, i) => g + back[r].dw[l + 2][i]));
      close(found.dw[l], sum, ofLargest(sum, 1e-4), `dw${l}`);
    });
    const dx = joined(of.R, (r) => back[r].dx as Float64Array);
    close(found.dx, dx, ofLargest(dx, 1e-4), 'dx');
  }),
);

test(
  'towers that fit: on hardware, weights side by side',
  scopedAsHardware((scope) => {
    const arena = (widths: readonly number[]) => {
      const shapes = Object.fromEntries(widths.slice(1).map((O, l) => [`w${l}`, { shape: [widths[l] + 1, O], values: new Float32Array((widths[l] + 1) * O) }]));
      const of = arenaOf(scope, 1, shapes);
      return Object.keys(shapes).map((name) => of.parameter(name));
    };
    const weights = arena([2, 32, 64, 8]);
    assert.ok(fits(weights));
    assert.not.ok(fits(weights.slice(0, 1)), 'one layer');
    assert.not.ok(fits([weights[1], weights[0]]), 'another order');
    assert.not.ok(fits(arena([2, 68, 8])), 'too wide');
    assert.not.ok(fits(arena([2, 4, 4, 4, 4, 4])), 'too many layers');
    assert.not.ok(fits([weights[0], arena([32, 8])[0]]), 'two buffers');
  }),
);

test.run();
