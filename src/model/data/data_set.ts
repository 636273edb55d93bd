import type { ArrayData, ArrayOfNumbers } from '../../core/array.ts';
import { checksum } from '../../core/checksum.ts';
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { elements } from '../../core/shape.ts';
import { CHAINS_PER_GROUP } from '../../sample/groups.ts';
import type { PackedAlphabet } from '../../space/encoding.ts';
import { type Boundary, latticeSpace, type Space, sideOf } from '../../space/space.ts';

/** One group to train on and one held out. */
const LEAST_SAMPLES = 2 * CHAINS_PER_GROUP;
const MOST_SIDE = 4096;
/** Flat configurations: chains, or the sites of a graph. */
const MOST_FLAT = 2 ** 20;
/** Data with more different values than this are described by their range. */
export const MOST_VALUES = 16;

/**
 * Configurations from outside, checked: N samples of a chain or of the sites of a graph, of a rectangular lattice, of one with
 * channels, or of a cube. Three equal extents are a cube, not a square with as many channels.
 */
export class DataSet {
  /** Number of samples N. */
  readonly samples: number;
  /** Shape of one configuration: (L), (Ly, Lx), (Ly, Lx, channels) or (L, L, L). */
  readonly shape: readonly number[];
  /** All different values in ascending order; only the smallest and the largest where there are more than sixteen. */
  readonly alphabet: readonly number[];
  readonly manyValues: boolean;
  #checksum: string | undefined;

  /**
   * @param array (N, L), (N, Ly, Lx), (N, Ly, Lx, channels) or (N, L, L, L), as read: kept bit for bit
   * @param name of the file, or what messages and results call it
   * @throws BlockspinError as `checkData`
   */
  constructor(
    readonly array: ArrayOfNumbers,
    readonly name: string,
  ) {
    [this.samples, ...this.shape] = checkShape(array, name);
    const { values, many } = valuesOf(array, name);
    this.alphabet = values;
    this.manyValues = many;
  }

  /**
   * The two values of binary data as [down, up], or undefined: -1 and 1, or 0 and 1, even if one of them is missing; or any other
   * two whole numbers.
   */
  get binary(): readonly [down: number, up: number] | undefined {
    if (this.manyValues) return undefined;
    const within = (down: number) => this.alphabet.every((value) => value === down || value === 1);
    const [down, up] = this.alphabet;
    return within(-1) ? [-1, 1] : within(0) ? [0, 1] : this.alphabet.length === 2 ? [down, up] : undefined;
  }

  /**
   * The lattice of one configuration.
   * @param boundary of each axis, the slowest first, or one for all; periodic unless given
   * @throws BlockspinError for another number of them than axes
   */
  space(boundary: readonly Boundary[] = ['periodic']): Space {
    const { shape } = this;
    const [extents, channels] = shape.length < 3 || isCube(shape) ? [shape, 1] : [shape.slice(0, 2), shape[2]];
    if (boundary.length !== 1 && boundary.length !== extents.length) {
      const expected = `one boundary for all axes, or ${extents.length} for ${this.name}, whose sides are ${extents.join(' x ')}`;
      throw new BlockspinError({
        setting: 'boundary',
        expected,
        got: boundary.join(','),
        remedy: phrase`use for example ${setting(
          'boundary',
          extents.map(() => 'open'),
        )}`,
      });
    }
    return latticeSpace(extents, { boundary: boundary.length === 1 ? boundary[0] : boundary, channels });
  }

  /** Lattice side L of a chain, a square or a cube; undefined where the sides differ. */
  get size(): number | undefined {
    return sideOf(this.space());
  }

  /** Whether the data can be trained on: two values, or a few states. */
  get trainable(): boolean {
    return this.binary !== undefined || (!this.manyValues && this.alphabet.length > 2);
  }

  /** Samples beyond the last full word of 32, which are left out of a training. */
  get leftOut(): number {
    return this.samples % CHAINS_PER_GROUP;
  }

  /** Type of the elements, by numpy's name. */
  get type(): string {
    if (this.array.boolean) return 'bool';
    return this.array.data.constructor.name.replace(/^Big|Array$/g, '').toLowerCase();
  }

  /** The values in words: '-1 1', '0 1 2', '0 to 57'. */
  get values(): string {
    return this.alphabet.join(this.manyValues ? ' to ' : ' ');
  }

  /**
   * SHA-256 of the values in memory, left-out samples included: distinguishes data with the same name and shape.
   * Computed once, when it is first needed; from then on `toJSON` contains it, too.
   */
  async checksum(): Promise<string> {
    const { buffer, byteOffset, byteLength } = this.array.data;
    this.#checksum ??= await checksum(new Uint8Array(buffer, byteOffset, byteLength));
    return this.#checksum;
  }

