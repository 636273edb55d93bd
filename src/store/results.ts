import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import type { RunCheckpoint } from '../train/ensemble/checkpoint.ts';
import type { Results } from '../train/result/summary.ts';
import { decodeCheckpoint, encodeCheckpoint } from './checkpoint_file.ts';
import { type Files, guardOut } from './files.ts';

/** The file that marks a folder whose run has not finished; it holds the results at the time of the last save. */
export const PARTIAL = 'partial.json';
/** The checkpoint from which a stopped run continues. */
const CHECKPOINT = 'checkpoint.safetensors';

/** JSON has no infinity: an infinite temperature is written as in a summary, any other infinity and NaN as null. */
function temperatures(key: string, value: unknown): unknown {
  const named = (t: unknown) => (t === Number.POSITIVE_INFINITY ? 'inf' : Number.isNaN(t) ? 'unknown' : t);
  if (key !== 'temperature') return value;
  return Array.isArray(value) ? value.map(named) : named(value);
}

/** JSON for people and scripts: two spaces, short arrays of numbers on one line. */
export function toJson(value: unknown): string {
  const pretty = JSON.stringify(value, temperatures, 2);
  return `${pretty.replace(/\[\s+((?:-?[\d.eE+-]+|null)(?:,\s+(?:-?[\d.eE+-]+|null))*)\s+\]/g, (_, list: string) => `[${list.replace(/\s+/g, ' ')}]`)}\n`;
}

/** A folder for the results of one run. */
export class ResultsFolder {
  private constructor(
    readonly files: Files,
    readonly path: string,
  ) {}

  /**
   * Creates the folder, before any work is done.
   * @throws BlockspinError where it cannot be written or is not empty
   */
  static async create(files: Files, path: string, config: unknown): Promise<ResultsFolder> {
    if (path.trim() === '') {
      throw new BlockspinError({
        setting: 'out',
        expected: 'the name of a folder',
        got: 'an empty name',
        remedy: phrase`write for example ${setting('out', 'results/first')}`,
      });
    }
    const present = await guard(path, () => files.list(path));
    if (present && present.length > 0) {
      throw new BlockspinError({
        setting: setting('out', path),
        expected: 'a new or empty folder',
        got: `a folder with ${present.length} ${present.length === 1 ? 'entry' : 'entries'} (${present.slice(0, 3).join(', ')}${present.length > 3 ? ', ...' : ''})`,
        remedy: 'choose another folder; nothing has been changed',
        code: 'store',
      });
    }
    await guard(path, () => files.makeFolder(`${path}/figures`));
    const folder = new ResultsFolder(files, path);
    await folder.write('config.json', toJson(config));
    return folder;
  }

  /**
   * The folder of a run that was stopped, with the configuration it was started with and its last checkpoint.
   * @throws BlockspinError where there is none, or where the run is finished
   */
  static async resume(files: Files, path: string): Promise<{ folder: ResultsFolder; config: Record<string, unknown>; checkpoint: RunCheckpoint }> {
    const present = (await files.list(path)) ?? [];
    if (!present.includes('config.json') || !present.includes(CHECKPOINT)) {
      throw new BlockspinError({
        setting: setting('resume', path),
        expected: `the folder of a stopped run, with config.json and ${CHECKPOINT}`,
        got: present.includes('summary.json')
          ? 'the folder of a finished run'
          : present.length > 0
            ? present.slice(0, 4).join(', ')
            : 'no such folder, or an empty one',
        remedy: phrase`give the folder of ${setting('out')}; a run that was stopped before its training began has to start anew`,
        code: 'store',
      });
    }
    const config = JSON.parse(new TextDecoder().decode(await files.read(`${path}/config.json`)), (key, value) =>
      key === 'temperature' ? [value].flat().map((t) => (t === 'inf' ? Number.POSITIVE_INFINITY : t === 'unknown' ? Number.NaN : t)) : value,
    );
    const checkpoint = decodeCheckpoint(await files.read(`${path}/${CHECKPOINT}`), `${path}/${CHECKPOINT}`);
    return { folder: new ResultsFolder(files, path), config, checkpoint };
  }

  /** Writes a file of the folder, whole or not at all. */
  async write(name: string, content: string | Uint8Array): Promise<void> {
    await guard(this.path, () => this.files.write(`${this.path}/${name}`, content));
  }

  /** Saves the results of an unfinished run. */
  async savePartial(results: Results): Promise<void> {
    await this.write(PARTIAL, toJson(results));
  }

  /** Saves a checkpoint, which replaces the previous one. */
  async saveCheckpoint(checkpoint: RunCheckpoint): Promise<void> {
    await this.write(CHECKPOINT, encodeCheckpoint(checkpoint));
  }

  /** Saves the results of a finished run. Until `finish` it can still be resumed. */
  async saveFinal(results: Results): Promise<void> {
    await this.write('training.json', toJson(results.curves));
    await this.write('summary.json', toJson(results.summary));
  }

  /** Ends a run with results and report: the partial results and, last, the checkpoint are removed. */
  async finish(): Promise<void> {
    for (const name of [PARTIAL, CHECKPOINT]) await guard(this.path, () => this.files.remove(`${this.path}/${name}`));
  }
}

/** Turns an error of writing into a message about `out`. */
function guard<T>(path: string, action: () => Promise<T>): Promise<T> {
  return guardOut(path, { expected: 'a folder that can be written', remedy: phrase`choose another folder for ${setting('out')}, or free some space` }, action);
}
