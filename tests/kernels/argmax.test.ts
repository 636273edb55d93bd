/** The discrete Potts spin, ties included, exactly; ties of two, three and all states are split evenly. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { argmax } from '../../src/coarse/argmax.ts';
import { Plan } from '../../src/gpu/plan.ts';
import * as twin from '../reference/coarse/argmax.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { guarded } from '../support/guard.ts';
import { LIMIT } from '../support/odds.ts';
import { keys, uniform } from '../support/random.ts';
import { joined, part } from '../support/replicas.ts';

test.after(closeDevice);

for (const { R, K, C, Q } of [
  { R: 3, K: 37, C: 2, Q: 3 },
  { R: 2, K: 6000, C: 1, Q: 5 },
]) {
  test(
    `coarse/argmax, R = ${R}, K = ${K}, C = ${C}, Q = ${Q}`,
    scoped(async (scope) => {
      const A = C * Q;
      const a = uniform(1, R * K * A);
      // Of every five rows, three have ties at the top: of states 0 and 2, of the last three, and of all (-0 is 0).
      for (let row = 0; row < R * K * C; row++) {
        const tied = [[], [0, 2], [Q - 3, Q - 2, Q - 1], Array.from({ length: Q }, (_, s) => s), []][row % 5];
        for (const s of tied) a[row * Q + s] = row % 5 < 3 ? 2 : s % 2 === 0 ? 0 : -0;
      }
      const step = Uint32Array.from({ length: R }, (_, r) => 5 * r);
      const tieKeys = keys(2, R);
      const h = guarded(scope, 'f32', R * K * A, 'h');
      const bindings = {
        a: scope.upload('f32', [R, K, A], 'a', a),
        keys: scope.upload('u32', [R, 2], 'keys', tieKeys),
        step: scope.upload('u32', [R], 'step', step),
        h: h.tensor,
      };
      await execute(new Plan(scope.memory, 'argmax').dispatch(argmax.forward.entry, { K, A, Q }, bindings, argmax.forward.threads({ R, K, A, Q })));
      const actual = await h.read();
      const expected = joined(R, (r) => twin.forward(part(a, r, R), Q, step[r], part(tieKeys, r, R)));
      close(actual, expected, EXACT, 'h');

      const count = (kind: number, s: number) => {
        let sum = 0;
        for (let row = kind; row < R * K * C; row += 5) sum += actual[row * Q + s];
        return sum;
      };
      const n = Math.floor((R * K * C) / 5);
      for (const [kind, states] of [
        [1, [0, 2]],
        [2, [Q - 3, Q - 2, Q - 1]],
        [3, Array.from({ length: Q }, (_, s) => s)],
      ] as const) {
        const p = 1 / states.length;
        for (const s of states) {
          const z = (count(kind, s) - n * p) / Math.sqrt(n * p * (1 - p));
          assert.ok(Math.abs(z) < LIMIT, `tie of ${states.length} states: state ${s} ${count(kind, s)} times of ${n}, z = ${z.toFixed(2)}`);
        }
      }
      // Control: the same counts are far from even where there is no tie to split.
      if (K > 1000) assert.ok((count(1, 0) - n * 0.3) / Math.sqrt(n * 0.21) > LIMIT);
    }),
  );
}

test.run();
