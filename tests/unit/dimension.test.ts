/** The dimension fitted to correlators: of Gaussian fields, and of exactly solved models. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CoarseCorrelator, type Correlator, correlation } from '../../src/analysis/field/correlator.ts';
import { type DimensionOptions, dimension, dimensionByWindow } from '../../src/analysis/field/dimension.ts';
import { distanceOn, gradientFactor, isingEnergyFactor, isingFactor, windingFactor } from '../../src/analysis/field/torus.ts';
import { meanError } from '../../src/core/statistics.ts';
import { kaufman } from '../reference/kaufman.ts';
import { close } from '../support/close.ts';
import { normals } from '../support/normals.ts';

const ONE = [[[1]]];

/** c(0), c(1), ... c(L - 1) with c(r) = chord^(-exponent) and a c(0) that leaves every Fourier mode positive; and the matrix whose square it is. */
function powerLaw(size: number, exponent: number) {
  const c = Array.from({ length: size }, (_, r) => (r === 0 ? 0 : distanceOn(size, r, 'chord') ** -exponent));
  const mode = (k: number) => c.reduce((sum, value, r) => sum + value * Math.cos((2 * Math.PI * k * r) / size), 0);
  const modes = c.map((_, k) => mode(k));
  c[0] = 0.1 - Math.min(...modes);
  const root = c.map((_, r) => modes.reduce((sum, m, k) => sum + Math.sqrt(m + c[0]) * Math.cos((2 * Math.PI * k * r) / size), 0) / size);
  return { c, root };
}

/** A Gaussian field on the torus with <h(0,0) h(x,y)> = c(x) c(y): white noise, smoothed along both axes. */
function gaussianField(root: readonly number[], key: number, mean = 0): Float64Array {
  const L = root.length;
  const noise = normals(L * L, key);
  const rows = new Float64Array(L * L);
  const out = new Float64Array(L * L).fill(mean);
  for (let y = 0; y < L; y++) for (let x = 0; x < L; x++) for (let k = 0; k < L; k++) rows[y * L + x] += root[(x - k + L) % L] * noise[y * L + k];
  for (let y = 0; y < L; y++) for (let k = 0; k < L; k++) for (let x = 0; x < L; x++) out[y * L + x] += root[(y - k + L) % L] * rows[k * L + x];
  return out;
}

function sampled(exponent: number, size: number, chains: number, each: number, key: number, mean = 0): Correlator {
  const { root } = powerLaw(size, exponent);
  const collected = new CoarseCorrelator({ size, filter: ONE, chains });
  for (let chain = 0; chain < chains; chain++) for (let i = 0; i < each; i++) collected.add(chain, gaussianField(root, 100_000 * key + chain * each + i, mean));
  return collected.result();
}

test('Gaussian fields: every point of the correlator within four errors of the exact one', () => {
  const { c } = powerLaw(32, 0.5);
  const found = correlation(sampled(0.5, 32, 24, 8, 1), 'zero');
  found.forEach(({ mean, error }, r) => {
    assert.ok(Math.abs(mean - c[0] * c[r]) < 4 * error, `r = ${r}: ${mean} ± ${error}, exact ${c[0] * c[r]}`);
  });
});

for (const [exponent, mean] of [
  [0.5, 'zero'],
  [2, 'zero'],
  [2, 'measured'],
] as const) {
  test(`Gaussian fields with C(r) ~ r^-${exponent}, mean ${mean}: the scores of 100 fits have mean 0 and variance 1`, () => {
    const options: DimensionOptions = { from: 1, to: 8, mean };
    const fits = Array.from({ length: 100 }, (_, i) => dimension(sampled(exponent, 16, 16, 4, 10 + i, mean === 'zero' ? 0 : 3), options));
    const z = fits.map((fit) => (fit.exponent.mean - exponent) / fit.exponent.error);
    const found = { mean: meanError(z).mean, square: meanError(z.map((x) => x * x)).mean };
    // Four errors of the mean are 0.4; scores of 16 chains follow Student's distribution, of variance 1.15.
    assert.ok(Math.abs(found.mean) < 0.45, JSON.stringify(found));
    assert.ok(found.square > 0.5 && found.square < 1.9, JSON.stringify(found));
    assert.is(fits[0].dimension.mean, fits[0].exponent.mean / 2);
    assert.is(fits[0].dimension.error, fits[0].exponent.error / 2);
  });
}

