/** `blockspin bench` as a user runs it: the table, its lines, and a comparison with an earlier run. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readRecords, type Timed } from '../../bench/record.ts';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { inFolder, messages } from '../support/program.ts';

test.after(closeDevice);

test('floors: lines that say everything, on stdout and in a file; table and ratios to an earlier run beside them', async () => {
  await inFolder(async (folder) => {
    // Of an earlier run only what a comparison reads.
    const calibrated = { median: 1e-9, least: 1e-9, most: 1e-9 };
    const earlier = {
      format: 'blockspin-bench-1',
      outcome: 'timed',
      group: 'floors',
      name: 'copy in cache',
      sizes: { bytes: 2 ** 22 },
      adapter: {},
      date: '',
      rate: calibrated,
      calibrated,
    };
    writeFileSync(join(folder, 'earlier.jsonl'), JSON.stringify(earlier));
    const words = ['bench', '--quick', '--only', 'floors', '--json', '--out', 'now.jsonl', '--compare', 'earlier.jsonl'];
    const ran = await inside(words, { cwd: folder });
    assert.is(ran.code, 0, ran.err);
    const records = readRecords(ran.out) as Timed[];
    assert.equal(readRecords(readFileSync(join(folder, 'now.jsonl'), 'utf8')), records);
    assert.is(records.length, 5);
    const [{ adapter, limits, versions, commit, date, machine }] = records;
    assert.ok(limits.maxBufferSize > 0 && adapter.backend !== '' && commit !== '' && machine.cores);
    assert.ok(Math.abs(Date.now() - Date.parse(date)) < 600_000);
    assert.equal(Object.keys(versions).sort(), ['blockspin', 'dawn', 'node']);
    for (const record of records) assert.equal(record.adapter, adapter);
    assert.match(ran.err, `blockspin bench (quick) on ${adapter.software ? 'the software adapter ' : ''}${adapter.name}\n`);
    assert.match(ran.err, /against earlier\.jsonl \(.*\): ratio of rates/);
    assert.match(ran.err, /floors: copy in cache .* faster\n/);
    assert.match(ran.err, /\n0 of 1 rows are the same within noise, 1 faster, 0 slower\n/);
  });
});

test('--out takes a new file only, and says so before anything is measured', async () => {
  await inFolder(async (folder) => {
    const ran = await inside(['bench', '--quick', '--only', 'floors', '--out', '.'], { cwd: folder });
    assert.is(ran.code, 1);
    assert.is(ran.out, '');
    assert.match(messages(ran)[0], /--out \.: expected a new file, got .*; choose another name/);
  });
});

test('--list names rows and their sizes, and does nothing', async () => {
  await inFolder(async (folder) => {
    const ran = await inside(['bench', '--list', '--only', 'training', '--out', 'none.jsonl'], { cwd: folder });
    assert.is(ran.code, 0);
    assert.match(ran.out, /^training: ising, infonce, R = 500 +replica-steps\/s +replicas 500/m);
    assert.not.match(ran.out, /^ops:/m);
    assert.not.ok(existsSync(join(folder, 'none.jsonl')));
  });
});

test.run();
