/** What comes before a study is planned: whether the folder may be used, a lock, and the plan that is there. */
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import type { Files, Owner } from '../../store/files.ts';
import { Lock } from '../../store/lock.ts';
import { sealOf } from '../../store/seal.ts';
import type { StudyConfig } from '../plan/config.ts';
import { planStudy } from '../plan/plan.ts';
import { lookAtPlan, PLAN, type Planned } from './plan_file.ts';
import { type CellRecord, decodeSealed } from './record.ts';

/** @throws BlockspinError for a folder that has something and is no study */
export async function checkEmpty(files: Files, path: string): Promise<void> {
  const present = (await files.list(path)) ?? [];
  const own = [PLAN, 'study.zarr', 'cells'];
  const strange = present.filter((name) => !own.includes(name) && !name.startsWith('plan.lock') && !/\.tmp$/.test(name));
  if (present.includes(PLAN) || strange.length === 0) return;
  throw new BlockspinError({
    setting: setting('out', path),
    expected: 'a new or empty folder, or that of the same study',
    got: `a folder with ${present.slice(0, 3).join(', ')}${present.length > 3 ? ', ...' : ''}`,
    remedy: 'choose another folder; nothing has been changed',
    code: 'store',
  });
}

/** What a folder has of a study. */
interface Before {
  planned?: Planned;
  /** Whether all files of the study must have checksums: those of version 0.1 need not. */
  sealed: boolean;
  notes: string[];
}

/**
 * The plan that a folder has. One that is damaged is as good as none if every record that is there is that of a cell of the config: then
 * the plan that follows from the config is the one that was lost.
 * @throws BlockspinError for a damaged plan with records that do not follow from the config
 */
export async function beforeOf(files: Files, path: string, config: StudyConfig): Promise<Before> {
  const { planned, damage } = await lookAtPlan(files, path);
  if (!damage) return { ...(planned ? { planned } : {}), sealed: planned?.sealed ?? true, notes: [] };
  const names = ((await files.list(`${path}/cells`)) ?? []).filter((name) => /^\d+\.json$/.test(name));
  const { cells } = planStudy(config);
  let sealed = true;
  for (const name of names) {
    const reading = { path: `${path}/cells/${name}`, remedy: damage.parts.remedy };
    const bytes = await files.find(reading.path);
    const record = await decodeSealed<CellRecord>(bytes, { ...reading, sealed: false }).catch(() => undefined);
    if (bytes && (await sealOf(bytes)) === 'none') sealed = false;
    // One that is damaged itself is that of a cell that is computed again.
    if (!record || record.seed === cells[Number.parseInt(name, 10)]?.seed) continue;
    const got = `${name} of another cell: the config is another one, or the study was enlarged since it was planned`;
    const remedy = phrase`give the config it was planned with, or use a copy of ${PLAN}`;
    throw new BlockspinError({ who: `${path}/${PLAN}`, expected: 'a damaged plan whose cells follow from the config', got, remedy, code: 'store' });
  }
  return { sealed, notes: [`${path}/${PLAN}: not as it was written; it is written again from the config`] };
}

/**
 * A lock that others hold for moments only.
 * @throws BlockspinError where it is not free within half a minute
 */
export async function waitFor(files: Files, path: string, owner: Owner): Promise<Lock> {
  for (let attempt = 0; ; attempt++) {
    const lock = await Lock.take(files, path, owner);
    if (lock instanceof Lock) return lock;
    if (attempt === 300) {
      throw new BlockspinError({
        who: path,
        expected: 'a lock that is free within half a minute',
        got: `process ${lock.pid} on ${lock.host} since ${lock.since}`,
        remedy: 'wait until it is done; the lock of a process that was killed elsewhere is taken over after two minutes',
        code: 'store',
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
