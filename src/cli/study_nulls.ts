/** The null tests of a study: trained as the last part of `study`. */
import { BlockspinError } from '../core/errors.ts';
import type { Trainer } from '../study/cells/cell.ts';
import type { StudyFolder } from '../study/cells/folder.ts';
import { type NullPlan, nullPlans } from '../study/nulls/plan.ts';
import { type NullOutcome, runNull } from '../study/nulls/run.ts';
import type { Host } from './host.ts';
import { RESUMABLE } from './study_device.ts';
import { stageProgress } from './study_show.ts';

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

async function attempt(host: Host, folder: StudyFolder, plan: NullPlan, open: () => Promise<Trainer>): Promise<NullOutcome | undefined> {
  const { progress, clear } = stageProgress(host, `null test ${plan.kind}`);
  try {
    return await runNull(folder, plan, { open, origin: { versions: host.versions, commit: host.commit() }, progress, signal: host.signal });
  } catch (error) {
    if (!(error instanceof BlockspinError) || error.code !== 'stopped') throw error;
    return undefined;
  } finally {
    clear();
  }
}

function said(ended: NullOutcome): string {
  if (ended.outcome === 'locked') return `another process (${ended.holder.pid} on ${ended.holder.host}) trains it; nothing to do here`;
  if (ended.outcome === 'failed') return ended.reason;
  const { information, verdict, seconds } = ended.record;
  return `${verdict}, ${information.mean.toFixed(4)}(${information.error.toFixed(4)}) nats; ${seconds.toFixed(1)} s`;
}
