/** The number of components beyond which the information does not rise; plain numbers, no GPU. */
import { BlockspinError } from '../../core/errors.ts';
import type { Estimate } from '../../core/statistics.ts';

/** The information of H with one number of components. */
export interface ComponentPoint {
  /** Components of H. */
  components: number;
  /** I(H:E), nats. */
  information: Estimate;
}

/** Options of `saturation`. */
export interface SaturationOptions {
  /** A rise of at most this many of its errors counts as none (default 3). */
  z?: number;
  /**
   * A rise of at most this part of the smaller information counts as none, too (default 0): errors are often smaller than
   * meaningless rises of a few per cent.
   */
  fraction?: number;
}

/** The gain from one number of components to the next. */
export interface Gain {
  from: number;
  to: number;
  /** Nats; the two values are taken to be independent. */
  gain: Estimate;
  rises: boolean;
}

/** Where the information saturates with the number of components. */
export interface Saturation {
  /** The smallest number of components whose information no larger measured number exceeds. */
  components: number;
  /** Whether a larger number was measured; else the information may go on rising. */
  seen: boolean;
  /** From each number to the next one measured. */
  gains: Gain[];
  /** I of the smallest number of components over I of the largest. */
  ratio: Estimate;
}

/**
 * Where the information saturates with the number of components. A number counts as saturated only if *every* larger one stays
 * within the threshold of it, so that neither a later step nor many small ones are missed.
 * @param points in any order, one for each number; those without a finite value or error are left out
 * @throws BlockspinError without two usable points
 */
export function saturation(points: readonly ComponentPoint[], { z = 3, fraction = 0 }: SaturationOptions = {}): Saturation {
  const curve = points
    .filter(({ information: { mean, error } }) => Number.isFinite(mean) && Number.isFinite(error) && error >= 0)
    .sort((a, b) => a.components - b.components);
  if (curve.length < 2 || curve.some(({ components }, i) => components === curve[i - 1]?.components))
    throw new BlockspinError({
      who: 'saturation',
      expected: 'values with errors at two or more different numbers of components',
      got: curve.map(({ components }) => components).join(', ') || 'none',
      remedy: 'measure with more numbers of components, one value for each',
    });
  const step = (a: ComponentPoint, b: ComponentPoint): Gain => {
    const gain = { mean: b.information.mean - a.information.mean, error: Math.hypot(a.information.error, b.information.error) };
    return { from: a.components, to: b.components, gain, rises: gain.mean > Math.max(z * gain.error, fraction * a.information.mean) };
  };
  const at = curve.findIndex((point, i) => curve.slice(i + 1).every((larger) => !step(point, larger).rises));
  const [first, last] = [curve[0].information, curve[curve.length - 1].information];
  return {
    components: curve[at].components,
    seen: at < curve.length - 1,
    gains: curve.slice(1).map((point, i) => step(curve[i], point)),
    ratio: { mean: first.mean / last.mean, error: Math.hypot(first.error / last.mean, (first.mean * last.error) / last.mean ** 2) },
  };
}
