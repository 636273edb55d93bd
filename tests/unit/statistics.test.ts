/** Statistics on series whose answers are known. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { philox } from '../../src/core/random.ts';
import { autocorrelationTime, chainEstimate, jackknife, meanError } from '../../src/core/statistics.ts';

/** Standard normal numbers from Philox by Box and Muller; the stream is pinned by its key. */
function normals(count: number, key: number): Float64Array {
  const out = new Float64Array(count);
  for (let i = 0; i < count; i += 2) {
    const [a, b] = philox([i, 0, 0, 0], [key, 7]);
    const radius = Math.sqrt(-2 * Math.log((a + 0.5) / 2 ** 32));
    out[i] = radius * Math.cos((2 * Math.PI * b) / 2 ** 32);
    if (i + 1 < count) out[i + 1] = radius * Math.sin((2 * Math.PI * b) / 2 ** 32);
  }
  return out;
}

/** x_t = a x_{t-1} + noise: autocorrelation a^t, hence τ = a / (1 - a); stationary from the first value on. */
function ar1(a: number, length: number, key: number, mean = 0): Float64Array {
  const noise = normals(length, key);
  const out = new Float64Array(length);
  let x = noise[0] / Math.sqrt(1 - a * a);
  for (let t = 0; t < length; t++) {
    if (t > 0) x = a * x + noise[t];
    out[t] = mean + x;
  }
  return out;
}

for (const a of [0, 0.5, 0.9]) {
  test(`AR(1) with a = ${a}: tau within 10 %, mean within four errors`, () => {
    const chains = Array.from({ length: 64 }, (_, c) => ar1(a, 2000, 1000 * a + c, 3));
    const estimate = chainEstimate(chains, 2);
    const tau = (2 * a) / (1 - a);
    assert.ok(Math.abs(estimate.tau - tau) <= 0.1 * tau + 0.05, `tau ${estimate.tau}, exact ${tau}`);
    assert.ok(Math.abs(estimate.mean - 3) < 4 * estimate.error);
    // The error over chains has a relative uncertainty of 1 / sqrt(2 * 63) = 9 %.
    const exact = 1 / (1 - a) / Math.sqrt(64 * 2000);
    assert.ok(Math.abs(estimate.error / exact - 1) < 0.36, `error ${estimate.error}, exact ${exact}`);
    assert.ok(estimate.reliable);
  });
}

test('a series shorter than ten autocorrelation times is marked unreliable', () => {
  const chains = Array.from({ length: 64 }, (_, c) => ar1(0.98, 100, 500 + c));
  assert.not.ok(chainEstimate(chains).reliable);
});

test('a constant series is uncorrelated and has no error', () => {
  const estimate = chainEstimate([new Float64Array(10).fill(2), new Float64Array(10).fill(2)]);
  assert.equal([estimate.mean, estimate.error, estimate.tau], [2, 0, 0]);
});

test('the jackknife of a mean is the mean with its standard error', () => {
  const values = Array.from(normals(50, 9));
  const plain = meanError(values);
  const jack = jackknife(
    values.map((x) => [x]),
    ([m]) => m,
  );
  assert.ok(Math.abs(jack.mean - plain.mean) < 1e-12 && Math.abs(jack.error - plain.error) < 1e-12);
});

test('the jackknife removes the bias of a square', () => {
  // E[mean²] = μ² + σ²/n: with n = 10 and σ = 1 the plain square is 0.1 too high on average.
  const repeats = 2000;
  let plain = 0;
  let jack = 0;
  for (let i = 0; i < repeats; i++) {
    const values = Array.from(normals(10, 10_000 + i));
    plain += meanError(values).mean ** 2 / repeats;
    jack +=
      jackknife(
        values.map((x) => [x]),
        ([m]) => m * m,
      ).mean / repeats;
  }
  assert.ok(Math.abs(plain - 0.1) < 0.02 && Math.abs(jack) < 0.02, `plain ${plain}, jackknife ${jack}`);
});

test('autocorrelation uses the mean common to all chains', () => {
  // Chains much shorter than tau: about their own means they would look uncorrelated.
  const chains = Array.from({ length: 400 }, (_, c) => ar1(0.95, 60, 2000 + c));
  assert.ok(autocorrelationTime(chains) > 10);
});

test.run();
