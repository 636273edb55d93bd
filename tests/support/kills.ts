/**
 * Writers of studies that are killed at random. They use the program's own runner and store with a trainer that makes its
 * numbers up. A test file that uses this runs as a writer itself when its first argument is 'write'.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { nodeFiles } from '../../native/node/files.ts';
import { owner } from '../../native/node/owner.ts';
import { runCell } from '../../src/study/cells/cell.ts';
import { StudyFolder } from '../../src/study/cells/folder.ts';
import { readStudy } from '../../src/study/cells/read.ts';
import type { StudyInput } from '../../src/study/plan/config.ts';
import { inFolder } from './program.ts';
import { ORIGIN, pretender, SMALL_STUDY } from './study.ts';
import { chunksBelow, filesBelow } from './study_folder.ts';

/** Forty cells. */
const STUDY: StudyInput = { ...SMALL_STUDY, grid: { temperature: { from: 1, to: 4, count: 20 }, buffer: [0, 1] }, runs: 4 };

/** Runs all cells that are free, once; what must not happen goes into a file, since this process may not live to say it. */
export async function writeStudy(path: string): Promise<void> {
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
function disturbed(writer: string, path: string, pause: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(process.execPath, [writer, 'write', path], { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout?.once('data', () => setTimeout(() => child.kill('SIGKILL'), pause));
    child.on('close', (code, signal) => {
      if (code === 0 || signal === 'SIGKILL') resolve(signal === 'SIGKILL');
      else reject(new Error(`a writer ended with ${code}, see above`));
    });
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

/**
 * Kills writers, two at a time, until so many died; every study is then finished and compared with one that nobody
 * disturbed.
 * @param writer the test file, which writes a study where its words are `write` and a path
 */
export async function killWriters(wanted: number, writer: string): Promise<void> {
  await inFolder(async (parent) => {
    mkdirSync(join(parent, 'busy'));
    const whole = join(parent, 'undisturbed');
    await complete(whole);
    const expected = chunksBelow(whole);
    let [kills, rounds, studies, inside] = [0, 0, 0, 0];
    while (kills < wanted) {
      const path = join(parent, `study-${studies++}`);
      for (let before = -1; kills < wanted; ) {
        assert.ok(++rounds < 4 * wanted, 'writers finish before they are killed');
        const killed = await Promise.all([1, 2].map(() => disturbed(writer, path, pauses.next().value as number)));
        kills += killed.filter((was) => was).length;
        if (filesBelow(path).some((name) => /\.(lock|tmp)$/.test(name))) inside += 1;
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
    // The control: kills that strike nobody at work would prove nothing.
    assert.ok(kills >= wanted && inside > wanted / 4, `${kills} kills, ${inside} times somebody was at work`);
  });
}
