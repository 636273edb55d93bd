/** Cells: their numbers, their seeds, and what an enlarged study keeps. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FILTER_KINDS } from '../../src/analysis/filters/filter.ts';
import { arraysOf } from '../../src/study/cells/arrays.ts';
import { studyConfig } from '../../src/study/plan/config.ts';
import { planStudy, type StudyPlan, trainInputOf } from '../../src/study/plan/plan.ts';
import { trainConfig } from '../../src/train/config/config.ts';
import { REPLICA_STATES, VERDICTS } from '../../src/train/result/summary.ts';

const base = { train: { size: 16, block: 2, shell: 1 }, grid: { temperature: [1, 2, 3], components: [1, 2], buffer: [0, 1] }, runs: 5, runsPerCell: 2 };
const plan = (changes: object = {}, before?: StudyPlan) => planStudy(studyConfig({ ...base, ...changes }), before);

test('further axes vary slowest, then components, temperatures and parts of the runs', () => {
  const { cells } = plan({ grid: { ...base.grid, coupling: [-1, 1] } });
  assert.is(cells.length, 2 * 2 * 3 * 3);
  assert.equal(
    cells.map(({ index }) => index),
    [...cells.keys()],
  );
  assert.equal(cells[0].values, { coupling: -1, components: 1, temperature: 1 });
  assert.equal(
    cells.slice(0, 4).map(({ firstRun, runs }) => [firstRun, runs]),
    [
      [0, 2],
      [2, 2],
      [4, 1],
      [0, 2],
    ],
  );
  assert.equal(cells[3].values, { coupling: -1, components: 1, temperature: 2 });
  assert.equal(cells[9].values, { coupling: -1, components: 2, temperature: 1 });
  assert.equal(cells[18].values, { coupling: 1, components: 1, temperature: 1 });
});

test('words stand in stores by their numbers, which never change', () => {
  assert.equal([...VERDICTS], ['converged', 'zero', 'limited', 'collapsed', 'unconverged', 'diverged', 'nonstationary']);
  assert.equal([...REPLICA_STATES], ['ok', 'plateau', 'collapsed', 'diverged']);
  assert.equal([...FILTER_KINDS], ['uniform', 'boundary', 'staggered', 'mixed', 'none', 'localised', 'three-sublattice']);
});

test('seeds of all cells differ, also from those of a neighbouring seed of the study', () => {
  const seeds = [1, 2, 3].flatMap((seed) => plan({ seed, runs: 60, runsPerCell: 1 }).cells.map((cell) => cell.seed));
  assert.is(new Set(seeds).size, 3 * 6 * 60);
  assert.ok(seeds.every((seed) => Number.isSafeInteger(seed) && seed >= 0));
  const large = seeds.filter((seed) => seed > 2 ** 52).length / seeds.length;
  assert.ok(Math.abs(large - 0.5) < 0.08, `${large} of the seeds in the upper half`);
});

test('a seed does not depend on the rest of the grid, only on the physics of its cell', () => {
  const seedAt = ({ cells }: StudyPlan, temperature: number, components: number, firstRun: number) =>
    cells.find(({ values, firstRun: first }) => values.temperature === temperature && values.components === components && first === firstRun)?.seed;
  const small = plan();
  for (const other of [
    plan({ grid: { ...base.grid, temperature: [0.5, 2, 7] } }),
    plan({ runs: 9 }),
    plan({ grid: { ...base.grid, coupling: [1] } }),
    plan({ train: { ...base.train, steps: 50 } }),
  ]) {
    assert.is(seedAt(other, 2, 2, 2), seedAt(small, 2, 2, 2));
  }
  // Negative control: physics that do enter.
  assert.is.not(seedAt(plan({ train: { ...base.train, coupling: -1 } }), 2, 2, 2), seedAt(small, 2, 2, 2));
});

test('seeds of before there were fields and disorder are what they were; with them they differ', () => {
  const dimers = {
    train: { model: 'dimers', size: 8, block: 2, shell: 1 },
    grid: { temperature: [0.5, 'inf'], buffer: [0, 1], components: [2] },
    runs: 2,
  } as const;
  const seeds = (changes: object) => plan({ ...dimers, runsPerCell: 2, ...changes }).cells.map(({ seed }) => seed);
  // As version 0.1 printed them: blockspin plan dimers --quick --json.
  assert.equal(seeds({}), [2449692822475688, 2253313892734402]);
  const spins = plan().cells[0].seed;
  for (const axis of ['field', 'disorder']) {
    const [none, some] = plan({ grid: { ...base.grid, [axis]: [0, 0.25] } }).cells.filter(({ at }) => at.slice(1).every((place) => place === 0));
    assert.is(none.seed, spins, `no ${axis}`);
    assert.is.not(some.seed, spins);
    assert.is(plan({ train: { ...base.train, [axis]: 0.25 } }).cells[0].seed, some.seed, `the same ${axis} for all cells`);
  }
});

test('field and disorder are axes: every cell is trained with its own', () => {
  const study = plan({ grid: { temperature: [2], buffer: [0], components: [1], field: [0, 0.1], disorder: [0, 0.5] }, runs: 1 });
  const configs = study.cells.map((cell) => trainConfig(trainInputOf(study, cell)));
  assert.equal(
    configs.map(({ field, disorder }) => [field, disorder]),
    [
      [0, 0],
      [0, 0.5],
      [0.1, 0],
      [0.1, 0.5],
    ],
  );
  assert.throws(
    () => plan({ train: { ...base.train, algorithm: 'tempering' } }),
    /algorithm: expected two or more temperatures for tempering, got tempering at 1;.*cell of a study/,
  );
  assert.throws(
    () => plan({ train: { ...base.train, algorithm: 'swendsen-wang' }, grid: { ...base.grid, field: [0, 0.1] } }),
    /local updates where there is a field/,
  );
});

test('cells of an enlarged study keep their numbers, places and seeds; new ones follow', () => {
  const before = plan({ runs: 4 });
  const after = plan({ runs: 6, grid: { ...base.grid, temperature: [1, 1.5, 2, 3] } }, before);
  assert.equal(after.cells.slice(0, before.cells.length), before.cells);
  assert.equal(after.axes.find(({ name }) => name === 'temperature')?.values, [1, 2, 3, 1.5]);
  assert.is(after.cells.length, 2 * 4 * 3);
  assert.is(new Set(after.cells.map(({ at }) => at.join())).size, after.cells.length);
});

test('every cell is a training', () => {
  for (const changes of [
    {},
    { train: { model: 'chipping', size: 64 }, grid: { chippingRate: [1, 2], buffer: [1] } },
    { train: { model: 'dimers', size: 16, block: 2, shell: 1 }, grid: { temperature: [1, 'inf'] } },
  ]) {
    const made = plan(changes);
    for (const cell of made.cells) {
      const config = trainConfig(trainInputOf(made, cell));
      assert.is(config.seed, cell.seed);
      assert.is(config.replicas, cell.runs);
      assert.equal(config.temperature, [cell.values.temperature ?? cell.values.rate]);
    }
  }
});

test('every array has one chunk per cell', () => {
  const made = plan({ train: { size: 16, shell: 1 }, grid: { ...base.grid, block: [2, 4] } });
  for (const { name, dims, shape, chunk } of Object.values(arraysOf(made))) {
    const chunks = shape.reduce((product, extent, i) => product * Math.ceil(extent / chunk[i]), 1);
    assert.is(chunks, made.cells.length, `${name} (${dims})`);
    assert.is(dims.length, shape.length);
  }
  assert.equal(arraysOf(made).filter.shape, [2, 2, 3, 2, 5, 2, 4, 4]);
});

test.run();
