/** Correlations of the values of blocks, with their errors over independent samples. */
import { type Estimate, meanError } from '../../core/statistics.ts';

/** Values of blocks (samples, blocks..., components). */
export interface BlockValues {
  readonly extents: readonly number[];
  readonly open: readonly boolean[];
  readonly components: number;
  readonly values: ArrayLike<number>;
  /** Whether two values are compared; otherwise they are multiplied. */
  readonly states: boolean;
}

/** Correlations at one distance along every axis. */
export interface BlockCorrelation {
  /** Blocks. */
  readonly distance: number;
  /** Along each axis, the slowest first: <H H'>, or the part of pairs that are equal; undefined where the axis is too short. */
  readonly along: readonly (Estimate | undefined)[];
}

const DISTANCES = [1, 2, 4, 8];

/**
 * Correlations at distances 1, 2, 4 and 8, up to half of a periodic axis, of the first component.
 * @returns one entry for each distance that fits an axis
 */
export function blockCorrelations(blocks: BlockValues): BlockCorrelation[] {
  const { extents, open } = blocks;
  const fits = (distance: number, axis: number) => (open[axis] ? distance < extents[axis] : 2 * distance <= extents[axis]);
  return DISTANCES.filter((distance) => extents.some((_, axis) => fits(distance, axis))).map((distance) => ({
    distance,
    along: extents.map((_, axis) => (fits(distance, axis) ? meanError(seriesOf(blocks, axis, distance)) : undefined)),
  }));
}

/** The energy of a block, -Σ over the axes of the correlation of neighbours: that of the coarse model with a coupling of 1. */
export function blockEnergy(blocks: BlockValues): Estimate {
  const all = blocks.extents.flatMap((extent, axis) => (extent > 1 ? [seriesOf(blocks, axis, 1)] : []));
  return meanError(Float64Array.from(all[0] ?? [], (_, n) => -all.reduce((sum, series) => sum + series[n], 0)));
}

/** For each sample the mean over all pairs. */
function seriesOf({ extents, open, components, values, states }: BlockValues, axis: number, distance: number): Float64Array {
  const blocks = extents.reduce((product, extent) => product * extent, 1);
  const stride = extents.slice(axis + 1).reduce((product, extent) => product * extent, 1);
  const pairs: [number, number][] = [];
  for (let i = 0; i < blocks; i++) {
    const c = Math.floor(i / stride) % extents[axis];
    if (open[axis] && c + distance >= extents[axis]) continue;
    pairs.push([i * components, (i + (((c + distance) % extents[axis]) - c) * stride) * components]);
  }
  const length = blocks * components;
  return Float64Array.from({ length: values.length / length }, (_, n) => {
    let sum = 0;
    for (const [a, b] of pairs) {
      const [one, other] = [values[n * length + a], values[n * length + b]];
      sum += states ? (one === other ? 1 : 0) : one * other;
    }
    return sum / pairs.length;
  });
}
