/**
 * Natural logarithm and exponential from sums, products and quotients, which every engine rounds alike. `Math.log` and `Math.exp` may differ in
 * the last bit between engines, and a search that ranks its candidates would then take another way on another machine.
 */

const { LN2 } = Math;
/** ln 2 in two parts; the first has few bits, so that its multiples by small integers are exact. */
const LN2_HIGH = 0.693145751953125;
const LN2_LOW = 1.4286068203094173e-6;

/** ln x for a positive normal number, to about one unit in the last place. */
export function ln(x: number): number {
  let mantissa = x;
  let exponent = 0;
  for (; mantissa > Math.SQRT2; exponent++) mantissa /= 2;
  for (; mantissa < Math.SQRT1_2; exponent--) mantissa *= 2;
  // ln m = 2 artanh s with |s| < 0.172: the terms beyond s^23 are below the last bit.
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  let sum = 0;
  for (let k = 23; k >= 1; k -= 2) sum = sum * square + 1 / k;
  return exponent * LN2_HIGH + (exponent * LN2_LOW + 2 * s * sum);
}

/** e^x for |x| < 700, to about one unit in the last place. */
export function exp(x: number): number {
  const exponent = Math.round(x / LN2);
  const rest = x - exponent * LN2_HIGH - exponent * LN2_LOW;
  // |rest| < 0.35: the terms beyond the fifteenth are below the last bit.
  let sum = 1;
  for (let k = 15; k >= 1; k--) sum = 1 + (sum * rest) / k;
  let scaled = sum;
  for (let k = 0; k < exponent; k++) scaled *= 2;
  for (let k = 0; k > exponent; k--) scaled /= 2;
  return scaled;
}
