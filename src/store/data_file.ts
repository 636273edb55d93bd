import { type ArrayOfNumbers, reshaped } from '../core/array.ts';
import { BlockspinError } from '../core/errors.ts';
import { type Phrase, setting } from '../core/phrase.ts';
import { elements } from '../core/shape.ts';
import { checkData, type DataSet } from '../model/data/data_set.ts';
import { otherReading } from './blocks.ts';
import type { Files } from './files.ts';
import { parseNpy } from './npy.ts';
import { parseText, type TextArray } from './text.ts';

const TEXT = /\.(txt|dat|csv)$/i;
const NPY = /\.npy$/i;

/**
 * Reads configurations from a file and checks them.
 * @param path ending in .npy, or in .txt, .dat or .csv for text
 * @param shape of one configuration, for files that hold flat rows
 * @returns the data, and what a person should know of how a text file was read
 * @throws BlockspinError naming the file and what is wrong with it
 */
export async function readData(files: Files, path: string, shape?: readonly number[]): Promise<{ data: DataSet; remark?: Phrase | undefined }> {
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
  const text = TEXT.test(path) ? parseText(bytes, path, shape) : undefined;
  const data = checkData(text ?? arrayOf(bytes, path, shape), path);
  // The stored config of a run identifies the data by their checksum, not only by their name.
  await data.checksum();
  return { data, remark: text && remarkOn(text, shape) };
}

function remarkOn({ shape: [samples, ...one], rowsOfEach }: TextArray, given?: readonly number[]): Phrase | undefined {
  if (rowsOfEach !== undefined) return `each configuration is a block of ${rowsOfEach} rows`;
  return given ? undefined : otherReading(samples, elements(one));
}

function arrayOf(bytes: Uint8Array, path: string, shape?: readonly number[]): ArrayOfNumbers {
  const array = parseNpy(bytes, path);
  return shape ? reshaped(array, shape, path) : array;
}
