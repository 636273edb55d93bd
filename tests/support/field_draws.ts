/** Independent exact samples of Gaussian fields exp(-φ (Laplacian + m²) φ / 2) on lattices of two axes, by the Cholesky factor of their precision. */
import { normals } from './normals.ts';

/**
 * @param boundary of both axes; at open ends a site has fewer neighbours
 * @returns (samples, rows, columns)
 */
export function fieldDraws(
  [rows, columns]: readonly number[],
  boundary: 'periodic' | 'open',
  massSquared: number,
  samples: number,
  seed: number,
): Float32Array {
  const sites = rows * columns;
  const precision = Array.from({ length: sites }, () => new Float64Array(sites));
  const bond = (a: number, b: number) => {
    precision[a][a] += 1;
    precision[b][b] += 1;
    precision[a][b] -= 1;
    precision[b][a] -= 1;
  };
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      precision[y * columns + x][y * columns + x] += massSquared;
      if (x + 1 < columns || boundary === 'periodic') bond(y * columns + x, y * columns + ((x + 1) % columns));
      if (y + 1 < rows || boundary === 'periodic') bond(y * columns + x, ((y + 1) % rows) * columns + x);
    }
  }
  const lower = cholesky(precision);
  const normal = normals(samples * sites, seed);
  const out = new Float32Array(samples * sites);
  const field = new Float64Array(sites);
  for (let n = 0; n < samples; n++) {
    // L' φ = z, from the last site on: then φ has the covariance of the inverse of L L'.
    for (let i = sites - 1; i >= 0; i--) {
      let value = normal[n * sites + i];
      for (let j = i + 1; j < sites; j++) value -= lower[j][i] * field[j];
      field[i] = value / lower[i][i];
    }
    out.set(field, n * sites);
  }
  return out;
}

function cholesky(matrix: readonly Float64Array[]): Float64Array[] {
  const lower = matrix.map((row) => new Float64Array(row.length));
  for (let i = 0; i < matrix.length; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i][j];
      for (let k = 0; k < j; k++) sum -= lower[i][k] * lower[j][k];
      lower[i][j] = i === j ? Math.sqrt(sum) : sum / lower[j][j];
    }
  }
  return lower;
}
