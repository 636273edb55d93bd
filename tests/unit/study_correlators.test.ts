/** Correlators of a study with a sampler that makes its configurations up: which filter, which file, what is refused. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CoarseCorrelator, correlation } from '../../src/analysis/correlator.ts';
import { dimension } from '../../src/analysis/dimension.ts';
import { isingFactor } from '../../src/analysis/torus.ts';
import { BlockspinError } from '../../src/core/errors.ts';
import { runCell, type Trainer } from '../../src/study/cell.ts';
import { type StudyInput, studyConfig } from '../../src/study/config.ts';
import { type CorrelateOutcome, runCorrelator } from '../../src/study/correlate.ts';
import { expectedDimension } from '../../src/study/correlator_expected.ts';
import { correlatorPlans, type FilterWeights } from '../../src/study/correlator_plan.ts';
import { type CorrelatorFit, readCorrelators } from '../../src/study/correlator_record.ts';
import { correlatorRows } from '../../src/study/correlator_rows.ts';
import type { SampleRequest, Sampler } from '../../src/study/correlator_sample.ts';
import { StudyFolder } from '../../src/study/folder.ts';
import { readStudy } from '../../src/study/read.ts';
import { encode } from '../../src/study/record.ts';
import { close, EXACT } from '../support/close.ts';
import { spins } from '../support/random.ts';
import { MemoryFiles, ORIGIN, pretender, SMALL_STUDY, someOwner } from '../support/study.ts';

const owner = someOwner(1, [1]);
const T_C = 2 / Math.log(1 + Math.SQRT2);

type Entries = NonNullable<StudyInput['correlators']>;
const UNIFORM = { temperature: T_C, size: 16, pattern: 'uniform', chains: 64, measurements: 2, factor: 'ising' } as const;

const withEntries = (correlators: Entries, study: StudyInput = SMALL_STUDY): StudyInput => ({ ...study, correlators });
const planned = (files: MemoryFiles, input: StudyInput) => StudyFolder.plan(files, 'study', input, owner, ORIGIN);

async function trained(folder: StudyFolder, trainer: Trainer = pretender()): Promise<void> {
  for (const cell of folder.plan.cells) assert.is((await runCell(folder, cell, async () => trainer, ORIGIN)).outcome, 'done');
}

/** Random spins out of the seed, and a list of what was asked for. */
function madeUpSampler(asked: SampleRequest[] = [], during: (t: number) => void = () => undefined): Sampler {
  return {
    adapter: pretender().adapter,
    async sample(request, { add, progress }) {
      asked.push(request);
      for (let t = 0; t < request.measurements; t++) {
        during(t);
        await add(made(request, t));
        await progress((t + 1) / request.measurements);
      }
      return { algorithm: 'made up', burn: 1, spacing: 1, thermal: true };
    },
  };
}

function made({ chains, size, seed, model }: SampleRequest, t: number) {
  const shape = [chains, size, size, ...(model === 'dimers' ? [2] : [])];
  return {
    shape,
    data: Int8Array.from(
      spins(
        (seed % 1e6) + t,
        shape.reduce((product, n) => product * n, 1),
      ),
    ),
  };
}

const nobody = async () => assert.unreachable('opened a device') as never;

async function correlated(folder: StudyFolder, sampler = madeUpSampler(), index = 0): Promise<CorrelateOutcome> {
  return runCorrelator(folder, correlatorPlans(folder.config)[index], async () => sampler, ORIGIN);
}

function recordOf(ended: CorrelateOutcome) {
  assert.ok('record' in ended, JSON.stringify(ended));
  return ended.record;
}

