/**
 * Speed of the samplers beside the C programs of bench/peers, which run on as many threads as there are cores. Every
 * row is validated against a known energy before it is timed. Rows and peers take turns, so that both meet the same
 * moods of the machine; the ratio is the median of the ratios of neighbours. Prints one JSON object; `--out FILE` keeps
 * it. `--scaling` adds time and memory against size and chains, up to the largest that fits.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDevice } from '../native/node/adapters.ts';
import type { Device } from '../src/gpu/device.ts';
import { Mill } from './mill.ts';
import { median } from './numbers.ts';
import { SAMPLERS, type Sampler, validateSampler } from './rows/samplers.ts';
import { makeSampler } from './rows/sampling.ts';
import { scaling } from './scaling.ts';

const ROUNDS = 7;
const SECONDS = 0.4;

const threads = String(cpus().length);

/** The program that does the same as a row. */
interface Peer {
  program: string;
  words: string[];
  key: string;
}

const WORDS = { program: 'ising', words: ['words', threads, '64', String(SECONDS)], key: 'flips_per_ns' };
const spins = (size: string): Peer => ({ ...WORDS, words: ['spins', threads, size, String(SECONDS)] });
const pivots = (size: string, beta: string): Peer => ({ program: 'dimers', words: [threads, size, beta, String(SECONDS)], key: 'pivots_per_s' });

/** By the names of rows. */
const PEERS: Readonly<Record<string, Peer>> = {
  'Ising 64 x 64, 128 chains': WORDS,
  'Ising 64 x 64, 1024 chains': WORDS,
  'Ising 64 x 64, 1024 chains, in workgroup memory': WORDS,
  'Ising 1024 x 1024, one lattice': spins('1024'),
  'Ising 4096 x 4096, one lattice': spins('4096'),
  'dimers 16 x 16, T = inf, 1024 chains': pivots('16', '0'),
  'dimers 32 x 32, T = 1, 1024 chains': pivots('32', '1'),
};

/** Compiles the peers; a machine without a C compiler has none, and the result says so. */
function compilePeers(folder: string): Record<string, string> | string {
  const source = (name: string) => join(import.meta.dirname, '../../bench/peers', `${name}.c`);
  const found: Record<string, string> = {};
  for (const name of ['ising', 'dimers']) {
    const out = join(folder, name);
    const { status, error } = spawnSync('cc', ['-O3', '-march=native', '-funroll-loops', source(name), '-o', out, '-lm', '-lpthread'], { encoding: 'utf8' });
    if (status !== 0) return `missing: no C compiler (${error?.message ?? 'cc failed'}); install gcc`;
    found[name] = out;
  }
  return found;
}

async function timeRow(device: Device, row: Sampler, peers: Record<string, string> | string) {
  const scope = device.scope('bench');
  const rival: Peer | undefined = PEERS[row.name];
  try {
    await validateSampler(device, row);
    const { run, units, counted } = await makeSampler(device, scope, row);
    const mill = new Mill(run, SECONDS);
    await mill.warm();
    const rates: number[] = [];
    const peerRates: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const before = await counted?.();
      const seconds = await mill.window();
      rates.push((before === undefined ? mill.count * units : ((await counted?.()) as number) - before) / seconds);
      if (rival && typeof peers !== 'string') {
        const printed = JSON.parse(execFileSync(peers[rival.program], rival.words, { encoding: 'utf8' })) as Record<string, number>;
        peerRates.push(printed[rival.key] * (rival.key === 'flips_per_ns' ? 1e9 : 1));
      }
    }
    const peer = rival && {
      program: `bench/peers/${rival.program}.c ${rival.words.join(' ')}`,
      ...(peerRates.length > 0 ? { per_second: median(peerRates), ratio: median(rates.map((rate, i) => rate / peerRates[i])) } : { missing: peers }),
    };
    return { name: row.name, unit: row.unit, per_second: median(rates), least: Math.min(...rates), most: Math.max(...rates), ...(peer ? { peer } : {}) };
  } finally {
    scope.dispose();
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { out: { type: 'string' }, adapter: { type: 'string' }, only: { type: 'string', default: '' }, scaling: { type: 'boolean' } },
  });
  const device = await openDevice({ adapter: values.adapter });
  const folder = mkdtempSync(join(tmpdir(), 'blockspin-peers-'));
  try {
    const peers = compilePeers(folder);
    const rows = [];
    for (const row of SAMPLERS.filter(({ name }) => name.includes(values.only))) {
      rows.push(await timeRow(device, row, peers));
      process.stderr.write(`${JSON.stringify(rows.at(-1))}\n`);
    }
    const result = {
      adapter: device.adapter,
      cores: cpus().length,
      processor: cpus()[0]?.model,
      rows,
      ...(values.scaling ? { scaling: await scaling(device) } : {}),
    };
    const text = `${JSON.stringify(result, null, 2)}\n`;
    process.stdout.write(text);
    if (values.out) writeFileSync(values.out, text);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    device.close();
  }
}

await main();
