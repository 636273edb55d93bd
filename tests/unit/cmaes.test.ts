/** One search by CMA-ES: the constants and steps of the tutorial, random numbers, bounds, ties, noise, stops, and a search that is saved. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { constantsOf, usualPopulation } from '../../src/optim/cmaes/constants.ts';
import { type Axes, axesOf, initialDistribution, stepOf, updated } from '../../src/optim/cmaes/distribution.ts';
import { exp, ln } from '../../src/optim/cmaes/elementary.ts';
import { weightsOf } from '../../src/optim/cmaes/ranks.ts';
import { normals, searchKey } from '../../src/optim/cmaes/sampling.ts';
import { CONSTANTS_10, GOLDEN_STEPS } from '../golden/cmaes.ts';

const TOLERANCE = 1e-12;
/** The first normal numbers of seed 1, the same in every engine, and in a program in Python. */
const FIRST = [-2.0400927881413677, 0.27030211544384153, 0.38345606309644503, 0.7001543451257364];

function near(got: readonly number[], expected: readonly number[], what: string): void {
  assert.is(got.length, expected.length, what);
  for (const [i, value] of got.entries()) {
    const scale = Math.max(1, Math.abs(expected[i]));
    assert.ok(Math.abs(value - expected[i]) <= TOLERANCE * scale, `${what}[${i}]: ${value}, not ${expected[i]}`);
  }
}

test('constants are those of the tutorial', () => {
  const { weights, constants } = GOLDEN_STEPS;
  const four = constantsOf(4, 8, true);
  near(four.weights, weights, 'weights');
  near([four.mueff, four.cc, four.cs, four.c1, four.cmu, four.ds, four.chiN], Object.values(constants), 'constants');
  const ten = CONSTANTS_10;
  assert.is(usualPopulation(10), ten.lam);
  const found = constantsOf(10, ten.lam, true);
  assert.is(found.parents, ten.mu);
  near(found.weights, ten.weights, 'weights');
  near([found.mueff, found.cc, found.cs, found.c1, found.cmu, found.ds, found.chiN], [ten.mueff, ten.cc, ten.cs, ten.c1, ten.cmu, ten.ds, ten.chiN], 'n10');
});

/** The same axes with the signs of some vectors turned: an eigenvector has no sign of its own. */
function turned({ lengths, vectors }: Axes, signs: number): Axes {
  return { lengths, vectors: vectors.map((vector, k) => ((signs >> k) & 1 ? vector.map((x) => -x) : vector)) };
}

test('six generations with given random numbers, for the signs of eigenvectors that give the values of the source', () => {
  const { dimension: n, population, start, sigma, generations } = GOLDEN_STEPS;
  const ellipsoid = (x: readonly number[]) => x.reduce((sum, value, i) => sum + 10 ** ((6 * i) / (n - 1)) * value * value, 0);
  const constants = constantsOf(n, population, true);
  let now = initialDistribution(start, sigma);
  for (const [g, expected] of generations.entries()) {
    const found = axesOf(now) as Axes;
    const z = Array.from({ length: population }, (_, i) =>
      Array.from({ length: n }, (_one, j) => Math.SQRT2 * Math.sin(1 + 1.7 * i + 2.9 * j + 0.9 * g + 0.31 * i * j)),
    );
    const drawn = Array.from({ length: 2 ** n }, (_, signs) => {
      const axes = turned(found, signs);
      const steps = z.map((numbers) => stepOf(axes, numbers));
      return { axes, steps, values: steps.map((y) => ellipsoid(y.map((step, i) => now.mean[i] + now.sigma * step))) };
    });
    const same = drawn.filter(({ values }) => Math.abs(Math.min(...values) / expected.best - 1) <= 1e-11);
    assert.ok(same.length > 0, `no signs give the best value of generation ${g}`);
    const { axes, steps, values } = same[0];
    now = updated(now, axes, constants, { steps, ...weightsOf(values, constants) });
    near(now.mean, expected.mean, `mean ${g}`);
    near([now.sigma], [expected.sigma], `sigma ${g}`);
    near(now.pathSigma, expected.path_sigma, `path of sigma ${g}`);
    near(now.pathC, expected.path_c, `path of C ${g}`);
    near(now.covariance.flat(), expected.C.flat(), `C ${g}`);
  }
});

