/** A table of operators from its plan to its record, with a sampler and filters that are made up. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { StudyFolder } from '../../src/study/cells/folder.ts';
import type { Sampler } from '../../src/study/correlator/sample.ts';
import { type OperatorsPlan, operatorsPlans } from '../../src/study/operators/plan.ts';
import { readOperators } from '../../src/study/operators/record.ts';
import { operatorsTables } from '../../src/study/operators/rows.ts';
import { runOperators } from '../../src/study/operators/run.ts';
import type { StudyInput } from '../../src/study/plan/config.ts';
import type { DeflationOptions } from '../../src/train/deflation/deflate.ts';
import type { Operator } from '../../src/train/deflation/operator.ts';
import { spins } from '../support/random.ts';
import { MemoryFiles, ORIGIN, pretender, someOwner } from '../support/study.ts';

const T_C = 2 / Math.log(1 + Math.SQRT2);
const STUDY: StudyInput = {
  train: { model: 'ising', size: 8, block: 2, shell: 1 },
  grid: { temperature: T_C, buffer: 0 },
  runs: 2,
  operators: [{ temperature: T_C, sizes: [8, 16], filters: ['found'], near: 2, far: 3, from: 3, chains: 64, measurements: 2 }],
};

/** Blocks of 4 x 4 equal spins, shifted at random: correlated up to 4 sites. */
const sampler: Sampler = {
  adapter: pretender().adapter,
  async sample({ settings, chains, measurements, seed }, { add, progress }) {
    const { size } = settings as { size: number };
    for (let t = 0; t < measurements; t++) {
      const data = new Int8Array(chains * size * size);
      for (let c = 0; c < chains; c++) {
        const coarse = spins(seed + 1000 * t + c, (size / 4) ** 2);
        const shift = (seed + 7 * c + t) % 16;
        for (let y = 0; y < size; y++)
          for (let x = 0; x < size; x++) {
            const [v, u] = [(y + (shift >> 2)) % size, (x + (shift & 3)) % size];
            data[c * size * size + y * size + x] = coarse[(v >> 2) * (size / 4) + (u >> 2)];
          }
      }
      await add({ shape: [chains, size, size], data });
      await progress((t + 1) / measurements);
    }
    return { algorithm: 'made up', burn: 0, spacing: 1, thermal: true, flipSymmetric: true };
  },
};

const operator = (inputs: 'spins' | 'products', weights: number[], pairs: [number, number][], gain: number): Operator => ({
  inputs,
  reach: 1,
  states: 2,
  weights: [weights],
  biases: [0],
  sector: inputs === 'spins' ? 'odd' : 'even',
  pairs,
  gain: { mean: gain, error: 0.001 },
  verdict: 'converged',
});
const FOUND = [
  operator('spins', [1, 1, 1, 0.9], [], 0.4),
  operator(
    'products',
    [1, 1, 1, 1],
    [
      [0, 1],
      [0, 2],
      [1, 3],
      [2, 3],
    ],
    0.05,
  ),
];

async function planned(): Promise<{ folder: StudyFolder; plan: OperatorsPlan }> {
  const folder = await StudyFolder.plan(new MemoryFiles(), 'study', STUDY, someOwner(1, [1]), ORIGIN);
  return { folder, plan: operatorsPlans(folder.config)[0] };
}

const tools = (found: Operator[], asked: DeflationOptions[] = []) => ({
  open: async () => sampler,
  find: async (_: unknown, options: DeflationOptions) => {
    asked.push(options);
    await options.onStage?.({ number: 1, tried: found, ...(found[0] ? { kept: found[0] } : {}) }, found);
    return found;
  },
  origin: ORIGIN,
});

test('filters that are found become fields H1, H2 with their gains, in their sectors; a second run takes what is there', async () => {
  const { folder, plan } = await planned();
  const asked: DeflationOptions[] = [];
  const ended = await runOperators(folder, plan, tools(FOUND, asked));
  assert.ok(ended.outcome === 'done', JSON.stringify(ended));
  const { record } = ended;
  assert.equal(
    record.operators.map(({ name, sector, gain }) => [name, sector, gain?.mean]),
    [
      ['H1', 'odd', 0.4],
      ['H2', 'even', 0.05],
    ],
  );
  assert.equal(
    record.sectors.map(({ sector, names }) => [sector, names]),
    [
      ['odd', ['H1']],
      ['even', ['H2', 'H1 · H1']],
    ],
  );
  const [odd] = record.rows;
  assert.equal([odd.sector, odd.point, odd.operator, odd.gain?.mean], ['odd', 'A1', 'H1', 0.4]);
  assert.equal([asked.length, asked[0].most, asked[0].candidates?.length], [1, 3, 2]);
  const again = await runOperators(folder, plan, { ...tools(FOUND, asked), open: () => Promise.reject(new Error('nothing to sample')) });
  assert.is(again.outcome, 'already done');
  assert.is(asked.length, 1, 'nothing is found again');
  assert.equal(
    (await readOperators(folder)).map(({ hash }) => hash),
    [record.hash],
  );
  const tables = await operatorsTables(folder, plan.setting);
  assert.ok(tables && 'rows' in tables);
  assert.is(tables.rows[0].rows.length, record.rows.length);
});

