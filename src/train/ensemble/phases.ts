import type { Part } from '../../view/gather.ts';
import { evolves } from '../config/evolution.ts';
import type { TrainConfig } from '../config/types.ts';

/**
 * Kinds of steps: the critic alone learns from the smooth H while the filter waits (warming); both learn
 * (training); the critic alone learns, for the discrete H of the trained filter (refining); fixed samples are evaluated
 * (validating); samples that nothing has learned from are evaluated (evaluating).
 */
export const PHASES = ['warming', 'training', 'refining', 'validating', 'evaluating'] as const;
export type Phase = (typeof PHASES)[number];

/** What a phase does. */
interface Kind {
  part: Part;
  soft: boolean;
  learns: 'all' | 'critic' | 'nothing';
}

/** Which samples a phase sees, whether H is smooth, and what learns. */
export const KIND: Readonly<Record<Phase, Kind>> = {
  warming: { part: 'training', soft: true, learns: 'critic' },
  training: { part: 'training', soft: true, learns: 'all' },
  refining: { part: 'training', soft: false, learns: 'critic' },
  validating: { part: 'validation', soft: false, learns: 'nothing' },
  evaluating: { part: 'held out', soft: false, learns: 'nothing' },
};

/** The same in a training whose filters evolve: the critic learns for the discrete H of candidates that nothing else moves. */
export function kindOf(phase: Phase, config: TrainConfig): Kind {
  return evolves(config) && KIND[phase].soft ? KIND.refining : KIND[phase];
}
