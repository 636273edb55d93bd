import { type ArrayOfNumbers, reshaped } from '../core/array.ts';
import { BlockspinError } from '../core/errors.ts';
import { setting } from '../core/phrase.ts';
import { checkData, type DataSet } from '../model/data/data_set.ts';
import type { Files } from './files.ts';
import { parseNpy } from './npy.ts';
import { parseText } from './text.ts';

const TEXT = /\.(txt|dat|csv)$/i;
const NPY = /\.npy$/i;

/**
 * Reads configurations from a file and checks them.
 * @param path ending in .npy, or in .txt, .dat or .csv for text
 * @param shape of one configuration, for files that hold flat rows
 * @throws BlockspinError naming the file and what is wrong with it
 */
export async function readData(files: Files, path: string, shape?: readonly number[]): Promise<DataSet> {
  if (!NPY.test(path) && !TEXT.test(path)) {
    throw new BlockspinError({
      setting: 'data',
      expected: 'a file whose name ends in .npy, or in .txt, .dat or .csv for text',
      got: path || 'an empty name',
      remedy: "in Python: numpy.save('spins.npy', array)",
    });
  }
  let bytes: Uint8Array;
  try {
    bytes = await files.read(path);
  } catch (error) {
    throw new BlockspinError({ setting: setting('data', path), expected: 'a file that can be read', got: (error as Error).message, remedy: 'check the path' });
  }
  const data = checkData(TEXT.test(path) ? parseText(bytes, path, shape) : arrayOf(bytes, path, shape), path);
  // The stored config of a run identifies the data by their checksum, not only by their name.
  await data.checksum();
  return data;
}

function arrayOf(bytes: Uint8Array, path: string, shape?: readonly number[]): ArrayOfNumbers {
  const array = parseNpy(bytes, path);
  return shape ? reshaped(array, shape, path) : array;
}
