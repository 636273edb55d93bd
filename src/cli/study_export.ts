import { BlockspinError, nearest } from '../core/errors.ts';
import { EXPORT_FORMATS, type ExportFormat, exportStudy } from '../study/cells/export.ts';

import { guardFolder } from '../study/cells/guard.ts';
import { studyStatus } from '../study/cells/status.ts';
import type { Host } from './host.ts';
import type { Given } from './options.ts';
import { openStudy } from './study_open.ts';

/** `blockspin export DIR --format npz --out FILE`: the arrays of a study for other programs. */
export async function exportVerb(host: Host, given: Given, operand = '.'): Promise<number> {
  const folder = await openStudy(host, operand);
  const format = formatOf((given.format as string | undefined) ?? 'npz');
  const out =
    (given.out as string | undefined) ?? (format === 'npy' ? `${operand}/npy` : `${operand}/${folder.config.name}.${format === 'hdf5' ? 'h5' : format}`);
  const written: string[] = [];
  await guardFolder(out, async () => {
    if (format === 'npy') await host.files.makeFolder(out);
    await exportStudy(folder, format, 'study', async (name) => {
      written.push(format === 'npy' ? `${out}/${name}` : out);
      return host.files.replace(written[written.length - 1]);
    });
  });
  if (given.json) host.out(`${JSON.stringify({ format, files: written })}\n`);
  else {
    const { total, done } = (await studyStatus(folder)).cells;
    host.out(
      `${done} of ${total} cells of ${operand} are done${done < total ? '; all others read as missing' : ''}. Written as ${format}, with their coordinates:\n${written.join('\n')}\n`,
    );
  }
  return 0;
}

function formatOf(name: string): ExportFormat {
  if ((EXPORT_FORMATS as readonly string[]).includes(name)) return name as ExportFormat;
  const near = nearest(name, EXPORT_FORMATS);
  throw new BlockspinError({ who: '--format', expected: EXPORT_FORMATS.join(', '), got: name, remedy: near ? `did you mean ${near}?` : 'use --format npz' });
}
