/** Zarr version 3 in a folder, which xarray and zarr-python can open. Every file is written whole or not at all. */
import { sha256 } from '../core/checksum.ts';
import { BlockspinError } from '../core/errors.ts';
import { elements } from '../core/shape.ts';
import type { Files } from './files.ts';
import { OPEN_SEAL, seal, sealOf } from './seal.ts';

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

/** The metadata of the group. */
const GROUP: Key = '/zarr.json';

/** A folder as a Zarr store. It remembers the checksum of everything it wrote. */
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

  /** Writes the metadata of the group, with a seal among its attributes: they change with every adapter. */
  async writeGroup(attributes: Readonly<Record<string, unknown>>): Promise<void> {
    await this.files.makeFolder(this.path);
    const group = { zarr_format: 3, node_type: 'group', attributes: { seal: OPEN_SEAL, ...plain(attributes) } };
    await this.files.write(this.path + GROUP, await seal(new TextEncoder().encode(JSON.stringify(group))));
  }

  /**
   * The attributes of the group; undefined where its file is missing or not as it was written.
   * @param sealed whether the file must have a seal
   */
  async groupAttributes(sealed: boolean): Promise<Record<string, unknown> | undefined> {
    const bytes = await this.get(GROUP);
    if (!bytes) return undefined;
    const state = await sealOf(bytes);
    if (state === 'damaged' || (sealed && state === 'none')) return undefined;
    try {
      const { seal: _, ...attributes } = JSON.parse(new TextDecoder().decode(bytes)).attributes;
      return attributes;
    } catch {
      return undefined;
    }
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
      fillValue: fillOf(type),
      // One folder per array: with '/' there would be one per chunk.
      chunkSeparator: '.',
    });
  }

  /**
   * Writes one whole chunk, or the part of it that lies within the array.
   * @param at number of the chunk along each axis
   * @param data in C order, of the extents that lie within the array
   */
  async writeChunk(array: ZarrArray, at: readonly number[], data: ZarrData): Promise<void> {
    const { name, type, chunk } = array;
    const whole = filled(type, elements(chunk));
    const inside = insideOf(array, at);
    const origin = chunk.map(() => 0);
    copyBlock({ data, shape: inside, from: origin }, { data: whole, shape: chunk, to: origin }, inside);
    await this.set(chunkKey(name, at), new Uint8Array(whole.buffer, whole.byteOffset, whole.byteLength));
  }

  /**
   * Compares files with their checksums.
   * @param checksums by key
   * @returns the first file that is missing or differs, in words; undefined where all are as they were written
   */
  async damage(checksums: Readonly<Record<string, string>>): Promise<string | undefined> {
    for (const key of Object.keys(checksums)) {
      const { damage } = await this.checked(key as Key, checksums[key]);
      if (damage) return damage;
    }
    return undefined;
  }

  /** The content of a file whose SHA-256 is as expected, or what is wrong with it, in words. */
  async checked(key: Key, expected: string): Promise<{ bytes: Uint8Array; damage?: undefined } | { bytes?: undefined; damage: string }> {
    const bytes = await this.get(key);
    if (!bytes) return { damage: `${this.path}${key} is missing` };
    if ((await sha256(bytes)) !== expected) return { damage: `${this.path}${key} (${bytes.length} bytes) is not as it was written` };
    return { bytes };
  }
}

/** Name of the file of a chunk. */
export function chunkKey(name: string, at: readonly number[]): Key {
  return `/${name}/c.${at.join('.')}`;
}

/** What elements are that were never written. */
function fillOf(type: ZarrType): number {
  return type.startsWith('float') ? Number.NaN : type === 'uint8' ? 0 : -1;
}

/** Numbers of an array of which nothing was written: NaN, -1 or (uint8) 0. */
export function filled(type: ZarrType, length: number): ZarrData {
  return new ZARR_TYPES[type](length).fill(fillOf(type));
}

/**
 * Puts the numbers of one chunk at their places in the whole array.
 * @param at number of the chunk along each axis
 * @param numbers of the chunk, in C order
 * @param data of the whole array, in C order
 */
export function placeChunk(array: ZarrArray, at: readonly number[], numbers: ZarrData, data: ZarrData): void {
  const { shape, chunk } = array;
  const to = chunk.map((extent, axis) => extent * at[axis]);
  copyBlock({ data: numbers, shape: chunk, from: chunk.map(() => 0) }, { data, shape, to }, insideOf(array, at));
}

/** Extents of the part of a chunk that lies within its array. */
function insideOf({ shape, chunk }: ZarrArray, at: readonly number[]): number[] {
  return chunk.map((extent, axis) => Math.min(extent, shape[axis] - at[axis] * extent));
}

interface Numbers {
  data: ZarrData;
  shape: readonly number[];
}

/** Copies a block from a place in one array to a place in another. All is in C order; rows are copied as wholes. */
function copyBlock(source: Numbers & { from: readonly number[] }, target: Numbers & { to: readonly number[] }, extents: readonly number[]): void {
  const last = extents.length - 1;
  const row = extents[last];
  const place = (shape: readonly number[], first: readonly number[], index: readonly number[]) =>
    shape.reduce((sum, extent, axis) => sum * extent + first[axis] + (index[axis] ?? 0), 0);
  const rows = elements(extents.slice(0, last));
  const index = new Array<number>(last).fill(0);
  for (let i = 0; i < rows; i++) {
    const from = place(source.shape, source.from, index);
    target.data.set(source.data.subarray(from, from + row) as never, place(target.shape, target.to, index));
    for (let axis = last - 1; axis >= 0 && ++index[axis] === extents[axis]; axis--) index[axis] = 0;
  }
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
