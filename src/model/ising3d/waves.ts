/** The longest waves along two axes of a torus in fixed point: a structure factor measured in integers is the same on every adapter. */

/** Sums of spins wrap at the ends of i32. */
const MOST = 2 ** 31 - 1;

/** Cosines and sines that go once around an axis, for two axes, in fixed point. */
interface CubeWaves {
  /** (Y + Z, 2) cosine and sine of 2π y / Y, then of 2π z / Z, times the scale, rounded. */
  readonly table: Int32Array;
  /** Amplitudes of the waves in the columns of the table, by which sums are divided: along y, then along z. */
  readonly amplitudes: readonly [cosineY: number, sineY: number, cosineZ: number, sineZ: number];
}

/**
 * The waves 2π / Y and 2π / Z for sums over all spins. The scale is floor((2³¹ - 1) / N), so no sum overflows whatever the spins; a value of the
 * table is off by 1 / (2 scale) at most, so that other waves are mixed in with a part of at most 1 / (2 scale²) of the power: 1e-7 at 128³ sites, 1e-3 at 512³.
 */
export function wavesOf([z, y, x]: readonly [number, number, number]): CubeWaves {
  const scale = Math.floor(MOST / (x * y * z));
  const axis = (extent: number) => {
    const values = Array.from({ length: extent }, (_, i) => [Math.cos((2 * Math.PI * i) / extent), Math.sin((2 * Math.PI * i) / extent)]);
    const rounded = values.map((pair) => pair.map((value) => Math.round(scale * value)));
    // The Fourier coefficient of the rounded wave. On an axis of two sites the sine is 0 and has no amplitude.
    const amplitude = (k: number) => {
      const power = values.reduce((sum, pair) => sum + pair[k] ** 2, 0);
      return power < 0.5 ? Number.POSITIVE_INFINITY : values.reduce((sum, pair, i) => sum + pair[k] * rounded[i][k], 0) / power;
    };
    return { rounded, amplitudes: [amplitude(0), amplitude(1)] };
  };
  const [along, across] = [axis(y), axis(z)];
  const [cosineY, sineY] = along.amplitudes;
  const [cosineZ, sineZ] = across.amplitudes;
  return { table: Int32Array.from([...along.rounded, ...across.rounded].flat()), amplitudes: [cosineY, sineY, cosineZ, sineZ] };
}

/**
 * |S(k)|² / N², the mean of k = 2π / Y along y and 2π / Z along z, S(k) = Σ s exp(i k r).
 * @param sums the four integers of a measurement: cosine and sine along y, cosine and sine along z
 * @param at where they begin
 */
export function structureOf(sums: ArrayLike<number>, at: number, { amplitudes }: CubeWaves, sites: number): number {
  return amplitudes.reduce((sum, amplitude, k) => sum + (sums[at + k] / amplitude) ** 2, 0) / 2 / sites ** 2;
}
