/** Inputs of people, damaged at random: each is read as what it says or refused by a message, soon, and without calling itself a defect. */
import * as assert from 'uvu/assert';
import { parseWords } from '../../native/node/words.ts';
import type { Host } from '../../src/cli/host.ts';
import { run } from '../../src/cli/run.ts';
import { readStudyFile } from '../../src/cli/study_file.ts';
import { BlockspinError } from '../../src/core/errors.ts';
import { elements } from '../../src/core/shape.ts';
import { filterOf } from '../../src/store/filter_file.ts';
import { formatNpy, parseNpy } from '../../src/store/npy.ts';
import { readSites } from '../../src/store/sites_file.ts';
import { parseText } from '../../src/store/text.ts';
import { encode } from '../../src/study/cells/record.ts';
import { studyConfig } from '../../src/study/plan/config.ts';
import { PRESET_NAMES, preset } from '../../src/study/plan/presets.ts';
import { MemoryFiles, SMALL_STUDY, someOwner } from './study.ts';

/** What became of many inputs. */
export interface Fuzzed {
  tried: number;
  accepted: number;
  refused: number;
}

/** One kind of input. */
interface Kind {
  seeds: readonly Uint8Array[];
  /** Reads it. @throws BlockspinError for what it refuses; fails where it accepts what it should not */
  read(bytes: Uint8Array): Promise<void>;
}

const utf8 = (text: string) => new TextEncoder().encode(text);

/** What stands in files where something is wrong with them. */
const PIECES = [
  '0,5',
  '1e999',
  'nan',
  '-inf',
  '1D+5',
  '0x10',
  '#',
  '%',
  '//',
  '\n\n',
  '\r\n',
  '\t',
  '\u0000',
  '\u001b[2J',
  '\ufeff',
  'é',
  '1_000',
  '--',
  '1e-400',
  '99999999999999999999',
  '{',
  '}',
  '[',
  ']',
  ':',
  ',',
  '"',
  '\\',
  '"seed": 1,',
  '"seed": 1, "seed": 2,',
  '&a [*a]',
  '*a',
  '!!binary x',
  '- ',
  'null',
  'true',
  '"__proto__": {"x": 1},',
  '"../x"',
  "'",
  '(',
  ')',
  "'<f8'",
  "'|O'",
].map(utf8);

class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  below(n: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * n);
  }
}

/** One damage: a byte or bit, a part left out or doubled, a cut, or one of PIECES at any place. */
function damaged(bytes: Uint8Array, dice: Dice): Uint8Array {
  const at = dice.below(bytes.length + 1);
  const end = Math.min(bytes.length, at + 1 + dice.below(12));
  const [before, part, after] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)];
  const piece = PIECES[dice.below(PIECES.length)];
  const flipped = part.map((byte, i) => (i === 0 ? byte ^ (1 << dice.below(8)) : byte));
  const drawn = part.map((byte, i) => (i === 0 ? dice.below(256) : byte));
  const forms = [
    [before, flipped, after],
    [before, drawn, after],
    [before, after],
    [before, part, part, after],
    [before],
    [before, piece, part, after],
    [before, piece, after],
  ];
  return new Uint8Array(Buffer.concat(forms[dice.below(forms.length)]));
}

/** Configs are checked twice: what is accepted must mean the same when it is written and read again. */
async function readConfig(bytes: Uint8Array, name: string): Promise<void> {
  const files = new MemoryFiles();
  files.content.set(name, bytes);
  const config = studyConfig(await readStudyFile(files, name));
  assert.equal(JSON.parse(encode(studyConfig(config))), JSON.parse(encode(config)), 'a config that means something else when it is read again');
}

const filed = (name: string, read: (files: MemoryFiles) => Promise<unknown>) => async (bytes: Uint8Array) => {
  const files = new MemoryFiles();
  files.content.set(name, bytes);
  await read(files);
};

/** The numbers of a text, read in another way than the program reads them. */
function numbersOf(bytes: Uint8Array): number[] {
  const rows = new TextDecoder()
    .decode(bytes)
    .split('\n')
    .map((row) => row.split('#')[0].trim());
  const words = rows.flatMap((row) => row.match(/[^\s,]+/g) ?? []);
  // The first row decides whether its digits are values, as in files of bits.
  const first = rows.find((row) => row !== '') ?? '';
  const isBits = /^[01]+$/.test(first) && (first.length > 3 || /^0./.test(first));
  return words.flatMap((word) => (isBits ? [...word].map(Number) : [Number(word.replace(/d/i, 'e'))]));
}

const ROWS = ['1 0 1 1\n0 1 1 0\n', '# spins\n+1 -1\n-1 +1\n\n-1 -1\n+1 +1\n', '0110\n1001\n1111\n', '0.5, 1e-3, -2\n3.25, 4, 5\n'];

