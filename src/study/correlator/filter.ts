/** The filter of a correlator out of a study's results. */

import type { StudyFolder } from '../cells/folder.ts';
import { readStudy } from '../cells/read.ts';
import type { CorrelatorPlan, FilterWeights } from './plan.ts';

/** A filter with its source. */
export interface FoundFilter {
  source: 'pattern' | 'trained';
  /** For a pattern. */
  name?: string;
  /** For a trained filter: its point of the grid, and its run. */
  components?: number;
  temperature?: number;
  buffer?: number;
  run?: number;
  /** Number of runs that it was chosen from. */
  runs?: number;
  weights: FilterWeights;
}

/** Why there is no filter: its cells are not done yet, or found nothing. */
type NoFilter = { waiting: string } | { missing: string };

/**
 * The filter of a correlator: a pattern, or the filter of the run that validation chose at a point of the grid.
 * @throws BlockspinError for chunks that are not as they were written
 */
export async function correlatorFilter(folder: StudyFolder, { source, setting, entry }: CorrelatorPlan): Promise<FoundFilter | NoFilter> {
  const chosen = (weights: FilterWeights) => (entry.component === 'all' ? weights : [weights[entry.component]]);
  if (source.kind === 'pattern') return { source: 'pattern', name: source.name, weights: chosen(source.weights) };
  const data = await readStudy(folder, setting);
  const c = data.axes.components.indexOf(source.components);
  const t = data.axes.temperature.indexOf(source.temperature);
  const of = `temperature ${source.temperature === Number.POSITIVE_INFINITY ? 'inf' : source.temperature}, ${source.components} components`;
  if (!data.done[c][t].every(Boolean)) return { waiting: `cells at ${of}` };
  const points = data.points[c][t].map((point, b) => ({ ...point, b, buffer: data.axes.buffer[b] }));
  const found =
    source.buffer === undefined ? points.filter(({ verdict }) => verdict === 'converged').at(-1) : points.find(({ buffer }) => buffer === source.buffer);
  const weights = found?.best === undefined ? undefined : data.filters[c][t][found.b][found.best];
  if (!found || !weights?.flat(2).every(Number.isFinite)) {
    const verdicts = points.map(({ buffer, verdict }) => `buffer ${buffer}: ${verdict ?? 'no run'}`).join(', ');
    return {
      missing:
        source.buffer === undefined
          ? `no point at ${of} has converged (${verdicts}); name a buffer to take its filter nevertheless`
          : `no finite filter at ${of}, buffer ${source.buffer}`,
    };
  }
  const { components, temperature } = source;
  return { source: 'trained', components, temperature, buffer: found.buffer, run: found.best, runs: found.runs, weights: chosen(weights) };
}
