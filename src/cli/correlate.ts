/** The verb `correlate`: correlators of coarse variables, each on a lattice of its own. */
import { BlockspinError } from '../core/errors.ts';
import { toJson } from '../store/results.ts';
import type { StudyFolder } from '../study/cells/folder.ts';
import { type CorrelatorPlan, correlatorPlans } from '../study/correlator/plan.ts';
import type { CorrelatorRecord } from '../study/correlator/record.ts';
import { type CorrelateOutcome, runCorrelator } from '../study/correlator/run.ts';
import { deviceSampler } from '../study/correlator/sample.ts';
import type { Host } from './host.ts';
import type { Given } from './options.ts';
import { type OpenDevice, RESUMABLE, withDevice } from './study_device.ts';
import { openStudy } from './study_open.ts';
import { stageAttempt } from './study_show.ts';

type Ended = CorrelateOutcome | { outcome: 'stopped' };

/** `blockspin correlate DIR`: all correlators of a study, or the one at --index. */
export async function correlate(host: Host, given: Given, operand = '.'): Promise<number> {
  const folder = await openStudy(host, operand);
  const plans = correlatorPlans(folder.config);
  if (plans.length === 0) {
    throw new BlockspinError({
      who: `${operand}/study.json`,
      expected: 'a study with correlators',
      got: 'none',
      remedy: 'add a list of correlators to its config and plan it again into this folder: cells that are done are kept',
    });
  }
  const wanted = given.index === undefined ? plans : [planAt(plans, given.index as number)];
  return withDevice(host, given, async (open) => {
    const ended = await runAll(host, folder, wanted, open);
    if (given.json) host.out(toJson({ correlators: ended.map((one, i) => ({ index: wanted[i].index, ...asJson(one) })) }));
    else for (const [i, one] of ended.entries()) host.out(`${lineOf(wanted[i], one)}\n`);
    return codeOf(ended);
  });
}

/** All correlators of a study whose cells are done, as the last part of `study`. @returns exit code */
export async function correlateAll(host: Host, folder: StudyFolder, open: OpenDevice): Promise<number> {
  const plans = correlatorPlans(folder.config);
  const ended = await runAll(host, folder, plans, open);
  for (const [i, one] of ended.entries()) if (one.outcome !== 'already done') host.err(`${lineOf(plans[i], one)}\n`);
  return codeOf(ended);
}

/** One after another; after a signal no further one is begun. */
async function runAll(host: Host, folder: StudyFolder, plans: readonly CorrelatorPlan[], open: OpenDevice): Promise<Ended[]> {
  const ended: Ended[] = [];
  for (const plan of plans) ended.push(host.signal.aborted ? { outcome: 'stopped' } : await attempt(host, folder, plan, open));
  return ended;
}

async function attempt(host: Host, folder: StudyFolder, plan: CorrelatorPlan, open: OpenDevice): Promise<Ended> {
  const ended = await stageAttempt(host, nameOf(plan), ({ origin, ...hooks }) =>
    runCorrelator(folder, plan, async () => deviceSampler(await open()), origin, hooks),
  );
  return ended ?? { outcome: 'stopped' };
}

function planAt(plans: readonly CorrelatorPlan[], index: number): CorrelatorPlan {
  const plan = plans[index];
  if (plan) return plan;
  const expected = `the place of a correlator in the config, 0 to ${plans.length - 1}`;
  throw new BlockspinError({ who: '--index', expected, got: index, remedy: 'leave it out for all of them' });
}

function codeOf(ended: readonly Ended[]): number {
  if (ended.some(({ outcome }) => outcome === 'failed')) return 1;
  return ended.every(({ outcome }) => outcome === 'done' || outcome === 'already done') ? 0 : RESUMABLE;
}

function nameOf({ index, entry }: CorrelatorPlan): string {
  return `correlator ${index} (T = ${entry.temperature === Number.POSITIVE_INFINITY ? 'inf' : entry.temperature}, L = ${entry.size})`;
}

function lineOf(plan: CorrelatorPlan, ended: Ended): string {
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
function asJson(ended: Ended): object {
  if (!('record' in ended)) return ended;
  const { hash, fit, expected, seconds, adapter } = ended.record;
  const short =
    'absent' in fit ? fit : { determined: fit.determined, law: fit.law.verdict, reason: fit.law.reason, dimension: fit.dimension, from: fit.from, to: fit.to };
  return { outcome: ended.outcome, hash, fit: short, expected, seconds: seconds.total, adapter };
}
