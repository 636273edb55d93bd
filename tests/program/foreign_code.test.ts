/** No library of somebody else is loaded, and homes from which none can be loaded are no obstacle. */
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { EMBEDDED } from '../../native/node/checksums.ts';
import { EMBEDDED_PACKAGE, MOUNTS, ROOT_USER, testWith } from '../support/needs.ts';
import { inFolder, program, run, runCommand, stackLines } from '../support/program.ts';

const DOCTOR = ['doctor', '--adapter', 'embedded', '--json'];

testWith(MOUNTS, 'a home that is mounted noexec: the next folder is taken, and doctor says so', async () => {
  await inFolder(async (folder) => {
    const home = join(folder, 'home');
    mkdirSync(home);
    const script = `mount -t tmpfs -o noexec tmpfs ${home} && HOME=${home} XDG_CACHE_HOME= TMPDIR=${folder} exec "${process.execPath}" "${program}" ${DOCTOR.join(' ')}`;
    const ran = await runCommand(['unshare', '--mount', 'sh', '-c', script]);
    assert.is(ran.code, 0, ran.err);
    assert.equal(stackLines(ran), []);
    const { works, notes } = JSON.parse(ran.out);
    assert.is(works, true);
    assert.match(notes.join('\n'), /nothing is loaded from .*home\/\.cache\/blockspin: its file system is mounted noexec/);
  });
});

testWith(
  { ...ROOT_USER, here: () => ROOT_USER.here() && EMBEDDED_PACKAGE.here() },
  'a library that another user planted in the temporary folder is not loaded',
  async () => {
    await inFolder(async (folder) => {
      const temporary = join(folder, 'tmp');
      const names = ['blockspin', `blockspin-${process.geteuid?.()}`];
      for (const name of names) {
        const planted = join(temporary, name, `swiftshader-${EMBEDDED.version}`);
        mkdirSync(planted, { recursive: true });
        writeFileSync(join(planted, 'libvulkan.so.1'), 'not a library');
        chownSync(join(temporary, name), 12345, 12345);
      }
      chmodSync(temporary, 0o1777);
      const ran = await run(DOCTOR, { env: { HOME: '/dev/null', XDG_CACHE_HOME: '', TMPDIR: temporary }, cwd: folder });
      assert.is(ran.code, 0, ran.err);
      const { works, notes } = JSON.parse(ran.out);
      assert.is(works, true);
      assert.match(notes.join('\n'), /nothing is loaded from .*tmp\/blockspin-\d+: blockspin-\d+ belongs to user 12345/);
    });
  },
);

test.run();
