/** Null tests of a study as stored in its folder, and as reports read them. */
import type { Estimate } from '../../core/statistics.ts';
import type { AdapterRecord } from '../../gpu/adapter.ts';
import type { Verdict } from '../../train/result/summary.ts';
import type { AnalysedNull, StudyAnalysis } from '../analyse/types.ts';
import type { FurtherAxis } from '../cells/data.ts';
import type { StudyFolder } from '../cells/folder.ts';
import { lastOf, recordsOf } from '../cells/once.ts';
import type { Origin } from '../cells/plan_file.ts';
import { encode } from '../cells/record.ts';
import { type NullPlan, nullPlans } from './plan.ts';

/** A null test that is done: a file `nulls/<index>-<hash>.json` of the study's folder. */
export interface NullRecord extends Origin {
  /** Its kind, place and length. */
  plan: NullPlan;
  /** Of the plan, the settings of the training and the seed. */
  hash: string;
  /** Held-out I(H:E) of the run that validation chose, nats. */
  information: Estimate;
  verdict: Verdict;
  /** Values in block and environment, where these are lists. */
  block?: number;
  environment?: number;
  seed: number;
  adapter: AdapterRecord;
  host: string;
  /** ISO 8601. */
  finished: string;
  seconds: number;
}

/**
 * The null tests at one choice of further axes, in the form that reports draw; undefined where a study has none there.
 * @throws BlockspinError for a record that is not as it was written
 */
export async function nullRows(folder: StudyFolder, setting: Record<FurtherAxis, number>): Promise<StudyAnalysis['nulls']> {
  const plans = nullPlans(folder.config).filter((plan) => encode(plan.setting) === encode(setting));
  if (plans.length === 0) return undefined;
  const records = await recordsOf<NullRecord>(folder, 'nulls');
  const rows = plans.flatMap((plan) => lastOf(records.filter((record) => isOf(record, plan))) ?? []).map(rowOf);
  return rows.length > 0 ? { rows } : { absent: 'not trained yet; blockspin study trains them once its cells are done' };
}

/** Tests that are named in another order have other numbers. */
function isOf({ plan: { index: _, ...before } }: NullRecord, { index: __, ...now }: NullPlan): boolean {
  return encode(before) === encode(now);
}

function rowOf({ plan, information, verdict, block, environment }: NullRecord): AnalysedNull {
  const { kind, temperature, components, buffer, steps, refine } = plan;
  const sizes = block === undefined || environment === undefined ? {} : { block, environment };
  return { kind, temperature, components, buffer, ...sizes, steps: steps + refine, information, verdict };
}
