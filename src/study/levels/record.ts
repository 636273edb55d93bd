/** What a cell of a study with levels leaves behind beside its arrays. */
import type { BlockCorrelation } from '../../analysis/field/block_correlations.ts';
import type { Estimate } from '../../core/statistics.ts';
import type { CoarseRule } from '../../train/result/rule.ts';

/** The lattice that a level is trained on: sampled configurations of the model, coarsened by the rules of all levels below. */
export interface LevelField {
  level: number;
  /** Sites along each axis, the slowest first. */
  extents: readonly number[];
  samples: number;
  /** How the model was sampled; sweeps. */
  sampling: { algorithm: string; burn: number; spacing: number; thermal: boolean };
  /** -Σ over the axes of <h h'> of neighbours, of the first component; null where products of values mean nothing: angles. */
  energy: Estimate | null;
  /** <h h'> along each axis, or the part of pairs that are equal for three or more states; empty where they mean nothing. */
  correlations: readonly BlockCorrelation[];
}

/** The same with what makes the next level. */
export interface LevelRecord extends LevelField {
  /** The rule of the run that validation chose at one buffer. */
  rule: CoarseRule & { buffer: number; run: number };
}
