/** From the results of a study to what they mean. Reads plain data and gives plain data; the same from the same. */

import type { StudyData } from '../cells/data.ts';
import { curvesOf, decaysOf, pointsOf, saturationOf } from './curves.ts';
import { boundaryOf, patternsOf, pcaOf, projectionsOf } from './filters.ts';
import { type AboutStudy, Frame } from './frame.ts';
import { symmetriesOf } from './symmetry.ts';
import type { StudyAnalysis } from './types.ts';

export interface AnalyseOptions extends AboutStudy {
  /** Correlators of coarse variables, where they were measured. */
  correlators?: StudyAnalysis['correlators'];
}

/**
 * Curves with errors, decays with the buffer, phases, filters and symmetries of a study at one choice of its further axes.
 * Works on unfinished studies, too: a part with too little data is absent and says why.
 * @throws BlockspinError for a config of figures that cannot be fulfilled
 */
export function analyse(data: StudyData, options: AnalyseOptions = {}): StudyAnalysis {
  const frame = new Frame(data, options);
  const pca = pcaOf(frame);
  const runs = data.done.flat(2);
  return {
    name: data.name,
    model: data.model,
    control: data.control,
    setting: data.setting,
    coarse: data.coarse,
    block: frame.block,
    progress: { done: runs.filter(Boolean).length, total: runs.length },
    seconds: data.seconds.flat().reduce((sum, seconds) => sum + seconds, 0),
    transition: frame.transition,
    points: pointsOf(frame),
    decays: decaysOf(frame),
    curves: curvesOf(frame),
    boundary: boundaryOf(frame),
    patterns: patternsOf(frame),
    pca,
    projections: projectionsOf(frame, pca),
    ensembleBuffers: frame.ensembleBuffers,
    symmetries: symmetriesOf(frame),
    saturation: saturationOf(frame),
    ...(options.correlators ? { correlators: options.correlators } : {}),
  };
}
