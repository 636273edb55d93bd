/** The tables of operators of a study: measured as a part of `study`, or alone by `blockspin operators`. */
import { operatorLines } from '../report/study/operators_text.ts';
import type { StudyFolder } from '../study/cells/folder.ts';
import { deviceSampler } from '../study/correlator/sample.ts';
import { type OperatorsPlan, operatorsPlans } from '../study/operators/plan.ts';
import { type OperatorsOutcome, runOperators } from '../study/operators/run.ts';
import { operatorsOf } from '../train/deflation/deflate.ts';
import type { Host } from './host.ts';
import type { Given } from './options.ts';
import type { OpenDevice } from './study_device.ts';
import { allEntries, type Stopped, someEntries } from './study_entries.ts';
import { stageAttempt } from './study_show.ts';

const TABLES = { list: 'operators', one: 'table', plansOf: operatorsPlans, attempt, said, asJson };

/** `blockspin operators DIR`: all tables of a study, or the one at --index. */
export async function operators(host: Host, given: Given, operand = '.'): Promise<number> {
  return someEntries(host, given, operand, TABLES);
}

/** All tables of a study, as a part of `study`. @returns exit code */
export async function operatorsAll(host: Host, folder: StudyFolder, open: OpenDevice): Promise<number> {
  return allEntries(host, folder, open, TABLES);
}

function attempt(host: Host, folder: StudyFolder, plan: OperatorsPlan, open: OpenDevice): Promise<OperatorsOutcome | undefined> {
  return stageAttempt(host, nameOf(plan), (tools) =>
    runOperators(folder, plan, {
      ...tools,
      open: async () => deviceSampler(await open()),
      find: async (input, options) => operatorsOf(await open(), input, options),
    }),
  );
}

function nameOf({ index, entry }: OperatorsPlan): string {
  const { temperature, sizes, direction } = entry;
  const along = direction === 'axes' ? ', along the axes' : '';
  return `operators ${index} (T = ${temperature === Number.POSITIVE_INFINITY ? 'inf' : temperature}, L = ${sizes.join(', ')}${along})`;
}

function said(plan: OperatorsPlan, ended: OperatorsOutcome | Stopped): string {
  const name = nameOf(plan);
  if (ended.outcome === 'locked') return `${name}: another process (${ended.holder.pid} on ${ended.holder.host}) works on it; nothing to do here`;
  if (ended.outcome === 'stopped') return `${name}: stopped; the same command begins it anew`;
  if (ended.outcome === 'failed') return `${name}: failed: ${ended.reason}`;
  const { record } = ended;
  return [`${name}${ended.outcome === 'done' ? `: ${record.seconds.toFixed(1)} s` : ''}`, ...operatorLines(record)].join('\n');
}

/** Without the numbers of every distance, which are in the file. */
function asJson(ended: OperatorsOutcome | Stopped): object {
  if (!('record' in ended)) return ended;
  const { hash, rows, levels, theory, lattices, seconds, adapter } = ended.record;
  return { outcome: ended.outcome, hash, rows, levels, theory, lattices, seconds, adapter };
}
