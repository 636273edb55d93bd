/**
 * The least error of fixed data, by exact sums: H is a fair bit that its environment tells with probability 1 - p, and k of n independent windows
 * disagree. The estimate is ln 2 - h(k / n); coverage is a sum over the binomial distribution of k, so nothing is drawn.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { atLeast, unseenError } from '../../src/train/result/unseen.ts';
import { close } from '../support/close.ts';

const h = (p: number) => (p <= 0 || p >= 1 ? 0 : -p * Math.log(p) - (1 - p) * Math.log(1 - p));
const leastOf = (samples: number) => unseenError({ samples, places: 1, block: 1, states: 2 });

/** The part of all files whose estimate is within two errors of ln 2 - h(p). @param least of the error of the scatter */
function coverage(n: number, p: number, least: number): number {
  let [covered, log] = [0, n * Math.log(1 - p)];
  for (let k = 0; k <= n; k++) {
    const part = k / n;
    const scatter = k > 0 && k < n ? Math.sqrt((part * (1 - part)) / n) * Math.abs(Math.log((1 - part) / part)) : 0;
    const { error } = atLeast({ mean: -h(part), error: scatter }, least);
    if (Math.abs(h(part) - h(p)) <= 2 * error) covered += Math.exp(log);
    log += Math.log((n - k) / (k + 1)) + Math.log(p / (1 - p));
  }
  return covered;
}

const RARE = [0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 4, 5, 7, 10, 15, 20];

for (const n of [43, 150, 300, 1000]) {
  test(`${n} windows, of which ${RARE[0]} to ${RARE.at(-1)} disagree on average: at least 90 % within two errors`, () => {
    for (const expected of RARE) assert.ok(coverage(n, expected / n, leastOf(n)) > 0.9, `${expected} of ${n}: ${coverage(n, expected / n, leastOf(n))}`);
    for (const p of [0.2, 0.3]) assert.ok(coverage(n, p, leastOf(n)) > 0.93, `${p}: ${coverage(n, p, leastOf(n))}`);
  });

  test(`negative control, ${n} windows: the scatter alone covers one file in ten where one in ten holds a window that disagrees`, () => {
    assert.ok(coverage(n, 0.1 / n, 0) < 0.1 && coverage(n, 1 / n, 0) < 0.65);
  });
}

test('by its definition; more windows, fewer states and a continuous H', () => {
  close([leastOf(43)], [h(3 / 43) / 2], { atol: 1e-15, rtol: 0 }, '43 windows');
  assert.is(unseenError({ samples: 43, places: 64, block: 16, states: 2 }), leastOf(4 * 43));
  assert.is(unseenError({ samples: 43, places: 3, block: 16, states: 2 }), leastOf(43), 'a sample is a window at least');
  close([unseenError({ samples: 30, places: 1, block: 1, states: 4 })], [(h(0.1) + 0.1 * Math.log(3)) / 2], { atol: 1e-15, rtol: 0 }, 'four states');
  close([unseenError({ samples: 1, places: 1, block: 1, states: 2 })], [Math.LN2 / 2], { atol: 1e-15, rtol: 0 }, 'no more than all that H holds');
  assert.is(unseenError({ samples: 43, places: 1, block: 1, states: Number.POSITIVE_INFINITY }), 0);
});

test('an error is raised, never lowered, and none is made up', () => {
  assert.is(atLeast({ mean: 1, error: 0.1 }, 0.2).error, 0.2);
  assert.is(atLeast({ mean: 1, error: 0.3 }, 0.2).error, 0.3);
  assert.ok(Number.isNaN(atLeast({ mean: Number.NaN, error: Number.NaN }, 0.2).error));
});

test.run();
