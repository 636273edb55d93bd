/** How areas of a honeycomb fluctuate: what docs/tissue-data.md compares a training with. */
import { EigenvalueDecomposition } from 'ml-matrix';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { measure } from '../../src/model/tissue/geometry.ts';
import { honeycombOf } from '../../src/model/tissue/honeycomb.ts';
import { jacobian } from '../../src/model/tissue/jacobian.ts';
import { cornersOf } from '../../src/model/tissue/mesh.ts';
import { PLAIN } from '../../src/model/tissue/parameters.ts';

/** G (-J)^-1 G^T with G = dA/dr: covariances of areas over the amplitude of the noise, to first order. */
function covariances(P0: number): number[][] {
  const mesh = honeycombOf(36);
  const corners = cornersOf(mesh);
  const { places } = measure(mesh, corners, 0);
  const size = mesh.positions.length;
  const slopes = Array.from({ length: 36 }, () => new Float64Array(size));
  mesh.vertices.forEach((v, h) => {
    const [n, p] = [corners.next[h], corners.previous[h]];
    slopes[corners.cell[h]][2 * v] += (places[2 * n + 1] - places[2 * p + 1]) / 2;
    slopes[corners.cell[h]][2 * v + 1] += (places[2 * p] - places[2 * n]) / 2;
  });
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(jacobian(mesh, { ...PLAIN, shape: P0 }).mul(-1), { assumeSymmetric: true });
  const modes = Array.from(realEigenvalues).flatMap((stiffness, k) => (stiffness > 1e-9 ? [{ stiffness, vector: eigenvectorMatrix.getColumn(k) }] : []));
  const parts = slopes.map((slope) => modes.map(({ vector }) => vector.reduce((sum, x, i) => sum + x * slope[i], 0)));
  return parts.map((a) => parts.map((b) => modes.reduce((sum, { stiffness }, k) => sum + (a[k] * b[k]) / stiffness, 0)));
}

test('areas are independent but for their sum, at every P0 below that of a hexagon', () => {
  for (const P0 of [3.3, 3.6]) {
    const all = covariances(P0);
    const scale = (all[0][0] * 36) / 35;
    all.forEach((row, a) => {
      row.forEach((value, b) => {
        assert.ok(Math.abs(value / scale - ((a === b ? 1 : 0) - 1 / 36)) < 1e-9, `P0 = ${P0}, cells ${a} and ${b}: ${value}`);
      });
    });
  }
});

/** Information in nats between the sign of a normal variable and another one, at a correlation. */
function ofSign(correlation: number): number {
  const normal = (x: number) => {
    let sum = 0;
    const step = Math.min(x, 12) / 400;
    for (let i = 0; i < 400; i++) sum += (step * Math.exp(-((step * (i + 0.5)) ** 2) / 2)) / Math.sqrt(2 * Math.PI);
    return 0.5 + sum;
  };
  let conditional = 0;
  const steps = 2000;
  for (let i = 0; i < steps; i++) {
    const z = (8 * (i + 0.5)) / steps;
    const p = Math.min(1 - 1e-16, normal((correlation * z) / Math.sqrt(1 - correlation ** 2)));
    conditional -= ((2 * 8) / steps) * (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * (p * Math.log(p) + (1 - p) * Math.log(1 - p));
  }
  return Math.log(2) - conditional;
}

test('so seven cells and 17 others of 36 have the information that the document states', () => {
  const correlation = Math.sqrt((7 * 17) / (29 * 19));
  assert.ok(Math.abs(ofSign(correlation) - 0.074) < 5e-5, String(ofSign(correlation)));
});

test.run();
