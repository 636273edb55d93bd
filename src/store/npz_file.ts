import type { ArrayData, ArrayOfNumbers } from '../core/array.ts';
import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import { npzOf } from './archive.ts';
import { type Files, guardOut, type NewFile } from './files.ts';
import { bytesOf, npyHeader } from './npy.ts';

/** An archive is made in memory. */
const MOST_BYTES = 2 ** 30;
/** Of the compression: quick, and enough for tables that repeat. */
const LEVEL = 3;
/** The array that a reader takes for the configurations. */
const SAMPLES = 'samples';

/** Arrays by name, each with as many entries as there are configurations. */
export type Beside = Readonly<Record<string, ArrayOfNumbers>>;

/** A .npz archive of configurations and what belongs to them, kept in memory until it is finished; it appears whole or not at all. */
export class NpzFile {
  readonly #pieces = new Map<string, { row: readonly number[]; data: ArrayData[] }>();
  #rows = 0;
  #bytes = 0;

  private constructor(
    readonly path: string,
    readonly rows: number,
    readonly whole: Beside,
    readonly file: NewFile,
  ) {}

  /**
   * @param rows configurations
   * @param whole arrays that belong to all configurations, such as edges
   * @throws BlockspinError when the name is taken or cannot be written
   */
  static async create(files: Files, path: string, rows: number, whole: Beside): Promise<NpzFile> {
    return new NpzFile(path, rows, whole, await guard(path, () => files.create(path)));
  }

  /**
   * Adds configurations, and what belongs to each of them.
   * @param array (n, ...), of the same type and shape each time
   * @throws BlockspinError for more than a gigabyte
   */
  async append(array: ArrayOfNumbers, beside: Beside = {}): Promise<void> {
    this.#rows += array.shape[0];
    for (const [name, { shape, data }] of Object.entries({ [SAMPLES]: array, ...beside })) {
      const kept = this.#pieces.get(name) ?? { row: shape.slice(1), data: [] };
      kept.data.push(data);
      this.#pieces.set(name, kept);
      this.#bytes += data.byteLength;
    }
    if (this.#bytes <= MOST_BYTES) return;
    throw new BlockspinError({
      setting: setting('out', this.path),
      expected: `an archive of at most ${MOST_BYTES} bytes`,
      got: this.#bytes,
      remedy: phrase`use fewer ${setting('samples')} or ${setting('chains')}, or a name ending in .npy`,
      code: 'memory',
    });
  }

  /** Writes the archive. @param more arrays that were not known before, such as those of configurations of different lengths */
  async finish(more: Beside = {}): Promise<void> {
    if (this.#rows !== this.rows) throw new Error(`internal: ${this.#rows} of ${this.rows} entries written to ${this.path}`);
    const entries: Record<string, Uint8Array> = {};
    for (const [name, { row, data }] of this.#pieces) entries[name] = npy(data, [this.rows, ...row]);
    for (const [name, { shape, data }] of Object.entries({ ...this.whole, ...more })) entries[name] = npy([data], shape);
    const archive = await npzOf(entries, LEVEL);
    await guard(this.path, async () => {
      await this.file.append(archive);
      await this.file.finish();
    });
  }

  async discard(): Promise<void> {
    await this.file.discard();
  }
}

/** The bytes of a .npy file. @param pieces of its data, of one type */
function npy(pieces: readonly ArrayData[], shape: readonly number[]): Uint8Array {
  const header = npyHeader(pieces[0], shape);
  const all = new Uint8Array(header.length + pieces.reduce((sum, { byteLength }) => sum + byteLength, 0));
  all.set(header);
  let at = header.length;
  for (const piece of pieces) {
    all.set(bytesOf(piece), at);
    at += piece.byteLength;
  }
  return all;
}

function guard<T>(path: string, action: () => Promise<T>): Promise<T> {
  const remedy = phrase`choose another name for ${setting('out')}, or free some space; nothing has been changed`;
  return guardOut(path, { expected: 'the name of a new file that can be written', remedy }, action);
}
