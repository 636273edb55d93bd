/** Statistics on series whose answers are known. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  autocorrelationTime,
  chainEstimate,
  chiSquaredTail,
  derivedEstimate,
  type Estimate,
  jackknife,
  meanError,
  secondOrderJackknife,
  weightedMean,
} from '../../src/core/statistics.ts';
import { thermalisation } from '../../src/core/thermalisation.ts';
import { startedInOrder, thermal } from '../../src/sample/thermal.ts';
import { close } from '../support/close.ts';
import { normals } from '../support/normals.ts';

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

const series = (a: number, chains: number, length: number, key: number, mean = 0) =>
  Array.from({ length: chains }, (_, c) => ar1(a, length, 1000 * key + c, mean));

/** Mean and mean square of the standard scores of many repetitions: 0 and 1 where error bars have the right width. */
function scores(repeats: number, exact: number, estimate: (repeat: number) => Estimate): { mean: number; square: number } {
  const z = Array.from({ length: repeats }, (_, i) => {
    const { mean, error } = estimate(i);
    return (mean - exact) / error;
  });
  return { mean: meanError(z).mean, square: meanError(z.map((x) => x * x)).mean };
}

for (const a of [0, 0.5, 0.9]) {
  test(`AR(1) with a = ${a}, 64 chains: tau within 10 %, mean within four errors, error within 20 %`, () => {
    const estimate = chainEstimate(series(a, 64, 2000, 1 + 10 * a, 3), 2);
    const tau = (2 * a) / (1 - a);
    assert.ok(Math.abs(estimate.tau - tau) <= 0.1 * tau + 0.05, `tau ${estimate.tau}, exact ${tau}`);
    assert.ok(Math.abs(estimate.mean - 3) < 4 * estimate.error);
    const exact = 1 / (1 - a) / Math.sqrt(64 * 2000);
    assert.ok(Math.abs(estimate.error / exact - 1) < 0.2, `error ${estimate.error}, exact ${exact}`);
    assert.ok(estimate.reliable);
    assert.is(estimate.n, 64 * 2000);
    assert.ok(estimate.bin_length >= 10 * estimate.tau && estimate.bins >= 64, `${estimate.bins} bins of ${estimate.bin_length} sweeps`);
  });
}

test('a single long chain with a = 0.99: tau 99 within 25 %, and bins enough to judge', () => {
  const estimate = chainEstimate([ar1(0.99, 60_000, 5)]);
  assert.ok(Math.abs(estimate.tau / 99 - 1) < 0.25, `tau ${estimate.tau}`);
  assert.ok(estimate.reliable && estimate.bins >= 16 && estimate.bin_length >= 1000, JSON.stringify(estimate));
});

test('a time of 999 measurements, found with neighbours merged, within 25 %', () => {
  const tau = autocorrelationTime(series(0.999, 32, 20_000, 6));
  assert.ok(Math.abs(tau / 999 - 1) < 0.25, `tau ${tau}`);
});

for (const [chains, length, a] of [
  [1, 4000, 0],
  [1, 4000, 0.5],
  [1, 4000, 0.9],
  [4, 1000, 0.7],
  [32, 200, 0.8],
  // Each chain shorter than its own autocorrelation time: the error is still right, because the chains are independent.
  [64, 20, 0.97],
]) {
  test(`error bars of ${chains} x ${length} measurements, a = ${a}: the scores of 400 repetitions have mean 0 and variance 1`, () => {
    const found = scores(400, 3, (i) => chainEstimate(series(a, chains, length, 1 + i, 3)));
    // Four errors of a mean, and of a variance of Gaussian scores, widened by the few bins of a short series.
    assert.ok(Math.abs(found.mean) < 0.22, `mean ${found.mean}`);
    assert.ok(found.square > 0.72 && found.square < 1.45, `variance ${found.square}`);
  });
}

test('negative control: errors as if the measurements were independent are far too small', () => {
  const found = scores(100, 3, (i) => meanError(ar1(0.9, 4000, 1000 * (1 + i), 3)));
  assert.ok(found.square > 5, `variance ${found.square}`);
});

for (const [chains, length, a] of [
  [1, 8000, 0.8],
  [32, 250, 0.8],
]) {
  test(`the variance of AR(1) as a function of two means, ${chains} x ${length}: unbiased, with the right error`, () => {
    const exact = 1 / (1 - a * a);
    const found = scores(300, exact, (i) => {
      const x = series(a, chains, length, 2000 + i, 1);
      return derivedEstimate([x, x.map((chain) => chain.map((v) => v * v))], ([m, m2]) => m2 - m * m);
    });
    // The spread of a variance is skew, and the error is small where the variance is: scores lean to the negative.
    assert.ok(Math.abs(found.mean) < 0.35, `mean ${found.mean}`);
    assert.ok(found.square > 0.7 && found.square < 1.6, `variance ${found.square}`);
  });
}

