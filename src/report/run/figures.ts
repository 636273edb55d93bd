/** The figures of a run, in the order of its page. */
import type { Results } from '../../train/result/summary.ts';
import type { DrawnFigure, Figure } from '../draw/figure.ts';
import { drawAll } from '../draw/svg.ts';
import { filtersFigure } from './figure_filters.ts';
import { informationFigure } from './figure_information.ts';
import { learningFigure } from './figure_learning.ts';
import { trainingFigure } from './figure_training.ts';

/** The figures for which there are data, not drawn yet; empty without results. */
export function figures(results: Results): Figure[] {
  if (results.summary.points.length === 0) return [];
  // Of samples in an order neither values nor filters mean anything.
  if (results.summary.drift) return [trainingFigure(results)].filter((figure) => figure !== undefined);
  return [filtersFigure(results), informationFigure(results), learningFigure(results), trainingFigure(results)].filter((figure) => figure !== undefined);
}

/** The figures of `figures`, drawn. */
export function drawFigures(results: Results): Promise<DrawnFigure[]> {
  return drawAll(figures(results));
}
