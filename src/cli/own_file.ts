/** What stands beside an archive of samples: one configuration as a file of the model's own, and drawn. */
import { BlockspinError } from '../core/errors.ts';
import { cellFigure } from '../report/draw/cell_figure.ts';
import { aloneSvg, figureSvg } from '../report/draw/svg.ts';
import type { OwnFile } from '../sample/chains.ts';
import { guardOut } from '../store/files.ts';
import type { Host } from './host.ts';

const NPZ = /\.npz$/i;
/** Of the names beside an archive that a run may write. */
const ENDINGS = ['.json', '.svg', '-course.svg'] as const;

/** The name of a file beside an archive. */
export const besideArchive = (archive: string, ending: string) => archive.replace(NPZ, ending);

/**
 * Looks before a run whether anything of the names beside its archive is there: nothing is overwritten.
 * @throws BlockspinError naming the file
 */
export async function refuseTaken({ files }: Host, out: string | undefined): Promise<void> {
  if (out === undefined || !NPZ.test(out)) return;
  for (const ending of ENDINGS) {
    const path = besideArchive(out, ending);
    if ((await files.find(path)) === undefined) continue;
    const remedy = 'choose another name for --out, or move that file away; nothing has been changed';
    throw new BlockspinError({ who: `--out ${out}`, expected: `no ${path} beside it`, got: 'such a file', remedy, code: 'store' });
  }
}

/** Writes the last configuration of one chain and its drawing beside an archive, and says so. @param of 'chain' or 'run' */
export async function writeOwnFile(host: Host, archive: string, { ending, number, text, picture }: OwnFile, of: 'chain' | 'run'): Promise<void> {
  const path = besideArchive(archive, ending);
  const what = `the last configuration of ${number === 0 ? `the first ${of}` : `${of} ${number}`}`;
  await writeBeside(host, path, text);
  if (!picture) return host.err(`wrote ${what} to ${path}\n`);
  const drawing = besideArchive(archive, '.svg');
  await writeBeside(host, drawing, aloneSvg(await figureSvg(cellFigure(picture).spec)));
  host.err(`wrote ${what} to ${path}, and drawn to ${drawing}\n`);
}

/** @throws BlockspinError where it cannot be written */
export function writeBeside({ files }: Host, path: string, content: string): Promise<void> {
  return guardOut(path, { expected: 'a file that can be written', remedy: 'check the path and the free space' }, () => files.write(path, content));
}
