/** The verb `correlate`: correlators of coarse variables, each on a lattice of its own. */
import type { StudyFolder } from '../study/cells/folder.ts';
import { type CorrelatorPlan, correlatorPlans } from '../study/correlator/plan.ts';
import type { CorrelatorRecord } from '../study/correlator/record.ts';
import { type CorrelateOutcome, runCorrelator } from '../study/correlator/run.ts';
import { deviceSampler } from '../study/correlator/sample.ts';
import type { Host } from './host.ts';
import type { Given } from './options.ts';
import type { OpenDevice } from './study_device.ts';
import { allEntries, type Stopped, someEntries } from './study_entries.ts';
import { stageAttempt } from './study_show.ts';

const CORRELATORS = { list: 'correlators', one: 'correlator', plansOf: correlatorPlans, attempt, said, asJson };

/** `blockspin correlate DIR`: all correlators of a study, or the one at --index. */
export async function correlate(host: Host, given: Given, operand = '.'): Promise<number> {
  return someEntries(host, given, operand, CORRELATORS);
}

/** All correlators of a study whose cells are done, as a part of `study`. @returns exit code */
export async function correlateAll(host: Host, folder: StudyFolder, open: OpenDevice): Promise<number> {
  return allEntries(host, folder, open, CORRELATORS);
}

function attempt(host: Host, folder: StudyFolder, plan: CorrelatorPlan, open: OpenDevice): Promise<CorrelateOutcome | undefined> {
  return stageAttempt(host, nameOf(plan), ({ origin, ...hooks }) => runCorrelator(folder, plan, async () => deviceSampler(await open()), origin, hooks));
}

function nameOf({ index, entry }: CorrelatorPlan): string {
  return `correlator ${index} (T = ${entry.temperature === Number.POSITIVE_INFINITY ? 'inf' : entry.temperature}, L = ${entry.size})`;
}

function said(plan: CorrelatorPlan, ended: CorrelateOutcome | Stopped): string {
  const name = nameOf(plan);
  if ('record' in ended) return `${name}: ${found(ended.record)}${ended.outcome === 'done' ? `; ${ended.record.seconds.total.toFixed(1)} s` : ''}`;
  if (ended.outcome === 'locked') return `${name}: another process (${ended.holder.pid} on ${ended.holder.host}) works on it; nothing to do here`;
  if (ended.outcome === 'stopped') return `${name}: stopped; the same command begins it anew`;
  return `${name}: ${ended.outcome === 'failed' ? 'failed: ' : ''}${ended.reason}`;
}

function found({ fit, expected, sampling }: CorrelatorRecord): string {
  const cold = sampling.thermal ? '' : '; NOT THERMAL: try a larger burn';
  if ('absent' in fit) return `no fit: ${fit.absent}${cold}`;
  const { dimension, determined, distances, law } = fit;
  const known = expected ? ` (${expected.label}: ${Number(expected.dimension.toPrecision(4))})` : '';
  const range = `r = ${Math.round(distances[0])} to ${Math.round(distances[distances.length - 1])}`;
  if (!determined) return `no power law can be told from noise, ${range}${known}${cold}`;
  const judged = law.verdict === 'power law' ? '' : `; ${law.verdict}: ${law.reason}`;
  return `dimension ${dimension.mean.toFixed(4)} ± ${dimension.error.toFixed(4)}, ${range}${known}${judged}${cold}`;
}

/** Without the numbers of every distance, which are in the file. */
function asJson(ended: CorrelateOutcome | Stopped): object {
  if (!('record' in ended)) return ended;
  const { hash, fit, expected, seconds, adapter } = ended.record;
  const short =
    'absent' in fit ? fit : { determined: fit.determined, law: fit.law.verdict, reason: fit.law.reason, dimension: fit.dimension, from: fit.from, to: fit.to };
  return { outcome: ended.outcome, hash, fit: short, expected, seconds: seconds.total, adapter };
}
