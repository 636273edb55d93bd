/** The library for Node: everything of src/ and ways to open a device and a study here. */
import { StudyFolder } from '../../src/study/cells/folder.ts';
import { nodeFiles } from './files.ts';
import { owner } from './owner.ts';

export * from '../../src/index.ts';
export { readStudy } from '../../src/study/cells/read.ts';
// Here and not in src/index.ts: pages have no folders, and need not load what reads them.
export { readCorrelators } from '../../src/study/correlator/record.ts';
export { openDevice } from './adapters.ts';
export { StudyFolder };

/**
 * Opens the folder of a study, as `blockspin study` or `blockspin plan` made it; `readStudy` gives its results.
 * @throws BlockspinError where there is none
 */
export function openStudy(path: string): Promise<StudyFolder> {
  return StudyFolder.open(nodeFiles, path, owner);
}
