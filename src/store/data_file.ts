import { type ArrayData, type ArrayOfNumbers, reshaped } from '../core/array.ts';
import { BlockspinError } from '../core/errors.ts';
import { type Phrase, setting } from '../core/phrase.ts';
import { elements } from '../core/shape.ts';
import { checkData, type DataReading, type DataSet } from '../model/data/data_set.ts';
import { headerOf } from './csv_header.ts';
import { asUtf8 } from './encoding.ts';
import type { Files } from './files.ts';
import { parseNpy } from './npy.ts';
import { parseNpz } from './npz.ts';
import { parseText } from './text.ts';

const TEXT = /\.(txt|dat|csv)$/i;
const NPY = /\.npy$/i;
const NPZ = /\.npz$/i;

/** How a file is read, beside how its array is. */
export interface FileReading extends DataReading {
  /** Name of the array in a .npz file. */
  key?: string | undefined;
}

/** What a file holds. */
interface Content extends Pick<DataReading, 'mask' | 'temperatures' | 'edges' | 'parts' | 'listed'> {
  array: ArrayOfNumbers;
  /** What a person should know of how it was read. */
  remark?: Phrase | undefined;
}

/**
 * Reads configurations from a file and checks them.
 * @param path ending in .npy or .npz, or in .txt, .dat or .csv for text
 * @returns the data, and what a person should know of how the file was read
 * @throws BlockspinError naming the file and what is wrong with it
 */
export async function readData(files: Files, path: string, reading: FileReading = {}): Promise<{ data: DataSet; remark?: Phrase | undefined }> {
  if (!NPY.test(path) && !NPZ.test(path) && !TEXT.test(path)) {
    throw new BlockspinError({
      setting: 'data',
      expected: 'a file whose name ends in .npy or .npz, or in .txt, .dat or .csv for text',
      got: path || 'an empty name',
      remedy: "in Python: numpy.save('spins.npy', array)",
    });
  }
  if (reading.key !== undefined && !NPZ.test(path)) {
    throw new BlockspinError({ setting: 'key', expected: 'an .npz file, which holds several arrays', got: path, remedy: 'leave it out' });
  }
  let bytes: Uint8Array;
  try {
    bytes = await files.read(path);
  } catch (error) {
    throw new BlockspinError({ setting: setting('data', path), expected: 'a file that can be read', got: (error as Error).message, remedy: 'check the path' });
  }
  const { array, remark, ...beside } = await contentOf(bytes, path, reading);
  const rows = TEXT.test(path);
  const data = checkData(array, path, { ...beside, ...reading, ...(beside.listed ? { listed: true } : {}), rows });
  // The stored config of a run identifies the data by their checksum, not only by their name.
  await data.checksum();
  return { data, remark };
}

async function contentOf(bytes: Uint8Array, path: string, reading: FileReading): Promise<Content> {
  if (TEXT.test(path)) return ofText(bytes, path, reading.shape);
  if (NPY.test(path)) return { array: parseNpy(bytes, path) };
  const { array, mask, edges, temperature, key, parts } = await parseNpz(bytes, path, reading.key);
  return {
    array,
    mask,
    edges,
    parts,
    ...(parts || edges ? { listed: true } : {}),
    temperatures: temperature && Array.from(temperature.data, Number),
    remark: `the array ${key} of the archive`,
  };
}

function ofText(bytes: Uint8Array, path: string, shape?: readonly number[]): Content {
  const utf8 = asUtf8(bytes);
  const header = headerOf(utf8);
  if (!header) {
    const { rowsOfEach, ...array } = parseText(utf8, path, shape);
    return { array, ...(rowsOfEach === undefined ? {} : { remark: `each configuration is a block of ${rowsOfEach} rows` }) };
  }
  const {
    shape: [rows, ...row],
    ...read
  } = parseText(utf8.subarray(header.length), path);
  const table = { ...read, shape: [rows, elements(row)] };
  const array = columnsOf(table, header.values);
  const temperatures = header.temperature === undefined ? undefined : Array.from(columnsOf(table, [header.temperature]).data, Number);
  const labels = header.labels.map(({ name }) => name || 'the first');
  return {
    array: shape ? reshaped(array, shape, path) : array,
    temperatures,
    remark: `the first line has names; ${header.values.length} columns are values${labels.length > 0 ? `, ${labels.join(', ')} are not` : ''}`,
  };
}

/** Some columns of a table. */
function columnsOf({ shape: [rows, width], data }: ArrayOfNumbers, columns: readonly number[]): ArrayOfNumbers {
  const part = data.slice(0, rows * columns.length) as ArrayData;
  for (let row = 0; row < rows; row++)
    columns.forEach((column, i) => {
      part[row * columns.length + i] = data[row * width + column];
    });
  return { shape: [rows, columns.length], data: part };
}
