import { StudyFolder } from '../study/cells/folder.ts';
import type { Host } from './host.ts';

/** The study in a folder; what a person should know of its files is said once. */
export async function openStudy(host: Host, path: string): Promise<StudyFolder> {
  return noted(host, await StudyFolder.open(host.files, path, host.owner));
}

/** Says what a person should know of the files of a study. */
export function noted(host: Host, folder: StudyFolder): StudyFolder {
  for (const note of folder.notes) host.err(`${note}\n`);
  return folder;
}
