/** The null tests of a study: trained as the last part of `study`. */
import type { Trainer } from '../study/cells/cell.ts';
import type { StudyFolder } from '../study/cells/folder.ts';
import { type NullPlan, nullPlans } from '../study/nulls/plan.ts';
import { type NullOutcome, runNull } from '../study/nulls/run.ts';
import type { Host } from './host.ts';
import { RESUMABLE } from './study_device.ts';
import { stageAttempt } from './study_show.ts';

/** All null tests of a study; after a signal no further ones are begun. @returns exit code */
export async function nullsAll(host: Host, folder: StudyFolder, open: () => Promise<Trainer>): Promise<number> {
  let code = 0;
  for (const plan of nullPlans(folder.config)) {
    const ended = host.signal.aborted ? undefined : await attempt(host, folder, plan, open);
    if (ended?.outcome !== 'already done') host.err(`null test ${plan.kind}: ${ended ? said(ended) : 'stopped; the same command begins it anew'}\n`);
    if (!ended || ended.outcome === 'locked') code = RESUMABLE;
  }
  return code;
}

function attempt(host: Host, folder: StudyFolder, plan: NullPlan, open: () => Promise<Trainer>): Promise<NullOutcome | undefined> {
  return stageAttempt(host, `null test ${plan.kind}`, (tools) => runNull(folder, plan, { ...tools, open }));
}

function said(ended: NullOutcome): string {
  if (ended.outcome === 'locked') return `another process (${ended.holder.pid} on ${ended.holder.host}) trains it; nothing to do here`;
  if (ended.outcome === 'failed') return ended.reason;
  const { information, verdict, seconds } = ended.record;
  return `${verdict}, ${information.mean.toFixed(4)}(${information.error.toFixed(4)}) nats; ${seconds.toFixed(1)} s`;
}
