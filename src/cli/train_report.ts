/** The verb `report` for the folder of a training: its report, drawn again from the stored results. */
import { findings } from '../report/run/findings.ts';
import { reportFiles } from '../report/run/report.ts';
import { readResults } from '../store/stored_results.ts';
import type { Host } from './host.ts';
import { writeReportFiles } from './report_files.ts';

/**
 * Writes report.html and figures/ beside the results of a training, finished or not.
 * @param png whether every figure is written as PNG, too
 * @returns paths of all files, and the sentences at the head of the page
 */
export async function writeTrainingReport(host: Host, path: string, png: boolean): Promise<{ files: string[]; findings: string[] }> {
  const { results, notes } = await readResults(host.files, path);
  for (const note of notes) host.err(`${note}\n`);
  return { files: await writeReportFiles(host, path, await reportFiles(results), png), findings: findings(results) };
}
