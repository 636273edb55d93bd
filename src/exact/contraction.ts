/**
 * out[i, j] = Σ_k left[i, k] right[j, k], in tiles of 4 x 4 so that every loaded number is used four times.
 * @param left (I, inner)
 * @param right (J, inner)
 * @returns (I, J)
 */
export function contract(left: Float64Array, right: Float64Array, inner: number): Float64Array {
  const [I, J] = [left.length / inner, right.length / inner];
  const out = new Float64Array(I * J);
  if (I % 4 !== 0 || J % 4 !== 0) {
    for (let i = 0; i < I; i++) for (let j = 0; j < J; j++) out[i * J + j] = dot(left, i * inner, right, j * inner, inner);
    return out;
  }
  const tile = new Float64Array(16);
  // Both panels of a tile stay in the L1 cache.
  const step = Math.min(inner, 512);
  for (let from = 0; from < inner; from += step) {
    const to = Math.min(inner, from + step);
    for (let i = 0; i < I; i += 4) {
      for (let j = 0; j < J; j += 4) {
        tileOf(tile, left, i * inner, right, j * inner, inner, from, to);
        for (let a = 0; a < 4; a++) for (let b = 0; b < 4; b++) out[(i + a) * J + j + b] += tile[4 * a + b];
      }
    }
  }
  return out;
}

function dot(left: Float64Array, l: number, right: Float64Array, r: number, count: number): number {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += left[l + k] * right[r + k];
  return sum;
}

function tileOf(tile: Float64Array, left: Float64Array, l: number, right: Float64Array, r: number, inner: number, from: number, to: number): void {
  let [t00, t01, t02, t03, t10, t11, t12, t13, t20, t21, t22, t23, t30, t31, t32, t33] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let k = from; k < to; k++) {
    const l0 = left[l + k];
    const l1 = left[l + inner + k];
    const l2 = left[l + 2 * inner + k];
    const l3 = left[l + 3 * inner + k];
    const r0 = right[r + k];
    const r1 = right[r + inner + k];
    const r2 = right[r + 2 * inner + k];
    const r3 = right[r + 3 * inner + k];
    t00 += l0 * r0;
    t01 += l0 * r1;
    t02 += l0 * r2;
    t03 += l0 * r3;
    t10 += l1 * r0;
    t11 += l1 * r1;
    t12 += l1 * r2;
    t13 += l1 * r3;
    t20 += l2 * r0;
    t21 += l2 * r1;
    t22 += l2 * r2;
    t23 += l2 * r3;
    t30 += l3 * r0;
    t31 += l3 * r1;
    t32 += l3 * r2;
    t33 += l3 * r3;
  }
  tile[0] = t00;
  tile[1] = t01;
  tile[2] = t02;
  tile[3] = t03;
  tile[4] = t10;
  tile[5] = t11;
  tile[6] = t12;
  tile[7] = t13;
  tile[8] = t20;
  tile[9] = t21;
  tile[10] = t22;
  tile[11] = t23;
  tile[12] = t30;
  tile[13] = t31;
  tile[14] = t32;
  tile[15] = t33;
}
