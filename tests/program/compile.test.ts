/** `npm run bench:compile`: a kernel through RADV's compiler without a GPU, and words that it refuses. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { radv } from '../../bench/lab/gpu/compile/layer.ts';
import { REPOSITORY, testWith } from '../support/needs.ts';
import { runCommand } from '../support/program.ts';
import { root } from '../support/root.ts';

const compile = (...words: string[]) => runCommand([process.execPath, join(root, 'dist/bench/compile.bench.js'), ...words]);

const RADV = {
  reason: 'needs the sources, Mesa with RADV, a C compiler and the headers of Vulkan',
  here: () =>
    REPOSITORY.here() &&
    radv() !== undefined &&
    spawnSync('cc', ['-fsyntax-only', '-x', 'c', '-'], { input: '#include <vulkan/vk_layer.h>\nint main(void) { return 0; }\n' }).status === 0,
};

testWith(RADV, 'the optimiser on navi31: registers without spills, instructions of a wave, and the estimate of its step', async () => {
  const { code, out, err } = await compile('navi31', 'ising discrete R=1 optim/adam');
  assert.is(code, 0, err);
  assert.match(out, /^radv: Mesa .*, compiled for navi31$/m);
  const row = /^optim\/adam\.update +1 .*$/m.exec(out)?.[0] ?? '';
  const [, , grid, vgpr, , waves, , spill, , instructions, , perWave] = row.split(/ +/);
  assert.match(grid, /^\d+x64$/);
  assert.ok(Number(vgpr) > 0 && Number(vgpr) <= 64, row);
  assert.equal([waves, spill], ['32', '0']);
  assert.is(perWave, instructions, 'there is no loop');
  assert.match(out, /^ising discrete R=1 +\d+ +\d+ +[\d.]+ +\d+ +[\d.]+$/m);
});

test('words that are no family, and filters that match nothing or are none, are refused with an example', async () => {
  for (const [words, message] of [
    [[], /expected a family \(navi31, .*\) and a filter, got nothing; use for example npm run bench:compile/],
    [['H200!'], /got H200!/],
    [['navi31', '('], /expected a regular expression/],
    [['navi31', '--loop'], /--loops/],
  ] as const) {
    const { code, err } = await compile(...words);
    assert.is(code, 2, err);
    assert.match(err, message);
  }
});

test.run();
