/** Names of places, settings and parts of a study. */

import type { Maximum } from '../../analysis/curves/phase.ts';
import { ERRORS } from '../../analysis/curves/verdicts.ts';
import { type FilterKind, LEAST_INFORMATION } from '../../analysis/filters/filter.ts';
import type { Estimate } from '../../core/statistics.ts';
import type { Control } from '../../model/model.ts';
import { CONTROLS, modelNamed } from '../../model/models.ts';
import { type AnalysedBoundary, type AnalysedCorrelator, type AnalysedPoint, isAbsent, type StudyAnalysis } from '../../study/analyse/types.ts';
import type { Temperature } from '../../train/result/summary.ts';
import { fixed, significant, temperatureLabel } from '../draw/numbers.ts';
import { overWords } from '../draw/words.ts';

/** A temperature as results store it: 'inf' for infinity. */
export const asTemperature = (t: number): Temperature => (t === Number.POSITIVE_INFINITY ? 'inf' : t);
/** A temperature or rate as text, '∞' for infinity. */
export const valueLabel = (t: number) => temperatureLabel(asTemperature(t));

/** 'T = 2.5', or 'w = 3'. */
export function placeLabel({ control }: Pick<StudyAnalysis, 'control'>, t: number): string {
  return `${symbolOf(control)} = ${valueLabel(t)}`;
}

/** The symbol of a control parameter, from its axis. */
export function symbolOf(axis: StudyAnalysis['control']): string {
  return (CONTROLS.find((control) => control.axis === axis) as Control).symbol;
}

/** Title of an axis over temperatures or rates. */
export function controlTitle({ model }: Pick<StudyAnalysis, 'model'>): string {
  const { noun, symbol, unit } = modelNamed(model).control;
  return `${noun} ${symbol}${unit ? `  (${unit})` : ''}`;
}

/** Where its points lie along the control parameter: ' against temperature', or ' at T = 2.5' where there is one value. */
export function overControl(analysis: Pick<StudyAnalysis, 'model' | 'points'>): string {
  return overWords(modelNamed(analysis.model).control, temperaturesOf(analysis).map(asTemperature));
}

/** Values of the control parameter that its points have. */
export function temperaturesOf({ points }: Pick<StudyAnalysis, 'points'>): number[] {
  return unique(points.map(({ temperature }) => temperature));
}

/** The numbers of components that a study has. */
export function componentsOf({ points }: Pick<StudyAnalysis, 'points'>): number[] {
  return [...new Set(points.map(({ components }) => components))];
}
/** Suffix of names and titles of figures for one number of components; empty where the study has only one number. */
export function suffix(analysis: StudyAnalysis, components: number): { name: string; title: string } {
  const alone = componentsOf(analysis).length === 1;
  return alone ? { name: '', title: '' } : { name: `-${components}`, title: `, ${components} component${components === 1 ? '' : 's'}` };
}

/** 'buffer 4'. */
export const bufferLabel = (buffer: number) => `buffer ${buffer}`;
/** The items with this number of components. */
export const of = <P extends Pick<AnalysedPoint, 'components'>>(points: readonly P[], components: number) =>
  points.filter((point) => point.components === components);
/** Each value once, in the order of its first appearance. */
export const unique = <T>(values: readonly T[]) => [...new Set(values)];

/** The source of the filter of a correlator. */
export function filterLabel({ pattern, buffer, note }: AnalysedCorrelator): string {
  return `${pattern === undefined ? `buffer ${buffer}` : `pattern ${pattern}`}${note ? `, ${note}` : ''}`;
}

/** The kind of a filter in sentences. */
export function kindName(kind: FilterKind | null): string {
  if (kind === 'none') return 'no information';
  return kind === 'mixed' ? 'of no simple pattern' : kind === 'boundary' ? 'boundary-coupled' : String(kind);
}

/** The kind of the chosen filter with its cosine where it is named after a pattern, of which analyses of two values of a site hold one: 'uniform  0.97'. */
export function kindWithCosine({ patterns }: Pick<StudyAnalysis, 'patterns'>, { components, temperature, buffer, kind }: AnalysedPoint): string {
  if (!kind || kind === 'none' || isAbsent(patterns)) return kind ?? '';
  const row = patterns.rows.find((other) => other.components === components && other.temperature === temperature && other.buffer === buffer);
  const found = row?.overlaps.find(({ name }) => name === kind);
  return found ? `${kind}  ${fixed(found.best, 2)}` : kind;
}

/**
 * What is said of a point whose chosen run found no information. Others may have found some: then it is not said that there is none.
 * @returns 'no information', or '; ' and what the best of the others found
 */
export function noneWords({ information: { mean, error }, spread }: Pick<AnalysedPoint, 'information' | 'spread'>): string {
  const most = spread?.most ?? Number.NaN;
  const more = most >= LEAST_INFORMATION && most > mean + ERRORS * error;
  return more ? `none in the chosen run; up to ${significant(most, 2)} in others` : 'no information';
}

/** An estimate with an error of at least the resolution: the bootstrap ignores the distance between points. */
export const noBetter = ({ mean, error }: Estimate, resolution: number): Estimate => ({ mean, error: Math.max(error, resolution) });

/** Significant peaks of the boundaryness that lie between measured temperatures. */
export const clearPeaks = ({ peaks }: AnalysedBoundary, components: number) =>
  of(peaks, components).filter(({ peak }) => peak.inside && peak.significance > ERRORS);

/** The part of a ceiling that is reached: more than all of it is said only as what the error covers, or does not. */
export function partWords({ fraction, exceeds }: Pick<Maximum, 'fraction' | 'exceeds'>): string {
  const percent = fixed(100 * fraction.mean, 1);
  if (!(fraction.mean > 1) || percent === '100.0') return `${percent} %`;
  return exceeds ? `${percent} % (more than its error allows)` : `all (${percent} %, the error covers what is above)`;
}
