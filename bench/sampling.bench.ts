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
import type { Estimate } from '../src/core/statistics.ts';
import type { Device, Scope } from '../src/gpu/device.ts';
import { Waiting } from '../src/gpu/pieces.ts';
import { Plan } from '../src/gpu/plan.ts';
import type { Chains } from '../src/sample/chains.ts';
import { ChippingChains } from '../src/sample/chipping.ts';
import { ClusterChains } from '../src/sample/cluster.ts';
import { DimerChains } from '../src/sample/dimers.ts';
import { IsingChains } from '../src/sample/ising.ts';
import { IsingLattice } from '../src/sample/lattice.ts';
import { median } from './numbers.ts';
import { fill, scaling, TC } from './scaling.ts';

const ROUNDS = 7;
const SECONDS = 0.4;

interface Row {
  name: string;
  make: (scope: Scope) => Chains;
  /** What a sweep of all chains is counted in. */
  unit: 'flips' | 'pivots' | 'picks' | 'site updates';
  /** Sweeps recorded in one plan. */
  sweeps?: number;
  /** Exact energy per site at the temperature of validation, or of another observable. */
  check: { make: (scope: Scope) => Chains; point: number; observable: string; exact: number; burn: number; spacing: number };
  peer?: { program: string; words: string[]; key: string };
}

const none = async () => {};
const threads = String(cpus().length);

/** At T = 3 chains forget in a few sweeps: energies of Kaufman's formula (PR 76, 1232 (1949)). */
const ising = (options: Partial<ConstructorParameters<typeof IsingChains>[1]>, groups: number, size = 64): Pick<Row, 'make' | 'check'> => ({
  make: (scope) => new IsingChains(scope, { size, coupling: 1, temperatures: fill(groups, TC), seed: 1, ...options }),
  check: {
    make: (scope) => new IsingChains(scope, { size: 64, coupling: 1, temperatures: fill(2, 3), seed: 1, ...options }),
    point: 3,
    observable: 'energy',
    exact: -0.8173095925,
    burn: 60,
    spacing: 3,
  },
});

const lattice = (size: number): Pick<Row, 'make' | 'check'> => ({
  make: (scope) => new IsingLattice(scope, { size, coupling: 1, temperatures: [TC], seed: 1 }),
  check: {
    make: (scope) => new IsingLattice(scope, { size: 64, coupling: 1, temperatures: fill(64, 3), seed: 1 }),
    point: 3,
    observable: 'energy',
    exact: -0.8173095925,
    burn: 60,
    spacing: 3,
  },
});

const dimers = (size: number, temperature: number, groups: number): Pick<Row, 'make' | 'check'> => ({
  make: (scope) => new DimerChains(scope, { size, temperatures: fill(groups, temperature), seed: 1 }),
  check: {
    make: (scope) => new DimerChains(scope, { size: 6, temperatures: fill(4, temperature), seed: 1 }),
    point: temperature,
    observable: 'energy',
    // 6 x 6 by enumeration of its 90176 coverings.
    exact: temperature === 1 ? -0.371966972 : -0.238466998,
    burn: 50,
    spacing: 2,
  },
});

