/** The small files of a study as JSON, in which infinity and NaN survive. */
import { BlockspinError } from '../../core/errors.ts';
import type { Phrase } from '../../core/phrase.ts';
import type { AdapterRecord } from '../../gpu/adapter.ts';
import type { Autocorrelation, Summary } from '../../train/result/summary.ts';

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
  /** SHA-256 of every chunk, by its place in the store. */
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

/** JSON with a final newline; numbers that JSON lacks become the words 'inf', '-inf' and 'nan', which `decode` reads. */
export function encode(value: unknown): string {
  return `${JSON.stringify(value, (_, item) => (typeof item === 'number' && !Number.isFinite(item) ? (Number.isNaN(item) ? 'nan' : item > 0 ? 'inf' : '-inf') : item), 1)}\n`;
}

/** @throws BlockspinError for a file that is not whole */
export function decode<T>(bytes: Uint8Array | undefined, path: string, remedy: Phrase): T | undefined {
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes), (key, item) =>
      key !== 'name' && typeof item === 'string' && Object.hasOwn(WORDS, item) ? WORDS[item] : item,
    ) as T;
  } catch (error) {
    throw new BlockspinError({ who: path, expected: 'a whole file of JSON', got: (error as Error).message, remedy, code: 'store' });
  }
}
