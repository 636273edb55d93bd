/**
 * Central differences df/dx_i = [f(x + h e_i) - f(x - h e_i)] / 2h, in double precision only: the error is about
 * h^2 f''' / 6 + 1e-16 |f| / h, some 1e-10 for h = 1e-5.
 */
export function centralDifferences(f: (x: Float64Array) => number, at: ArrayLike<number>, h = 1e-5): Float64Array {
  const x = Float64Array.from(at);
  return Float64Array.from(x, (_, i) => {
    const before = x[i];
    x[i] = before + h;
    const plus = f(x);
    x[i] = before - h;
    const minus = f(x);
    x[i] = before;
    return (plus - minus) / (2 * h);
  });
}

/** The scalar product, e.g. of an output with its upstream gradient: the scalar whose gradient a backward rule gives. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