test('logarithm and exponential agree with those of the engine to a few units in the last place', () => {
  const EPSILON = 2 ** -52;
  for (let k = 0; k <= 2000; k++) {
    const x = 1e-16 * 1.05 ** k;
    assert.ok(Math.abs(ln(x) - Math.log(x)) <= 4 * EPSILON * Math.max(1, Math.abs(Math.log(x))), `ln ${x}`);
    const y = (k - 1000) / 40;
    assert.ok(Math.abs(exp(y) / Math.exp(y) - 1) <= 8 * EPSILON * Math.max(1, Math.abs(y)), `exp ${y}`);
  }
  assert.is(ln(1), 0);
  assert.is(exp(0), 1);
});

test('normal numbers: a function of seed, run, generation and candidate; their moments are those of the distribution', () => {
  const key = searchKey(1, 0);
  assert.equal(Array.from(normals(key, [0, 0], 4)), FIRST);
  assert.equal(normals(key, [3, 5], 7).slice(0, 6), normals(key, [3, 5], 6));
  const others = [normals(key, [3, 6], 6), normals(key, [4, 5], 6), normals(searchKey(2, 0), [3, 5], 6), normals(searchKey(1, 1), [3, 5], 6)];
  for (const other of others) assert.not.equal(other, normals(key, [3, 5], 6));
  const N = 40_000;
  const all = Array.from({ length: N / 10 }, (_, k) => Array.from(normals(key, [1, k], 10))).flat();
  const moment = (power: number) => all.reduce((sum, x) => sum + x ** power, 0) / N;
  // Variances of x^1 ... x^4 and of x^6: 1, 2, 15, 96, 10170. Five errors each: all five are met in all but 3 of a million seeds; the seed was not chosen.
  for (const [power, expected, variance] of [
    [1, 0, 1],
    [2, 1, 2],
    [3, 0, 15],
    [4, 3, 96],
    [6, 15, 10170],
  ]) {
    assert.ok(Math.abs(moment(power) - expected) < 5 * Math.sqrt(variance / N), `moment ${power}: ${moment(power)}`);
  }
  // A control: uniform numbers of the same variance have another fourth moment, 9/5.
  const uniform = Array.from({ length: N }, (_, i) => Math.sqrt(12) * ((i + 0.5) / N - 0.5));
  assert.ok(Math.abs(uniform.reduce((sum, x) => sum + x ** 4, 0) / N - 3) > 5 * Math.sqrt(96 / N));
});

test('equal keys share the weights of their ranks, whatever their order', () => {
  const constants = constantsOf(4, 8, true);
  const { weights, parents } = constants;
  const values = [3, 1, 2, 1, 5, 5, 5, 4];
  const { forMean, forCovariance } = weightsOf(values, constants);
  assert.is(forMean[1], forMean[3]);
  near([forMean[1], forCovariance[1]], [(weights[0] + weights[1]) / 2, (weights[0] + weights[1]) / 2], 'the best two');
  near([forMean[4], forCovariance[6]], [0, (weights[5] + weights[6] + weights[7]) / 3], 'the worst three');
  near([forMean.reduce((a, b) => a + b), forCovariance.reduce((a, b) => a + b)], [1, weights.reduce((a, b) => a + b)], 'sums');
  const turned = weightsOf([...values].reverse(), constants);
  assert.equal([...turned.forMean].reverse(), forMean);
  // All equal: the positive weights are shared by all.
  near(weightsOf(new Array(8).fill(7), constants).forMean, new Array(8).fill(1 / 8), 'flat');
  assert.is(weights.slice(0, parents).length, 4);
});

test.run();
