/** Packed windows of gathers, read bit by bit. */
import * as assert from 'uvu/assert';

/** Unpacks rows of `width` spins, `each` of them to a word, and requires the bits beyond them to be zero. */
export function unpackRows(packed: Uint32Array, rows: number, width: number, each: number): Int8Array {
  const perRow = packed.length / rows;
  const out = new Int8Array(rows * width);
  for (let row = 0; row < rows; row++) {
    for (let w = 0; w < perRow; w++) {
      for (let bit = 0; bit < 32; bit++) {
        const set = (packed[row * perRow + w] >>> bit) & 1;
        const i = w * each + bit;
        if (bit < each && i < width) out[row * width + i] = set ? 1 : -1;
        else assert.is(set, 0, `row ${row}, word ${w}: bit ${bit} beyond the values of the window is set`);
      }
    }
  }
  return out;
}
