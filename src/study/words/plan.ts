/** Which words of a study are sampled: at each place of the grid of a study on the edges of a graph, those of all numbers of components and buffers together. */
import { isDiscrete, type VariableName } from '../../coarse/variables.ts';
import type { FurtherAxis } from '../cells/data.ts';
import { fullSettings } from '../plan/plan.ts';
import { modelOf, type StudyConfig } from '../plan/schema.ts';

/** One place of the grid. */
export interface WordsPlan {
  readonly index: number;
  readonly setting: Record<FurtherAxis, number>;
  /** Value of the control parameter. */
  readonly temperature: number;
  readonly chains: number;
  /** Configurations of each chain. */
  readonly measurements: number;
}

/** Configurations in all, and of a chain at most and at least. */
const SAMPLES = 40_960;
const [MOST, LEAST] = [40, 8];

/** Why the filters of a study on the edges of a graph have no words; undefined where they have, and for studies of anything else. */
export function wordless(config: StudyConfig): string | undefined {
  const { around, filterHidden, bias, variable } = config.train;
  if (!around || modelOf(config).support !== 'bonds') return undefined;
  if (filterHidden.length > 0) return 'the filters are nonlinear, and a study does not store all of their weights';
  if (bias) return 'the filters have a bias, which a study does not store';
  return isDiscrete(variable as VariableName) ? undefined : `H (${variable}) is a number, not a word`;
}

/** One plan for each choice of the further axes and of the control parameter; none where words have no place on a graph, or filters have no words. */
export function wordsPlans(config: StudyConfig): WordsPlan[] {
  const { train, grid } = config;
  const { around, chains } = train;
  if (!around || modelOf(config).support !== 'bonds' || wordless(config)) return [];
  const measurements = Math.min(MOST, Math.max(LEAST, Math.round(SAMPLES / chains)));
  const points = grid[modelOf(config).control.key as 'temperature'];
  const places = fullSettings(config).flatMap((setting) => (points ?? []).map((temperature) => ({ setting, temperature })));
  return places.map((place, index) => ({ index, ...place, chains, measurements }));
}
