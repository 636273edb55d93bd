/** Ellipses of normal laws: axes of a known covariance, the quantile of Hotelling's law, and how often a further draw lies within. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { covarianceOf, drawEllipse, ellipseOf, outlineOf, radiusOf, within } from '../../src/analysis/curves/ellipse.ts';
import { normals } from '../support/normals.ts';

const near = (a: number, b: number, what = '', to = 1e-12) => assert.ok(Math.abs(a - b) <= to, `${what}: ${a} and ${b}`);

test('a known covariance has known axes, in any direction', () => {
  for (const degrees of [0, 30, 45, 89, -60]) {
    const turn = (degrees * Math.PI) / 180;
    const [c, s] = [Math.cos(turn), Math.sin(turn)];
    // Variances 9 along the direction and 4 across it.
    const covariance = [9 * c * c + 4 * s * s, 5 * c * s, 9 * s * s + 4 * c * c] as const;
    const { axes, angle, centre } = ellipseOf([1, -2], covariance, 2);
    near(axes[0], 6, 'long');
    near(axes[1], 4, 'short');
    near(angle, turn, 'angle');
    assert.equal(centre, [1, -2]);
  }
});

test('the outline lies on the ellipse: its distance in the metric of the covariance is the radius', () => {
  const [xx, xy, yy] = [2, -0.7, 0.5];
  const outline = outlineOf(ellipseOf([0.3, 0.1], [xx, xy, yy], 1.7), 40);
  assert.is(outline.length, 41);
  assert.equal(outline[40], outline[0]);
  const determinant = xx * yy - xy * xy;
  for (const [x, y] of outline) {
    const [a, b] = [x - 0.3, y - 0.1];
    near(Math.sqrt((yy * a * a - 2 * xy * a * b + xx * b * b) / determinant), 1.7, `${x}, ${y}`, 1e-12);
  }
});

test('covariance of four places, by hand', () => {
  // Mean (1, 1); deviations (-1, -1), (1, -1), (-1, 1), (1, 1) and one more pair along the diagonal.
  const samples = [
    [0, 0],
    [2, 0],
    [0, 2],
    [2, 2],
    [-1, -1],
    [3, 3],
  ] as const;
  const [xx, xy, yy] = covarianceOf(samples);
  near(xx, 12 / 5);
  near(yy, 12 / 5);
  near(xy, 8 / 5);
});

test('the radius is a quantile of F(2, n - 2), and that of chi squared for many samples', () => {
  // F(2, 30) at 0.95 is 3.31583 and F(2, 8) at 0.95 is 4.45897, of printed tables.
  const hotelling = (n: number, f: number) => Math.sqrt(((n + 1) * (n - 1) * 2 * f) / (n * (n - 2)));
  near(radiusOf(0.95, 32), hotelling(32, 3.31583), 'n = 32', 1e-5);
  near(radiusOf(0.95, 10), hotelling(10, 4.45897), 'n = 10', 1e-5);
  near(radiusOf(0.95, 1e7), Math.sqrt(-2 * Math.log(0.05)), 'many', 1e-5);
});

test('one further draw lies within as often as is said; with the radius of a known covariance it would not', () => {
  // 4000 trials: a standard deviation of 0.0034 for 0.95 and 0.0074 for 0.68; four of them, odds of 6e-5 each.
  const [trials, n] = [4000, 8];
  const draws = normals(2 * trials * (n + 1), 41);
  const counts = { 0.95: 0, 0.68: 0, known: 0 };
  for (let t = 0; t < trials; t++) {
    const all = Array.from({ length: n + 1 }, (_, i) => {
      const [a, b] = [draws[2 * (t * (n + 1) + i)], draws[2 * (t * (n + 1) + i) + 1]];
      return [3 + 2 * a, -1 + a + 0.1 * b] as const;
    });
    const [next, ...samples] = all;
    for (const level of [0.95, 0.68] as const) {
      const ellipse = drawEllipse(samples, level);
      assert.ok(ellipse);
      if (within(ellipse, next)) counts[level]++;
    }
    const mean = samples.reduce<[number, number]>(([x, y], [a, b]) => [x + a / n, y + b / n], [0, 0]);
    if (within(ellipseOf(mean, covarianceOf(samples), Math.sqrt(-2 * Math.log(0.05))), next)) counts.known++;
  }
  near(counts[0.95] / trials, 0.95, '95 %', 0.0138);
  near(counts[0.68] / trials, 0.68, '68 %', 0.0295);
  assert.ok(counts.known / trials < 0.88, `control: ${counts.known / trials}`);
});

test('two samples, or samples on a line, have no ellipse', () => {
  assert.is(
    drawEllipse(
      [
        [0, 0],
        [1, 1],
      ],
      0.95,
    ),
    undefined,
  );
  assert.is(
    drawEllipse(
      [
        [0, 0],
        [1, 0],
        [2, 0],
        [5, 0],
      ],
      0.95,
    ),
    undefined,
  );
});

test.run();
