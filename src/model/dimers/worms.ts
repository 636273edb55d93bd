/** The largest weight: a word holds four of them. */
const LARGEST = 2 ** 30 - 1;

/** Mean pivots of a worm against -v / T, on 16 × 16 and on 64 × 64; measured with this program. */
const WORM_LENGTHS = [
  [-1, 150, 2190],
  [-0.25, 85, 840],
  [0, 61, 495],
  [0.25, 41, 254],
  [0.5, 24, 110],
  [0.667, 15.7, 57],
  [1, 6.6, 10.9],
  [1.25, 3.34, 3.52],
  [1.54, 1.84, 1.84],
  [2.5, 1.06, 1.06],
] as const;

/** As many worms as make about one pivot per site: mean lengths are interpolated as powers of L and as exponentials of 1 / T. */
export function wormsPerSweep(size: number, interaction: number, temperature: number): number {
  const order = Math.min(2.5, Math.max(-1, -interaction / temperature));
  const next = Math.max(
    1,
    WORM_LENGTHS.findIndex(([at]) => order <= at),
  );
  const [before, after] = [WORM_LENGTHS[next - 1], WORM_LENGTHS[next]];
  const part = (order - before[0]) / (after[0] - before[0]);
  const between = (k: 1 | 2) => (1 - part) * Math.log(before[k]) + part * Math.log(after[k]);
  const length = Math.exp(between(1) + ((between(2) - between(1)) * Math.log(size / 16)) / Math.log(4));
  return Math.max(1, Math.round(size ** 2 / Math.max(1, length)));
}

/** exp(-v n / T) for n = 0, 1, 2 parallel dimers beside a candidate, the largest one as 2^30 - 1; worms per sweep. */
export function weights(interaction: number, temperatures: readonly number[], worms: readonly number[]): Uint32Array {
  return Uint32Array.from(
    temperatures.flatMap((temperature, g) => {
      const exponent = -interaction / temperature;
      // At least 1: below T = |v| / 10 a defect then costs less than it should, but defects are absent there.
      const weight = (n: number) => Math.max(1, Math.round(LARGEST * Math.exp(n * exponent - Math.max(0, 2 * exponent))));
      return [weight(0), weight(1), weight(2), worms[g]];
    }),
  );
}

/** 2^32 / (1 + w^(nv - nh)) for nh - nv = -2, -1, 1, 2: the odds of a horizontal pair. */
export function thresholds(interaction: number, temperatures: readonly number[]): Uint32Array {
  return Uint32Array.from(
    temperatures.flatMap((temperature) =>
      [-2, -1, 1, 2].map((n) => Math.min(2 ** 32 - 1, Math.floor(2 ** 32 / (1 + Math.exp((n * interaction) / temperature))))),
    ),
  );
}
