/** Where the parameters of a tissue are expected, for each strength of the nudge: refits as a cloud, its ellipses, and what a file says. */
import { drawEllipse, type Ellipse, within } from '../../analysis/curves/ellipse.ts';
import type { Estimate } from '../../core/statistics.ts';
import { FITTED, type Fitted, valuesOf } from '../../infer/parameters.ts';
import type { FittedValues, InferResult, NudgeResult } from '../../infer/result.ts';
import { PLAIN, type TissueParameters } from '../../model/tissue/parameters.ts';
import { shownOf } from './fields.ts';

/** Probabilities of the ellipses. */
export const LEVELS = [0.68, 0.95] as const;

type Place = readonly [number, number];
/** Two parameters that are drawn against each other. */
export type Pair = readonly [Fitted, Fitted];

/** What is drawn of one strength of the nudge, in the plane of two parameters. */
export interface Cloud {
  readonly nudge: number | 'inf';
  /** 2 e - r for every refit r of snapshots that were made at the estimate e: as the truth lies around the corrected estimate. */
  readonly dots: readonly Place[];
  /** Where starts ended for which a state at rest was found. */
  readonly ends: readonly Place[];
  /** The corrected estimate; without a bootstrap the estimate. */
  readonly centre: Place;
  readonly corrected: boolean;
  /** For the probabilities of `LEVELS`; empty for fewer than three refits. */
  readonly ellipses: readonly Ellipse[];
}

/** P0 and chi where both were fitted, else the first two; undefined where only one was. */
export function pairOf(fitted: readonly Fitted[]): Pair | undefined {
  if (fitted.includes('P0') && fitted.includes('chi')) return ['P0', 'chi'];
  return fitted.length > 1 ? [fitted[0], fitted[1]] : undefined;
}

/** One cloud for each row that has an estimate of both parameters. */
export function cloudsOf({ table }: InferResult, pair: Pair): Cloud[] {
  return table.flatMap((row) => (row.estimate && shownOf(pair, row.estimate).length === 2 ? [cloudOf(row, row.estimate, pair)] : []));
}

function cloudOf({ nudge, bootstrap, starts }: NudgeResult, estimate: FittedValues, pair: Pair): Cloud {
  const placeOf = (values: FittedValues): Place => [values[pair[0]] as number, values[pair[1]] as number];
  const [x, y] = placeOf(estimate);
  const dots = (bootstrap?.estimates ?? []).map(placeOf).map(([a, b]): Place => [2 * x - a, 2 * y - b]);
  return {
    nudge,
    dots,
    ends: starts.flatMap((start) => (start.found && start.estimate ? [placeOf(start.estimate)] : [])),
    centre: bootstrap ? placeOf(bootstrap.corrected) : [x, y],
    corrected: bootstrap !== undefined,
    ellipses: LEVELS.flatMap((level) => drawEllipse(dots, level) ?? []),
  };
}

/** One parameter of a row: the estimate, corrected where it can be, with its error, and the refits as in `Cloud`. */
export function estimateOf({ estimate, bootstrap }: NudgeResult, symbol: Fitted): (Estimate & { readonly dots: readonly number[] }) | undefined {
  const value = estimate?.[symbol];
  if (value === undefined) return undefined;
  if (!bootstrap) return { mean: value, error: Number.NaN, dots: [] };
  const dots = bootstrap.estimates.map((values) => 2 * value - (values[symbol] as number));
  return { mean: bootstrap.corrected[symbol] as number, error: bootstrap.error[symbol] as number, dots };
}

/** FittedValues of the fitted parameters with which a file says that it was made; of lists, the mean. Undefined unless it says all of them. */
export function truthOf(fitted: readonly Fitted[], made: Partial<TissueParameters>): FittedValues | undefined {
  if (!fitted.every((symbol) => made[FITTED[symbol]] !== undefined)) return undefined;
  const values = valuesOf({ ...PLAIN, ...made }, fitted);
  return Object.fromEntries(fitted.map((symbol, i) => [symbol, values[i]]));
}

/** Whether values lie in the larger ellipse; undefined where there is none. */
export function covers({ ellipses }: Cloud, pair: Pair, values: FittedValues): boolean | undefined {
  const largest = ellipses[LEVELS.length - 1];
  return largest && within(largest, [values[pair[0]] as number, values[pair[1]] as number]);
}
