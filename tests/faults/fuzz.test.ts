/** Inputs of people, damaged at random by the thousand. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fuzz, KINDS } from '../support/fuzz.ts';

const COUNTS: Readonly<Record<string, number>> = { text: 20_000, npy: 20_000, json: 4_000, yaml: 4_000, sites: 10_000, filters: 10_000, options: 10_000 };

for (const [name, kind] of Object.entries(KINDS)) {
  test(`damaged inputs: ${name}`, async () => {
    const { tried, accepted, refused } = await fuzz(kind, COUNTS[name], 11);
    console.log(`count: ${name}: ${tried} damaged inputs, ${refused} refused, ${accepted} read as what they say, 0 hangs, 0 defects`);
    assert.ok(refused > tried / 5, 'the control: damages that damage nothing would prove nothing');
  });
}

test.run();
