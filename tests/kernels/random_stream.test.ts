/** The stream that statistical batteries test is the one the samplers use: the twin's words, both generators. */
import { test } from 'uvu';
import * as shader from '../../src/gen/shaders/gpu/random_stream.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { philox } from '../reference/lib/philox.ts';
import { threefry12 } from '../reference/lib/threefry.ts';
import { xoshiro } from '../reference/lib/xoshiro.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { keys } from '../support/random.ts';

for (const GENERATOR of [0, 1]) {
  test(
    `words of 70 quads, generator ${GENERATOR}`,
    scoped(async (scope) => {
      const [QUADS, PLANES, time, key] = [70, 5, 13, keys(6, 1)];
      const words = scope.tensor('u32', [QUADS, PLANES, 4], 'words');
      const window = scope.uniform(shader.stream.bindings.window, 'window', { time });
      const bindings = { keys: scope.upload('u32', [1, 2], 'keys', key), words, window };
      await execute(new Plan(scope.memory, 'stream').dispatch(shader.stream, { QUADS, PLANES, GENERATOR }, bindings, [QUADS]));
      // Half sweep 13 is colour 1 of sweep 6.
      const expected = Array.from({ length: QUADS }, (_, q) =>
        GENERATOR === 1
          ? Array.from({ length: PLANES }, (_, n) => philox([q, 6, n, 1], Array.from(key))).flat()
          : xoshiro(threefry12([q, 6, 0, 1], key), 4 * PLANES),
      ).flat();
      close(await words.read(), expected, EXACT, 'words');
    }),
  );
}

test.after(closeDevice);
test.run();
