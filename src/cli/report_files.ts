/** Writes the files of reports, those of studies and of trainings. */

import { plainSvg } from '../report/draw/svg.ts';
import { guardFolder } from '../study/cells/guard.ts';
import type { Host } from './host.ts';

/**
 * Writes files into a folder, which is made where there is none.
 * @param contents by path inside of the folder
 * @param png whether every SVG is written as PNG, too
 * @returns paths of all files written
 */
export async function writeReportFiles(host: Host, folder: string, contents: Readonly<Record<string, string>>, png: boolean): Promise<string[]> {
  const written: string[] = [];
  const write = async (path: string, content: string | Uint8Array) => {
    const parent = path.split('/').slice(0, -1).join('/');
    await guardFolder(parent, async () => {
      await host.files.makeFolder(parent);
      await host.files.write(path, content);
    });
    written.push(path);
  };
  for (const [name, content] of Object.entries(contents)) {
    const path = `${folder}/${name}`;
    await write(path, content);
    if (png && path.endsWith('.svg')) await write(path.replace(/svg$/, 'png'), await host.png(plainSvg(content)));
  }
  return written;
}
