/** The tables of operators of a study: measured as a part of `study`, or alone by `blockspin operators`. */
import { BlockspinError } from '../core/errors.ts';
import { operatorLines } from '../report/study/operators_text.ts';
import { toJson } from '../store/results.ts';
import type { StudyFolder } from '../study/cells/folder.ts';
import { deviceSampler } from '../study/correlator/sample.ts';
import { type OperatorsPlan, operatorsPlans } from '../study/operators/plan.ts';
import { type OperatorsOutcome, runOperators } from '../study/operators/run.ts';
import { operatorsOf } from '../train/deflation/deflate.ts';
import type { Host } from './host.ts';
import type { Given } from './options.ts';
import { type OpenDevice, RESUMABLE, withDevice } from './study_device.ts';
import { openStudy } from './study_open.ts';
import { stageAttempt } from './study_show.ts';

type Ended = OperatorsOutcome | { outcome: 'stopped' };

/** `blockspin operators DIR`: all tables of a study, or the one at --index. */
export async function operators(host: Host, given: Given, operand = '.'): Promise<number> {
  const folder = await openStudy(host, operand);
  const plans = operatorsPlans(folder.config);
  if (plans.length === 0) {
    throw new BlockspinError({
      who: `${operand}/study.json`,
      expected: 'a study with operators',
      got: 'none',
      remedy: 'add a list of operators to its config and plan it again into this folder: cells that are done are kept',
    });
  }
  const wanted = given.index === undefined ? plans : [planAt(plans, given.index as number)];
  return withDevice(host, given, async (open) => {
    const ended = await runAll(host, folder, wanted, open);
    if (given.json) host.out(toJson({ operators: ended.map((one, i) => ({ index: wanted[i].index, ...asJson(one) })) }));
    else for (const [i, one] of ended.entries()) host.out(`${said(wanted[i], one)}\n`);
    return codeOf(ended);
  });
}

/** All tables of a study, as a part of `study`. @returns exit code */
export async function operatorsAll(host: Host, folder: StudyFolder, open: OpenDevice): Promise<number> {
  const plans = operatorsPlans(folder.config);
  const ended = await runAll(host, folder, plans, open);
  for (const [i, one] of ended.entries()) if (one.outcome !== 'already done') host.err(`${said(plans[i], one)}\n`);
  return codeOf(ended);
}

/** One after another; after a signal no further one is begun. */
async function runAll(host: Host, folder: StudyFolder, plans: readonly OperatorsPlan[], open: OpenDevice): Promise<Ended[]> {
  const ended: Ended[] = [];
  for (const plan of plans) {
    const found = host.signal.aborted
      ? undefined
      : await stageAttempt(host, nameOf(plan), (tools) =>
          runOperators(folder, plan, {
            ...tools,
            open: async () => deviceSampler(await open()),
            find: async (input, options) => operatorsOf(await open(), input, options),
          }),
        );
    ended.push(found ?? { outcome: 'stopped' });
  }
  return ended;
}

function planAt(plans: readonly OperatorsPlan[], index: number): OperatorsPlan {
  const plan = plans[index];
  if (plan) return plan;
  const expected = `the place of a table in the config, 0 to ${plans.length - 1}`;
  throw new BlockspinError({ who: '--index', expected, got: index, remedy: 'leave it out for all of them' });
}

function codeOf(ended: readonly Ended[]): number {
  if (ended.some(({ outcome }) => outcome === 'failed')) return 1;
  return ended.every(({ outcome }) => outcome === 'done' || outcome === 'already done') ? 0 : RESUMABLE;
}

function nameOf({ index, entry }: OperatorsPlan): string {
  const { temperature, sizes } = entry;
  return `operators ${index} (T = ${temperature === Number.POSITIVE_INFINITY ? 'inf' : temperature}, L = ${sizes.join(', ')})`;
}

function said(plan: OperatorsPlan, ended: Ended): string {
  const name = nameOf(plan);
  if (ended.outcome === 'locked') return `${name}: another process (${ended.holder.pid} on ${ended.holder.host}) works on it; nothing to do here`;
  if (ended.outcome === 'stopped') return `${name}: stopped; the same command begins it anew`;
  if (ended.outcome === 'failed') return `${name}: failed: ${ended.reason}`;
  const { record } = ended;
  return [`${name}${ended.outcome === 'done' ? `: ${record.seconds.toFixed(1)} s` : ''}`, ...operatorLines(record)].join('\n');
}

/** Without the numbers of every distance, which are in the file. */
function asJson(ended: Ended): object {
  if (!('record' in ended)) return ended;
  const { hash, rows, levels, theory, lattices, seconds, adapter } = ended.record;
  return { outcome: ended.outcome, hash, rows, levels, theory, lattices, seconds, adapter };
}
