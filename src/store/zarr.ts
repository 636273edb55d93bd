/** Zarr version 3 in a folder, which xarray and zarr-python can open. Every file is written whole or not at all. */
import type { TypedArray } from 'zarrita';
import { sha256 } from '../core/checksum.ts';
import { BlockspinError } from '../core/errors.ts';
import { elements } from '../core/shape.ts';
import type { Files } from './files.ts';

/** Element types in use, by their names in Zarr. */
export const ZARR_TYPES = { float64: Float64Array, float32: Float32Array, int32: Int32Array, int8: Int8Array, uint8: Uint8Array } as const;
export type ZarrType = keyof typeof ZARR_TYPES;
export type ZarrData<T extends ZarrType = ZarrType> = InstanceType<(typeof ZARR_TYPES)[T]>;

/** One array of a group. */
export interface ZarrArray {
  readonly name: string;
  readonly type: ZarrType;
  readonly dims: readonly string[];
  readonly shape: readonly number[];
  readonly chunk: readonly number[];
  readonly attributes: Readonly<Record<string, unknown>>;
}

type Key = `/${string}`;

/** A folder as a store of zarrita. It remembers the checksum of everything it wrote. */
export class ZarrFolder {
  /** SHA-256 by key, as `/information/c.0.1`. */
  readonly written = new Map<string, string>();

  constructor(
    readonly files: Files,
    readonly path: string,
  ) {}

  /** The content of a file, or undefined where there is none. */
  get(key: Key): Promise<Uint8Array | undefined> {
    return this.files.find(this.path + key);
  }

  /** Writes a file and remembers its checksum. */
  async set(key: Key, value: Uint8Array): Promise<void> {
    await this.files.write(this.path + key, value);
    this.written.set(key, await sha256(value));
  }

  /** Writes the metadata of the group. */
  async writeGroup(attributes: Readonly<Record<string, unknown>>): Promise<void> {
    const zarr = await import('zarrita');
    await this.files.makeFolder(this.path);
    await zarr.create(zarr.root(this), { attributes: plain(attributes) });
  }

  /** The attributes of the group. */
  async groupAttributes(): Promise<Record<string, unknown>> {
    const zarr = await import('zarrita');
    return (await zarr.open.v3(zarr.root(this), { kind: 'group' })).attrs;
  }

  /** Writes the metadata of an array; its chunks stay as they are. */
  async writeArray({ name, type, dims, shape, chunk, attributes }: ZarrArray): Promise<void> {
    const zarr = await import('zarrita');
    await this.files.makeFolder(`${this.path}/${name}`);
    await zarr.create(zarr.root(this).resolve(name), {
      dtype: type,
      shape: [...shape],
      chunkShape: [...chunk],
      dimensionNames: [...dims],
      attributes: plain(attributes) as never,
      // Other readers need this codec; zarrita alone would not.
      codecs: [{ name: 'bytes', configuration: { endian: 'little' } }],
      fillValue: type.startsWith('float') ? Number.NaN : type === 'uint8' ? 0 : -1,
      // One folder per array: with '/' there would be one per chunk.
      chunkSeparator: '.',
    });
  }

  /**
   * Writes one whole chunk, or the part of it that lies within the array.
   * @param at number of the chunk along each axis
   * @param data in C order, of the extents that lie within the array
   */
  async writeChunk({ name, shape, chunk }: ZarrArray, at: readonly number[], data: TypedArray<ZarrType>): Promise<void> {
    const zarr = await import('zarrita');
    // For a chunk that reaches beyond the edge of its array zarrita would first read the old one, even if it is damaged.
    const blind = {
      get: async (key: Key) => (key.endsWith('/zarr.json') ? this.get(key) : undefined),
      set: (key: Key, value: Uint8Array) => this.set(key, value),
    };
    const array = await zarr.open.v3(zarr.root(blind).resolve(name), { kind: 'array' });
    const extents = chunk.map((extent, axis) => Math.min(extent, shape[axis] - at[axis] * extent));
    // Slices even for one element: with a number zarrita would first read the old chunk.
    const selection = extents.map((extent, axis) => zarr.slice(at[axis] * chunk[axis], at[axis] * chunk[axis] + extent));
    await zarr.set(array, selection, { data, shape: extents, stride: strides(extents) } as never);
  }

  /** Reads a whole array in C order; elements that were never written are NaN, -1 or (uint8) 0. */
  async readArray(name: string): Promise<{ shape: number[]; data: ZarrData }> {
    const zarr = await import('zarrita');
    const array = await zarr.open.v3(zarr.root(this).resolve(name), { kind: 'array' });
    const { data, shape } = await zarr.get(array);
    return { shape, data: data as ZarrData };
  }

  /**
   * Compares files with their checksums. This comes before any reading, because zarrita reads a damaged chunk as zeros.
   * @param checksums by key
   * @returns the first file that is missing or differs, in words; undefined where all are as they were written
   */
  async damage(checksums: Readonly<Record<string, string>>): Promise<string | undefined> {
    for (const [key, expected] of Object.entries(checksums)) {
      const bytes = await this.get(key as Key);
      if (!bytes) return `${this.path}${key} is missing`;
      if ((await sha256(bytes)) !== expected) return `${this.path}${key} (${bytes.length} bytes) is not as it was written`;
    }
    return undefined;
  }
}

/** Name of the file of a chunk. */
export function chunkKey(name: string, at: readonly number[]): Key {
  return `/${name}/c.${at.join('.')}`;
}

function strides(shape: readonly number[]): number[] {
  return shape.map((_, axis) => elements(shape.slice(axis + 1)));
}

/** Attributes as JSON, with infinities and NaN as words. */
function plain(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(attributes, (_, value) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value)));
}

/** The error for a folder that is no store of a study. */
export function notAStore(path: string, got: string): BlockspinError {
  return new BlockspinError({
    who: path,
    expected: 'the folder of a study',
    got,
    remedy: 'plan a study there first, or give the folder that one was planned in',
    code: 'store',
  });
}