test('a derived estimate that is one of the means is the estimate of that mean', () => {
  const x = series(0.5, 8, 500, 3);
  const [plain, derived] = [chainEstimate(x, 3), derivedEstimate([x], ([m]) => m, 3)];
  assert.ok(Math.abs(plain.mean - derived.mean) < 1e-12 && Math.abs(plain.error - derived.error) < 1e-12);
  const shape = ({ tau, bins, bin_length, n, reliable }: typeof plain) => [tau, bins, bin_length, n, reliable];
  assert.equal(shape(plain), shape(derived));
});

test('a derived estimate is judged by its slowest column', () => {
  const [slow, fast] = [series(0.97, 64, 100, 4), series(0, 64, 100, 5)];
  assert.ok(derivedEstimate([fast], ([m]) => m).reliable);
  const both = derivedEstimate([fast, slow], ([m]) => m);
  assert.not.ok(both.reliable);
  assert.is(both.tau, autocorrelationTime(slow));
});

test('unreliable: bins shorter than ten autocorrelation times, fewer than eight of them, or one measurement per chain', () => {
  assert.not.ok(chainEstimate([ar1(0.99, 10_000, 5)]).reliable, 'one chain of a hundred autocorrelation times');
  assert.not.ok(chainEstimate([ar1(0, 7, 6)]).reliable, 'seven measurements');
  assert.not.ok(chainEstimate(series(0, 64, 1, 7)).reliable, 'nothing is known of the dynamics');
  assert.not.ok(chainEstimate(series(0, 16, 100, 8).map((chain) => chain.fill(chain[0]))).reliable, 'frozen chains');
});

test('a series shorter than ten autocorrelation times is marked unreliable', () => {
  const chains = Array.from({ length: 64 }, (_, c) => ar1(0.98, 100, 500 + c));
  assert.not.ok(chainEstimate(chains).reliable);
});

