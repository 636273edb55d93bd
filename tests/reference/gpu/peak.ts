/** The sum of four numbers each of x, x + 1, ... x + 7 after n times x = a x + b: x_n = a^n x + b (a^n - 1) / (a - 1). */
export function multiply(x: number, a: number, b: number, n: number): number {
  let sum = 0;
  for (let i = 0; i < 8; i++) sum += 4 * (a ** n * (x + i) + (b * (a ** n - 1)) / (a - 1));
  return sum;
}

/** The sum modulo 2^32 of four numbers each of the pairs (x, z), ... (x + 3, z + 3) after n times x = x + z, z = rotate(z, 7) ^ x. */
export function combine(x: number, z: number, n: number): number {
  let sum = 0;
  for (let i = 0; i < 4; i++) {
    let [a, b] = [x + i, z + i];
    for (let t = 0; t < n; t++) {
      a = (a + b) >>> 0;
      b = ((b * 2 ** 7) % 2 ** 32) + Math.floor(b / 2 ** 25);
      b = (b ^ a) >>> 0;
    }
    sum += 4 * (a + b);
  }
  return sum % 2 ** 32;
}