const WORDS = { program: 'ising', words: ['words', threads, '64', String(SECONDS)], key: 'flips_per_ns' };
const ROWS: Row[] = [
  { name: 'Ising 64 x 64, 128 chains', unit: 'flips', ...ising({}, 4), peer: WORDS },
  { name: 'Ising 64 x 64, 1024 chains', unit: 'flips', ...ising({}, 32), peer: WORDS },
  { name: 'Ising 64 x 64, 1024 chains, in workgroup memory', unit: 'flips', sweeps: 10, ...ising({ tile: true }, 32), peer: WORDS },
  { name: 'Ising 64 x 64, 1024 chains, Philox', unit: 'flips', ...ising({ generator: 'philox', tile: false }, 32) },
  { name: 'Ising 64 x 64, 1024 chains, heat bath', unit: 'flips', ...ising({ dynamics: 'heatbath' }, 32) },
  { name: 'Ising 1024 x 1024, one lattice', unit: 'flips', ...lattice(1024), peer: { ...WORDS, words: ['spins', threads, '1024', String(SECONDS)] } },
  { name: 'Ising 4096 x 4096, one lattice', unit: 'flips', ...lattice(4096), peer: { ...WORDS, words: ['spins', threads, '4096', String(SECONDS)] } },
  {
    name: 'Swendsen-Wang 64 x 64, 128 chains',
    unit: 'site updates',
    make: (scope) => new ClusterChains(scope, new IsingChains(scope, { size: 64, coupling: 1, temperatures: fill(4, TC), seed: 1 })),
    check: {
      make: (scope) => new ClusterChains(scope, new IsingChains(scope, { size: 64, coupling: 1, temperatures: fill(2, 3), seed: 1 })),
      point: 3,
      observable: 'energy',
      exact: -0.8173095925,
      burn: 40,
      spacing: 3,
    },
  },
  {
    name: 'dimers 16 x 16, T = inf, 1024 chains',
    unit: 'pivots',
    ...dimers(16, Number.POSITIVE_INFINITY, 32),
    peer: { program: 'dimers', words: [threads, '16', '0', String(SECONDS)], key: 'pivots_per_s' },
  },
  {
    name: 'dimers 32 x 32, T = 1, 1024 chains',
    unit: 'pivots',
    ...dimers(32, 1, 32),
    peer: { program: 'dimers', words: [threads, '32', '1', String(SECONDS)], key: 'pivots_per_s' },
  },
  {
    name: 'chipping N = 256, w = 1, 512 chains',
    unit: 'picks',
    sweeps: 16,
    make: (scope) => new ChippingChains(scope, { size: 256, density: 1, rates: fill(16, 1), seed: 1 }),
    check: {
      make: (scope) => new ChippingChains(scope, { size: 4, density: 1, rates: fill(8, 1), seed: 1 }),
      point: 1,
      observable: 'p0',
      // Ring of four sites, stationary state of the master equation.
      exact: 0.5759522936,
      burn: 100,
      spacing: 20,
    },
  },
];

/** @throws Error when the sampler of a row does not give the value it must. */
async function validate(device: Device, { name, check }: Row): Promise<void> {
  const scope = device.scope('validation');
  try {
    const chains = check.make(scope);
    const range = { first: 0, groups: chains.groups };
    await chains.advance(range, check.burn, none);
    const { mean, error } = chains.observables(await chains.measure(range, 100, check.spacing, none), check.point)[check.observable] as Estimate;
    if (!(Math.abs(mean - check.exact) < 5 * error))
      throw new Error(`${name}: ${check.observable} ${mean} ± ${error}, exact ${check.exact}; the speed would mean nothing`);
  } finally {
    scope.dispose();
  }
}

/** Something that moves all chains, and how many units it has moved them by. */
interface Mill {
  /** @returns units per second of a window */
  turn(): Promise<number>;
}

async function mill(device: Device, scope: Scope, row: Row): Promise<Mill> {
  const chains = row.make(scope);
  const range = { first: 0, groups: chains.groups };
  if (chains instanceof DimerChains) return worms(chains, range);
  const sweeps = row.sweeps ?? 1;
  const plan = new Plan(device, row.name);
  chains.recordSweep(plan, [range], sweeps);
  await plan.compile();
  let count = 1;
  const waiting = new Waiting(plan);
  const window = async () => (await waiting.run(count)) / 1000;
  // Some drivers compile at the first run; then the count is grown until a window is long enough.
  await window();
  for (let time = await window(); time < SECONDS && count < 1e6; time = await window()) count *= 2;
  const units = sweeps * chains.groups * chains.chainsPerGroup * chains.sites;
  return { turn: async () => (count * units) / (await window()) };
}

/** Worms are as long as they are: pivots are counted by the chains. */
async function worms(chains: DimerChains, range: { first: number; groups: number }): Promise<Mill> {
  await chains.advance(range, 20, none);
  let sweeps = 4;
  const turn = async () => {
    const before = await chains.pivots();
    const start = performance.now();
    await chains.advance(range, sweeps, none);
    const seconds = (performance.now() - start) / 1000;
    if (seconds < SECONDS) sweeps *= 2;
    return ((await chains.pivots()) - before) / seconds;
  };
  for (let i = 0; i < 6; i++) await turn();
  return { turn };
}

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

async function timeRow(device: Device, row: Row, peers: Record<string, string> | string) {
  const scope = device.scope('bench');
  try {
    await validate(device, row);
    const machine = await mill(device, scope, row);
    const rates: number[] = [];
    const peerRates: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      rates.push(await machine.turn());
      if (row.peer && typeof peers !== 'string') {
        const printed = JSON.parse(execFileSync(peers[row.peer.program], row.peer.words, { encoding: 'utf8' })) as Record<string, number>;
        peerRates.push(printed[row.peer.key] * (row.peer.key === 'flips_per_ns' ? 1e9 : 1));
      }
    }
    const peer = row.peer && {
      program: `bench/peers/${row.peer.program}.c ${row.peer.words.join(' ')}`,
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
    for (const row of ROWS.filter(({ name }) => name.includes(values.only))) {
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
