/** The one comparator of all tests, and of the benchmark's validations. */

export interface Tolerance {
  /** Absolute part. */
  atol: number;
  /** Part relative to the expected value. */
  rtol: number;
}

/** For integers and for floats that must agree bit for bit (up to the sign of zero). */
export const EXACT: Tolerance = { atol: 0, rtol: 0 };

/** A tolerance relative to the largest element, for tensors whose small elements are differences of large ones. */
export function ofLargest(expected: ArrayLike<number>, fraction: number): Tolerance {
  let largest = 0;
  for (let i = 0; i < expected.length; i++) largest = Math.max(largest, Math.abs(expected[i]));
  return { atol: fraction * largest, rtol: 0 };
}

/**
 * Requires |actual - expected| <= atol + rtol |expected| of every element.
 * The comparison is written so that NaN fails, and infinities fail even where both sides have them: a test that
 * expects infinity has nothing to say about accuracy.
 * @throws Error naming the worst element, both values and what was allowed
 */
export function close(actual: ArrayLike<number>, expected: ArrayLike<number>, { atol, rtol }: Tolerance, label: string): void {
  if (actual.length !== expected.length) throw new Error(`${label}: ${actual.length} elements, expected ${expected.length}`);
  let worst = -1;
  let worstExcess = Number.NEGATIVE_INFINITY;
  let failures = 0;
  for (let i = 0; i < expected.length; i++) {
    const [a, e] = [actual[i], expected[i]];
    const difference = Math.abs(a - e);
    const allowed = atol + rtol * Math.abs(e);
    const finite = Number.isFinite(a) && Number.isFinite(e);
    const differs = !(difference <= allowed);
    if (finite && !differs) continue;
    failures += 1;
    const excess = finite ? difference - allowed : Number.POSITIVE_INFINITY;
    if (worst < 0 || excess > worstExcess) {
      worst = i;
      worstExcess = excess;
    }
  }
  if (failures === 0) return;
  const allowed = atol + rtol * Math.abs(expected[worst]);
  throw new Error(
    `${label}: ${failures} of ${expected.length} elements differ; worst [${worst}]: ${actual[worst]}, expected ${expected[worst]}` +
      ` +- ${allowed} (atol ${atol}, rtol ${rtol})`,
  );
}

/** Negative control: the same comparison must fail for the gradient with its sign flipped. */
export function refusesWrongSign(actual: Float32Array, expected: ArrayLike<number>, tolerance: Tolerance, label: string): void {
  const flipped = actual.map((g) => -g);
  try {
    close(flipped, expected, tolerance, label);
  } catch {
    return;
  }
  throw new Error(`${label}: the comparison does not see a wrong sign`);
}
