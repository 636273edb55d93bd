/** Writers of studies killed at random, at least 100 times: no torn, lost or duplicated cell, and the same bits in the end. */
import { test } from 'uvu';
import { killWriters, writeStudy } from '../support/kills.ts';

if (process.argv[2] === 'write') {
  await writeStudy(process.argv[3]);
} else {
  test('120 kills of writers, two at a time', () => killWriters(120));
  test.run();
}