export const KINDS: Readonly<Record<string, Kind>> = {
  text: {
    seeds: ROWS.map(utf8),
    async read(bytes) {
      const { shape, data } = parseText(bytes, 'file.txt');
      assert.ok(elements(shape) === data.length && data.every(Number.isFinite), 'numbers that fill their shape');
      assert.equal(Array.from(data), numbersOf(bytes), 'other numbers than the text says');
    },
  },
  npy: {
    seeds: [Int8Array.of(1, -1, 1, 1, -1, -1), Float64Array.of(0.5, 1, 2, 3, 4, 5)].map((data) => formatNpy({ shape: [1, 3, 2], data })),
    async read(bytes) {
      const { shape, data } = parseNpy(bytes, 'file.npy');
      assert.is(elements(shape), data.length);
      assert.ok(bytes.length >= 10 + data.byteLength, 'numbers that are not in the file');
    },
  },
  json: {
    seeds: [SMALL_STUDY, ...PRESET_NAMES.map((name) => preset(name, 'quick'))].map((config) => utf8(JSON.stringify(config, null, 1))),
    read: (bytes) => readConfig(bytes, 'config.json'),
  },
  yaml: {
    seeds: [
      utf8('name: small\ntrain:\n  size: 8\n  block: 2\n  shell: 1\n  steps: 20\ngrid:\n  temperature: [2, 3]\n  buffer: [0, 1]\nruns: 3\n'),
      utf8('grid: &g\n  temperature: {from: 1, to: 2, count: 3}\n  buffer: [0]\nruns: 2\nseed: 7\n'),
    ],
    read: (bytes) => readConfig(bytes, 'config.yaml'),
  },
  sites: { seeds: [utf8('{ "block": [0, 1], "environment": [5, 6] }')], read: filed('s.json', (files) => readSites(files, 's.json')) },
  filters: { seeds: [utf8('[[1, 0], [0.5, -1]]'), utf8('[1, 1, 1, 1]')], read: filed('f.json', (files) => filterOf(files, 'f.json', [2, 2])) },
  options: {
    seeds: [
      'train --size 8 --block 2 --buffer 0,1 --shell 1 --temperature 2,inf --components 1 --replicas 2 --hidden 32,32 --seed 7 --json',
      'train --states 3 --size 8 --block 2 --buffer 0 --shell 1 --bound infonce --learning-rate 0.001 --batch 128',
      'train --model chipping --chipping-rate 1,2 --size 8 --block 2 --buffer 0 --shell 1',
      'sample --size 16 --chains 32 --samples 8 --temperature 2.269 --field 0.5 --out s.npy',
      'study ising --print',
      'exact --size 4 --block 2 --buffer 0 --help',
    ].map((words) => utf8(words.replaceAll(' ', '\n'))),
    read: async (bytes) => refusedWords(new TextDecoder().decode(bytes).split('\n')),
  },
};

/** Runs a command line on a host without a device. @throws BlockspinError with its message where it ends otherwise than by asking for one */
async function refusedWords(words: readonly string[]): Promise<void> {
  const text = { out: '', err: '' };
  const noDevice = new BlockspinError({ who: 'device', expected: 'one', got: 'none', remedy: 'none', code: 'device' });
  const host = {
    words,
    parse: parseWords,
    out: (more: string) => {
      text.out += more;
    },
    err: (more: string) => {
      text.err += more;
    },
    terminal: { interactive: false, colour: false, columns: 100 },
    files: new MemoryFiles(),
    owner: someOwner(1, [1]),
    signal: new AbortController().signal,
    versions: {},
    commit: () => 'unknown',
    openDevice: async () => {
      throw noDevice;
    },
    findAdapters: async () => ({ candidates: [], notes: [], advice: [] }),
  } as unknown as Host;
  const code = await run(host);
  if (code === 0 || text.err.includes(noDevice.message)) return;
  const lines = text.err.trimEnd().split('\n');
  assert.is(lines.filter((line) => line.startsWith('blockspin: ')).length, 1, text.err);
  throw new BlockspinError({ who: 'command line', expected: text.err, got: '', remedy: '' });
}

/** Control characters but for ends of lines and tabs. */
const CONTROL = /(?![\n\t])[\p{Cc}\u202a-\u202e]/u;

/** Reads inputs with one to three damages. */
export async function fuzz({ seeds, read }: Kind, count: number, seed: number): Promise<Fuzzed> {
  const dice = new Dice(seed);
  const found: Fuzzed = { tried: 0, accepted: 0, refused: 0 };
  for (const whole of seeds) await read(whole);
  for (; found.tried < count; found.tried++) {
    let bytes = seeds[dice.below(seeds.length)];
    for (let i = 1 + dice.below(3); i > 0; i--) bytes = damaged(bytes, dice);
    const place = `input ${found.tried}: ${JSON.stringify(Buffer.from(bytes).toString('latin1')).slice(0, 600)}`;
    const began = process.cpuUsage();
    try {
      await read(Uint8Array.from(bytes));
      found.accepted += 1;
    } catch (error) {
      assert.instance(error, BlockspinError, `${place}: ${(error as Error).stack}`);
      const { message } = error as Error;
      assert.not.match(message, /defect|internal/, `${place}: ${message}`);
      assert.not.match(message, CONTROL, `${place}: ${message}`);
      found.refused += 1;
    }
    const { user, system } = process.cpuUsage(began);
    assert.ok(user + system < 2e6, `${place}: ${(user + system) / 1e6} processor-seconds`);
  }
  return found;
}
