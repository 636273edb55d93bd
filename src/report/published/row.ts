/** One published statement beside the result of a study. */
import type { Estimate } from '../../core/statistics.ts';
import type { AnalysedPoint, StudyAnalysis } from '../../study/analyse/types.ts';
import { concise, fixed, significant } from '../draw/numbers.ts';
import { placeLabel } from '../study/words.ts';

/** The papers, as the rows cite them. */
export const PRL = 'PRL 127, 240603 (2021)';
export const PRE = 'PRE 104, 064106 (2021)';

/** A row of the table of published statements. */
export interface PublishedRow {
  /** Number of the statement in docs/published.md, such as 'R1'. */
  id: string;
  claim: string;
  source: string;
  /** The place in the grid. */
  at: string;
  published: string;
  ours: string;
  /** (ours - published) / error where both are numbers. Only our error is used, since published values have none. */
  z: number | null;
  /** Why the two may differ, and other known values. */
  note: string;
}

/**
 * Published values of the information are moving averages over training batches, of the relaxed variable: they are above
 * the true value. Ours are held out and use the discrete variable.
 */
export const IN_SAMPLE = 'published in-sample, of the relaxed H';

type Words = Pick<PublishedRow, 'id' | 'claim' | 'source' | 'at'> & { note?: string };

/**
 * A row with numbers on both sides, and their z.
 * @param doubt why our number cannot be compared yet: it stands in the remark in place of a z
 */
export function numberRow({ note, ...words }: Words, published: { value: number; text?: string }, ours: Estimate, doubt = ''): PublishedRow {
  const z = doubt ? Number.NaN : (ours.mean - published.value) / ours.error;
  return {
    note: [note, doubt && `no z: ${doubt}`].filter(Boolean).join('; '),
    ...words,
    published: published.text ?? significant(published.value, 4),
    ours: concise(ours),
    z: Number.isFinite(z) ? z : null,
  };
}

/** Why values of these points cannot be compared; empty where all of them converged. */
export function doubtOf(points: readonly Pick<AnalysedPoint, 'verdict'>[]): string {
  const verdicts = new Set(points.flatMap(({ verdict }) => (verdict === 'converged' || verdict === 'zero' ? [] : [verdict ?? 'not done'])));
  return [...verdicts].join(', ');
}

/** A row without its z, where our value is of another system than the published one. */
export function withoutZ(row: PublishedRow, reason: string): PublishedRow {
  return row.z === null ? row : { ...row, z: null, note: [row.note, `no z: ${reason}`].filter(Boolean).join('; ') };
}

/** A row with words on both sides. */
export function wordsRow(words: Words, published: string, ours: string): PublishedRow {
  return { note: '', ...words, published, ours, z: null };
}

/** A z with one decimal; empty where the statement has none. */
export const zLabel = (z: number | null) => (z === null ? '' : fixed(z, 1));

/** Points at one number of components whose information has a finite mean and error. */
export function measuredPoints({ points }: StudyAnalysis, components: number): AnalysedPoint[] {
  return points.filter(({ components: c, information: { mean, error } }) => c === components && Number.isFinite(mean) && Number.isFinite(error));
}

/** 'T = 2.5, L_B = 4'. */
export const placeOf = (analysis: StudyAnalysis, { temperature, buffer }: Pick<AnalysedPoint, 'temperature' | 'buffer'>) =>
  `${placeLabel(analysis, temperature)}, L_B = ${buffer}`;

/** The item with the largest number, the first of equal ones; undefined for an empty list. */
export function largest<T>(items: readonly T[], of: (item: T) => number): T | undefined {
  return items.reduce<T | undefined>((best, item) => (best === undefined || of(item) > of(best) ? item : best), undefined);
}
