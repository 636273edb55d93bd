/** Words of a study as stored in its folder, and as reports read them. */

import type { WordFindings } from '../../analysis/words/analysis.ts';
import type { SuperDimers } from '../../analysis/words/super_dimers.ts';
import type { AdapterRecord } from '../../gpu/adapter.ts';
import type { NeighbourExits } from '../../space/graph/exits.ts';
import type { AnalysedWords, Part, StudyAnalysis } from '../analyse/types.ts';
import type { FurtherAxis } from '../cells/data.ts';
import type { StudyFolder } from '../cells/folder.ts';
import type { Origin } from '../cells/plan_file.ts';
import { decodeSealed, encode } from '../cells/record.ts';
import type { Sampled } from '../correlator/sample.ts';
import { type WordsPlan, wordsPlans } from './plan.ts';

/** The words of the chosen run at one number of components and one buffer. */
export interface PointWords {
  readonly components: number;
  readonly buffer: number;
  /** The run that validation chose. */
  readonly run: number;
  /** Its weights, [component][row][column]: other ones are sampled anew. */
  readonly filter: readonly (readonly (readonly number[])[])[];
  /** Of a component of H. */
  readonly states: number;
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

/** The folder of the words of a study. */
export const wordsFolder = ({ path }: Pick<StudyFolder, 'path'>): string => `${path}/words`;

/**
 * The last record of a plan, whatever its filters were; undefined where there is none.
 * @throws BlockspinError for one that is not as it was written
 */
export async function readWords(folder: StudyFolder, plan: WordsPlan): Promise<WordsRecord | undefined> {
  const names = ((await folder.files.list(wordsFolder(folder))) ?? []).filter((name) => name.endsWith('.json'));
  const records = await Promise.all(names.map(async (name) => decodeWords(folder, name, await folder.files.find(`${wordsFolder(folder)}/${name}`))));
  const same = records.filter((record) => record !== undefined && record.temperature === plan.temperature && encode(record.setting) === encode(plan.setting));
  return same.reduce<WordsRecord | undefined>((last, record) => (last && record && last.finished > record.finished ? last : record), undefined);
}

/**
 * One record out of the bytes of its file.
 * @throws BlockspinError for one that is not as it was written
 */
export function decodeWords(folder: StudyFolder, name: string, bytes: Uint8Array | undefined): Promise<WordsRecord | undefined> {
  const remedy = `remove it; blockspin study ${folder.path} samples its words again`;
  return decodeSealed(bytes, { path: `${wordsFolder(folder)}/${name}`, remedy, sealed: true });
}

/** The words at one choice of further axes, in the form that reports draw; undefined where a study has none. */
export async function wordRows(folder: StudyFolder, setting: Record<FurtherAxis, number>): Promise<StudyAnalysis['words']> {
  const plans = wordsPlans(folder.config).filter((plan) => encode(plan.setting) === encode(setting));
  if (plans.length === 0) return undefined;
  const rows = (await Promise.all(plans.map((plan) => readWords(folder, plan)))).flatMap((record) => (record ? [rowOf(record)] : []));
  const found: Part<{ rows: AnalysedWords[] }> =
    rows.length > 0 ? { rows } : { absent: 'not sampled yet; blockspin study samples them once its cells are done' };
  return found;
}

function rowOf({ temperature, centre, points, stars, sampling }: WordsRecord): AnalysedWords {
  const { chains, thermal } = sampling;
  return { temperature, centre, chains, thermal, points: points.map(({ filter: _, ...point }) => point), stars };
}
