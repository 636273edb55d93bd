/**
 * Writers killed at random, at least 100 times: no torn, lost or duplicated cell, and the study that is finished
 * afterwards equals the one that nobody disturbed, bit for bit. The writers use the program's own runner and store with a
 * trainer that makes its numbers up; real trainings are killed a handful of times.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nodeFiles } from '../../native/node/files.ts';
import { owner } from '../../native/node/owner.ts';
import { runCell } from '../../src/study/cell.ts';
import type { StudyInput } from '../../src/study/config.ts';
import { StudyFolder } from '../../src/study/folder.ts';
import { readStudy } from '../../src/study/read.ts';
import { inFolder, program, run } from '../support/program.ts';
import { ORIGIN, pretender, SMALL_STUDY } from '../support/study.ts';
import { chunksBelow, filesBelow } from '../support/study_folder.ts';

const KILLS = 100;
const STUDY: StudyInput = { ...SMALL_STUDY, grid: { temperature: { from: 1, to: 4, count: 20 }, buffer: [0, 1] }, runs: 4 };

/** Runs all cells that are free, once; what must not happen goes into a file, since this process may not live to say it. */
async function writeStudy(path: string): Promise<void> {
  const violation = (text: string) => appendFileSync(join(path, '..', 'violations'), `${text}\n`);
  const folder = await StudyFolder.plan(nodeFiles, path, STUDY, owner, ORIGIN);
  process.stdout.write('open\n');
  for (const cell of folder.plan.cells) {
    const trainer = pretender(async () => {
      if (existsSync(folder.pathOf(cell, 'json'))) violation(`cell ${cell.index} is done and computed again`);
      const mark = join(path, '..', 'busy', String(cell.index));
      const other = existsSync(mark) ? Number(readFileSync(mark, 'utf8')) : 0;
      if (other !== 0 && other !== process.pid && owner.alive(other)) violation(`cell ${cell.index} is computed by ${other} and ${process.pid}`);
      writeFileSync(mark, String(process.pid));
      await new Promise((resolve) => setTimeout(resolve, 2));
      writeFileSync(mark, '0');
    });
    await runCell(folder, cell, async () => trainer, ORIGIN, { note: violation });
  }
}

/** Starts a writer, and kills it so long after it has opened the study; resolves to whether it was killed. */
function disturbed(path: string, pause: number): Promise<boolean> {
  return new Promise((resolve) => {
    const child: ChildProcess = spawn(process.execPath, [fileURLToPath(import.meta.url), 'write', path], { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout?.once('data', () => setTimeout(() => child.kill('SIGKILL'), pause));
    child.on('close', (_, signal) => resolve(signal === 'SIGKILL'));
  });
}

/** Irregular pauses, the same in every run. */
const pauses = (function* () {
  for (let state = 12345; ; state = (state * 1103515245 + 12345) % 2 ** 31) yield 120 * (state / 2 ** 31);
})();

async function complete(path: string): Promise<void> {
  await writeStudy(path);
  const folder = await StudyFolder.open(nodeFiles, path, owner);
  assert.ok((await folder.states()).every((state) => state === 'done'));
}

if (process.argv[2] === 'write') {
  await writeStudy(process.argv[3]);
} else {
  test(`${KILLS} kills of writers, two at a time`, async () => {
    await inFolder(async (parent) => {
      mkdirSync(join(parent, 'busy'));
      const whole = join(parent, 'undisturbed');
      await complete(whole);
      const expected = chunksBelow(whole);
      let [kills, rounds, studies] = [0, 0, 0];
      while (kills < KILLS) {
        const path = join(parent, `study-${studies++}`);
        for (let before = -1; kills < KILLS; ) {
          assert.ok(++rounds < 4 * KILLS, 'writers finish before they are killed');
          const killed = await Promise.all([disturbed(path, pauses.next().value as number), disturbed(path, pauses.next().value as number)]);
          kills += killed.filter((was) => was).length;
          // What is there at any time is whole, and what was done stays done.
          const folder = await StudyFolder.open(nodeFiles, path, owner);
          const done = (await folder.states()).filter((state) => state === 'done').length;
          assert.ok(done >= before, `${done} cells are done, ${before} were`);
          before = done;
          if (done > 0) await readStudy(folder);
          if (done === folder.plan.cells.length) break;
        }
        await complete(path);
        assert.equal(chunksBelow(path), expected, `study ${studies} after ${kills} kills`);
        const names = filesBelow(path);
        assert.equal(
          names.filter((name) => /^cells/.test(name)),
          filesBelow(whole).filter((name) => /^cells/.test(name)),
          'one record per cell, no locks',
        );
        assert.equal(
          names.filter((name) => name.endsWith('.tmp')),
          [],
          'leftovers are swept',
        );
      }
      assert.not.ok(existsSync(join(parent, 'violations')), existsSync(join(parent, 'violations')) ? readFileSync(join(parent, 'violations'), 'utf8') : '');
      assert.ok(kills >= KILLS);
    });
  });

  test('trainings that are killed go on or begin anew, to the bits of a study that nobody disturbed', async () => {
    await inFolder(async (parent) => {
      const config = join(parent, 'config.json');
      const train = { size: 4, block: 2, shell: 1, chains: 32, heldOut: 32, validation: 32, steps: 400, refine: 50, batch: 16, evaluations: 2 };
      writeFileSync(config, JSON.stringify({ train, grid: { temperature: [2, 3], buffer: 0 }, runs: 2 }));
      const [killed, whole] = [join(parent, 'killed'), join(parent, 'whole')];
      for (const pause of [50, 700, 1200, 300]) {
        await new Promise((resolve) => {
          const child = spawn(process.execPath, [program, 'study', config, '--out', killed], { stdio: ['ignore', 'ignore', 'pipe'] });
          child.stderr
            .setEncoding('utf8')
            .on('data', (text: string) => /cell \d (compiling|sampling|training)/.test(text) && setTimeout(() => child.kill('SIGKILL'), pause));
          child.on('close', resolve);
        });
      }
      for (const folder of [killed, whole]) {
        const ran = await run(['study', config, '--out', folder]);
        assert.is(ran.code, 0, ran.err);
      }
      assert.equal(chunksBelow(killed), chunksBelow(whole));
    });
  });

  test.run();
}
