/** Single bits of stored files turned over: none of them changes a result in silence. More of them are in tests/faults. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { flipStudy } from '../support/flips.ts';
import { flipTraining } from '../support/flips_training.ts';

test('bits of the folder of a study: refused by name with the command that mends it, or harmless; and mended', async () => {
  const { flips, refused, harmless, files } = await flipStudy(120, 1);
  assert.is(refused + harmless, flips);
  // The control: every file is struck, and what is harmless is chunks of `done` and of cells that are not done, and checkpoints.
  assert.ok(files < flips && refused > harmless, `${refused} of ${flips} refused, ${files} files`);
});

test('bits of the folder of a training: no run goes on from anything else', async () => {
  const { flips, refused, harmless } = await flipTraining(150, 2);
  assert.equal([flips, refused, harmless], [150, 50, 100]);
});

test.run();
