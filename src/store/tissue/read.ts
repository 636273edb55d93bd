/** Reads a tissue from a file of any of the formats, told apart by name and first bytes. */
import { BlockspinError } from '../../core/errors.ts';
import { readTissue } from '../../model/tissue/file.ts';
import { shown, textOf } from '../encoding.ts';
import type { Files } from '../files.ts';
import { parseNpy } from '../npy.ts';
import { tissueOfLabels } from './image.ts';
import { labelImage } from './label_image.ts';
import { outlineImage } from './outlines.ts';
import type { Bad, TissueReading } from './reading.ts';
import { readTables, WRITE_TABLES } from './tables.ts';

const PICTURE = /\.(tiff?|png|jpe?g|bmp)$/i;
const HDF5 = /\.(h5|hf5|hdf5|hdf)$/i;
const TABLE = /\.csv$/i;

/** Whether a file can be nothing but a tissue: by its name, or by how its text begins. Label images are arrays as others are. */
export function isTissue(path: string, bytes: Uint8Array): boolean {
  if (/_cp_outlines\.txt$/i.test(path)) return true;
  const begin = textOf(bytes.subarray(0, 400));
  if (/\.json$/i.test(path)) return /^\s*\{\s*"format"\s*:\s*"tissue"/.test(begin);
  const names = begin.split(/\r?\n/, 1)[0].split(/[,;\t]/);
  return TABLE.test(path) && ['srce', 'trgt', 'face'].every((name) => names.includes(name));
}

/**
 * Reads a tissue: `tissue.json`; a label image in `.npy`; outlines of cellpose in `.txt`; tables of tyssue in `.csv`.
 * @param path of the file; of tables, that of one of them
 * @throws BlockspinError naming the file and what is wrong with it
 */
export async function readTissueFile(files: Files, path: string): Promise<TissueReading> {
  const bad: Bad = (expected, got, remedy) => new BlockspinError({ who: path, expected, got, remedy });
  if (PICTURE.test(path)) {
    const remedy = 'in Python: numpy.save("labels.npy", tifffile.imread("masks.tif")), or skimage.io.imread for PNG';
    throw bad('a label image as .npy', 'a picture', remedy);
  }
  if (HDF5.test(path)) throw bad('tables of vertices, edges and faces as .csv', 'HDF5', WRITE_TABLES);
  let bytes: Uint8Array;
  try {
    bytes = await files.read(path);
  } catch (error) {
    throw new BlockspinError({ who: path, expected: 'a file that can be read', got: (error as Error).message, remedy: 'check the path', code: 'store' });
  }
  if (/\.npy$/i.test(path)) {
    const image = labelImage(parsed(bytes, path), bad);
    return tissueOfLabels(image, `a label image of ${image.width} x ${image.height} pixels`, bad);
  }
  if (TABLE.test(path)) return readTables(files, path, bad);
  if (/\.json$/i.test(path))
    return { ...readTissue(textOf(bytes), path), kind: 'a tissue', length: 1, unit: 'the square root of the preferred area', leftOut: [], remarks: [] };
  if (/\.txt$/i.test(path)) {
    const image = outlineImage(textOf(bytes), bad);
    return tissueOfLabels(image, `${image.names.length} outlines in ${image.width} x ${image.height} pixels`, bad);
  }
  const formats = 'tissue.json, a label image (.npy), outlines of cellpose (.txt) or tables of tyssue (.csv)';
  throw bad(formats, shown(path.replace(/^.*[\\/]/, '')), 'write it as docs/tissue-data.md says');
}

/** The array of a file. cellpose keeps masks among other objects, which only Python reads. */
function parsed(bytes: Uint8Array, path: string) {
  if (/_seg\.npy$/i.test(path)) {
    const remedy = 'in Python: numpy.save("labels.npy", numpy.load("x_seg.npy", allow_pickle=True).item()["masks"])';
    throw new BlockspinError({ who: path, expected: 'an array of labels', got: 'objects of Python', remedy });
  }
  return parseNpy(bytes, path);
}
