/** How a mass m becomes a number, with r the mean mass: 'linear' m / r - 1, 'logarithm' ln((1 + m) / (1 + r)). Both are
 * zero at the mean, so that the sign of a filter tells a heavy block from a light one. */
export type MassScale = 'linear' | 'logarithm';

/**
 * How values reach the networks. Bits: two states, packed 32 to a word, ±1 in a filter. Counts: whole numbers as floats
 * around their mean.
 */
export type Encoding =
  | { readonly kind: 'bits' }
  /** `visible` and `environment` are the scales of V and of E. */
  | { readonly kind: 'counts'; readonly mean: number; readonly visible: MassScale; readonly environment: MassScale };
