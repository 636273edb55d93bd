import type { BlockspinError } from '../../core/errors.ts';
import type { AdapterRecord } from '../../gpu/adapter.ts';
import type { StudyFolder } from './folder.ts';
import type { FailureRecord } from './record.ts';

/** The progress of a study: the contract of `status --json`. */
interface StudyStatus {
  cells: { total: number; done: number; running: number; failed: number };
  /** Seconds of computing of all cells that are done. */
  seconds: number;
  /** Seconds of the cell that was finished last; null if none is. */
  adapter: AdapterRecord | null;
}

/** The same with further information for people. */
export interface StudyReport extends StudyStatus {
  /** Mean seconds of a cell that is done; NaN where none is. */
  perCell: number;
  failures: FailureRecord[];
  /** Names of all adapters that cells were computed on. */
  adapters: string[];
  /** Records that are not as they were written; their cells count as not done. */
  damaged: BlockspinError[];
}

/**
 * Reads the records of all cells, not their results.
 * @throws BlockspinError for a file that cannot be read
 */
export async function studyStatus(folder: StudyFolder): Promise<StudyReport> {
  const states = await folder.states();
  const { cells } = folder.plan;
  const count = (state: string) => states.filter((other) => other === state).length;
  const of = (state: string) => cells.filter((_, i) => states[i] === state);
  const looks = await Promise.all(of('done').map((cell) => folder.look(cell)));
  const records = looks.flatMap(({ record }) => (record ? [record] : []));
  const failures = await Promise.all(of('failed').map((cell) => folder.lookAtFailure(cell)));
  const seconds = records.reduce((sum, record) => sum + (record.seconds.total ?? 0), 0);
  const last = records.reduce<(typeof records)[number] | undefined>((a, b) => (a && a.finished > b.finished ? a : b), undefined);
  return {
    cells: { total: cells.length, done: records.length, running: count('running'), failed: count('failed') },
    seconds,
    adapter: last?.adapter ?? null,
    perCell: seconds / records.length,
    failures: failures.flatMap(({ failure }) => (failure ? [failure] : [])),
    adapters: [...new Set(records.map(({ adapter }) => adapter.name))].sort(),
    damaged: [...looks, ...failures].flatMap(({ damage }) => (damage ? [damage] : [])),
  };
}
