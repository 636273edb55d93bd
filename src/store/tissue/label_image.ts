/** Label images as numpy writes them: what cellpose calls masks, 0 without a cell, 1, 2, ... in cells. */
import type { ArrayOfNumbers } from '../../core/array.ts';
import { type Labels, labelsOf } from './labels.ts';
import type { Bad } from './reading.ts';

/** The labels of an array. @throws what `bad` makes, for anything but whole numbers from 0 in two axes */
export function labelImage({ shape, data, boolean }: ArrayOfNumbers, bad: Bad): Labels {
  const numbers = `array of shape (${shape.join(', ')})`;
  if (shape.length !== 2) {
    throw bad('a label image: whole numbers in rows and columns', numbers, 'take one plane: numpy.save("labels.npy", masks[0])');
  }
  const whole = !boolean && !(data instanceof Float32Array) && !(data instanceof Float64Array);
  if (!whole) {
    const got = `${boolean ? 'booleans' : 'floating-point numbers'}, ${numbers}`;
    throw bad('whole numbers: 0 without a cell, one number for each cell', got, 'number the cells, e.g. by skimage.measure.label, and save them as int32');
  }
  const values = Array.from(data as ArrayLike<number | bigint>, Number);
  const negative = values.find((value) => value < 0);
  if (negative !== undefined) throw bad('labels from 0', String(negative), 'write 0 where there is no cell');
  return labelsOf(shape[1], shape[0], values);
}
