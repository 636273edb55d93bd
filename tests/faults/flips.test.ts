/** Thousands of single bits of stored files turned over: none of them changes a result in silence. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { flipStudy } from '../support/flips.ts';
import { flipFinished, flipTraining } from '../support/flips_training.ts';

test('2,000 bits of the folder of a study', async () => {
  const found = await flipStudy(2000, 3);
  console.log(`count: study: ${found.flips} flips in ${found.files} files: ${found.refused} refused and mended, ${found.harmless} harmless, 0 silent`);
  assert.is(found.refused + found.harmless, found.flips);
});

test('2,000 bits of the folder of a training', async () => {
  const found = await flipTraining(2000, 4);
  console.log(`count: training: ${found.flips} flips in ${found.files} files: ${found.refused} refused, ${found.harmless} harmless or mended, 0 silent`);
  assert.is(found.refused + found.harmless, found.flips);
});

test('2,000 bits of the folder of a finished training', async () => {
  const found = await flipFinished(2000, 5);
  console.log(
    `count: finished training: ${found.flips} flips in ${found.files} files: ${found.refused} refused, ${found.harmless} harmless and named, 0 silent`,
  );
  assert.is(found.refused + found.harmless, found.flips);
});

test.run();
