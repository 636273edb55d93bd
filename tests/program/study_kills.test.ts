/**
 * Studies that are killed: no torn, lost or duplicated cell, and the study that is finished afterwards equals the one that
 * nobody disturbed, bit for bit. Over two hundred kills are in tests/faults.
 */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { killWriters, writeStudy } from '../support/kills.ts';
import { inFolder, program } from '../support/program.ts';
import { TINY_TRAIN } from '../support/study.ts';
import { chunksBelow } from '../support/study_folder.ts';

if (process.argv[2] === 'write') {
  await writeStudy(process.argv[3]);
} else {
  test('4 kills of writers, two at a time', () => killWriters(4, fileURLToPath(import.meta.url)));

  test('trainings that are killed go on or begin anew, to the bits of a study that nobody disturbed', async () => {
    await inFolder(async (parent) => {
      const config = join(parent, 'config.json');
      const train = { ...TINY_TRAIN, steps: 400, refine: 50, evaluations: 2 };
      writeFileSync(config, JSON.stringify({ train, grid: { temperature: [2, 3], buffer: 0 }, runs: 1 }));
      const [killed, whole] = [join(parent, 'killed'), join(parent, 'whole')];
      for (const pause of [1200, 50]) {
        await new Promise((resolve) => {
          const child = spawn(process.execPath, [program, 'study', config, '--out', killed], { stdio: ['ignore', 'ignore', 'pipe'] });
          child.stderr
            .setEncoding('utf8')
            .on('data', (text: string) => /cell \d (compiling|sampling|training)/.test(text) && setTimeout(() => child.kill('SIGKILL'), pause));
          child.on('close', resolve);
        });
      }
      for (const folder of [killed, whole]) {
        const ran = await inside(['study', config, '--out', folder]);
        assert.is(ran.code, 0, ran.err);
      }
      assert.equal(chunksBelow(killed), chunksBelow(whole));
    });
  });

  test.after(closeDevice);
  test.run();
}
