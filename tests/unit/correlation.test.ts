/** The autocorrelation time along a file, against chains of known time; none where samples are independent. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { correlationOf } from '../../src/model/data/correlation.ts';
import { checkData } from '../../src/model/data/data_set.ts';
import { trainConfig } from '../../src/train/config/config.ts';
import { crossFitted } from '../../src/train/result/cross_fit.ts';
import { close } from '../support/close.ts';
import { spins, words } from '../support/random.ts';
import { exactSamples, isingSlices } from '../support/slices.ts';
import { sticky } from '../support/sticky.ts';

const dataOf = (data: Int8Array) => checkData({ shape: [data.length / 16, 4, 4], data }, 'chain.npy');

for (const [keep, tau] of [
  [0.5, 1],
  [0.75, 3],
  [0.9, 9],
]) {
  test(`a chain of autocorrelation time ${tau}: found, and errors grow by sqrt(1 + 2 tau)`, () => {
    const found = correlationOf(dataOf(sticky(spins(11, 8192 * 16), 16, keep, 12)));
    // The largest of nine quantities, each known to sqrt(2 (2 W + 1) / n) = 0.07 to 0.17 of tau + 1/2 with a window W of six times that:
    // beyond 1.7 times with a probability below 1e-3.
    assert.ok(found && found.tau > 0.75 * tau && found.tau < 1.7 * tau, JSON.stringify(found));
    close([found?.factor ?? 0], [Math.sqrt(1 + 2 * (found?.tau ?? 0))], { atol: 1e-12, rtol: 0 }, 'factor');
  });
}

test('what a flip brings to zero is not followed where there is a flip', () => {
  // Independent up to a sign that is kept.
  const values = spins(13, 2048 * 16);
  const [signs] = [sticky(spins(14, 2048), 1, 0.95, 15)];
  const biased = values.map((_, i) => (i % 4 === 0 ? values[i] : signs[Math.floor(i / 16)]));
  assert.ok((correlationOf(dataOf(biased))?.tau ?? 0) > 8);
  assert.is(correlationOf(dataOf(biased), 'flip'), undefined);
});

test('a symmetry that a short correlated file has is not refused', () => {
  // tau = 3, T = 2: the magnetisation of 300 such samples scatters like that of 43. Up to 5 errors are allowed.
  for (let seed = 1; seed <= 20; seed++) {
    const data = dataOf(sticky(exactSamples(isingSlices([4, 4], [true, true], 2), 300, 300 + seed), 16, 0.75, seed));
    trainConfig({ data, boundary: 'periodic', block: 2, buffer: 0, shell: 1, symmetry: 'flip' });
  }
  // Negative control: independent samples that are up in 70 of 100.
  const up = dataOf(Int8Array.from(words(5, 300 * 16), (word) => (word % 10 < 7 ? 1 : -1)));
  assert.throws(() => trainConfig({ data: up, boundary: 'periodic', block: 2, buffer: 0, shell: 1, symmetry: 'flip' }), /^symmetry: 'flip': expected samples/);
});

test('independent samples: no correlation in 200 files of 96 to 1024 samples', () => {
  // None of 1800 other files passed the limit.
  const found = Array.from({ length: 200 }, (_, seed) => correlationOf(dataOf(spins(100 + seed, 16 * [96, 300, 1024][seed % 3]))));
  assert.ok(found.filter((one) => one !== undefined).length === 0, JSON.stringify(found.filter(Boolean)));
});

const fold = (mean: number, error: number, samples = 60) => ({ value: { mean, error, halves: [mean - 0.01, mean + 0.01] as const }, samples });

test('cross-fitting: means by samples; errors as of one sample while folds agree, larger where they do not', () => {
  const { mean, error, halves } = crossFitted([fold(0.6, 0.03), fold(0.58, 0.04, 61), fold(0.61, 0.03)]);
  const w = [60, 61, 60].map((n) => n / 181);
  close([mean, error], [0.6 * w[0] + 0.58 * w[1] + 0.61 * w[2], Math.hypot(0.03 * w[0], 0.04 * w[1], 0.03 * w[2])], { atol: 1e-12, rtol: 0 }, 'agreeing');
  close([...halves], [mean - 0.01, mean + 0.01], { atol: 1e-12, rtol: 0 }, 'halves');
  // One filter of five found nothing: s² = 0.072, and the excess over 0.03² enters with 1/5 + 1/4.
  const apart = crossFitted([0.6, 0.6, 0.6, 0.6, 0].map((value) => fold(value, 0.03)));
  close([apart.mean, apart.error], [0.48, Math.sqrt(0.03 ** 2 / 5 + 0.45 * (0.072 - 0.03 ** 2))], { atol: 1e-12, rtol: 0 }, 'apart');
  const single = fold(0.3, 0.1);
  assert.is(crossFitted([single]), single.value);
});

test.run();
