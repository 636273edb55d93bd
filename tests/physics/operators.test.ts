/**
 * Scaling dimensions of tables of operators against field theory. Three errors each: odds of 0.3 % with a Gaussian error; seeds are pinned by the studies.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { StudyFolder } from '../../src/study/cells/folder.ts';
import { deviceSampler } from '../../src/study/correlator/sample.ts';
import { operatorsPlans } from '../../src/study/operators/plan.ts';
import type { OperatorsRecord } from '../../src/study/operators/record.ts';
import { runOperators } from '../../src/study/operators/run.ts';
import type { TableRow } from '../../src/study/operators/table.ts';
import type { StudyInput } from '../../src/study/plan/config.ts';
import { preset } from '../../src/study/plan/presets.ts';
import { operatorsOf } from '../../src/train/deflation/deflate.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { MemoryFiles, ORIGIN, someOwner } from '../support/study.ts';

test.after(closeDevice);

const T_C = 2 / Math.log(1 + Math.SQRT2);

async function measured(input: StudyInput): Promise<OperatorsRecord> {
  const folder = await StudyFolder.plan(new MemoryFiles(), 'study', input, someOwner(1, [1]), ORIGIN);
  const device = await theDevice();
  const tools = {
    open: async () => deviceSampler(device),
    find: (train: Parameters<typeof operatorsOf>[1], options: object) => operatorsOf(device, train, options),
  };
  const ended = await runOperators(folder, operatorsPlans(folder.config)[0], { ...tools, origin: ORIGIN });
  assert.ok('record' in ended, JSON.stringify(ended));
  console.log(
    `count: ${ended.record.rows.filter(({ dimension }) => dimension).length} dimensions of ${ended.record.rows.length} rows, ${ended.record.seconds.toFixed(0)} s`,
  );
  return ended.record;
}

const said = ({ rows }: OperatorsRecord) => JSON.stringify(rows, null, 1);

/** The rows of a sector that are power laws. */
const found = ({ rows }: OperatorsRecord, sector: string) => rows.filter((row) => row.sector === sector && row.dimension !== null);

function assertDimension(record: OperatorsRecord, row: TableRow | undefined, name: string, exact: number, largest: number): void {
  assert.ok(row?.dimension && row.nearest, `${name}: ${said(record)}`);
  assert.ok(
    record.lattices.every(({ thermal }) => thermal),
    said(record),
  );
  assert.equal([row.nearest.name, row.nearest.dimension], [name, exact], said(record));
  assert.ok(row.dimension.error < largest, `${name}: error ${row.dimension.error}`);
  assert.ok(Math.abs(row.nearest.z) < 3, `${name}: ${row.dimension.mean} ± ${row.dimension.error}`);
}

test('the small preset: filters that deflation finds at T_c measure σ and ε, and nothing else is a power law', async () => {
  const record = await measured(preset('operators', 'small'));
  const [odd, even] = ['odd', 'even'].map((sector) => found(record, sector));
  assertDimension(record, odd[0], 'σ', 1 / 8, 0.01);
  assertDimension(record, even[0], 'ε', 1, 0.05);
  assert.equal([odd.length, even.length], [1, 1], said(record));
  // What H1 tells of the environment, and the sectors of filters of spins and of products.
  assert.equal(
    record.operators
      .slice(0, 2)
      .map(({ sector }) => sector)
      .sort(),
    ['even', 'odd'],
    said(record),
  );
  assert.ok(record.operators.every(({ gain }) => gain && gain.mean > 3 * gain.error));
  // The second way: against the side, and by renormalisation. Truncated couplings and small lattices shift it by a few hundredths.
  for (const row of [odd[0], even[0]]) {
    const exact = row.nearest?.dimension ?? Number.NaN;
    assert.ok(row.bySide && Math.abs(row.bySide.mean - exact) < 3 * row.bySide.error, said(record));
    assert.ok(row.renormalised && Math.abs(row.renormalised.mean - exact) < 0.05, said(record));
  }
});

const TRAIN = { model: 'ising', size: 8, block: 2, shell: 1 };
const GRID = { temperature: T_C, buffer: 0 };
const TABLE = { sizes: [16, 24, 32, 48], chains: 128, measurements: 32, renormalise: false };

test('control: filters with random weights add no dimension', async () => {
  const filters = ['uniform', 'random', 'energy', 'random energy'];
  const record = await measured({ train: TRAIN, grid: GRID, operators: [{ ...TABLE, temperature: T_C, filters, products: false }] });
  assert.equal([found(record, 'odd').length, found(record, 'even').length], [1, 1], said(record));
  assertDimension(record, found(record, 'odd')[0], 'σ', 1 / 8, 0.015);
  assertDimension(record, found(record, 'even')[0], 'ε', 1, 0.12);
});

test('control: at 1.2 T_c nothing has a dimension', async () => {
  const operators = [{ ...TABLE, temperature: 1.2 * T_C, filters: ['uniform', 'energy'] }];
  const record = await measured({ train: TRAIN, grid: { ...GRID, temperature: 1.2 * T_C }, operators });
  assert.is(record.theory, null);
  assert.ok(record.rows.length > 0);
  for (const row of record.rows) assert.equal([row.dimension, row.verdict === 'power law', row.nearest], [null, false, null], said(record));
});

test.run();
