/** How a replica moves: one row of the table that `model/tissue/vertices` reads. */
export interface Rates {
  /** Step of time. 0: vertices rest, which in the inverse direction means force matching. */
  readonly dt: number;
  /** Nudge k towards the reference, 0 unless given. */
  readonly nudge?: number;
  /** Amplitude D of the noise: displacements of variance 2 D dt in each direction; 0 unless given. */
  readonly noise?: number;
  /** The largest distance that a vertex moves in a step, before noise; no limit unless given. */
  readonly most?: number;
}

/** A distance that no vertex moves in a step. */
const FAR = 1e30;

/** Rates as a kernel reads them: dt, k, sqrt(2 D dt), most. */
export function packRates(rates: readonly Rates[]): Float32Array {
  return Float32Array.from(rates.flatMap(({ dt, nudge = 0, noise = 0, most = FAR }) => [dt, nudge, Math.sqrt(2 * noise * dt), most]));
}
