/** The log of a step: means and norms, and what happens when a replica ceases to be finite. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as recordShader from '../../src/gen/shaders/train/record.ts';
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import { Arena } from '../../src/graph/arena.ts';
import { adam, hyperLayout } from '../../src/optim/adam.ts';
import { ADAM } from '../../src/optim/schedule.ts';
import { record } from '../reference/train/record.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { uniform } from '../support/random.ts';
import { part } from '../support/replicas.ts';

const STEPS = 4;

/** Numbers of replicas and samples, steps and status at the start, size of the parameters; Adam freezes replicas where one learns. */
interface Setting {
  R: number;
  K: number;
  step: number[];
  status: number[];
  rows?: number;
  learns?: boolean;
}

/** Everything one record dispatch works on. The longest range takes several turns of the workgroup. */
function setUp(scope: Scope, { R, K, step, status, rows = 7, learns = false }: Setting) {
  const arena = new Arena(scope, R, { before: [3], w: [rows, 12], c: [9] });
  const range = arena.range(['w', 'c']);
  const tensors = {
    term: scope.tensor('f32', [R, K], 'term'),
    g: arena.gradients,
    history: scope.upload('f32', [STEPS, R, 2], 'history', new Float32Array(STEPS * R * 2).fill(-5)),
    step: scope.upload('u32', [R], 'step', Uint32Array.from(step)),
  };
  const frozen = scope.upload('u32', [R], 'status', Uint32Array.from(status));
  const sizes = scope.uniform(recordShader.record.bindings.sizes, 'sizes', { K, P: arena.stride, FIRST: range.first, COUNT: range.count, R });
  const plan = new Plan(scope.memory, 'record').dispatch(recordShader.record, {}, { ...tensors, sizes }, [64 * R]);
  if (!learns) plan.dispatch(recordShader.freeze, {}, { logged: tensors.history.bits, status: frozen, step: tensors.step, sizes }, [R]);
  return { arena, range, plan, status: frozen, ...tensors };
}

test.after(closeDevice);

for (const K of [5, 37, 130]) {
  test(
    `train/record against twin, K = ${K}, replicas at different steps`,
    scoped(async (scope) => {
      const R = 3;
      const steps = [0, 3, 1];
      const s = setUp(scope, { R, K, step: steps, status: [0, 0, 9], rows: 2 * K });
      const term = uniform(1, R * K, -1, 3);
      // Gradients outside of the trained range are large: they must not enter the norm.
      const g = uniform(2, R * s.arena.stride).map((x, i) => {
        const column = i % s.arena.stride;
        return column >= s.range.first && column < s.range.first + s.range.count ? x : 1e3;
      });
      s.term.write(term);
      s.g.write(g);
      await execute(s.plan);
      const history = await s.history.read();
      const expected = steps.map((step, r) =>
        record(part(term, r, R), part(g, r, R).subarray(s.range.first, s.range.first + s.range.count), step, r === 2 ? 9 : 0),
      );
      for (let t = 0; t < STEPS; t++) {
        for (let r = 0; r < R; r++) {
          const row = history.subarray(2 * (t * R + r), 2 * (t * R + r) + 2);
          if (t === steps[r]) close(row, [expected[r].objective, expected[r].norm], { atol: 1e-6, rtol: 1e-6 }, `history of step ${t}, replica ${r}`);
          else close(row, [-5, -5], EXACT, `untouched history of step ${t}, replica ${r}`);
        }
      }
      close(
        await s.status.read(),
        expected.map((e) => e.status),
        EXACT,
        'status',
      );
      close(
        await s.step.read(),
        steps.map((step) => step + 1),
        EXACT,
        'step',
      );
    }),
  );
}

test(
  'Adam marks a replica that is not finite with its step, once, and leaves all of its parameters alone',
  scoped(async (scope) => {
    const [R, K] = [7, 13];
    const steps = [0, 0, 1, 2, 0, 1, 0];
    const s = setUp(scope, { R, K, step: steps, status: [0, 0, 0, 0, 0, 7, 0], rows: 40, learns: true });
    const term = uniform(3, R * K);
    const g = uniform(4, R * s.arena.stride);
    const at = (r: number) => r * s.arena.stride + s.range.first;
    term[1 * K + 12] = Number.NaN;
    term[2 * K] = Number.NEGATIVE_INFINITY;
    g[at(3) + s.range.count - 1] = Number.POSITIVE_INFINITY;
    g[at(4)] = Number.NaN;
    g[at(5)] = Number.NaN;
    // The square of a gradient beyond 1.8e19 does not fit a float either.
    g[at(6) + 1] = -3e19;
    s.term.write(term);
    s.g.write(g);
    const start = uniform(5, R * s.arena.stride);
    s.arena.parameters.write(start);
    const extras = { step: s.step, status: s.status, history: s.history, hyper: scope.uniform(hyperLayout, 'hyper', ADAM) };
    const rates = (rows: number) => scope.upload('f32', [rows, 4], 'schedule', new Float32Array(4 * rows).fill(1));
    assert.throws(() => adam(scope, s.plan, s.arena, s.range, { ...extras, schedule: rates(STEPS - 1) }), /expected 3 rows of the history, got 4/);
    adam(scope, s.plan, s.arena, s.range, { ...extras, schedule: rates(STEPS) });
    await execute(s.plan);
    const expected = steps.map((step, r) =>
      // The twin's gradients are rounded to single precision after squaring, as the kernel's sum is.
      record(
        part(term, r, R),
        part(g, r, R)
          .subarray(s.range.first, s.range.first + s.range.count)
          .map((x) => Math.sqrt(Math.fround(x * x))),
        step,
        r === 5 ? 7 : 0,
      ),
    );
    close(
      expected.map((e) => e.status),
      [0, 1, 2, 3, 1, 7, 1],
      EXACT,
      'status of the twin',
    );
    close(await s.status.read(), [0, 1, 2, 3, 1, 7, 1], EXACT, 'status');
    const parameters = await s.arena.parameters.read();
    const moved = Array.from({ length: R }, (_, r) => (part(parameters, r, R).every((x, i) => x === part(start, r, R)[i]) ? 0 : 1));
    close(moved, [1, 0, 0, 0, 0, 0, 0], EXACT, 'which replicas Adam moved');
    for (const moment of s.arena.moments)
      close((await moment.read()).subarray(s.arena.stride), new Float32Array((R - 1) * s.arena.stride), EXACT, moment.label);
  }),
);

test.run();
