/** The arithmetic of the benchmark: spreads, floors, windows, comparisons, and the choice of rows. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { baselineName, compare, compareRow, comparisonText, stored } from '../../bench/compare.ts';
import { bottleneckOf, floorOf, type Rates, times } from '../../bench/floor.ts';
import { measure } from '../../bench/measure.ts';
import { median, noise, percent, scaled, spread, time } from '../../bench/numbers.ts';
import { type BenchRecord, readRecords, type Setting, type Timed } from '../../bench/record.ts';
import type { Row } from '../../bench/row.ts';
import { choose, EFFORTS, Suite } from '../../bench/suite.ts';
import { Table } from '../../bench/table.ts';
import { Timer } from '../../bench/timer.ts';
import type { Device } from '../../src/gpu/device.ts';
import { close } from '../support/close.ts';

const TIGHT = { atol: 0, rtol: 1e-12 };

test('median, spread and noise', () => {
  assert.is(median([3, 1, 2]), 2);
  assert.is(median([4, 1, 2, 3]), 2.5);
  assert.equal(spread([5, 4, 6, 5, 9]), { median: 5, least: 4, most: 9 });
  close([noise(spread([5, 4, 6, 5, 9]))], [0.5], TIGHT, 'noise');
});

test('numbers as they are read', () => {
  assert.equal([0, 9.994, 12.34, 999.4, 1234, 3.02e9, 6.7e13].map(scaled), ['0.00 ', '9.99 ', '12.3 ', '999 ', '1.23 k', '3.02 G', '67.0 T']);
  assert.equal([2.5, 0.01, 1.5e-5, 3e-8].map(time), ['2.50 s', '10.0 ms', '15.0 us', '30.0 ns']);
  assert.equal([0.031, 0.42, 1.5].map(percent), ['3.1 %', '42 %', '150 %']);
});

const RATES: Rates = { dispatch: 1000, copy: 1e9, 'copy in cache': 4e9, fp32: 1e12, integer: 5e11 };
const CACHED = 1e6;

test('floors: launches, bytes and operations, of which the largest bounds', () => {
  const floor = floorOf({ dispatches: 2, bytes: 3e9, footprint: 2e9, flops: 5e11, operations: 5e11 }, RATES, CACHED);
  assert.equal(floor, { launch: 0.002, bandwidth: 3, arithmetic: 1.5 });
  assert.equal(bottleneckOf(floor), { by: 'bandwidth', least: 3 });
  assert.equal(times(floor, 2), { launch: 0.004, bandwidth: 6, arithmetic: 3 });
  assert.is(bottleneckOf(floorOf({ dispatches: 9, flops: 1e6 }, RATES, CACHED)).by, 'launch');
  assert.is(bottleneckOf(floorOf({ dispatches: 1, flops: 1e12 }, RATES, CACHED)).by, 'arithmetic');
});

test('what fits a cache is held against the copy in it, if that is faster at all', () => {
  const small = { dispatches: 0, bytes: 4e9, footprint: 1e6 };
  assert.is(floorOf(small, RATES, CACHED).bandwidth, 1);
  assert.is(floorOf({ ...small, footprint: 1e6 + 1 }, RATES, CACHED).bandwidth, 4);
  assert.is(floorOf(small, { ...RATES, 'copy in cache': 1e8 }, CACHED).bandwidth, 4);
});

test('windows grow until they are long enough, and no further', async () => {
  const asked: number[] = [];
  const timer = new Timer(async (repeats) => asked.push(repeats) && repeats * 2, 0.1);
  await timer.warm();
  assert.ok(timer.count * 2 >= 100 && timer.count * 2 < 200, `${timer.count} runs of 2 ms`);
  close([await timer.rate()], [500], TIGHT, 'runs per second');
  const slow = new Timer(async (repeats) => repeats * 1000, 0.1);
  await slow.warm();
  assert.is(slow.count, 1);
});

/** A device on which nothing can be made. */
const NOWHERE = { timestamps: false, scope: () => ({ dispose: () => undefined }) } as unknown as Device;
const EFFORT = { name: 'quick', seconds: 0.01, samples: 5 } as const;

