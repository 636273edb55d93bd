/** Terms of held-out samples summed per chain, in agreement with which chain the gather takes for a sample. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as shader from '../../src/gen/shaders/train/tally.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { tally } from '../reference/train/tally.ts';
import { close } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { uniform } from '../support/random.ts';
import { part } from '../support/replicas.ts';

test.after(closeDevice);

for (const [K, C, stride] of [
  [37, 32],
  [13, 64],
  [100, 96],
  [64, 32],
  [100, 160, 3],
  [20, 64, 1],
]) {
  test(
    `train/tally, K = ${K}, C = ${C}${stride ? `, minibatches side by side, ${stride} groups apart` : ''}, two steps`,
    scoped(async (scope) => {
      const R = 3;
      // The last t K exceeds 2^32.
      const steps = [0, 5, 4_100_000_001];
      const terms = [uniform(1, R * K), uniform(2, R * K)];
      const term = scope.tensor('f32', [R, K], 'term');
      const step = scope.tensor('u32', [R], 'step');
      // Three chains more than the kernel knows of, as guard words.
      const guard = new Float32Array(6).fill(-7);
      const sums = scope.upload('f32', [R * C + 3, 2], 'sums', Float32Array.from([...new Float32Array(R * C * 2), ...guard]));
      const plan = new Plan(scope.memory, 'tally').dispatch(shader.tally, { K, C, STRIDE: stride ?? 0 }, { term, step, sums }, [C, R]);
      await plan.compile();
      for (const [i, values] of terms.entries()) {
        term.write(values);
        // The recorder has advanced the step before the tally runs.
        step.write(Uint32Array.from(steps, (t) => t + i + 1));
        plan.run();
      }
      const expected = steps.flatMap((t, r) => {
        const [a, b] = terms.map((values, i) => tally(part(values, r, R), t + i, C, stride));
        return Array.from(a, (x, j) => x + b[j]);
      });
      const actual = await sums.read();
      close(actual, [...expected, ...guard], { atol: 1e-5, rtol: 1e-6 }, 'sums and counts');
      const count = actual.subarray(0, R * C * 2).reduce((sum, x, i) => sum + (i % 2 === 1 ? x : 0), 0);
      assert.is(count, 2 * R * K, 'every sample is counted once');
    }),
  );
}

test(
  'train/census: states of H, chain by chain, from the same samples',
  scoped(async (scope) => {
    const [R, K, C, S] = [2, 45, 64, 3];
    const steps = [3, 4_100_000_001];
    const p = uniform(4, R * K * S, 0, 1);
    const counts = scope.upload('f32', [R * C * S + 5], 'counts', new Float32Array(R * C * S + 5).fill(0.25));
    const bindings = {
      p: scope.upload('f32', [R, K, S], 'p', p),
      step: scope.upload(
        'u32',
        [R],
        'step',
        Uint32Array.from(steps, (t) => t + 1),
      ),
      counts,
    };
    await execute(new Plan(scope.memory, 'census').dispatch(shader.census, { K, C, S, STRIDE: 0 }, bindings, [C * S, R]));
    const expected = new Float64Array(R * C * S + 5).fill(0.25);
    for (const [r, t] of steps.entries()) {
      for (let s = 0; s < S; s++) {
        const sums = tally(
          Float64Array.from({ length: K }, (_, k) => p[(r * K + k) * S + s]),
          t,
          C,
        );
        for (let c = 0; c < C; c++) expected[(r * C + c) * S + s] += sums[2 * c];
      }
    }
    close(await counts.read(), expected, { atol: 1e-5, rtol: 0 }, 'counts');
  }),
);

test(
  'negative control: the next step sends samples to other chains',
  scoped(async (scope) => {
    const [K, C] = [13, 32];
    const values = uniform(3, K);
    const sums = scope.tensor('f32', [C, 2], 'sums');
    const bindings = { term: scope.upload('f32', [1, K], 'term', values), step: scope.upload('u32', [1], 'step', Uint32Array.from([2])), sums };
    await execute(new Plan(scope.memory, 'tally').dispatch(shader.tally, { K, C, STRIDE: 0 }, bindings, [C, 1]));
    const actual = await sums.read();
    close(actual, tally(values, 1, C), { atol: 1e-6, rtol: 0 }, 'sums');
    assert.throws(() => close(actual, tally(values, 2, C), { atol: 1e-6, rtol: 0 }, 'sums'));
  }),
);

test.run();