test('where no filter tells anything there is no table, and no sample is taken', async () => {
  const { folder, plan } = await planned();
  const ended = await runOperators(folder, plan, { ...tools([]), open: () => Promise.reject(new Error('nothing to sample')) });
  assert.equal(ended, { outcome: 'failed', reason: 'no filter tells anything of the environment' });
  assert.equal(await operatorsTables(folder, plan.setting), { absent: 'not measured yet; blockspin operators measures them' });
});

/**
 * The product of two square waves of period L, shifted by the number of the chain: of sites, C(x, y) = c(x) c(y) with c(r) = 1 - 4 r / L up to L / 2. Along the axes it
 * falls more slowly than along the diagonal.
 */
const squares: Sampler = {
  ...sampler,
  async sample({ settings, chains, measurements }, { add }) {
    const { size: L } = settings as { size: number };
    const wave = (x: number) => (x % L < L / 2 ? 1 : -1);
    const data = Int8Array.from({ length: chains * L * L }, (_, i) => wave((i % L) + Math.floor(i / L ** 2)) * wave(Math.floor(i / L) % L));
    for (let t = 0; t < measurements; t++) await add({ shape: [chains, L, L], data });
    return { algorithm: 'made up', burn: 0, spacing: 1, thermal: true, flipSymmetric: true };
  },
};

/** λ(r) up to 7 sites of the sums of 2 x 2 of those waves at L = 32, with the metric at 2 sites. */
async function followedOf(direction: 'all' | 'axes' | undefined): Promise<{ r: number; value: number }[]> {
  const entry = { temperature: T_C, sizes: [32], filters: ['uniform'], products: false, renormalise: false, near: 2, far: 3, from: 3 };
  const input: StudyInput = { ...STUDY, operators: [{ ...entry, chains: 64, measurements: 2, ...(direction ? { direction } : {}) }] };
  const folder = await StudyFolder.plan(new MemoryFiles(), 'study', input, someOwner(1, [1]), ORIGIN);
  const ended = await runOperators(folder, operatorsPlans(folder.config)[0], { ...tools([]), open: async () => squares });
  assert.ok(ended.outcome === 'done', JSON.stringify(ended));
  const [{ spectrum }] = ended.record.sectors;
  assert.ok('principal' in spectrum, JSON.stringify(spectrum));
  const tables = await operatorsTables(folder, ended.record.setting);
  assert.ok(tables && 'rows' in tables);
  assert.is(tables.rows[0].direction, direction ?? 'all');
  return spectrum.followed.filter(({ r }) => r <= 7).map(({ r, values }) => ({ r, value: values[0].mean }));
}

/** Σ over a pair of neighbours on both sides, along one axis: 4 c(r) beyond one site. */
const pairs = (r: number) => (r === 0 ? 2 + 2 * (1 - 1 / 8) : 4 * (1 - r / 8));

test('along the axes an anisotropic correlator is that of the axes; by default it is averaged over every direction', async () => {
  const axes = await followedOf('axes');
  assert.ok(axes.length >= 4);
  for (const { r, value } of axes) assert.ok(Math.abs(value - pairs(r) / pairs(2)) < 1e-9, `${r}: ${value}`);
  const ring = (r: number) => {
    const all = Array.from({ length: 9 * 9 }, (_, i) => [Math.floor(i / 9), i % 9]).filter(([x, y]) => y <= x && Math.round(Math.hypot(x, y)) === r);
    return all.reduce((sum, [x, y]) => sum + pairs(x) * pairs(y), 0) / all.length;
  };
  const every = await followedOf(undefined);
  for (const { r, value } of every) assert.ok(Math.abs(value - ring(r) / ring(2)) < 1e-9, `${r}: ${value}`);
  assert.equal(await followedOf('all'), every);
  // Farther from each other than 1e-3, a million times what is allowed: neither could pass for the other.
  assert.ok(every.every(({ value }, i) => Math.abs(value - axes[i].value) > 1e-3));
});

test('bonds along the axes have even distances, and a direction has a name', async () => {
  const dimers = (entry: object) =>
    StudyFolder.plan(
      new MemoryFiles(),
      'study',
      {
        train: { model: 'dimers', size: 8, block: 2, shell: 1 },
        grid: { temperature: 'inf', buffer: 0 },
        operators: [{ temperature: 'inf', sizes: [32], filters: ['P1'], ...entry }],
      } as StudyInput,
      someOwner(1, [1]),
      ORIGIN,
    );
  const refused = async (entry: object) => {
    try {
      operatorsPlans((await dimers(entry)).config);
    } catch (error) {
      return (error as Error).message;
    }
    return 'accepted';
  };
  assert.is(await refused({ direction: 'axes' }), 'accepted');
  assert.match(await refused({ direction: 'axes', near: 5 }), /operators\.0\.near: expected an even distance for bonds along the axes, got 5; use 6/);
  assert.match(await refused({ direction: 'axes', far: 9 }), /operators\.0\.far: expected an even distance for bonds along the axes, got 9; use 10/);
  assert.is(await refused({ near: 4, far: 9 }), 'accepted');
  assert.match(await refused({ direction: 'both' }), /operators\.0\.direction: expected .*all.*axes.*got both/);
});

test('a signal stops, and leaves no record', async () => {
  const { folder, plan } = await planned();
  const stop = new AbortController();
  const stopping = { ...tools(FOUND), signal: stop.signal, progress: () => stop.abort() };
  let code = '';
  await runOperators(folder, plan, stopping).catch((error) => {
    code = error.code;
  });
  assert.is(code, 'stopped');
  assert.equal(await readOperators(folder), []);
});

test.run();
