/** Scaling dimensions that are known exactly, for the operator that dominates a filter. */
import { namedPatterns, overlapWithSpan } from '../../analysis/filters/patterns.ts';
import { flatComponents } from '../../analysis/filters/vectors.ts';
import type { Estimate } from '../../core/statistics.ts';
import type { ExpectedDimension } from '../../model/operators.ts';
import type { CorrelatorPlan, FilterWeights } from './plan.ts';

/** The stiffness that is known without a measurement. */
export function knownStiffness({ operators, settings, entry }: CorrelatorPlan): { value: number; of: string } | undefined {
  return operators.stiffness?.(settings, entry.temperature);
}

/**
 * The exact dimension of the operator that dominates a filter.
 * @param stiffness measured g of a height field
 * @returns null where no power law is known
 */
export function expectedDimension(plan: CorrelatorPlan, weights: FilterWeights, stiffness: Estimate | undefined): ExpectedDimension | null {
  const { model, operators, settings, entry } = plan;
  const filter = flatComponents(weights);
  const overlaps = namedPatterns({ dimension: 2, side: weights[0].length, bonds: model.support === 'bonds' }).map(({ name, filter: pattern }) => ({
    name,
    overlap: overlapWithSpan(filter, pattern),
  }));
  return operators.expected(settings, entry.temperature, overlaps, stiffness?.mean ?? Number.NaN);
}
