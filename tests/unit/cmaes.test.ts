/** One search by CMA-ES: the constants and steps of the tutorial, random numbers, bounds, ties, noise, stops, and a search that is saved. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { constantsOf, usualPopulation } from '../../src/optim/cmaes/constants.ts';
import { type Axes, axesOf, initialDistribution, stepOf, updated } from '../../src/optim/cmaes/distribution.ts';
import { weightsOf } from '../../src/optim/cmaes/ranks.ts';
import { root } from '../support/root.ts';

const golden = JSON.parse(readFileSync(join(root, 'tests/golden/cmaes.json'), 'utf8'));
const TOLERANCE = 1e-12;

function near(got: readonly number[], expected: readonly number[], what: string): void {
  assert.is(got.length, expected.length, what);
  for (const [i, value] of got.entries()) {
    const scale = Math.max(1, Math.abs(expected[i]));
    assert.ok(Math.abs(value - expected[i]) <= TOLERANCE * scale, `${what}[${i}]: ${value}, not ${expected[i]}`);
  }
}

test('constants are those of the tutorial', () => {
  const { weights, constants } = golden.golden_steps;
  const four = constantsOf(4, 8, true);
  near(four.weights, weights, 'weights');
  near([four.mueff, four.cc, four.cs, four.c1, four.cmu, four.ds, four.chiN], Object.values(constants), 'constants');
  const ten = golden.constants_n10;
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
  const { dimension: n, population, start, sigma, generations } = golden.golden_steps;
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

test.run();
