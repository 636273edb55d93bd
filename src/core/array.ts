/** Arrays as they lie in files: a flat list of one element type with a shape, in C order. */
import { BlockspinError } from './errors.ts';
import { phrase, setting } from './phrase.ts';
import { elements } from './shape.ts';

/** Element types that numpy writes and JavaScript holds without loss; booleans are bytes 0 and 1. */
export type ArrayData =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

/** An array of any number of axes, as files hold it. */
export interface ArrayOfNumbers {
  readonly shape: readonly number[];
  /** In C order: the last axis runs fastest. */
  readonly data: ArrayData;
  /** Whether the bytes are booleans. Only the file tells: as elements they are numbers. */
  readonly boolean?: boolean;
}

/**
 * The same elements with the first axis kept and the others replaced.
 * @param array (N, ...)
 * @param shape what every entry of the first axis becomes
 * @throws BlockspinError when the numbers of elements differ
 */
export function reshaped<A extends ArrayOfNumbers>(array: A, shape: readonly number[], name: string): A {
  const [rows = 0, ...row] = array.shape;
  if (elements(row) !== elements(shape)) {
    throw new BlockspinError({
      who: name,
      expected: `configurations of ${shape.join(' x ')} = ${elements(shape)} values`,
      got: `${elements(row)} values each, array of shape (${array.shape.join(', ')})`,
      remedy: phrase`give the ${setting('shape')} of one configuration, or leave it out`,
    });
  }
  return { ...array, shape: [rows, ...shape] };
}

/** An array of 32-bit numbers with a shape. */
export interface NamedArray {
  dtype: 'f32' | 'u32' | 'i32';
  shape: readonly number[];
  data: Float32Array | Uint32Array | Int32Array;
}

/** Lists of numbers one after another. @param kind of the array, e.g. Float32Array */
export function inOneArray<A extends Float32Array | Int32Array | Uint32Array>(kind: new (length: number) => A, lists: readonly ArrayLike<number>[]): A {
  const all = new kind(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
}