test('a row of known speed: rate, time, ratio to the calibration, fraction of the floor', async () => {
  const run = async (repeats: number) => 4 * repeats;
  const yardstick = { rates: { ...RATES, integer: 1e6 }, cached: CACHED, calibration: new Timer(async (repeats) => 2 * repeats, 0.01) };
  const built = { run, units: 8, work: { dispatches: 1, operations: 1e6 }, validate: async () => {} };
  const found = await measure(NOWHERE, built, EFFORT, yardstick);
  close([found.rate.median, found.wall.median], [2000, 0.004], TIGHT, 'rate and time');
  // Two runs of the calibration per run, of which the floor takes one.
  close([found.calibrated.median, found.fraction as number], [0.5, 0.5], TIGHT, 'calibrated and fraction');
  close([found.floor?.arithmetic as number], [0.002], TIGHT, 'seconds of the floor');
  assert.is(found.bound_by, 'arithmetic');
  assert.is(found.samples, 5);
  assert.is(found.gpu, null);
});

test('a row whose runs are as long as they happen to be is timed by what it counts', async () => {
  let done = 0;
  const run = async (repeats: number) => {
    done += 3 * repeats;
    return 4 * repeats;
  };
  const yardstick = { rates: RATES, cached: CACHED, calibration: new Timer(async (repeats) => 2 * repeats, 0.01) };
  const built = { run, units: 0, counted: async () => done, work: { dispatches: 0, operations: 1e11 }, validate: async () => {} };
  const found = await measure(NOWHERE, built, EFFORT, yardstick);
  close([found.rate.median, found.calibrated.median, found.fraction as number], [750, 1.5, 0.3], TIGHT, 'units per second, and per calibration');
});

const SETTING: Setting = {
  adapter: { name: 'Test (256 bits)', vendor: '', architecture: '', driver: 'one', origin: 'system', software: true, backend: 'vulkan' },
  limits: {},
  features: [],
  versions: { blockspin: '1' },
  commit: 'abc',
  date: '2026-01-01T00:00:00.000Z',
  machine: { cores: 2 },
};

const rowOf = (name: string, group = 'ops', sizes: Row['sizes'] = {}): Row => ({
  group,
  name,
  sizes,
  unit: 'passes',
  make: async () => {
    throw new Error('made of nothing');
  },
});

function timed(name: string, calibrated: number, { off = 0, raw = calibrated, sizes = {} }: { off?: number; raw?: number; sizes?: Row['sizes'] } = {}): Timed {
  const around = (x: number) => ({ median: x, least: x * (1 - off), most: x * (1 + off) });
  return {
    format: 'blockspin-bench-1',
    group: 'ops',
    name,
    sizes,
    unit: 'passes',
    effort: 'quick',
    ...SETTING,
    outcome: 'timed',
    rate: around(raw),
    wall: around(1 / raw),
    gpu: null,
    samples: 5,
    runs_per_sample: 1,
    work: { dispatches: 1 },
    calibrated: around(calibrated),
    floor: null,
    bound_by: 'launch',
    fraction: 0.5,
  };
}

test('a ratio means something only beyond the noise of both runs', () => {
  const verdict = (ratio: number, off: number) => compareRow(timed('a', ratio, { off }), timed('a', 1, { off })).verdict;
  assert.is(verdict(1.3, 0.1), 'faster');
  assert.is(verdict(0.7, 0.1), 'slower');
  assert.is(verdict(0.7, 0.4), 'same', 'spreads of 40 %');
  assert.is(verdict(1.04, 0), 'same', 'less than runs of one program differ by');
});

