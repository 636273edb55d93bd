/** Full disks: every write of a study, a training and an export fails once, alone and with all that follow it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nodeFiles } from '../../native/node/files.ts';
import { owner } from '../../native/node/owner.ts';
import { runCell } from '../../src/study/cells/cell.ts';
import { StudyFolder } from '../../src/study/cells/folder.ts';
import { type Full, fillExports, fillStudies, fillTrainings } from '../support/full_disk.ts';
import { inFolder, program, type Ran, runCommand, stackLines } from '../support/program.ts';
import { ORIGIN, pretender, SMALL_STUDY } from '../support/study.ts';

for (const [what, fill] of [
  ['studies', () => fillStudies(1)],
  ['trainings', fillTrainings],
  ['exports', fillExports],
] as [string, () => Promise<Full>][]) {
  test(`every write of ${what} fails`, async () => {
    const { tried, finished } = await fill();
    console.log(`count: ${what}: ${tried} full disks, ${finished} gone on with and finished, 0 lost, 0 torn, 0 silent`);
    assert.ok(tried >= 20 && finished > tried / 2);
  });
}

/**
 * Runs the program where no file may be longer than some kilobytes: the system then refuses the write, as a full disk does. Verbs that
 * open a device are left out, because drivers do not start so.
 */
const limited = (words: string, kilobytes: number, cwd: string): Promise<Ran> =>
  runCommand(['bash', '-c', `trap '' XFSZ; ulimit -f ${kilobytes}; exec "${process.execPath}" "${program}" ${words}`], { cwd });

test('the program where the system lets no file grow', async () => {
  await inFolder(async (cwd) => {
    const folder = await StudyFolder.plan(nodeFiles, join(cwd, 'study'), SMALL_STUDY, owner, ORIGIN);
    for (const cell of folder.plan.cells) await runCell(folder, cell, async () => pretender(), ORIGIN);
    const verbs: [words: string, result: string][] = [
      ['report study', 'study/report.html'],
      ['export study --format csv --out out.csv', 'out.csv'],
      ['export study --format npz --out out.npz', 'out.npz'],
      ['export study --format hdf5 --out out.h5', 'out.h5'],
    ];
    let tried = 0;
    for (const [words, result] of verbs) {
      for (const kilobytes of [0, 1, 2, 4]) {
        const ran = await limited(words, kilobytes, cwd);
        tried += 1;
        const place = `${words} within ${kilobytes} KiB: ${ran.code} ${ran.err}`;
        assert.equal(stackLines(ran), [], place);
        if (ran.code === 0) continue;
        assert.is(ran.code, 1, place);
        assert.match(ran.err, /EFBIG/, place);
        assert.not.match(ran.err, /defect/, place);
        assert.not.ok(existsSync(join(cwd, result)), place);
        const left = readdirSync(cwd, { recursive: true }).map(String);
        assert.equal(
          left.filter((name) => name.endsWith('.tmp')),
          [],
          place,
        );
      }
      const ran = await limited(words, 1_000_000, cwd);
      assert.is(ran.code, 0, ran.err);
      assert.ok(readFileSync(join(cwd, result)).length > 0);
    }
    console.log(`count: the program: ${tried} limits, 0 lost, 0 torn, 0 silent`);
  });
});

test.run();
