/** Words of a study as stored in its folder, and as reports read them. */

import type { WordFindings } from '../../analysis/words/analysis.ts';
import type { SuperDimers } from '../../analysis/words/super_dimers.ts';
import type { AdapterRecord } from '../../gpu/adapter.ts';
import type { NeighbourExits } from '../../space/graph/exits.ts';
import type { AnalysedWords, StudyAnalysis } from '../analyse/types.ts';
import type { FurtherAxis, StudyData } from '../cells/data.ts';
import type { StudyFolder } from '../cells/folder.ts';
import { lastOf, recordsOf } from '../cells/once.ts';
import type { Origin } from '../cells/plan_file.ts';
import { encode } from '../cells/record.ts';
import type { Sampled } from '../correlator/sample.ts';
import { chosenFilters, type Wanted } from './filters.ts';
import { type WordsPlan, wordless, wordsPlans } from './plan.ts';

/** The words of the chosen run at one number of components and one buffer. */
export interface PointWords extends Wanted {
  readonly found: WordFindings;
}

/** The neighbours around a centre, and what their classes are. */
interface StarWords {
  /** Of the region that they stand around; -1 for the next neighbours in the graph. */
  readonly level: number;
  readonly neighbours: readonly NeighbourExits[];
  readonly found: SuperDimers;
}

/** Words at one place of the grid: a file `words/<index>-<hash>.json` of the study's folder. */
export interface WordsRecord extends Origin {
  index: number;
  /** Of the place, the sampling and all filters. */
  hash: string;
  setting: Record<FurtherAxis, number>;
  temperature: number;
  /** The node in the middle of the block. */
  centre: number;
  points: PointWords[];
  stars: StarWords[];
  sampling: Pick<Sampled, 'algorithm' | 'burn' | 'spacing' | 'thermal'> & { chains: number; measurements: number };
  seed: number;
  adapter: AdapterRecord;
  host: string;
  /** ISO 8601. */
  finished: string;
  seconds: number;
}

/**
 * The last record of a plan, with the words of those filters only that validation chooses now: other runs may be chosen once there are more of
 * them. Undefined where there is none.
 * @param data results of the study at the further axes of the plan
 * @throws BlockspinError for one that is not as it was written
 */
export async function readWords(folder: StudyFolder, plan: WordsPlan, data: StudyData): Promise<WordsRecord | undefined> {
  const now = new Set(chosenFilters(data, plan).map(encode));
  const all = await recordsOf<WordsRecord>(folder, 'words');
  const same = all.filter((record) => record.temperature === plan.temperature && encode(record.setting) === encode(plan.setting));
  const current = same.map((record) => ({ ...record, points: record.points.filter(({ found: _, ...wanted }) => now.has(encode(wanted))) }));
  return lastOf(current.filter(({ points }) => points.length > 0));
}

/**
 * The words at one choice of further axes, in the form that reports draw; undefined where a study cannot have any.
 * @param data its results there
 */
export async function wordRows(folder: StudyFolder, data: StudyData): Promise<StudyAnalysis['words']> {
  const why = wordless(folder.config);
  if (why) return { absent: why };
  const plans = wordsPlans(folder.config).filter((plan) => encode(plan.setting) === encode(data.setting));
  if (plans.length === 0) return undefined;
  const rows = (await Promise.all(plans.map((plan) => readWords(folder, plan, data)))).flatMap((record) => (record ? [rowOf(record)] : []));
  return rows.length > 0 ? { rows } : { absent: 'those of the runs that are chosen now are not sampled; blockspin study samples them once its cells are done' };
}

function rowOf({ temperature, centre, points, stars, sampling }: WordsRecord): AnalysedWords {
  const { chains, thermal } = sampling;
  return { temperature, centre, chains, thermal, points: points.map(({ filter: _, ...point }) => point), stars };
}
