/** Entries of correlators that a study without training can have. */
import type { StudyInput } from '../../src/study/plan/config.ts';
import { SMALL_STUDY } from './study.ts';

export const T_C = 2 / Math.log(1 + Math.SQRT2);

export type Entries = NonNullable<StudyInput['correlators']>;
export const UNIFORM = { temperature: T_C, size: 16, pattern: 'uniform', chains: 64, measurements: 2, factor: 'ising' } as const;

export const DIMERS: StudyInput = { train: { model: 'dimers', size: 8, block: 2, shell: 1 }, grid: { buffer: 0 } };
export const P1 = { temperature: 'inf', size: 16, pattern: 'P1', chains: 64 } as const;

export const withEntries = (correlators: Entries, study: StudyInput = SMALL_STUDY): StudyInput => ({ ...study, correlators });