test('negative controls: a mean that is left in, and plain distances across the whole torus', () => {
  const shifted = sampled(2, 16, 16, 8, 3, 3);
  assert.ok(Math.abs(dimension(shifted, { from: 1, to: 8, mean: 'zero' }).exponent.mean - 2) > 1);
  const sharp = sampled(0.5, 32, 16, 8, 4);
  const plain = dimension(sharp, { from: 1, to: 16, mean: 'zero', distance: 'plain' }).exponent;
  const chord = dimension(sharp, { from: 1, to: 16, mean: 'zero' }).exponent;
  assert.ok(Math.abs(chord.mean - 0.5) < 4 * chord.error && Math.abs(plain.mean - chord.mean) > 0.02, `${plain.mean}, ${chord.mean} ± ${chord.error}`);
});

test('windows: each as if fitted alone, changes with errors smaller than those of independent fits', () => {
  const field = sampled(0.5, 32, 24, 4, 5);
  const windows = dimensionByWindow(field, [1, 2, 4], { to: 12, mean: 'zero' });
  assert.equal(
    windows.map(({ distances }) => distances[0]),
    [1, 2, 4],
  );
  assert.is(windows[0].change, null);
  for (let i = 1; i < 3; i++) {
    const { exponent, change } = windows[i];
    assert.ok(change);
    assert.ok(Math.abs(change.mean - (exponent.mean - windows[i - 1].exponent.mean)) < 1e-9);
    assert.ok(Math.abs(change.mean) < 4 * change.error && change.error < Math.hypot(exponent.error, windows[i - 1].exponent.error));
  }
});

/** A correlator that is exact but for a tiny spread between two chains, which gives every distance the same relative error. */
function exactly(size: number, values: readonly number[]): Correlator {
  const rows = [1 - 1e-6, 1 + 1e-6].map((scale) => [0, ...values.map((value) => scale * value)]);
  return { size, components: 1, distances: values.map((_, r) => r), rows };
}

test('critical Ising model, exact: dimension 1/8', () => {
  // Along the diagonal of the infinite lattice at T_c: (2/π)^N Π (1 - 1 / 4 l²)^(l - N), l = 1 ... N - 1.
  // McCoy and Wu, The Two-Dimensional Ising Model (1973), chapter XI.
  const diagonal = Array.from({ length: 40 }, (_, N) => {
    let value = (2 / Math.PI) ** N;
    for (let l = 1; l < N; l++) value *= (1 - 1 / (4 * l * l)) ** (l - N);
    return value;
  });
  const fit = dimension(exactly(1000, diagonal), { from: 4, to: 39, distance: 'plain' });
  close([fit.dimension.mean], [1 / 8], { atol: 2e-4, rtol: 0 }, 'Δ');
});

// Free dimers on the infinite lattice: probabilities of two horizontal dimers at distance r from the inverse Kasteleyn matrix; 1/4 each.
const ALONG_X = [
  0.25, 0, 0.09084505690810485, 0.04964492398202086, 0.07008526627368634, 0.05802423771261621, 0.06562510480516605, 0.06031796274775347, 0.06417737645073153,
];
const ALONG_Y = [
  0.25, 0.12500000000000003, 0.057833759449557605, 0.0753550760179792, 0.06195992356050247, 0.0669757622873838, 0.06239810251767545, 0.06468203725224655,
  0.06247082055721971,
];

test('free dimers, exact: r^-2 on even and on odd distances, with their signs, and no power law on all of them', () => {
  const across = exactly(
    1e6,
    ALONG_X.map((p) => p - 1 / 16),
  );
  const even = dimension(across, { from: 4, to: 8, only: 'even' });
  const odd = dimension(across, { from: 5, to: 7, only: 'odd' });
  const down = dimension(
    exactly(
      1e6,
      ALONG_Y.map((p) => p - 1 / 16),
    ),
    { from: 3, to: 7, only: { every: 2, offset: 1 } },
  );
  assert.equal(
    [even.distances, odd.distances, down.distances],
    [
      [4, 6, 8],
      [5, 7],
      [3, 5, 7],
    ],
  );
  // So near to each other dimers still differ from r^-2 by terms of order r^-4: 8 % in the exponent.
  for (const { exponent } of [even, odd, down]) assert.ok(Math.abs(exponent.mean - 2) < 0.2, `${exponent.mean}`);
  assert.ok(even.amplitude.mean > 0 && odd.amplitude.mean < 0 && down.amplitude.mean > 0);
  const all = dimension(across, { from: 4, to: 8 });
  assert.ok(Math.abs(all.exponent.mean - 2) > 0.5, `control: ${all.exponent.mean}`);
});