test('a pattern needs no training: values and fit are those of its correlator, in a file of its own', async () => {
  const files = new MemoryFiles();
  const folder = await planned(files, withEntries([UNIFORM]));
  const asked: SampleRequest[] = [];
  const record = recordOf(await correlated(folder, madeUpSampler(asked)));
  const filter = [
    [
      [1, 1],
      [1, 1],
    ],
  ];
  const direct = new CoarseCorrelator({ size: 16, filter, chains: 64 });
  for (const t of [0, 1]) direct.addAll(made(asked[0], t));
  assert.equal(record.filter, { source: 'pattern', name: 'uniform', weights: filter });
  assert.equal(record.values, correlation(direct.result(), 'zero'));
  const window = { from: 4, to: 8, only: 'all' as const };
  const fit = dimension(direct.result(), { ...window, distance: 'torus', factor: (r) => isingFactor(16, r), mean: 'zero' });
  const found = record.fit as CorrelatorFit;
  assert.equal([found.dimension, found.distances, found.determined], [fit.dimension, fit.distances, fit.determined]);
  assert.equal(
    found.curve.map(({ r }) => r),
    [4, 5, 6, 7, 8],
  );
  assert.equal(
    found.windows.map(({ from }) => from),
    [4, 6],
  );
  assert.equal(record.expected?.dimension, 1 / 8);
  const { size, temperature, coupling } = asked[0];
  assert.equal([size, temperature, coupling], [16, T_C, 1]);
  assert.equal(await files.list('study/correlators'), [`0-${record.hash}.json`], 'nothing is left behind');
  assert.equal(await readCorrelators(folder), [record]);
  const drawn = await correlatorRows(folder, record.setting);
  assert.ok(drawn && 'rows' in drawn);
  assert.equal([drawn.rows.length, drawn.rows[0].pattern, drawn.rows[0].note, drawn.rows[0].values], [1, 'uniform', '', record.values]);
  assert.is(await correlatorRows(folder, { ...record.setting, block: 4 }), undefined);
});

test('all directions: more displacements, stored and drawn by rings; of dimers on one sublattice', async () => {
  const folder = await planned(new MemoryFiles(), withEntries([{ ...UNIFORM, direction: 'all' }]));
  const record = recordOf(await correlated(folder));
  const found = record.fit as CorrelatorFit;
  assert.equal(
    found.distances.map((r) => Math.round(r)),
    [4, 5, 6, 7, 8],
  );
  assert.ok(found.distances.some((r) => r % 1 > 0) && record.values.length === record.distances.length && record.distances.length === 9);
  assert.equal(
    found.curve.map(({ r }) => r),
    found.distances,
  );
  const drawn = await correlatorRows(folder, record.setting);
  assert.ok(drawn && 'rows' in drawn);
  assert.is(drawn.rows[0].note, 'all directions');
  const dimers = await planned(new MemoryFiles(), withEntries([{ ...P1, direction: 'all', measurements: 2 }], DIMERS));
  const { distances } = recordOf(await correlated(dimers));
  assert.equal([distances[1], distances.length], [2, 7], 'rings 0, 2, 3, 4, 6, 7, 8 of even displacements');
});

test('what is there is not computed again; another window looks at the same samples, other physics at others', async () => {
  const files = new MemoryFiles();
  const asked: SampleRequest[] = [];
  const folder = await planned(files, withEntries([UNIFORM]));
  const first = recordOf(await correlated(folder, madeUpSampler(asked)));
  assert.is((await runCorrelator(folder, correlatorPlans(folder.config)[0], nobody, ORIGIN)).outcome, 'already done');
  const changed = await planned(files, withEntries([{ ...UNIFORM, temperature: 3 }, { ...UNIFORM, window: { from: 5 } }, UNIFORM]));
  assert.is((await runCorrelator(changed, correlatorPlans(changed.config)[2], nobody, ORIGIN)).outcome, 'already done', 'in another place of the list');
  const other = recordOf(await correlated(changed, madeUpSampler(asked), 0));
  const window = recordOf(await correlated(changed, madeUpSampler(asked), 1));
  assert.is.not(asked[1].seed, asked[0].seed);
  assert.is(asked[2].seed, asked[0].seed);
  assert.equal(window.values, first.values);
  assert.equal(
    (await readCorrelators(changed)).map(({ hash }) => hash),
    [other.hash, window.hash, first.hash],
  );
});

