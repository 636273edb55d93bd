/** The small files of a study as JSON, in which infinity and NaN survive. */
import { BlockspinError } from '../../core/errors.ts';
import type { Phrase } from '../../core/phrase.ts';
import type { AdapterRecord } from '../../gpu/adapter.ts';
import { OPEN_SEAL, seal, sealOf } from '../../store/seal.ts';
import type { Autocorrelation, Summary } from '../../train/result/summary.ts';
import type { LevelRecord } from '../levels/record.ts';

/** Written last of all files of a cell: it marks the cell as done. */
export interface CellRecord {
  index: number;
  status: 'done';
  seed: number;
  adapter: AdapterRecord;
  versions: Record<string, string>;
  commit: string;
  host: string;
  /** ISO 8601. */
  finished: string;
  /** By phase, and `total`; of all sessions together. */
  seconds: Record<string, number>;
  autocorrelation: Autocorrelation;
  /** Of a study with levels: the lattice trained on, and the rule that makes the next one. */
  level?: LevelRecord;
  /** SHA-256 of every chunk but that of `done`, by its place in the store. */
  chunks: Record<string, string>;
}

/** Why a cell has no results. */
export interface FailureRecord {
  index: number;
  status: 'failed';
  reason: string;
  code: string;
  host: string;
  finished: string;
  /** Results of the training until it failed, including the filters of its last finite step. */
  partial?: Summary;
}

const WORDS: Readonly<Record<string, number>> = { inf: Number.POSITIVE_INFINITY, '-inf': Number.NEGATIVE_INFINITY, nan: Number.NaN };

/** JSON with a final newline; numbers that JSON lacks become the words 'inf', '-inf' and 'nan', which are read as numbers again. */
export function encode(value: unknown): string {
  return `${JSON.stringify(value, (_, item) => (typeof item === 'number' && !Number.isFinite(item) ? (Number.isNaN(item) ? 'nan' : item > 0 ? 'inf' : '-inf') : item), 1)}\n`;
}

/** The same as the bytes of a file, with the SHA-256 of all of them as its first entry. */
export function encodeSealed(value: object): Promise<Uint8Array> {
  return seal(new TextEncoder().encode(encode({ seal: OPEN_SEAL, ...value })));
}

/** How a file is read. */
interface Reading<T> {
  path: string;
  /** The command that mends it. */
  remedy: Phrase;
  /** Whether it must have a checksum, as all files have since version 0.1. One that is there is compared in any case. */
  sealed: boolean | ((content: T) => boolean);
}

/**
 * What a file of `encodeSealed` holds; undefined where there is none.
 * @throws BlockspinError for one that is not as it was written
 */
export async function decodeSealed<T extends object>(bytes: Uint8Array | undefined, { path, remedy, sealed }: Reading<T>): Promise<T | undefined> {
  if (bytes === undefined) return undefined;
  const damaged = (got: string) => new BlockspinError({ who: path, expected: 'a whole file of JSON, as it was written', got, remedy, code: 'store' });
  const state = await sealOf(bytes);
  if (state === 'damaged') throw damaged(`${bytes.length} bytes with another checksum`);
  let value: unknown;
  try {
    value = decode(bytes);
  } catch (error) {
    throw damaged((error as Error).message);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw damaged('no object');
  const { seal: _, ...rest } = value as T & { seal?: string };
  const content = rest as unknown as T;
  if (state === 'none' && (typeof sealed === 'function' ? sealed(content) : sealed)) throw damaged('one without its checksum');
  return content;
}

/** Any of the words as a value; most files have none, and a large plan is read much faster without looking at every entry. */
const ANY_WORD = /"(-?inf|nan)"/;

function decode(bytes: Uint8Array): unknown {
  const text = new TextDecoder().decode(bytes);
  if (!ANY_WORD.test(text)) return JSON.parse(text);
  return JSON.parse(text, (key, item) => (key !== 'name' && typeof item === 'string' && Object.hasOwn(WORDS, item) ? WORDS[item] : item));
}