test('the calibration decides: a slow machine is no slow program', () => {
  const { verdict, raw } = compareRow(timed('a', 1, { raw: 0.5 }), timed('a', 1));
  assert.is(verdict, 'same');
  assert.is(raw, 0.5);
  assert.is(compareRow(timed('a', 0.5, { raw: 1 }), timed('a', 1)).verdict, 'slower');
});

test('only rows of equal name and sizes are compared', () => {
  const now = [timed('a', 1), timed('b', 1, { sizes: { R: 2 } }), timed('new', 1)];
  const then = [timed('a', 1), timed('b', 1, { sizes: { R: 1 } }), timed('old', 1)];
  const { rows, missing } = compare(now, then);
  assert.equal(
    rows.map(({ title }) => title),
    ['ops: a'],
  );
  assert.equal(missing, { fromNow: ['ops: b', 'ops: old'], fromThen: ['ops: b', 'ops: new'] });
  assert.match(comparisonText('then.jsonl', { rows, missing }), /1 of 1 rows are the same within noise, 0 faster, 0 slower/);
});

test('a baseline keeps what was not run again', () => {
  const kept = stored([timed('a', 2)], [timed('a', 1), timed('b', 1)]) as Timed[];
  assert.equal(
    kept.map(({ name, calibrated }) => [name, calibrated.median]),
    [
      ['a', 2],
      ['b', 1],
    ],
  );
  assert.is(baselineName('llvmpipe (LLVM 15.0.6, 256 bits)'), 'baseline-llvmpipe-llvm-15-0-6-256-bits.jsonl');
});

test('lines are read back, and anything else is refused by its line', () => {
  const lines = [timed('a', 1), timed('b', 2)].map((record) => JSON.stringify(record));
  assert.is(readRecords(`${lines.join('\n')}\n`).length, 2);
  assert.throws(() => readRecords(`${lines[0]}\n{"a": 1}\n`), /line 2 is no line/);
  assert.throws(() => readRecords('not json'), /line 1 is no line/);
});

test('parts of names choose rows; floors always come along', () => {
  const rows = [rowOf('copy', 'floors'), rowOf('linear forward'), rowOf('linear backward'), rowOf('ising, R = 1', 'training')];
  const names = (parts: string[]) => choose(rows, parts).map(({ name }) => name);
  assert.is(names([]).length, 4);
  assert.equal(names(['training']), ['copy', 'ising, R = 1']);
  assert.equal(names(['backward', 'ising']), ['copy', 'linear backward', 'ising, R = 1']);
  assert.throws(() => names(['trainign']), /--only: expected .*floors, ops, training.*trainign; did you mean training\?/);
  assert.throws(() => names(['']), /got nothing/);
});

test('a row that fails its validation has failed, whatever its speed', async () => {
  const row: Row = {
    ...rowOf('wrong'),
    make: async () => ({
      run: async (repeats) => repeats,
      units: 1,
      work: { dispatches: 1 },
      validate: async () => {
        throw new Error('one is not two');
      },
    }),
  };
  const suite = new Suite(NOWHERE, SETTING, EFFORTS.quick);
  const record = (await suite.row(row)) as Exclude<BenchRecord, Timed>;
  assert.is(record.outcome, 'failed');
  assert.is(record.message, 'one is not two');
  const table = new Table(SETTING, EFFORTS.quick, [row]);
  assert.match(table.line(record), /FAILED: one is not two/);
  assert.match(table.head(), /on the software adapter Test/);
});

test('the table: one line, everything in its place', () => {
  const table = new Table(SETTING, EFFORTS.quick, [rowOf('a')]);
  const heads = table.head().split('\n').at(-2) as string;
  const line = table.line(timed('a', 2000, { off: 0.1 }));
  assert.match(line, /^ops: a +2\.00 kpasses\/s +±10 % +500 us +- +50 % +launch\n$/);
  assert.is(line.length - 1, heads.length);
});

test.run();
