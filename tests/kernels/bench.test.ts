/** The benchmark on a device: what is wrong is not timed, what is right is, and a baseline is guarded. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type BenchHost, bench } from '../../bench/command.ts';
import { baselineName } from '../../bench/compare.ts';
import { type BenchRecord, describeDevice, readRecords, type Timed } from '../../bench/record.ts';
import type { Row } from '../../bench/row.ts';
import { OPS } from '../../bench/rows/ops/all.ts';
import { type OpCase, opRows } from '../../bench/rows/ops/op.ts';
import { CASES, makeStep } from '../../bench/step.ts';
import { EFFORTS, Suite } from '../../bench/suite.ts';
import { nodeFiles } from '../../native/node/files.ts';
import type { Host } from '../../src/cli/host.ts';
import { Device } from '../../src/gpu/device.ts';
import type { Plan } from '../../src/gpu/plan.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { inFolder } from '../support/program.ts';

const SHORT = { ...EFFORTS.quick, seconds: 0.005, samples: 3 };

async function outcomes(cases: Record<string, OpCase>): Promise<BenchRecord[]> {
  const device = await theDevice();
  const before = { ...device.live };
  const setting = { ...describeDevice(device), versions: {}, commit: 'unknown', machine: {}, date: '' };
  const suite = new Suite(device, setting, SHORT);
  const records: BenchRecord[] = [];
  try {
    for (const [name, theCase] of Object.entries(cases)) for (const row of opRows(name, theCase, 2)) records.push(await suite.row(row));
  } finally {
    suite.dispose();
  }
  assert.equal(device.live, before, 'device.live returns to its start');
  return records;
}

test.after(closeDevice);

test('an op with its twin is timed; control: with a twin of the wrong sign each direction fails', async () => {
  const right = OPS.tanh;
  const negative = (values: Readonly<Record<string, ArrayLike<number>>>) =>
    Object.fromEntries(Object.entries(values).map(([name, x]) => [name, Float64Array.from(x, (value) => -value)]));
  const wrong: OpCase = {
    ...right,
    twin: (replica) => {
      const { outputs, gradients = {} } = right.twin(replica);
      return { outputs: negative(outputs), gradients: negative(gradients) };
    },
  };
  const records = await outcomes({ right, wrong });
  assert.equal(
    records.map(({ name, outcome }) => `${name} ${outcome}`),
    ['right forward timed', 'right backward timed', 'wrong forward failed', 'wrong backward failed'],
  );
  const [forward] = records as Timed[];
  assert.ok(forward.rate.median > 0 && forward.rate.least <= forward.rate.median && forward.rate.median <= forward.rate.most);
  // One replica is 2 of the 200 passes: rate and wall time are two sides of one measurement.
  assert.ok(Math.abs(forward.rate.median * forward.wall.median - 2) < 1e-9);
  assert.is(forward.gpu !== null, (await theDevice()).timestamps);
});

test('a training step is timed without the sweep before it', async () => {
  const step = await makeStep(await theDevice(), CASES[0], 1, 10);
  try {
    const rooms = (plan: Plan) => [...new Set(plan.dispatches.map(({ declaration }) => declaration.path.split('/')[0]))].sort();
    assert.equal(rooms(step.withSweep), ['bound', 'coarse', 'critic', 'model', 'optim', 'train', 'view']);
    assert.equal(rooms(step.alone), ['bound', 'coarse', 'critic', 'optim', 'train', 'view']);
  } finally {
    step.ensemble.dispose();
  }
});

test('rows are stored as a baseline; --guard fails when one of them was faster then', async () => {
  await inFolder(async (folder) => {
    const said = { out: '', err: '' };
    const device = await theDevice();
    device.close = () => undefined;
    const host = {
      out: (text: string) => {
        said.out += text;
      },
      err: (text: string) => {
        said.err += text;
      },
      files: nodeFiles,
      terminal: { interactive: false, colour: false, columns: 80 },
      signal: new AbortController().signal,
      versions: { blockspin: '0' },
      openDevice: () => device,
    } as unknown as Host;
    const rowOf = (name: string): Row => ({
      group: 'floors',
      name,
      sizes: {},
      unit: 'runs',
      make: async () => ({ run: async (repeats) => repeats, units: 1, work: { dispatches: 1 }, validate: async () => {} }),
    });
    const place: BenchHost = { host, commit: 'unknown', machine: { cores: 2 }, baselines: join(folder, 'results'), rows: () => ['one', 'two'].map(rowOf) };
    const file = join(place.baselines, baselineName(device.adapter.name));

    await bench(place, { quick: true, guard: true }).then(
      () => assert.unreachable('without a baseline'),
      (error) => assert.match(error.message, /baseline of this adapter.*bench --store/),
    );
    assert.is(await bench(place, { quick: true, store: true }), 0);
    const records = readRecords(readFileSync(file, 'utf8')) as Timed[];
    assert.equal(
      records.map(({ name, outcome }) => `${name} ${outcome}`),
      ['one timed', 'two timed'],
    );

    // As if the second row had been a million times faster: what a machine that stalls makes of rows that do nothing is less.
    const faster = (record: Timed): Timed => {
      const { median, least, most } = record.calibrated;
      return record.name === 'two' ? { ...record, calibrated: { median: 1e6 * median, least: 1e6 * least, most: 1e6 * most } } : record;
    };
    writeFileSync(file, records.map((record) => JSON.stringify(faster(record))).join('\n'));
    said.out = '';
    assert.is(await bench(place, { quick: true, guard: true }), 1, said.out);
    assert.match(said.out, /slower than the baseline of this adapter .*, twice: .*floors: two 0\.00 /);
    assert.is(await bench(place, { quick: true, only: 'two' }), 0, 'without --guard it is said, no more');
    device.close = Device.prototype.close;
  });
});

test.run();
