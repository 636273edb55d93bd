/**
 * Writes the random words of the Ising sweeps to stdout, raw and without end, in the order of their use: all quads of
 * one colour of a 64 x 64 group, twelve planes of four words each, then the other colour, sweep after sweep. For example
 *   node dist/bench/random_stream.bench.js | dieharder -a -g 200
 * `--bit 5` gives one chain's own bits, 32 to a word; `--generator philox` the other generator; `--seed N`, `--adapter NAME`.
 */
import { openDevice } from '../../native/node/adapters.ts';
import { BlockspinError } from '../../src/core/errors.ts';
import { deriveKeys } from '../../src/core/random.ts';
import * as shader from '../../src/gen/shaders/gpu/random_stream.ts';
import type { Device } from '../../src/gpu/device.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { readWords, runProgram } from '../entry.ts';

/** A quad covers four rows and two columns. */
const QUADS = (64 * 64) / 8;
const PLANES = 12;
/** Override constants of shaders/gpu/random_stream by the names of the generators. */
const GENERATORS: Readonly<Record<string, number>> = { threefry: 0, philox: 1 };

const OPTIONS = {
  adapter: { type: 'string' },
  generator: { type: 'string', default: 'threefry' },
  seed: { type: 'string', default: '1' },
  bit: { type: 'string' },
} as const;

/** @throws BlockspinError for a text that is no whole number in the range */
function wholeNumber(who: string, text: string, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= most) return value;
  throw new BlockspinError({ who, expected: `a whole number from 0 to ${most}`, got: text, remedy: 'see the head of bench/lab/random_stream.bench.ts' });
}

/** Words of all quads and planes of one colour, sweep after sweep. */
async function* streamOf(device: Device, GENERATOR: number, seed: number): AsyncGenerator<Uint32Array> {
  const scope = device.scope('stream');
  const keys = scope.upload('u32', [1, 2], 'keys', deriveKeys(seed, 'sweep', 1));
  const words = scope.tensor('u32', [QUADS, PLANES, 4], 'words');
  const window = scope.uniform(shader.stream.bindings.window, 'window', { time: 0 });
  const plan = new Plan(device, 'stream').dispatch(shader.stream, { QUADS, PLANES, GENERATOR }, { keys, words, window }, [QUADS]);
  await plan.compile();
  for (let time = 0; ; time++) {
    window.write({ time });
    plan.run();
    yield await words.read();
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

async function main(): Promise<number> {
  const { values } = readWords('bench random_stream', { options: OPTIONS }, 'node dist/bench/random_stream.bench.js --bit 5');
  const bit = values.bit === undefined ? undefined : wholeNumber('--bit', values.bit, 31);
  const seed = wholeNumber('--seed', values.seed, Number.MAX_SAFE_INTEGER);
  const generator = GENERATORS[values.generator];
  if (generator === undefined)
    throw new BlockspinError({
      who: '--generator',
      expected: Object.keys(GENERATORS).join(' or '),
      got: values.generator,
      remedy: 'leave it out for threefry',
    });
  const device = await openDevice({ adapter: values.adapter });
  // The reader ends the stream.
  process.stdout.on('error', () => process.exit(0));
  for await (const words of streamOf(device, generator, seed)) {
    const out = bit === undefined ? words : oneBit(words, bit);
    if (!process.stdout.write(new Uint8Array(out.buffer, out.byteOffset, out.byteLength)))
      await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
  return 0;
}

await runProgram(main);