test('a constant series is uncorrelated and has no error', () => {
  const estimate = chainEstimate([new Float64Array(10).fill(2), new Float64Array(10).fill(2)]);
  assert.equal([estimate.mean, estimate.error, estimate.tau], [2, 0, 0]);
  // 0.1 is not the mean of thousands of 0.1.
  assert.is(autocorrelationTime([new Float64Array(4096).fill(0.1)]), 0);
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

test('of an entropy at its maximum the error of first order is too small, that of second order is not', () => {
  const entropy = ([p]: readonly number[]) => -p * Math.log(p) - (1 - p) * Math.log(1 - p);
  const repeats = 1000;
  const far = { first: 0, second: 0 };
  for (let i = 0; i < repeats; i++) {
    const rows = Array.from(normals(64, 50_000 + i), (x) => [0.5 + 0.05 * x]);
    const score = ({ mean, error }: Estimate) => Math.abs(mean - Math.LN2) / error;
    if (score(jackknife(rows, entropy)) > 4) far.first++;
    if (score(secondOrderJackknife(rows, entropy)) > 4) far.second++;
  }
  // A chi squared of one degree of freedom is 4 of its standard deviations above its mean in 0.98 % of all cases.
  assert.ok(far.second < 30, `${far.second} of ${repeats} beyond 4 errors`);
  assert.ok(far.first > 50, `${far.first} of ${repeats} beyond 4 errors without the second order`);
  // Away from the maximum nothing changes.
  const rows = Array.from(normals(64, 1), (x) => [0.2 + 0.01 * x]);
  const [first, second] = [jackknife(rows, entropy), secondOrderJackknife(rows, entropy)];
  assert.is(first.mean, second.mean);
  assert.ok(second.error < 1.01 * first.error);
});

test('autocorrelation uses the mean common to all chains', () => {
  // Chains much shorter than tau: about their own means they would look uncorrelated.
  const chains = Array.from({ length: 400 }, (_, c) => ar1(0.95, 60, 2000 + c));
  assert.ok(autocorrelationTime(chains) > 10);
});

test('thermalisation passes stationary series', () => {
  const both = Array.from({ length: 64 }, (_, c) => c % 32 < 16);
  for (let i = 0; i < 20; i++) {
    const check = thermalisation(series(0.9, 64, 100, 3000 + i), both);
    assert.ok(check.thermal && check.starts !== undefined, JSON.stringify(check));
  }
  for (const chains of [1, 3]) {
    const check = thermalisation(series(0.5, chains, 2000, 3100));
    assert.ok(check.thermal && check.starts === undefined, JSON.stringify(check));
  }
});

test('thermalisation catches a drift that both starts share', () => {
  const both = Array.from({ length: 64 }, (_, c) => c % 32 < 16);
  for (const chains of [1, 64]) {
    const drifting = series(0.5, chains, 1000, 3200).map((chain) => chain.map((x, t) => x + 4 * Math.exp(-t / 300)));
    const check = thermalisation(drifting, chains === 64 ? both : undefined);
    assert.ok(check.halves < -4 && !check.thermal, JSON.stringify(check));
    if (check.starts !== undefined) assert.ok(Math.abs(check.starts) < 4, 'the starts agree');
  }
});

test('thermalisation catches two starts that have not met, though neither drifts', () => {
  const both = Array.from({ length: 32 }, (_, c) => c % 32 < 16);
  const apart = series(0.5, 32, 400, 3300).map((chain, c) => chain.map((x) => x + (both[c] ? 1 : 0)));
  const check = thermalisation(apart, both);
  assert.ok(Math.abs(check.halves) < 4 && check.starts !== undefined && check.starts > 4 && !check.thermal, JSON.stringify(check));
  assert.ok(thermalisation(apart).thermal, 'with the starts not told, it looks stationary');
});

test('thermalisation is finite where nothing moves', () => {
  const still = (value: (c: number) => number) => Array.from({ length: 32 }, (_, c) => new Float64Array(10).fill(value(c)));
  const both = Array.from({ length: 32 }, (_, c) => c < 16);
  assert.equal(
    thermalisation(
      still(() => 1),
      both,
    ),
    { halves: 0, starts: 0, thermal: true },
  );
  assert.equal(
    thermalisation(
      still((c) => (c < 16 ? 1 : 0)),
      both,
    ),
    { halves: 0, starts: 1e6, thermal: false },
  );
  assert.equal(thermalisation([Float64Array.from([0, 0, 1, 1])]), { halves: 1e6, thermal: false });
});

test('groups that started both ways: chains 0 to 15 of each in order, an order parameter by its magnitude', () => {
  assert.is(startedInOrder('ordered', 64), undefined);
  assert.equal(
    startedInOrder('both', 64)?.map((ordered) => (ordered ? 1 : 0)),
    Array.from({ length: 64 }, (_, c) => (c % 32 < 16 ? 1 : 0)),
  );
  const signed = series(0.5, 32, 200, 3400).map((chain, c) => chain.map((x) => (c < 16 ? 1 : -1) * (10 + x)));
  const checks = thermal({ magnetisation: { values: signed, spacing: 1 }, energy: { values: signed, spacing: 1 } }, 'both');
  assert.ok(checks.magnetisation.thermal && !checks.energy.thermal, JSON.stringify(checks));
  assert.equal(Object.keys(thermal({ energy: { values: signed, spacing: 1 } }, 'both', [])), []);
});

test('the tail of χ² at percentage points of the tables, of few and many degrees of freedom', () => {
  // Abramowitz and Stegun, table 26.8: χ² exceeded with probability 0.05, 0.001 and 0.95.
  const points = [
    [3.84146, 1, 0.05],
    [5.99147, 2, 0.05],
    [7.81473, 3, 0.05],
    [10.8276, 1, 0.001],
    [29.5883, 10, 0.001],
    [43.773, 30, 0.05],
    [7.26094, 15, 0.95],
    [0.00393214, 1, 0.95],
  ];
  close(
    points.map(([chi2, dof]) => chiSquaredTail(chi2, dof)),
    points.map(([, , p]) => p),
    { atol: 0, rtol: 2e-5 },
    'tail',
  );
  assert.is(chiSquaredTail(0, 3), 1);
  assert.is(chiSquaredTail(5, 0), 1);
  assert.ok(chiSquaredTail(1e4, 7) < 1e-300);
});

test('the tail of χ² joins up where its odd formula changes', () => {
  close([chiSquaredTail(8 - 1e-9, 1)], [chiSquaredTail(8 + 1e-9, 1)], { atol: 0, rtol: 1e-8 }, 'tail');
});

test('a weighted mean weighs by 1 / error² and knows when one number does not do', () => {
  const mean = weightedMean([
    { mean: 1, error: 0.1 },
    { mean: 2, error: 0.2 },
  ]);
  close([mean.mean, mean.error, mean.chi2, mean.dof], [1.2, 1 / Math.sqrt(125), 20, 1], { atol: 1e-12, rtol: 0 }, 'weighted mean');
});

test.run();
