/** Initial weights, bit for bit, each parameter with a key and each replica with a limit of its own. */
import { test } from 'uvu';
import { deriveKey } from '../../src/core/random.ts';
import { Arena } from '../../src/graph/arena.ts';
import { initialise } from '../../src/optim/init.ts';
import { fill } from '../reference/optim/init.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, scoped } from '../support/device.ts';

test.after(closeDevice);

test(
  'optim/init: sizes with tails, gaps between the slices untouched',
  scoped(async (scope) => {
    const R = 3;
    const seed = 2 ** 40 + 5;
    const arena = new Arena(scope, R, { a: [13], b: [5, 9], c: [6, 4] });
    const limits: Record<string, number | number[]> = { a: 0.25, b: [0.1, 0.2, 0.7], c: 0.8 };
    const sentinel = 99;
    arena.parameters.write(new Float32Array(R * arena.stride).fill(sentinel));
    await initialise(scope, arena, limits, seed, [0, 7, 70_000]);
    const expected = new Float32Array(R * arena.stride).fill(sentinel);
    arena.slices.forEach(({ name, first, count }, i) => {
      for (let r = 0; r < R; r++) {
        const limit = limits[name];
        expected.set(
          fill(count, Math.fround(typeof limit === 'number' ? limit : limit[r]), deriveKey(seed, 'weights', [0, 7, 70_000][r], i)),
          r * arena.stride + first,
        );
      }
    });
    close(await arena.parameters.read(), expected, EXACT, 'parameters');
  }),
);

test.run();