test('a record of before fits were judged is read, says so, and is measured again on the same samples', async () => {
  const files = new MemoryFiles();
  const folder = await planned(files, withEntries([UNIFORM]));
  const first = recordOf(await correlated(folder));
  const { law, ...fit } = first.fit as CorrelatorFit;
  assert.is(law.verdict, 'undetermined', 'random spins have no correlation');
  await files.remove(`study/correlators/0-${first.hash}.json`);
  files.content.set('study/correlators/0-000000000000.json', new TextEncoder().encode(encode({ ...first, hash: '000000000000', fit })));
  const drawn = await correlatorRows(folder, first.setting);
  assert.ok(drawn && 'rows' in drawn);
  assert.equal([drawn.rows[0].law.verdict, /blockspin correlate measures it again/.test(drawn.rows[0].law.reason)], ['undetermined', true]);
  const again = await correlated(folder);
  assert.is(again.outcome, 'done');
  assert.equal([recordOf(again).values, recordOf(again).hash], [first.values, first.hash]);
});

test('a record that is not whole is computed again, to the same numbers', async () => {
  const files = new MemoryFiles();
  const folder = await planned(files, withEntries([UNIFORM]));
  const first = recordOf(await correlated(folder));
  const path = `study/correlators/0-${first.hash}.json`;
  files.content.set(path, (files.content.get(path) as Uint8Array).slice(0, 100));
  const again = await correlated(folder);
  assert.is(again.outcome, 'done');
  assert.equal(recordOf(again).values, first.values);
});

test('the filter of a point: that of the chosen run at the widest buffer that converged, once all of its cells are done', async () => {
  const entry = { temperature: 3, size: 16, chains: 64, measurements: 2 };
  const folder = await planned(new MemoryFiles(), withEntries([entry, { ...entry, temperature: 2.5, trainedAt: 2, buffer: 0 }]));
  const waiting = await runCorrelator(folder, correlatorPlans(folder.config)[0], nobody, ORIGIN);
  assert.equal(waiting, { outcome: 'waiting', reason: 'waits for cells at temperature 3, 1 components' });
  await trained(folder);
  const { points, filters } = await readStudy(folder);
  for (const [index, t, b] of [
    [0, 1, 1],
    [1, 0, 0],
  ]) {
    const { filter, expected } = recordOf(await correlated(folder, madeUpSampler(), index));
    const best = points[0][t][b].best as number;
    assert.equal(filter, {
      source: 'trained',
      components: 1,
      temperature: [2, 3][t],
      buffer: b,
      run: best,
      runs: 3,
      weights: filters[0][t][b][best] as FilterWeights,
    });
    assert.is(expected, null);
  }
});

test('where no point has converged there is no filter, unless a buffer is named', async () => {
  const nothing = pretender();
  const trainer: Trainer = {
    ...nothing,
    train: async (...given) => {
      const results = await nothing.train(...given);
      for (const point of results.summary.points) point.verdict = 'zero';
      return results;
    },
  };
  const entry = { temperature: 3, size: 16, chains: 64, measurements: 2 };
  const folder = await planned(new MemoryFiles(), withEntries([entry, { ...entry, buffer: 1 }]));
  await trained(folder, trainer);
  const ended = await runCorrelator(folder, correlatorPlans(folder.config)[0], nobody, ORIGIN);
  assert.is(ended.outcome, 'failed');
  assert.match((ended as { reason: string }).reason, /no point at temperature 3, 1 components has converged \(buffer 0: zero, buffer 1: zero\); name a buffer/);
  assert.is((await correlated(folder, madeUpSampler(), 1)).outcome, 'done');
});

