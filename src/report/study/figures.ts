/** The figures of a study in the order of its page, as far as there are data for them. */
import type { StudyAnalysis } from '../../study/analyse/types.ts';
import type { StudyData } from '../../study/cells/data.ts';
import type { StudyConfig } from '../../study/plan/config.ts';
import type { Figure } from '../draw/figure.ts';
import { boundaryFigures } from './figure_boundary.ts';
import { correlatorFigure } from './figure_correlators.ts';
import { decayFigures } from './figure_decay.ts';
import { filterFigures } from './figure_filters.ts';
import { informationFigures } from './figure_information.ts';
import { operatorsFigure } from './figure_operators.ts';
import { pcaFigures } from './figure_pca.ts';
import { projectionFigures } from './figure_projections.ts';
import { runsFigures } from './figure_runs.ts';
import { saturationFigure } from './figure_saturation.ts';
import { trainingFigures } from './figure_training.ts';
import { edgesOfStudy } from './panels.ts';
import { wordsFigures } from './words_section.ts';

/** Themes of the page, each with figures and a table. */
export type Theme =
  | 'information'
  | 'decay'
  | 'filters'
  | 'boundary'
  | 'pca'
  | 'projections'
  | 'saturation'
  | 'correlators'
  | 'operators'
  | 'words'
  | 'runs'
  | 'training';

/** All figures for which there are data, by theme; a theme without data has none. */
export function studyFigures(data: StudyData, analysis: StudyAnalysis, config: Pick<StudyConfig, 'train' | 'grid'>): Record<Theme, Figure[]> {
  const onEdges = edgesOfStudy(config);
  return {
    information: informationFigures(analysis),
    decay: decayFigures(analysis),
    filters: filterFigures(data, analysis, onEdges),
    boundary: boundaryFigures(analysis),
    pca: pcaFigures(analysis, onEdges),
    projections: projectionFigures(analysis),
    saturation: [saturationFigure(analysis)].flatMap((figure) => figure ?? []),
    correlators: [correlatorFigure(analysis)].flatMap((figure) => figure ?? []),
    operators: [operatorsFigure(analysis)].flatMap((figure) => figure ?? []),
    words: wordsFigures(analysis, config),
    runs: runsFigures(data, analysis),
    training: trainingFigures(data, analysis),
  };
}
