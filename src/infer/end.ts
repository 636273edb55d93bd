import { inOneArray } from '../core/array.ts';
import { doubles, rowsOfDoubles, type Stage } from './stages.ts';

/** Where a fit ended. */
export interface End {
  /** By fitted parameter. */
  readonly values: readonly number[];
  /** (V, 2): where vertices came to rest, or where they were last. */
  readonly positions: Float64Array;
  /** |y - observed|², or |F(observed)|². */
  readonly loss: number;
  /** The largest component of F + k (observed - y), in single precision. */
  readonly residual: number;
  /** Whether all numbers stayed finite. */
  readonly finite: boolean;
  /** Where it was asked for: the loss before each step of Adam, of a state that may not be at rest. */
  readonly losses?: Float32Array;
}

/** Where fits ended, as a stage. */
export function packEnds(ends: readonly End[]): Stage {
  const curves = ends[0]?.losses;
  return {
    values: doubles(ends.map(({ values }) => values)),
    positions: doubles(ends.map(({ positions }) => positions)),
    numbers: doubles(ends.map(({ loss, residual, finite }) => [loss, residual, finite ? 1 : 0])),
    ...(curves
      ? {
          losses: {
            dtype: 'f32',
            shape: [ends.length, curves.length],
            data: inOneArray(
              Float32Array,
              ends.map(({ losses }) => losses as Float32Array),
            ),
          },
        }
      : {}),
  };
}

/** The same, read again. */
export function unpackEnds({ values, positions, numbers, losses }: Stage): End[] {
  const [own, places, rest] = [values, positions, numbers].map(rowsOfDoubles);
  const steps = losses?.shape[1] ?? 0;
  return own.map((of, r) => {
    const [loss, residual, finite] = rest[r];
    const curve = losses ? { losses: Float32Array.from(losses.data.subarray(r * steps, (r + 1) * steps)) } : {};
    return { values: Array.from(of), positions: places[r], loss, residual, finite: finite === 1, ...curve };
  });
}
