/** Axis letters: what agrees, what does not, and that the message says which tensor and which axis. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { infonce } from '../../src/bound/infonce.ts';
import { BlockspinError } from '../../src/core/errors.ts';
import { type Extents, elements, resolve, unify } from '../../src/core/shape.ts';
import { linear } from '../../src/critic/linear.ts';
import { linearBits } from '../../src/critic/linear_bits.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { Tape } from '../../src/graph/tape.ts';
import { closeDevice, scoped } from '../support/device.ts';

/** The message of the BlockspinError that `f` throws. */
function message(f: () => unknown): string {
  try {
    f();
  } catch (error) {
    assert.instance(error, BlockspinError);
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}

test.after(closeDevice);

test('unify learns extents from the first tensor and holds the others to them', () => {
  const known: Extents = {};
  unify('op', 'x', 'R K I', [3, 13, 5], known);
  unify('op', 'w', 'R I+1 O', [3, 6, 4], known);
  assert.equal(known, { R: 3, K: 13, I: 5, O: 4 });
  assert.equal(resolve('R K O', known), [3, 13, 4]);
  assert.equal(resolve('R I+1', known), [3, 6]);
});

test('a disagreement names op, tensor, axis and both extents', () => {
  const known: Extents = {};
  unify('critic/linear', 'x', 'R K I', [3, 13, 5], known);
  const text = message(() => unify('critic/linear', 'w', 'R I+1 O', [3, 5, 4], known));
  assert.match(text, 'critic/linear: w: expected axis I = 5');
  assert.match(text, 'got 4 in shape (3, 5, 4)');
});

test('a wrong number of axes is an error of its own', () => {
  assert.match(
    message(() => unify('bound/infonce', 'u', 'R K D', [13, 8], {})),
    'bound/infonce: u: expected axes (R K D), got shape (13, 8)',
  );
});

test('an axis that no input determines is a bug of the op', () => {
  assert.throws(() => resolve('R Q', { R: 1 }), /^internal: axis Q of \(R Q\)/);
});

test('elements multiplies extents; a scalar is one element', () => {
  assert.is(elements([3, 13, 4]), 156);
  assert.is(elements([]), 1);
});

test(
  'ops refuse shapes before anything is recorded or allocated',
  scoped((scope) => {
    const plan = new Plan(scope.memory, 'shapes');
    const tape = new Tape(scope, plan);
    const f32 = (...shape: number[]) => scope.tensor('f32', shape, 'f');
    const u32 = (...shape: number[]) => scope.tensor('u32', shape, 'u');
    const cases: [() => unknown, RegExp][] = [
      [() => tape.apply(linear, { x: f32(2, 13, 5), w: f32(2, 7, 8) }), /critic\/linear: w: expected axis I = 5.*got 6/],
      [() => tape.apply(linear, { x: f32(2, 13, 5), w: f32(3, 6, 8) }), /critic\/linear: w: expected axis R = 2.*got 3/],
      [() => tape.apply(linear, { x: f32(2, 13, 5), w: f32(2, 6, 6) }), /critic\/linear: expected .*multiple of 4, got 6; use O = 8/],
      [() => tape.apply(linearBits, { x: u32(2, 13, 2), w: f32(2, 6, 10) }), /critic\/linear_bits: expected .*multiple of 4, got 10; use O = 12/],
      [() => tape.apply(infonce, { u: f32(2, 13, 8), v: f32(2, 12, 8) }), /bound\/infonce: v: expected axis K = 13.*got 12/],
      [() => tape.apply(infonce, { u: f32(2, 13, 6), v: f32(2, 13, 6) }), /bound\/infonce: expected an embedding dimension D.*got 6/],
      [() => tape.apply(infonce, { u: f32(2, 13, 20), v: f32(2, 13, 20) }), /bound\/infonce: expected an embedding dimension D.*got 20/],
      [() => tape.apply(infonce, { u: f32(2, 13, 8) } as never), /bound\/infonce: expected an input v, got none/],
    ];
    for (const [apply, expected] of cases) {
      assert.match(message(apply), expected);
      assert.is(plan.dispatches.length, 0, 'nothing is dispatched');
    }
  }),
);

test.run();
