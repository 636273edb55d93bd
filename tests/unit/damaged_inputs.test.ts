/** Inputs of people damaged at random, and disks that are full at a write; thousands of them are in tests/faults. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fillStudies, fillTrainings } from '../support/full_disk.ts';
import { fuzz, KINDS } from '../support/fuzz.ts';
import { refused } from '../support/stored_study.ts';

for (const [name, kind] of Object.entries(KINDS)) {
  test(`damaged inputs: ${name}`, async () => {
    const { tried, refused } = await fuzz(kind, name === 'json' || name === 'yaml' ? 60 : 200, 3);
    assert.ok(refused > tried / 5);
  });
}

test('a key that a terminal would obey, a tag that nobody knows and a list as a key are refused in print', async () => {
  const read = (kind: 'json' | 'yaml', text: string) => KINDS[kind].read(new TextEncoder().encode(text));
  await refused(() => read('json', '{ "train": { "steps\\u001b[2J": 20 }, "grid": { "temperature": [2], "buffer": [0] } }'), /got steps\?\[2J; /);
  await refused(() => read('yaml', 'grid:\n  temperature: !degrees [2]\n  buffer: [0]\n'), /expected YAML, got Unresolved tag: !degrees/);
  await refused(() => read('yaml', 'grid:\n  ? [1, 2]\n  : 3\n'), /expected YAML, got .*key/i);
});

test('a disk that is full at a write of a study or a training: nothing is lost, and the work goes on', async () => {
  for (const { tried, finished } of [await fillStudies(13), await fillTrainings()]) assert.ok(tried > 10 && finished > tried / 2);
});

test.run();