// The columnar filter of 2 x 2 sites, (h(x, y) - h(x + 1, y) + h(x, y + 1) - h(x + 1, y + 1)), on free dimers on the 32 x 32 torus, between blocks at distance
// r = 1, 3, ... 15 along y: exact, from determinants of the four Kasteleyn matrices with two bonds left out.
const COLUMNAR = [0.8160625681, 0.0802099243, 0.0302174648, 0.0146883445, 0.0083742969, 0.0053787305, 0.003896056, 0.0032700889];

test('free dimers on a torus, exact: dimension 1 with the windings, all the way to half the side; control: not with the chord', () => {
  const field = { ...exactly(32, [1, ...COLUMNAR]), distances: [0, ...COLUMNAR.map((_, i) => 2 * i + 1)] };
  const factor = (r: number) => windingFactor(32, r, 0.5, 1);
  const fit = dimension(field, { from: 5, to: 15, distance: 'torus', factor });
  close([fit.dimension.mean], [1], { atol: 0.004, rtol: 0 }, 'Δ');
  // 16 bonds of amplitude 1 / 2π² each: 8 / π².
  close([fit.amplitude.mean], [8 / Math.PI ** 2], { atol: 0, rtol: 0.015 }, 'amplitude');
  for (const distance of ['chord', 'plain'] as const) {
    const { mean } = dimension(field, { from: 5, to: 15, distance }).dimension;
    assert.ok(Math.abs(mean - 1) > 0.03, `control: ${distance} ${mean}`);
  }
});

test('critical Ising model on an 8 x 8 torus, exact: dimension 1/8 with its factor; control: not with the chord', () => {
  // <s(0) s(r)> at T_c along an axis, by transfer matrix.
  const exact = [1, 0.74579455371985, 0.66478851434082, 0.63431263221955, 0.62605120856389];
  const fit = dimension(exactly(8, exact), { from: 1, to: 4, distance: 'torus', factor: (r) => isingFactor(8, r) });
  close([fit.dimension.mean], [1 / 8], { atol: 2e-3, rtol: 0 }, 'Δ');
  // The amplitude of the infinite lattice, 0.70338: Wu (1966).
  close([fit.amplitude.mean], [0.70338], { atol: 0, rtol: 2e-3 }, 'amplitude');
  assert.ok(Math.abs(dimension(exactly(8, exact), { from: 1, to: 4 }).dimension.mean - 1 / 8) > 0.02);
});

test('distances: all the same nearby, chord and torus within a percent, both largest at half the side', () => {
  for (const kind of ['plain', 'chord', 'torus'] as const) close([distanceOn(1000, 2, kind)], [2], { atol: 0, rtol: 1e-4 }, kind);
  close([distanceOn(64, 32, 'chord')], [64 / Math.PI], { atol: 1e-12, rtol: 0 }, 'chord');
  for (let r = 1; r <= 32; r++) {
    close([distanceOn(64, r, 'torus')], [distanceOn(64, r, 'chord')], { atol: 0, rtol: 0.01 }, 'torus');
    close([distanceOn(64, 64 - r, 'torus')], [distanceOn(64, r, 'torus')], { atol: 1e-9, rtol: 0 }, 'other way round');
  }
});

test('winding factor: one at no distance, 1 - 2 π² <W²> (r / L)² nearby, periodic for whole charges', () => {
  assert.is(windingFactor(64, 0, 0.5, 1), 1);
  // <W²> = 0.30342593 for g = 1/2.
  close([1 - windingFactor(1000, 10, 0.5, 1)], [2 * Math.PI ** 2 * 0.30342593e-4], { atol: 0, rtol: 2e-3 }, 'nearby');
  close([windingFactor(64, 20, 0.5, 1)], [windingFactor(64, 44, 0.5, 1)], { atol: 1e-12, rtol: 0 }, 'periodic');
  // At half the side a sign for every winding: (Σ (-1)^W exp(-π W² / 2)) / Σ exp(-π W² / 2).
  close([windingFactor(64, 32, 0.5, 1)], [0.4142135624], { atol: 1e-9, rtol: 0 }, 'half way');
});

