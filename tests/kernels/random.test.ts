/** Both random generators on the GPU, word for word, and their twins against published vectors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { deriveKeys, PURPOSES, philox as philoxOfSource } from '../../src/core/random.ts';
import * as shader from '../../src/gen/shaders/gpu/known_answer.ts';
import type { Declaration } from '../../src/gpu/declaration.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { philox, unitOpen } from '../reference/lib/philox.ts';
import { threefry, threefry12 } from '../reference/lib/threefry.ts';
import { xoshiro } from '../reference/lib/xoshiro.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { guarded } from '../support/guard.ts';
import { words } from '../support/random.ts';

const ONES = 0xffffffff;
const PI = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0, 0x082efa98, 0xec4e6c89];

test.after(closeDevice);

test('philox twin and src/core: Random123 kat_vectors, philox4x32 10', () => {
  for (const f of [philox, philoxOfSource]) {
    assert.equal(f([0, 0, 0, 0], [0, 0]), [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
    assert.equal(f([ONES, ONES, ONES, ONES], [ONES, ONES]), [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]);
    assert.equal(f(PI.slice(0, 4), PI.slice(4, 6)), [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]);
  }
});

test('threefry twin: Random123 kat_vectors, threefry4x32 20', () => {
  assert.equal(threefry([0, 0, 0, 0], [0, 0, 0, 0], 20), [0x9c6ca96a, 0xe17eae66, 0xfc10ecd4, 0x5256a7d8]);
  assert.equal(threefry([ONES, ONES, ONES, ONES], [ONES, ONES, ONES, ONES], 20), [0x2a881696, 0x57012287, 0xf6c7446e, 0xa16a6732]);
  assert.equal(threefry(PI.slice(0, 4), PI.slice(4), 20), [0x59cd1dbb, 0xb8879579, 0x86b5d00c, 0xac8b6d84]);
});

test("xoshiro twin: xoshiro128++ from the state 1, 2, 3, 4, as the authors' program prints it", () => {
  assert.equal(xoshiro([1, 2, 3, 4], 6), [641, 1573767, 3222811527, 3517856514, 836907274, 4247214768]);
});

test('src/core: philox agrees with the twin on random counters; keys of different purposes differ', () => {
  const w = words(1, 6 * 50);
  for (let i = 0; i < 50; i++) {
    const six = Array.from(w.subarray(6 * i, 6 * i + 6));
    assert.equal(philoxOfSource(six.slice(0, 4), six.slice(4)), philox(six.slice(0, 4), six.slice(4)) as never);
  }
  const all = PURPOSES.flatMap((purpose) => Array.from(deriveKeys(5, purpose, 7)).join(' '));
  assert.is(new Set(all).size, PURPOSES.length);
});

test('unitOpen never reaches 0 or 1', () => {
  assert.ok(unitOpen(0) > 0);
  assert.ok(unitOpen(ONES) < 1);
});

test(
  'kernels: philox and threefry of 20 rounds, 70 random counters',
  scoped(async (scope) => {
    const n = 70;
    const x = words(2, 4 * n);
    const y = guarded(scope, 'u32', 8 * n, 'y');
    await execute(new Plan(scope.memory, 'random').dispatch(shader.answer, {}, { x: scope.upload('u32', [n, 4], 'x', x), y: y.tensor }, [n]));
    const expected = Array.from({ length: n }, (_, i) => x.subarray(4 * i, 4 * i + 4)).flatMap((c) => [...philox(c, c), ...threefry(c, c, 20)]);
    close(await y.read(), expected, EXACT, 'words');
  }),
);

test(
  'kernels: threefry of 12 rounds',
  scoped(async (scope) => {
    // The samplers' short form has no entry point of its own; the known-answer kernel lends its bindings.
    const general = 'threefry(x[id.x], x[id.x], 20u)';
    assert.ok(shader.answer.source.includes(general));
    const twelve: Declaration = {
      ...shader.answer,
      path: 'gpu/known_answer (12 rounds)',
      source: shader.answer.source.replace(general, 'threefry12(x[id.x], x[id.x].zw)'),
    };
    const n = 70;
    const x = words(3, 4 * n);
    const y = scope.tensor('u32', [n, 2, 4], 'y');
    await execute(new Plan(scope.memory, 'random').dispatch(twelve, {}, { x: scope.upload('u32', [n, 4], 'x', x), y } as never, [n]));
    const actual = await y.read();
    for (let i = 0; i < n; i++) {
      const c = x.subarray(4 * i, 4 * i + 4);
      close(actual.subarray(8 * i + 4, 8 * i + 8), threefry12(c, c.subarray(2)), EXACT, `counter ${i}`);
    }
  }),
);

test.run();
