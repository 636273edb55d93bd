/** The figures of a study that there is data for, in the order of the page. */
import type { StudyAnalysis } from '../../study/analyse_types.ts';
import type { StudyData } from '../../study/data.ts';
import type { Figure } from '../figures.ts';
import { filterFigures } from './figure_filters.ts';
import { informationFigures } from './figure_information.ts';

export function studyFigures(data: StudyData, analysis: StudyAnalysis): Figure[] {
  return [...informationFigures(analysis), ...filterFigures(data, analysis)];
}
