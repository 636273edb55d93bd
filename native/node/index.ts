/** The library for Node: everything of src/ and ways to open a device and a study here. */
import { StudyFolder } from '../../src/study/cells/folder.ts';
import { nodeFiles } from './files.ts';
import { owner } from './owner.ts';

export * from '../../src/index.ts';
export type { Files, NewFile, Owner } from '../../src/store/files.ts';
export type { Holder, Lock } from '../../src/store/lock.ts';
export type { ZarrArray, ZarrFolder } from '../../src/store/zarr.ts';
export type { CellState } from '../../src/study/cells/folder.ts';
export type { Origin, Planned } from '../../src/study/cells/plan_file.ts';
export { readStudy } from '../../src/study/cells/read.ts';
export type { CellRecord, FailureRecord } from '../../src/study/cells/record.ts';
// Exported here and not in src/index.ts: pages have no folders, and should not load the code that reads them.
export { readCorrelators } from '../../src/study/correlator/record.ts';
export type { Cell, CellAxis, CellAxisName, StudyPlan } from '../../src/study/plan/plan.ts';
export { openDevice } from './adapters.ts';
export { StudyFolder };

/**
 * Opens the folder of a study, as `blockspin study` or `blockspin plan` made it; `readStudy` gives its results.
 * @throws BlockspinError where there is none
 */
export function openStudy(path: string): Promise<StudyFolder> {
  return StudyFolder.open(nodeFiles, path, owner);
}
