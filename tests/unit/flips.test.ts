/** Single bits of stored files turned over: none of them changes a result in silence. More of them are in tests/faults. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readResults } from '../../src/store/stored_results.ts';
import { encode } from '../../src/study/cells/record.ts';
import { flipStudy } from '../support/flips.ts';
import { finishedToFlip, flipFinished, flipTraining, trainingToFlip } from '../support/flips_training.ts';

test('bits of the folder of a study: refused by name with the command that mends it, or harmless; and mended', async () => {
  const { flips, refused, harmless, files } = await flipStudy(120, 1);
  assert.is(refused + harmless, flips);
  // The control: every file is struck, and what is harmless is chunks of `done` and of cells that are not done, and checkpoints.
  assert.ok(files < flips && refused > harmless, `${refused} of ${flips} refused, ${files} files`);
});

test('bits of the folder of a training: no run goes on from anything else', async () => {
  const { flips, refused, harmless } = await flipTraining(150, 2);
  assert.equal([flips, refused, harmless], [150, 100, 50]);
});

test('bits of the folder of a finished training: no report is drawn from anything else', async () => {
  const { flips, refused, harmless } = await flipFinished(80, 5);
  assert.equal([flips, refused, harmless], [80, 60, 20]);
});

test('trainings of version 0.1 have no checksums: their results are read, and that is said', async () => {
  const [done, stopped] = [await finishedToFlip(), await trainingToFlip()];
  const before = [await readResults(done, 'run'), await readResults(stopped, 'run')];
  assert.equal(
    before.map(({ notes }) => notes),
    [[], []],
  );
  done.content.delete('run/checksums.json');
  const { seal: _, ...rest } = JSON.parse(new TextDecoder().decode(stopped.content.get('run/partial.json')));
  stopped.content.set('run/partial.json', new TextEncoder().encode(JSON.stringify(rest)));
  for (const [i, files] of [done, stopped].entries()) {
    const { results, notes } = await readResults(files, 'run');
    assert.is(encode(results), encode(before[i].results));
    assert.match(notes.join(), /version 0\.1/);
  }
});

test.run();
