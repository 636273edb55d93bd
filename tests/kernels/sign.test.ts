/** The discrete coarse spin, ties included, exactly. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { sign } from '../../src/coarse/sign.ts';
import { Plan } from '../../src/gpu/plan.ts';
import * as twin from '../reference/coarse/sign.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { guarded } from '../support/guard.ts';
import { keys, uniform } from '../support/random.ts';
import { joined, part } from '../support/replicas.ts';

test.after(closeDevice);

for (const [R, K, C] of [
  [3, 37, 3],
  [2, 65, 1],
]) {
  test(
    `coarse/sign, R = ${R}, K = ${K}, C = ${C}`,
    scoped(async (scope) => {
      // Every other element is a tie; -0 is one too.
      const a = uniform(1, R * K * C).map((x, i) => (i % 2 === 0 ? x : i % 4 === 1 ? 0 : -0));
      const step = Uint32Array.from({ length: R }, (_, r) => 5 * r);
      const tieKeys = keys(2, R);
      const h = guarded(scope, 'f32', R * K * C, 'h');
      const bindings = {
        a: scope.upload('f32', [R, K, C], 'a', a),
        keys: scope.upload('u32', [R, 2], 'keys', tieKeys),
        step: scope.upload('u32', [R], 'step', step),
        h: h.tensor,
      };
      await execute(new Plan(scope.memory, 'sign').dispatch(sign.forward.entry, { K, C }, bindings, sign.forward.threads({ R, K, C })));
      const actual = await h.read();
      const expected = joined(R, (r) => twin.forward(part(a, r, R), step[r], part(tieKeys, r, R)));
      close(actual, expected, EXACT, 'h');
      const ties = actual.filter((_, i) => i % 2 === 1);
      assert.ok(ties.includes(1) && ties.includes(-1), 'ties fall both ways');
    }),
  );
}

test.run();
