/** The analysis of the results of a study: from plain data to plain data, deterministic. */

import type { StudyData } from '../cells/data.ts';
import { curvesOf, decaysOf, pointsOf, saturationOf } from './curves.ts';
import { boundaryOf, patternsOf, pcaOf, projectionsOf } from './filters.ts';
import { type AboutStudy, Frame } from './frame.ts';
import { symmetriesOf } from './symmetry.ts';
import type { StudyAnalysis } from './types.ts';

/** Options of `analyse`. */
interface AnalyseOptions extends AboutStudy {
  /** Correlators of coarse variables, where they were measured. */
  correlators?: StudyAnalysis['correlators'];
  /** Tables of operators, where they were measured. */
  operators?: StudyAnalysis['operators'];
  /** Words of H, where they were sampled. */
  words?: StudyAnalysis['words'];
  /** Null tests, where they were trained. */
  nulls?: StudyAnalysis['nulls'];
}

/**
 * Analyses a study at one choice of its further axes: curves with errors, decays with the buffer, phases, filters and symmetries. It works
 * on unfinished studies, too: a part without enough data is absent, with the reason.
 * @throws BlockspinError for a config of figures that cannot be fulfilled
 */
export function analyse(data: StudyData, options: AnalyseOptions = {}): StudyAnalysis {
  const frame = new Frame(data, options);
  const pca = pcaOf(frame);
  const runs = data.done.flat(2);
  return {
    name: data.name,
    model: data.model,
    title: frame.title,
    control: data.control,
    setting: data.setting,
    coarse: data.coarse,
    block: frame.block,
    ...(frame.graph === undefined ? {} : { graph: frame.graph }),
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
    ...(options.operators ? { operators: options.operators } : {}),
    ...(options.words ? { words: options.words } : {}),
    ...(options.nulls ? { nulls: options.nulls } : {}),
  };
}
