/** What changes from level to level of an iterated coarse-graining: the flow of what every level found. */
import type { FilterKind } from '../../analysis/filters/filter.ts';
import type { Estimate } from '../../core/statistics.ts';
import type { Verdict } from '../../train/result/summary.ts';
import { FURTHER_AXES, type FurtherAxis, type StudyData } from '../cells/data.ts';
import type { LevelField } from '../levels/record.ts';
import type { Place, StudyAnalysis } from './types.ts';

/** A difference is seen from this many errors on. */
const SEEN = 3;

/** One level at one place of the grid. */
export interface LevelRow {
  level: number;
  /** Sites along each axis of its lattice; undefined where no cell is done. */
  extents: readonly number[] | undefined;
  information: Estimate;
  kind: FilterKind | null;
  verdict: Verdict | null;
  /** Of the lattice: -Σ <h h'> of neighbours, and <h h'> along the last axis; null where not known. */
  energy: Estimate | null;
  correlations: { distance: number; value: Estimate }[];
  /** Whether the chains had forgotten how they started. */
  thermal: boolean;
}

/** How the information of the last level differs from that of the first. */
export interface LevelFlow extends Place {
  rows: LevelRow[];
  /** Of the information from the first level to the last, nats; its errors are independent. Null where one of them is missing. */
  change: (Estimate & { outcome: 'falls' | 'rises' | 'level' }) | null;
}

/** The flows of all places of a grid, at one choice of the other further axes. */
export interface LevelFlows {
  setting: Record<FurtherAxis, number>;
  flows: LevelFlow[];
}

/** The results of a study at one choice of its further axes. */
interface Analysed {
  data: StudyData;
  analysis: StudyAnalysis;
}

/** Flows of a study with several levels; empty for any other. */
export function levelFlows(all: readonly Analysed[]): LevelFlows[] {
  const others = FURTHER_AXES.filter((axis) => axis !== 'level');
  const groups = new Map<string, Analysed[]>();
  for (const one of all) {
    const key = others.map((axis) => one.data.setting[axis]).join();
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((levels) => {
    const sorted = levels.sort((a, b) => a.data.setting.level - b.data.setting.level);
    if (sorted.length < 2) return [];
    const places = sorted[0].analysis.points;
    return [{ setting: sorted[0].data.setting, flows: places.map((_, i) => flowOf(sorted, i)) }];
  });
}

function flowOf(levels: readonly Analysed[], point: number): LevelFlow {
  const { components, temperature, buffer } = levels[0].analysis.points[point];
  const rows = levels.map((one) => rowOf(one, point));
  const [first, last] = [rows[0].information, rows[rows.length - 1].information];
  const [mean, error] = [last.mean - first.mean, Math.hypot(first.error, last.error)];
  const outcome = Math.abs(mean) <= SEEN * error ? 'level' : mean < 0 ? 'falls' : 'rises';
  return { components, temperature, buffer, rows, change: Number.isFinite(mean) ? { mean, error, outcome } : null };
}

function rowOf({ data, analysis }: Analysed, point: number): LevelRow {
  const { components, temperature, information, kind, verdict } = analysis.points[point];
  const field: LevelField | undefined = data.levels[data.axes.components.indexOf(components)][data.axes.temperature.indexOf(temperature)][0];
  return {
    level: data.setting.level,
    extents: field?.extents,
    information,
    kind,
    verdict,
    energy: field?.energy ?? null,
    correlations: (field?.correlations ?? []).flatMap(({ distance, along }) => (along.at(-1) ? [{ distance, value: along.at(-1) as Estimate }] : [])),
    thermal: field?.sampling.thermal ?? true,
  };
}
