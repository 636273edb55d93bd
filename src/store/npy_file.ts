import type { ArrayOfNumbers } from '../core/array.ts';
import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import { type Files, guardOut, type NewFile } from './files.ts';
import { bytesOf, npyHeader } from './npy.ts';

const NPY = /\.npy$/i;

/** A .npy file of known length, written piece by piece; it appears whole or not at all. */
export class NpyFile {
  #written = 0;

  private constructor(
    readonly path: string,
    readonly rows: number,
    readonly file: NewFile,
  ) {}

  /**
   * @param rows entries along the first axis
   * @throws BlockspinError when the name does not end in .npy, is taken, or cannot be written
   */
  static async create(files: Files, path: string, rows: number): Promise<NpyFile> {
    if (!NPY.test(path)) {
      const got = path || 'an empty name';
      throw new BlockspinError({
        setting: 'out',
        expected: 'the name of a new file ending in .npy or .npz',
        got,
        remedy: phrase`write for example ${setting('out', 'samples.npy')}`,
      });
    }
    return new NpyFile(path, rows, await guard(path, () => files.create(path)));
  }

  /** Writes the next entries. @param array (n, ...), of the same type and shape each time */
  async append(array: ArrayOfNumbers): Promise<void> {
    const [n, ...shape] = array.shape;
    await guard(this.path, async () => {
      if (this.#written === 0) await this.file.append(npyHeader(array.data, [this.rows, ...shape], array.boolean));
      await this.file.append(bytesOf(array.data));
    });
    this.#written += n;
  }

  async finish(): Promise<void> {
    if (this.#written !== this.rows) throw new Error(`internal: ${this.#written} of ${this.rows} entries written to ${this.path}`);
    await guard(this.path, () => this.file.finish());
  }

  async discard(): Promise<void> {
    await this.file.discard();
  }
}

/** Turns an error of writing into a message about `out`. */
function guard<T>(path: string, action: () => Promise<T>): Promise<T> {
  return guardOut(
    path,
    {
      expected: 'the name of a new file that can be written',
      remedy: phrase`choose another name for ${setting('out')}, or free some space; nothing has been changed`,
    },
    action,
  );
}
