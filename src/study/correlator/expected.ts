/** Scaling dimensions that are known exactly, for the operator that a filter mostly is. */
import { namedPatterns, overlapWithSpan } from '../../analysis/filters/patterns.ts';
import { flatComponents } from '../../analysis/filters/vectors.ts';
import type { Estimate } from '../../core/statistics.ts';
import { CRITICAL_TEMPERATURE } from '../../model/ising/options.ts';
import type { CorrelatorPlan, FilterWeights } from './plan.ts';

export interface ExpectedDimension {
  dimension: number;
  label: string;
}

/** People round the critical temperature; that moves the correlation length beyond 10^4 sites. */
const AT_CRITICAL = 1e-4;
/** A filter with less of an operator shows others within reach. */
const MOSTLY = 0.5;
/** g at which the height of dimers locks into columns: Alet et al., Phys. Rev. E 74, 041124 (2006). */
const LOCKED = 4;

/** Electric charges of what patterns on dimers measure; gradients of the height have dimension 1 whatever g is. */
const CHARGES: Readonly<Record<string, number>> = { P1: 1, P2: 1, C_x: 1, C_y: 1, C: 2 };

/** The stiffness that is known without a measurement: dimers without interaction. Kenyon, Ann. Probab. 29, 1128 (2001). */
export function knownStiffness({ model, entry, setting }: CorrelatorPlan): number | undefined {
  return model === 'dimers' && (entry.temperature === Number.POSITIVE_INFINITY || setting.interaction === 0) ? 1 / 2 : undefined;
}

/**
 * @param stiffness g of the height of dimers as it was measured
 * @returns null where no power law is known
 */
export function expectedDimension(plan: CorrelatorPlan, weights: FilterWeights, stiffness: Estimate | undefined): ExpectedDimension | null {
  const filter = flatComponents(weights);
  const overlaps = namedPatterns({ dimension: 2, side: weights[0].length, bonds: plan.model === 'dimers' }).map(({ name, filter: pattern }) => ({
    name,
    overlap: overlapWithSpan(filter, pattern),
  }));
  if (plan.model === 'ising') {
    const { coupling } = plan.setting;
    const order = overlaps.find(({ name }) => name === (coupling > 0 ? 'uniform' : 'staggered'));
    const critical = Math.abs(plan.entry.temperature / Math.abs(coupling) / CRITICAL_TEMPERATURE - 1) < AT_CRITICAL;
    return critical && order && order.overlap > MOSTLY ? { dimension: 1 / 8, label: 'spin of the critical Ising model' } : null;
  }
  const { name, overlap } = overlaps.reduce((best, other) => (other.overlap > best.overlap ? other : best));
  if (!(overlap > MOSTLY)) return null;
  const known = knownStiffness(plan);
  const g = known ?? stiffness?.mean ?? Number.NaN;
  if (!(g < LOCKED)) return null;
  const where = known ? 'of free dimers' : `at the measured stiffness g = ${g.toPrecision(3)}`;
  const charge = CHARGES[name];
  return charge === undefined
    ? { dimension: 1, label: 'gradient of the height' }
    : { dimension: charge ** 2 / (2 * g), label: `vertex operator of charge ${charge} ${where}` };
}
