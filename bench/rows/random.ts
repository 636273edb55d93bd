/** Random words of the Ising sweeps, written to memory. */
import { deriveKeys } from '../../src/core/random.ts';
import * as shader from '../../src/gen/shaders/gpu/random_stream.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { philox } from '../../tests/reference/lib/philox.ts';
import { threefry12 } from '../../tests/reference/lib/threefry.ts';
import { xoshiro } from '../../tests/reference/lib/xoshiro.ts';
import { close, EXACT } from '../../tests/support/close.ts';
import { type Row, workOf } from '../row.ts';
import { PHILOX, THREEFRY, XOSHIRO } from './cost.ts';

const PLANES = 12;
const TIME = 13;

function row(name: string, GENERATOR: 0 | 1, QUADS: number): Row {
  return {
    group: 'random',
    name,
    sizes: { quads: QUADS, planes: PLANES },
    unit: 'words',
    async make(device, scope) {
      const key = deriveKeys(1, 'sweep', 1);
      const words = scope.tensor('u32', [QUADS, PLANES, 4], 'words');
      const window = scope.uniform(shader.stream.bindings.window, 'window', { time: TIME });
      const bindings = { keys: scope.upload('u32', [1, 2], 'keys', key), words, window };
      const plan = await new Plan(device, name).dispatch(shader.stream, { QUADS, PLANES, GENERATOR }, bindings, [QUADS]).compile();
      const count = QUADS * PLANES * 4;
      const operations = GENERATOR === 1 ? (count / 4) * PHILOX : QUADS * THREEFRY + count * XOSHIRO;
      const expected = (q: number) =>
        GENERATOR === 1
          ? Array.from({ length: PLANES }, (_, n) => philox([q, TIME >> 1, n, TIME & 1], key)).flat()
          : xoshiro(threefry12([q, TIME >> 1, 0, TIME & 1], key), 4 * PLANES);
      const validate = async () => {
        plan.run();
        const found = await words.read();
        for (const q of [0, 1, QUADS - 1]) close(found.subarray(q * PLANES * 4, (q + 1) * PLANES * 4), expected(q), EXACT, `words of quad ${q}`);
      };
      return { run: plan, units: count, work: workOf(plan, { operations }), validate };
    },
  };
}

/** The rows of the random generators, with sizes that take milliseconds on a processor or fill a graphics card. */
export const randomRows = (software: boolean): Row[] => {
  const quads = software ? 2 ** 14 : 2 ** 19;
  return [row('Threefry and xoshiro', 0, quads), row('Philox', 1, quads)];
};
