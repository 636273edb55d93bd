/** Whether a study can have the null tests that its config names. */
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { modelOf, type StudyConfig } from '../plan/schema.ts';

/** @throws BlockspinError for spokes where the values are not those of edges around a node */
export function checkNulls(config: StudyConfig): void {
  const edges = config.train.around !== undefined && modelOf(config).support === 'bonds';
  if (edges || !config.nulls?.includes('spokes')) return;
  const remedy = phrase`leave it out of ${setting('nulls')}, or study a model on the edges of a graph around a node`;
  throw new BlockspinError({ setting: 'nulls', expected: 'no spokes, since there is no centre with edges', got: 'spokes', remedy });
}