test('a signal stops it and leaves nothing; so does too little memory, which is no error of the study', async () => {
  const files = new MemoryFiles();
  const folder = await planned(files, withEntries([{ ...UNIFORM, measurements: 50 }]));
  const [plan] = correlatorPlans(folder.config);
  const controller = new AbortController();
  let last = 0;
  const sampler = madeUpSampler([], (t) => {
    last = t;
    if (t === 1) controller.abort();
  });
  try {
    await runCorrelator(folder, plan, async () => sampler, ORIGIN, { signal: controller.signal });
    assert.unreachable('ran to its end');
  } catch (error) {
    assert.is((error as BlockspinError).code, 'stopped');
  }
  assert.is(last, 1);
  assert.equal(await files.list('study/correlators'), []);
  const full = new BlockspinError({ who: 'memory', expected: 'less', got: 'more', remedy: 'use less', code: 'memory' });
  const ended = await correlated(
    folder,
    madeUpSampler([], () => {
      throw full;
    }),
  );
  assert.equal(ended, { outcome: 'failed', reason: full.message });
});

test('one process at a time', async () => {
  const files = new MemoryFiles();
  const folder = await planned(files, withEntries([UNIFORM]));
  let inner: CorrelateOutcome | undefined;
  const other = await StudyFolder.open(files, 'study', someOwner(2, [1, 2]));
  const sampler: Sampler = {
    ...madeUpSampler(),
    sample: async (...given) => {
      inner = await runCorrelator(other, correlatorPlans(other.config)[0], nobody, ORIGIN);
      return madeUpSampler().sample(...given);
    },
  };
  assert.is((await correlated(folder, sampler)).outcome, 'done');
  assert.is(inner?.outcome, 'locked');
});

test('chains without any fluctuation have no fit, and say why', async () => {
  const folder = await planned(new MemoryFiles(), withEntries([UNIFORM]));
  const frozen: Sampler = {
    ...madeUpSampler(),
    sample: async (request, { add }) => {
      const { shape, data } = made(request, 0);
      for (let t = 0; t < request.measurements; t++) await add({ shape, data: data.fill(1) });
      return { algorithm: 'none', burn: 0, spacing: 1, thermal: true };
    },
  };
  const { fit, values } = recordOf(await correlated(folder, frozen));
  assert.match((fit as { absent: string }).absent, /expected at least two distances with errors/);
  close(
    values.map(({ mean }) => mean),
    values.map(() => 16),
    EXACT,
    'four spins, squared',
  );
});

test('exact dimensions: of the spin at T_c, of vertex operators and gradients of the height; of nothing else', () => {
  const expected = (input: StudyInput, g?: number) => {
    const [plan] = correlatorPlans(studyConfig(input));
    assert.ok(plan.source.kind === 'pattern');
    return expectedDimension(plan, plan.source.weights, g === undefined ? undefined : { mean: g, error: 0.01 })?.dimension ?? null;
  };
  const ising = (temperature: number, pattern: string, coupling = 1) =>
    expected({ train: { size: 8, block: 3, shell: 1, coupling }, grid: { temperature: 2, buffer: 0 }, correlators: [{ ...UNIFORM, temperature, pattern }] });
  assert.equal([ising(2.269185, 'uniform'), ising(T_C, 'boundary'), ising(T_C, 'staggered'), ising(3, 'uniform')], [1 / 8, 1 / 8, null, null]);
  assert.equal([ising(T_C, 'staggered', -1), ising(T_C, 'uniform', -1)], [1 / 8, null]);
  const dimers = (pattern: string, temperature: number, g?: number) =>
    expected(
      { train: { model: 'dimers', size: 8, block: 2, shell: 1 }, grid: { buffer: 0 }, correlators: [{ ...UNIFORM, factor: 'winding', temperature, pattern }] },
      g,
    );
  const free = Number.POSITIVE_INFINITY;
  assert.equal([dimers('P1', free), dimers('C_x', free), dimers('C', free), dimers('E_x', free)], [1, 1, 4, 1]);
  assert.equal([dimers('P1', 1, 2), dimers('C', 1, 2), dimers('E_y', 1, 2), dimers('P1', 1, 5), dimers('P1', 1)], [1 / 4, 1, 1, null, null]);
});

const DIMERS: StudyInput = { train: { model: 'dimers', size: 8, block: 2, shell: 1 }, grid: { buffer: 0 } };
const P1 = { temperature: 'inf', size: 16, pattern: 'P1', chains: 64 } as const;

