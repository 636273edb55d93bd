/** The table of operators: one row for each combination of fields that decays alone, beside what the field theory says. */
import type { DimensionFit, FitOrNot } from '../../analysis/operators/fit.ts';
import { irrepShares, mainIrrep } from '../../analysis/operators/point_group.ts';
import type { LevelExponent } from '../../analysis/operators/renormalise.ts';
import type { SectorSpectrum } from '../../analysis/operators/spectrum.ts';
import type { SectorName } from '../../analysis/operators/split.ts';
import type { Estimate } from '../../core/statistics.ts';
import type { Theory } from '../../model/field_theory.ts';
import type { OperatorsPlan } from './plan.ts';

/** How the dimension of a row was found: against the distance with the factor of the torus, against the side of the lattice, or against the distance by chords. */
type DimensionMethod = 'distance, torus' | 'side' | 'distance, chord';

/** One row. */
export interface TableRow {
  readonly sector: SectorName;
  /** How the field with the largest weight changes under the point group of the square, about the centre of the block; null on bonds, where the sector is a momentum. */
  readonly point: string | null;
  /** The field with the largest weight. */
  readonly operator: string;
  /** All fields of the sector with their weights, in standard deviations of the fields. */
  readonly weights: readonly { readonly name: string; readonly weight: number }[];
  readonly method: DimensionMethod;
  /** What the filter of that field tells of the environment beyond those found before it, nats; null for filters that were given. */
  readonly gain: Estimate | null;
  /** Δ by that method; null where there is no power law, or it cannot be told. */
  readonly dimension: Estimate | null;
  readonly verdict: 'power law' | 'not a power law' | 'undetermined';
  readonly reason: string;
  /** Distances, or sides of lattices, that were fitted; null without a fit. */
  readonly window: { readonly from: number; readonly to: number } | null;
  /** Δ against the side as well, where the method is another one and that is a power law. */
  readonly bySide: Estimate | null;
  /** Δ of the field with the largest weight alone, by the same method. */
  readonly single: Estimate | null;
  /** Δ = 2 - y of the coarsest pair of levels, of the first row of a sector that has couplings. */
  readonly renormalised: Estimate | null;
  /** The nearest operator of the field theory in this sector, and (Δ - its dimension) / error. */
  readonly nearest: { readonly name: string; readonly dimension: number; readonly source: string; readonly z: number } | null;
}

/** Which rows the couplings of a renormalisation belong to. */
const KINDS: Partial<Record<SectorName, LevelExponent['kind']>> = { odd: 'odd', even: 'even' };

/** The rows of one sector. */
export function rowsOf(
  plan: OperatorsPlan,
  sector: { readonly sector: SectorName; readonly names: readonly string[]; readonly from: readonly number[] },
  spectrum: SectorSpectrum,
  theory: Theory | undefined,
  levels: readonly LevelExponent[] | undefined,
): TableRow[] {
  return spectrum.principal.map((found, i) => {
    const main = found.weights.reduce((best, weight, a) => (Math.abs(weight) > Math.abs(found.weights[best]) ? a : best), 0);
    const method: DimensionMethod = found.factor ? 'distance, torus' : 'absent' in found.bySize ? 'distance, chord' : 'side';
    const fit = method === 'side' ? found.bySize : found.byDistance;
    const elsewhere = method === 'distance, torus' ? stated(found.bySize) : null;
    const { single } = found;
    const dimension = stated(fit);
    return {
      sector: sector.sector,
      point: pointOf(plan, sector.from[main]),
      operator: sector.names[main],
      weights: sector.names.map((name, a) => ({ name, weight: found.weights[a] })),
      gain: plan.operators[sector.from[main]]?.gain ?? null,
      method,
      dimension,
      ...judged(fit),
      bySide: elsewhere,
      single: stated(method === 'side' ? single.bySize : single.byDistance),
      renormalised: i === 0 ? coarsest(levels, KINDS[sector.sector]) : null,
      nearest: dimension && nearestOf(theory, sector.sector, dimension),
    };
  });
}

/** The widest window that holds a power law; the widest of all where none does. */
function windowOf(fit: DimensionFit): { readonly from: number; readonly to: number; readonly dimension: Estimate; readonly holds: boolean } {
  const { law, determined, dimension, from, to, windows } = fit;
  const later = windows.find((window) => window.from === law.holdsFrom);
  if (law.verdict === 'not a power law' && later?.determined) return { ...later, holds: true };
  return { from, to, dimension, holds: law.verdict === 'power law' && determined };
}

function judged(fit: FitOrNot): Pick<TableRow, 'verdict' | 'reason' | 'window'> {
  if ('absent' in fit) return { verdict: 'undetermined', reason: fit.absent, window: null };
  const { from, to, holds } = windowOf(fit);
  const narrower = holds && fit.law.verdict !== 'power law';
  return {
    verdict: holds ? 'power law' : fit.law.verdict,
    reason: narrower ? `from ${from} on; from ${fit.from} on: ${fit.law.reason}` : fit.law.reason,
    window: { from, to },
  };
}

/** A dimension is stated for power laws only. */
function stated(fit: FitOrNot): Estimate | null {
  if ('absent' in fit) return null;
  const { dimension, holds } = windowOf(fit);
  return holds ? dimension : null;
}

/** Products of coarse fields are scalars. */
function pointOf({ block, operators }: OperatorsPlan, from: number): string | null {
  if (block.inner === 'none') return null;
  return from < 0 ? 'A1' : mainIrrep(irrepShares(operators[from].operator, block.side));
}

function coarsest(levels: readonly LevelExponent[] | undefined, kind: LevelExponent['kind'] | undefined): Estimate | null {
  const own = levels?.filter((level) => level.kind === kind) ?? [];
  return own.length === 0 ? null : own[own.length - 1].dimension;
}

function nearestOf(theory: Theory | undefined, sector: SectorName, { mean, error }: Estimate): TableRow['nearest'] {
  const known = theory?.operators.filter((one) => one.sector === sector) ?? [];
  if (!theory || known.length === 0) return null;
  const { name, dimension } = known.reduce((best, one) => (Math.abs(one.dimension - mean) < Math.abs(best.dimension - mean) ? one : best));
  return { name, dimension, source: `${theory.name}; ${theory.source}`, z: (mean - dimension) / error };
}
