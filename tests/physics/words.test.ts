/** Words and super-dimers from 65,536 matchings of the level-2 patch; the seed is pinned. About two minutes. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { closeDevice, scoped } from '../support/device.ts';
import { assertClock, assertLaw, sampledWords, tipClock } from '../support/tip_clock.ts';

test.after(closeDevice);

test(
  'classes within 4 standard errors of the law, each below .003; words of the clock 1/8 within .005',
  scoped(async (scope) => {
    const found = await sampledWords(scope, tipClock(), { groups: 32, slots: 64, spacing: 1, seed: 17 });
    const { table, circle } = assertClock(found.words());
    for (const { word, frequency } of table.words) assert.ok(Math.abs(frequency.mean - 1 / 8) < 0.005, `word ${word}: ${frequency.mean}`);
    assert.ok(circle?.clock, `eigenvalues ${circle?.eigenvalues}`);
    for (const { marginal } of assertLaw(found)) for (const { error } of marginal) assert.ok(error < 0.003);
  }),
);

test.run();
