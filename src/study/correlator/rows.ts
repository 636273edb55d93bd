/** Correlators in the form that reports draw. */
import { type AnalysedCorrelator, isAbsent, type StudyAnalysis } from '../analyse/types.ts';
import type { FurtherAxis } from '../cells/data.ts';
import type { StudyFolder } from '../cells/folder.ts';
import type { CorrelatorEntry } from './config.ts';
import type { FoundFilter } from './filter.ts';
import { correlatorPlans } from './plan.ts';
import { type CorrelatorRecord, readCorrelators, sameSetting } from './record.ts';

/** The correlators at one choice of further axes; undefined where the config asks for none. */
export async function correlatorRows(folder: StudyFolder, setting: Record<FurtherAxis, number>): Promise<StudyAnalysis['correlators']> {
  const here = (other: { setting: Record<FurtherAxis, number> }) => sameSetting(other.setting, setting);
  if (!correlatorPlans(folder.config).some(here)) return undefined;
  const rows = (await readCorrelators(folder)).filter(here).map(rowOf);
  return rows.length > 0 ? { rows } : { absent: 'not computed yet; blockspin correlate computes them' };
}

function rowOf({ entry, filter, distances, values, fit, expected }: CorrelatorRecord): AnalysedCorrelator {
  return {
    components: filter.components ?? filter.weights.length,
    temperature: entry.temperature,
    buffer: filter.buffer ?? Number.NaN,
    ...(filter.name === undefined ? {} : { pattern: filter.name }),
    note: noteOf(entry, filter),
    size: entry.size,
    distances,
    values,
    fit: isAbsent(fit) || !fit.determined ? null : fit,
    law: lawOf(fit),
    ...(expected ? { expected } : {}),
  };
}

function lawOf(fit: CorrelatorRecord['fit']): AnalysedCorrelator['law'] {
  if (isAbsent(fit)) return { verdict: 'undetermined', reason: fit.absent, later: null };
  const { verdict, reason, holdsFrom } = fit.law;
  const later = fit.windows.find((window) => window.from === holdsFrom);
  return { verdict, reason, later: later ? { from: later.from, dimension: later.dimension } : null };
}

/** What distinguishes two entries with the same filter. */
function noteOf({ temperature, values, direction, component, stride }: CorrelatorEntry, filter: FoundFilter): string {
  return [
    filter.temperature === undefined || filter.temperature === temperature
      ? ''
      : `trained at ${filter.temperature === Number.POSITIVE_INFINITY ? '∞' : filter.temperature}`,
    component === 'all' ? '' : `component ${component}`,
    values === 'sign' ? 'sign' : '',
    direction === 'both' ? '' : direction === 'all' ? 'all directions' : `along ${direction}`,
    stride === 1 ? '' : `every ${stride} sites`,
  ]
    .filter(Boolean)
    .join(', ');
}
