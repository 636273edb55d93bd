/**
 * Writes the random words of the Ising sweeps to stdout, raw and without end, in the order of their use: all quads of
 * one colour of a 64 x 64 group, twelve planes of four words each, then the other colour, sweep after sweep. For example
 *   node dist/bench/random_stream.bench.js | dieharder -a -g 200
 * `--bit 5` gives one chain's own bits, 32 to a word; `--generator philox` the other generator; `--seed N`.
 */
import { parseArgs } from 'node:util';
import { openDevice } from '../../native/node/adapters.ts';
import { deriveKeys } from '../../src/core/random.ts';
import * as shader from '../../src/gen/shaders/gpu/random_stream.ts';
import { Plan } from '../../src/gpu/plan.ts';

/** A quad covers four rows and two columns. */
const QUADS = (64 * 64) / 8;
const PLANES = 12;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      adapter: { type: 'string' },
      generator: { type: 'string', default: 'threefry' },
      seed: { type: 'string', default: '1' },
      bit: { type: 'string' },
    },
  });
  const device = await openDevice({ adapter: values.adapter });
  const scope = device.scope('stream');
  const key = scope.upload('u32', [1, 2], 'keys', deriveKeys(Number(values.seed), 'sweep', 1));
  const GENERATOR = values.generator === 'philox' ? 1 : 0;
  const words = scope.tensor('u32', [QUADS, PLANES, 4], 'words');
  const window = scope.uniform(shader.stream.bindings.window, 'window', { time: 0 });
  const plan = new Plan(device, 'stream').dispatch(shader.stream, { QUADS, PLANES, GENERATOR }, { keys: key, words, window }, [QUADS]);
  await plan.compile();
  process.stdout.on('error', () => process.exit(0));
  for (let time = 0; ; time++) {
    window.write({ time });
    plan.run();
    const chunk = await words.read();
    const out = values.bit === undefined ? chunk : oneBit(chunk, Number(values.bit));
    if (!process.stdout.write(new Uint8Array(out.buffer, out.byteOffset, out.byteLength)))
      await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
}

/** Bit `bit` of every word, in order, 32 to a word. */
function oneBit(words: Uint32Array, bit: number): Uint32Array {
  const out = new Uint32Array(words.length / 32);
  words.forEach((word, i) => {
    out[i >>> 5] |= ((word >>> bit) & 1) << (i & 31);
  });
  return out;
}

await main();
