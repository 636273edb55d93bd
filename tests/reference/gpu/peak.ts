/** The sum of four numbers each of x, x + 1, ... x + 7 after n times x = a x + b: x_n = a^n x + b (a^n - 1) / (a - 1). */
export function multiply(x: number, a: number, b: number, n: number): number {
  let sum = 0;
  for (let i = 0; i < 8; i++) sum += 4 * (a ** n * (x + i) + (b * (a ** n - 1)) / (a - 1));
  return sum;
}
