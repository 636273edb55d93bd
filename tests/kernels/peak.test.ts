/** The kernels that measure the peaks do all the operations and move all the bytes they are credited with. */
import { test } from 'uvu';
import * as shader from '../../src/gen/shaders/gpu/peak.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { combine, multiply } from '../reference/gpu/peak.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { uniform, words } from '../support/random.ts';

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
    await execute(new Plan(scope.memory, 'peak').dispatch(shader.multiply, { N, ROUNDS }, { start: scope.upload('f32', [N, 4], 'start', start), y }, [N]));
    const expected = Array.from({ length: N + 5 }, (_, n) => (n < N ? multiply(start[4 * n], start[4 * n + 1], start[4 * n + 2], 16 * ROUNDS) : -7));
    close(await y.read(), expected, { atol: 1e-3, rtol: 1e-4 }, 'y');
  }),
);

test(
  'integers: gpu/peak.combine against its recurrence, guard words behind the last thread',
  scoped(async (scope) => {
    const [N, ROUNDS] = [70, 3];
    const seeds = words(2, 4 * N);
    const w = scope.upload('u32', [N + 5], 'w', new Uint32Array(N + 5).fill(7));
    await execute(new Plan(scope.memory, 'peak').dispatch(shader.combine, { N, ROUNDS }, { seeds: scope.upload('u32', [N, 4], 'seeds', seeds), w }, [N]));
    const expected = Array.from({ length: N + 5 }, (_, n) => (n < N ? combine(seeds[4 * n], seeds[4 * n + 1], 16 * ROUNDS) : 7));
    close(await w.read(), expected, EXACT, 'w');
  }),
);

test(
  'gpu/peak.copy, more workgroups than one axis holds, guard words behind the last thread',
  scoped(async (scope) => {
    const N = 64 * 65535 + 70;
    const source = new Uint32Array(4 * N).map((_, i) => Math.imul(i, 2654435761));
    const copied = scope.upload('u32', [N + 5, 4], 'copied', new Uint32Array(4 * (N + 5)).fill(7));
    await execute(new Plan(scope.memory, 'peak').dispatch(shader.copy, { N }, { words: scope.upload('u32', [N, 4], 'words', source), copied }, [N]));
    const found = await copied.read();
    // Compared as one number each: millions of words are too many for a message.
    const wrong = found.reduce((count, word, i) => count + (word === (i < 4 * N ? source[i] : 7) ? 0 : 1), 0);
    close([wrong], [0], EXACT, 'words that differ');
  }),
);

test.run();
