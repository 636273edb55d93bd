/** Filters of a study whose words are wanted: those of the runs that validation chose. */
import type { StudyData } from '../cells/data.ts';
import type { WordsPlan } from './plan.ts';

/** One of them, with all that its words depend on. */
export interface Wanted {
  readonly components: number;
  readonly buffer: number;
  /** The run that validation chose. */
  readonly run: number;
  /** Its weights, [component][row][column]: other ones are sampled anew. */
  readonly filter: readonly (readonly (readonly number[])[])[];
  /** Of a component of H. */
  readonly states: number;
}

/** Whether all cells of a place are done. */
export function isDone({ axes, done }: StudyData, { temperature }: Pick<WordsPlan, 'temperature'>): boolean {
  const t = axes.temperature.indexOf(temperature);
  return done.every((of) => of[t].every(Boolean));
}

/** The filters of a place, at all numbers of components and buffers that have a finite one. */
export function chosenFilters({ axes, points, filters, coarse }: StudyData, { temperature }: Pick<WordsPlan, 'temperature'>): Wanted[] {
  const t = axes.temperature.indexOf(temperature);
  return axes.components.flatMap((components, c) =>
    axes.buffer.flatMap((buffer, b): Wanted[] => {
      const run = points[c][t][b].best;
      const filter = run === undefined ? undefined : filters[c][t][b][run];
      return run !== undefined && filter?.flat(2).every(Number.isFinite) ? [{ components, buffer, run, filter, states: coarse.states }] : [];
    }),
  );
}
