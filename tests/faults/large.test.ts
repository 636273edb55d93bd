/** A large study: 20,000 cells planned and 5,000 done, with 64 open files at most. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { needed, writeLarge } from '../support/large.ts';
import { inFolder } from '../support/program.ts';

const GIB = 2 ** 30;

test('status, export and report of 20,000 cells', async () => {
  await inFolder(async (parent) => {
    const [path, note] = [join(parent, 'study'), join(parent, 'needed.json')];
    const { cells, done } = await writeLarge(path);
    assert.equal([cells, done], [20_000, 5_000]);
    const limits: [words: string[], processor: number, memory: number][] = [
      [['status', path, '--json'], 2, GIB / 2],
      [['export', path, '--format', 'csv'], 30, GIB],
      [['export', path, '--format', 'npz'], 60, GIB],
      [['export', path, '--format', 'npy'], 60, GIB],
      [['report', path], 30, GIB],
    ];
    const missed: string[] = [];
    for (const [words, processor, memory] of limits) {
      const ran = needed(words, note);
      assert.is(ran.code, 0, ran.err);
      const name = words.filter((word) => word !== path).join(' ');
      const line = `${name}: ${ran.processor.toFixed(1)} processor-seconds of ${processor}, ${(ran.memory / 2 ** 20).toFixed(0)} MiB of ${memory / 2 ** 20}`;
      console.log(`count: ${line}`);
      if (ran.processor > processor || ran.memory > memory) missed.push(line);
      if (words[0] === 'status') assert.equal(JSON.parse(ran.out).cells, { total: cells, done, running: 0, failed: 0 });
    }
    assert.ok(statSync(join(path, 'large.csv')).size > 1e6);
    assert.equal(missed, []);
  });
});

test.run();