test('a factor that multiplies the power law is divided out', () => {
  const size = 64;
  const values = Array.from({ length: 33 }, (_, r) => (r === 0 ? 1 : 0.8 * distanceOn(size, r, 'torus') ** -2 * windingFactor(size, r, 0.5, 1)));
  const fit = dimension(exactly(size, values), { from: 4, to: 32, distance: 'torus', factor: (r) => windingFactor(size, r, 0.5, 1) });
  close([fit.exponent.mean, fit.amplitude.mean], [2, 0.8], { atol: 1e-6, rtol: 0 }, 'exponent, amplitude');
  const without = dimension(exactly(size, values), { from: 4, to: 32 });
  assert.ok(without.exponent.mean > 2.2, `control: ${without.exponent.mean}`);
});

test('a correlator that differs from zero at one distance only: no exponent', () => {
  const rows = [-1e-3, 1e-3].map((noise) => [0, 1, 0.5 + noise, noise, noise, noise]);
  const fit = dimension({ size: 16, components: 1, distances: [0, 1, 2, 3, 4], rows }, { from: 1, to: 4, mean: 'zero' });
  assert.ok(!fit.determined && Number.isNaN(fit.exponent.error) && Number.isNaN(fit.dimension.error), JSON.stringify(fit));
});

test('the energy of the critical Ising model on the torus: 1 near by, periodic, and the same in x and y; its mean is that of Kaufman', () => {
  const C = (x: number, y: number) => isingEnergyFactor(64, x, y) / distanceOn(64, x, 'torus', y) ** 2;
  close([isingEnergyFactor(64, 0.01)], [1], { atol: 1e-5, rtol: 0 }, 'near');
  close([C(70, 3), C(5, 66), C(5, -61)], [C(6, 3), C(5, 2), C(5, 3)], { atol: 0, rtol: 1e-9 }, 'periodic');
  close([C(11, 4), C(20, 0)], [C(4, 11), C(0, 20)], { atol: 0, rtol: 1e-9 }, 'axes');
  // |θ_2|, |θ_3|, |θ_4| and |θ_1| at z = u + i v on the square torus, nome exp(-π), as sums over all integers.
  const theta = (u: number, v: number, half: number, sign: number) => {
    let [re, im] = [0, 0];
    for (let n = -8; n <= 8; n++) {
      const k = n + half;
      const size = (sign < 0 && n % 2 !== 0 ? -1 : 1) * Math.exp(-Math.PI * k * k - 2 * Math.PI * k * v);
      re += size * Math.cos(2 * Math.PI * k * u);
      im += size * Math.sin(2 * Math.PI * k * u);
    }
    return Math.hypot(re, im);
  };
  const even = (u: number, v: number) => [theta(u, v, 0.5, 1), theta(u, v, 0, 1), theta(u, v, 0, -1)];
  const sum = even(0, 0).reduce((total, one) => total + one, 0);
  const slope = theta(1e-6, 0, 0.5, -1) / 1e-6;
  const both = (u: number, v: number) => even(u, v).reduce((total, one, k) => total + one ** 2 / even(0, 0)[k], 0) / sum / theta(u, v, 0.5, -1) ** 2;
  const twin = (x: number, y: number) => (slope / 64) ** 2 * (both(x / 64, y / 64) - 1 / sum ** 2);
  close([C(9, 0), C(20, 13), C(32, 0)], [twin(9, 0), twin(20, 13), twin(32, 0)], { atol: 0, rtol: 1e-8 }, 'twin');
  // The energy per site is -√2 - (2 / π) ε with 2π (2 / π)² ln L the specific heat times T²: so its mean on the torus is that of ε.
  close([32 * (-Math.SQRT2 - kaufman(32, 2 / Math.log(1 + Math.SQRT2)).energy)], [((2 / Math.PI) * slope) / sum], { atol: 0, rtol: 2e-3 }, '<ε> L');
});

test('the gradient of a height field on the torus: 1 near by, periodic, and the sum over an axis that windings give', () => {
  for (const g of [0.5, 1.6]) {
    const C = (x: number) => gradientFactor(64, x, g) / distanceOn(64, x, 'torus') ** 2;
    close([gradientFactor(64, 0.01, g)], [1], { atol: 1e-5, rtol: 0 }, 'near');
    close([C(60), C(45)], [C(4), C(19)], { atol: 0, rtol: 1e-9 }, 'periodic');
  }
});

test.run();