  /** The description of the data in results; the configurations themselves stay in their file. */
  toJSON(): object {
    const { name, samples, shape, type, alphabet, leftOut } = this;
    return { file: name, samples, shape, type, alphabet, left_out: leftOut, fixed: true, ...(this.#checksum ? { sha256: this.#checksum } : {}) };
  }
}

/**
 * Checks an array of configurations: its shape, that every value is a finite whole number, and that there are enough.
 * @param array (N, L), (N, Ly, Lx), (N, Ly, Lx, channels) or (N, L, L, L), N at least 64
 * @param name of the file, or what messages and results call it
 * @throws BlockspinError naming what is wrong and where
 */
export function checkData(array: ArrayOfNumbers, name = 'data'): DataSet {
  return new DataSet(array, name);
}

/**
 * The alphabet of data to train on: two values, or the states that occur, one bit for each.
 * @throws BlockspinError for a single value, and for more than sixteen
 */
export function trainableAlphabet({ binary, name, values, alphabet, manyValues, trainable }: DataSet): PackedAlphabet {
  if (binary) return { kind: 'binary', values: binary };
  if (trainable) return { kind: 'states', values: alphabet };
  throw new BlockspinError({
    who: name,
    expected: `from 2 to ${MOST_VALUES} different values to train on`,
    got: `the ${manyValues ? 'values' : 'value'} ${values}`,
    remedy: manyValues
      ? 'counts, real numbers and angles cannot be trained on: put them into a few classes first, for example with numpy.digitize'
      : 'there is nothing to learn from one value: give data that vary',
  });
}

/** Three equal sides. */
function isCube([z, y, x]: readonly number[]): boolean {
  return z === y && y === x;
}

function checkShape({ shape, data }: ArrayOfNumbers, name: string): readonly number[] {
  const [samples, ...one] = shape;
  const most = one.length === 1 ? MOST_FLAT : MOST_SIDE;
  const sides = one.slice(0, 2).every((side) => side >= 2 && side <= most);
  if (!(one.length >= 1 && one.length <= 3 && sides && (one[2] ?? 1) >= 1)) {
    throw new BlockspinError({
      who: name,
      expected: `an array of shape (N, Ly, Lx), (N, Ly, Lx, channels), (N, L, L, L) or (N, L) with sides from 2 to ${most}`,
      got: `shape (${shape.join(', ')})`,
      remedy: phrase`put the samples along the first axis; ${setting('shape')} says how flat rows are to be read, and flat rows with ${setting('sites')} can be anything`,
    });
  }
  if (data.length !== elements(shape)) {
    throw new BlockspinError({
      who: name,
      expected: `${elements(shape)} elements for shape (${shape.join(', ')})`,
      got: data.length,
      remedy: 'give one value per element',
    });
  }
  if (samples < LEAST_SAMPLES) {
    throw new BlockspinError({
      who: name,
      expected: `at least ${LEAST_SAMPLES} samples (${CHAINS_PER_GROUP} to train on and ${CHAINS_PER_GROUP} held out)`,
      got: `${samples} of shape (${shape.slice(1).join(', ')})`,
      remedy: 'give more samples, thousands where you can',
    });
  }
  return shape;
}

function valuesOf({ shape, data }: ArrayOfNumbers, name: string): { values: number[]; many: boolean } {
  const seen = new Set<number>();
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  // Most values equal the last one or the one before that differed: those need no look-up.
  let [last, other]: (number | bigint)[] = [Number.NaN, Number.NaN];
  for (let i = 0; i < data.length; i++) {
    const raw = data[i];
    if (raw === last || raw === other) continue;
    [last, other] = [raw, last];
    const value = Number(raw);
    if (!Number.isInteger(value)) throw notWhole(data, i, shape, name);
    if (seen.size <= MOST_VALUES) seen.add(value);
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const many = seen.size > MOST_VALUES;
  return { values: many ? [least, most] : [...seen].sort((a, b) => a - b), many };
}

function notWhole(data: ArrayData, at: number, shape: readonly number[], name: string): BlockspinError {
  const index: number[] = [];
  let rest = at;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index.unshift(rest % shape[axis]);
    rest = Math.floor(rest / shape[axis]);
  }
  return new BlockspinError({
    who: name,
    expected: 'finite whole numbers such as the spins -1 and 1 or the occupations 0 and 1',
    got: `${data[at]} at index [${index.join(', ')}]`,
    remedy: Number.isFinite(Number(data[at]))
      ? 'make the values whole first, for example with numpy.sign or numpy.rint'
      : 'leave out samples that are not finite: a[numpy.isfinite(a).reshape(len(a), -1).all(1)]',
  });
}
