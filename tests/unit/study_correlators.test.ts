/** Correlators of a study with a sampler that makes its configurations up: which filter, which file, what is refused. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CoarseCorrelator, correlation } from '../../src/analysis/field/correlator.ts';
import { dimension } from '../../src/analysis/field/dimension.ts';
import { isingFactor } from '../../src/analysis/field/torus.ts';
import { BlockspinError } from '../../src/core/errors.ts';
import { runCell, type Trainer } from '../../src/study/cells/cell.ts';
import { StudyFolder } from '../../src/study/cells/folder.ts';
import { readStudy } from '../../src/study/cells/read.ts';
import { encodeSealed } from '../../src/study/cells/record.ts';
import { correlatorPlans, type FilterWeights } from '../../src/study/correlator/plan.ts';
import { type CorrelatorFit, readCorrelators } from '../../src/study/correlator/record.ts';
import { correlatorRows } from '../../src/study/correlator/rows.ts';
import { type CorrelateOutcome, runCorrelator } from '../../src/study/correlator/run.ts';
import type { SampleRequest, Sampler } from '../../src/study/correlator/sample.ts';
import type { StudyInput } from '../../src/study/plan/config.ts';
import { close, EXACT } from '../support/close.ts';
import { DIMERS, P1, T_C, UNIFORM, withEntries } from '../support/correlator_entries.ts';
import { spins } from '../support/random.ts';
import { MemoryFiles, ORIGIN, pretender, someOwner } from '../support/study.ts';

const owner = someOwner(1, [1]);

/** Names of files and seeds of two correlators, as they were before correlators shared code with the other parts. */
const STORED = ['0-6f54e34ba8c2.json, seed 2412948089685872', '0-0c43e7f21925.json, seed 1545659805315692'];

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
      return { algorithm: 'made up', burn: 1, spacing: 1, thermal: true, flipSymmetric: true };
    },
  };
}

function made({ chains, settings, seed, model }: SampleRequest, t: number) {
  const { extents, channels } = model.space(settings);
  const shape = [chains, ...extents, ...(channels > 1 ? [channels] : [])];
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
  const { settings, point } = asked[0];
  assert.equal([settings.size, point, settings.coupling], [16, T_C, 1]);
  assert.equal(await files.list('study/correlators'), [`0-${record.hash}.json`], 'nothing is left behind');
  assert.equal(await readCorrelators(folder), [record]);
  const drawn = await correlatorRows(folder, record.setting);
  assert.ok(drawn && 'rows' in drawn);
  assert.equal([drawn.rows.length, drawn.rows[0].pattern, drawn.rows[0].note, drawn.rows[0].values], [1, 'uniform', '', record.values]);
  assert.is(await correlatorRows(folder, { ...record.setting, block: 4 }), undefined);
});

test('stored names and seeds stay: what is stored is found again', async () => {
  const names: string[] = [];
  for (const input of [withEntries([UNIFORM]), withEntries([{ ...P1, measurements: 2 }], DIMERS)]) {
    const { index, hash, seed } = recordOf(await correlated(await planned(new MemoryFiles(), input)));
    names.push(`${index}-${hash}.json, seed ${seed}`);
  }
  assert.equal(names, STORED);
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
  files.content.set('study/correlators/0-000000000000.json', await encodeSealed({ ...first, hash: '000000000000', fit }));
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
      return { algorithm: 'none', burn: 0, spacing: 1, thermal: true, flipSymmetric: true };
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

test.run();
