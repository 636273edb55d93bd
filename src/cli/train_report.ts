/** The verb `report` for the folder of a training: its report, drawn again from the stored results. */
import { findings } from '../report/run/findings.ts';
import { reportFiles } from '../report/run/report.ts';
import { readResults } from '../store/stored_results.ts';
import { guardFolder } from '../study/cells/guard.ts';
import type { Host } from './host.ts';

/**
 * Writes report.html and figures/ beside the results of a training, finished or not.
 * @param png whether every figure is written as PNG, too
 * @returns paths of all files, and the sentences at the head of the page
 */
export async function writeTrainingReport(host: Host, path: string, png: boolean): Promise<{ files: string[]; findings: string[] }> {
  const results = await readResults(host.files, path);
  const drawn = await reportFiles(results);
  const files: string[] = [];
  const write = async (name: string, content: string | Uint8Array) => {
    await guardFolder(path, () => host.files.write(`${path}/${name}`, content));
    files.push(`${path}/${name}`);
  };
  await guardFolder(path, () => host.files.makeFolder(`${path}/figures`));
  for (const [name, content] of Object.entries(drawn)) {
    await write(name, content);
    if (png && name.endsWith('.svg')) await write(name.replace(/svg$/, 'png'), await host.png(content));
  }
  return { files, findings: findings(results) };
}
