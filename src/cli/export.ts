import { BlockspinError } from '../core/errors.ts';
import { NpyFile } from '../store/npy_file.ts';
import { type Beside, NpzFile } from '../store/npz_file.ts';
import { refuseSideCar, type SideCar, writeSideCar } from '../store/side_car.ts';
import type { Host } from './host.ts';
import type { Given } from './options.ts';

/**
 * The file of --out, if any.
 * @throws BlockspinError when it would have to hold the samples of several temperatures
 */
export function exportName({ out }: Given, temperatures: readonly number[]): string | undefined {
  if (out !== undefined && temperatures.length > 1) {
    const got = temperatures.join(',');
    throw new BlockspinError({ who: '--temperature', expected: 'one temperature for the file of --out', got, remedy: 'write a file for each temperature' });
  }
  return out as string | undefined;
}

/** A file of configurations that is being written. */
export type SampleFile = NpyFile | NpzFile;

const NPZ = /\.npz$/i;

/**
 * Runs a body that writes a .npy file, or an archive .npz of configurations and what belongs to them; the file appears when the body has returned, or not at all, and its side-car with it.
 * @param path new file, or undefined if none was requested: then the body gets undefined
 * @param rows number of configurations in the file
 * @param beside how the file is to be read
 * @param whole arrays that belong to all configurations; an archive holds them
 * @throws BlockspinError before the body runs when the file cannot be made
 */
export async function withExport<T>(
  host: Host,
  path: string | undefined,
  rows: number,
  beside: SideCar,
  body: (file: SampleFile | undefined) => Promise<T>,
  whole: Beside = {},
): Promise<T> {
  if (path === undefined) return body(undefined);
  const file: SampleFile = NPZ.test(path) ? await NpzFile.create(host.files, path, rows, whole) : await NpyFile.create(host.files, path, rows);
  try {
    await refuseSideCar(host.files, path);
    const result = await body(file);
    await file.finish();
    await writeSideCar(host.files, path, beside);
    host.err(`wrote ${rows} configurations to ${path}\n`);
    return result;
  } finally {
    await file.discard();
  }
}
