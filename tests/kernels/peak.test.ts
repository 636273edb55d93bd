/** The kernel that measures the peak does all the products it is credited with. */
import { test } from 'uvu';
import * as shader from '../../src/gen/shaders/gpu/peak.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { multiply } from '../reference/gpu/peak.ts';
import { close } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { uniform } from '../support/random.ts';

test.after(closeDevice);

test(
  'gpu/peak against the closed form of its recurrence, guard words behind the last thread',
  scoped(async (scope) => {
    const [N, ROUNDS] = [70, 3];
    const random = uniform(1, 3 * N);
    const start = Float32Array.from(
      { length: 4 * N },
      (_, i) => [random[3 * (i >> 2)], 0.97 + 0.02 * random[3 * (i >> 2) + 1], random[3 * (i >> 2) + 2], 0][i & 3],
    );
    const y = scope.upload('f32', [N + 5], 'y', new Float32Array(N + 5).fill(-7));
    await execute(new Plan(scope.device, 'peak').dispatch(shader.multiply, { N, ROUNDS }, { start: scope.upload('f32', [N, 4], 'start', start), y }, [N]));
    const expected = Array.from({ length: N + 5 }, (_, n) => (n < N ? multiply(start[4 * n], start[4 * n + 1], start[4 * n + 2], 16 * ROUNDS) : -7));
    close(await y.read(), expected, { atol: 1e-3, rtol: 1e-4 }, 'y');
  }),
);

test.run();