for (const [what, entry, message, study] of [
  [
    'a temperature that the grid has not',
    { temperature: 2.5, size: 16 },
    /correlators\.0\.temperature: expected one of 2, 3, which the grid has, got 2\.5; name one of them with trainedAt/,
  ],
  ['another one behind trainedAt', { temperature: 2.5, trainedAt: 4, size: 16 }, /correlators\.0\.trainedAt: expected one of 2, 3/],
  [
    'a pattern nobody knows',
    { ...UNIFORM, pattern: 'uniforn' },
    /correlators\.0\.pattern: expected one of uniform, staggered, or weights, got uniforn; did you mean uniform\?/,
  ],
  [
    'a lattice smaller than the block',
    {
      ...UNIFORM,
      size: 4,
      pattern: [
        [1, 1, 1, 1, 1],
        [1, 1, 1, 1, 1],
        [1, 1, 1, 1, 1],
        [1, 1, 1, 1, 1],
        [1, 1, 1, 1, 1],
      ],
    },
    /correlators\.0\.size: expected a lattice at least as large as the block, 5, got 4/,
  ],
  [
    'odd distances in all directions',
    { ...UNIFORM, direction: 'all', window: { only: 'odd' } },
    /correlators\.0\.window: expected all, even, or steps without/,
  ],
  ['an odd lattice', { ...UNIFORM, size: 15 }, /correlators\.0\.size: expected an even lattice side/],
  ['weights that are no square', { ...UNIFORM, pattern: [[1, 1]] }, /correlators\.0\.pattern: expected components of b rows with b weights each, got 1 x 2/],
  ['weights of spins on dimers', { ...P1, pattern: [[1]] }, /correlators\.0\.pattern: expected components of b rows with 2 b weights each, got 1 x 1/, DIMERS],
  ['a pattern and a buffer', { ...UNIFORM, buffer: 1 }, /correlators\.0\.buffer: expected either a pattern or the filter of a point, got both/],
  ['a buffer that the grid has not', { temperature: 2, size: 16, buffer: 5 }, /correlators\.0\.buffer: expected one of 0, 1/],
  ['a component too many', { ...UNIFORM, component: 1 }, /correlators\.0\.component: expected all, or a number from 0 to 0, got 1/],
  ['the factor of another model', { ...UNIFORM, factor: 'winding' }, /correlators\.0\.factor: expected none or ising for ising, got winding/],
  ['a window without distances', { ...UNIFORM, window: { from: 8 } }, /correlators\.0\.window: expected three distances or more, got 8 from 8 to 8/],
  ['a window beyond half of the lattice', { ...UNIFORM, window: { to: 9 } }, /correlators\.0\.window\.to: expected at most half of the lattice, 8, got 9/],
  ['a value of an axis that the grid has not', { ...UNIFORM, at: { block: 3 } }, /correlators\.0\.at\.block: expected one of 2, got 3/],
  ['a number of chains that no group holds', { ...UNIFORM, chains: 100 }, /correlators\.0\.chains/],
  ['a word for a temperature', { ...UNIFORM, temperature: 'hot' }, /correlators\.0\.temperature: expected a positive number, or "inf", got hot/],
  ['a key nobody knows', { ...UNIFORM, sise: 16 }, /correlators\.0: expected keys out of temperature, size, .*, got sise; did you mean size\?/],
  [
    'a key of the window nobody knows',
    { ...UNIFORM, window: { form: 3 } },
    /correlators\.0\.window: expected keys out of from, to, .*, got form; did you mean from\?/,
  ],
  [
    'rings',
    { ...UNIFORM, factor: 'none' },
    /correlators\.0: expected a model on a square lattice: ising or dimers, got chipping/,
    { train: { model: 'chipping', size: 32, block: 4, shell: 2 } },
  ],
] as [string, object, RegExp, StudyInput?][]) {
  test(`refused: ${what}`, () => {
    try {
      studyConfig(withEntries([entry] as Entries, study));
    } catch (error) {
      assert.instance(error, BlockspinError);
      assert.match((error as Error).message, message);
      return;
    }
    assert.unreachable('was let through');
  });
}

test.run();
