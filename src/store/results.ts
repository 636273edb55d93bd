import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import type { RunCheckpoint } from '../train/ensemble/checkpoint.ts';
import type { Results } from '../train/result/summary.ts';
import { encodeCheckpoint, readCheckpoint } from './checkpoint_file.ts';
import { checkNamed, type Files, guardOut, guardReads } from './files.ts';
import { CHECKSUMS, checksumsFile, sealedJson } from './training_seal.ts';

/** The settings of the run, all of them. */
export const CONFIG = 'config.json';
/** The file that marks a folder whose run has not finished; it holds the results at the time of the last save. */
export const PARTIAL = 'partial.json';
/** Files of a finished training, each of them whole. */
export const FINISHED = { summary: 'summary.json', curves: 'training.json' } as const;
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

/** A run that can go on. */
interface Stopped {
  folder: ResultsFolder;
  config: Record<string, unknown>;
  checkpoint: RunCheckpoint;
  notes: string[];
}

/** @throws BlockspinError where a folder for results has no name, cannot be read or is not empty */
export async function checkNew(files: Files, path: string): Promise<void> {
  checkNamed(path);
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
}

/** A folder for the results of one run. */
export class ResultsFolder {
  private constructor(
    readonly files: Files,
    readonly path: string,
    /** The configuration as it stands in its file; every checkpoint has a copy. */
    readonly config: string,
  ) {}

  /**
   * Creates the folder, before any work is done.
   * @throws BlockspinError where it cannot be written or is not empty
   */
  static async create(files: Files, path: string, config: unknown): Promise<ResultsFolder> {
    await checkNew(files, path);
    await guard(path, () => files.makeFolder(`${path}/figures`));
    const folder = new ResultsFolder(files, path, toJson(config));
    await folder.write(CONFIG, folder.config);
    return folder;
  }

  /** A folder that is there, of a run that goes on. @param config text of its configuration */
  static at(files: Files, path: string, config: string): ResultsFolder {
    return new ResultsFolder(files, path, config);
  }

  /**
   * The folder of a run that was stopped, with the configuration it was started with and its last checkpoint. A configuration that is
   * damaged is written again from the copy in the checkpoint.
   * @returns notes: what a person should know of these files
   * @throws BlockspinError where there is none, where the run is finished, or where a file is not as it was written
   */
  static async resume(unguarded: Files, path: string): Promise<Stopped> {
    const files = guardReads(unguarded);
    const present = (await files.list(path)) ?? [];
    if (!present.includes(CHECKPOINT)) throw notStopped(path, present);
    const name = `${path}/${CHECKPOINT}`;
    const { checkpoint, config: copy, sealed } = await readCheckpoint(await files.read(name), name);
    const there = await files.find(`${path}/${CONFIG}`);
    const text = copy ?? (there && new TextDecoder().decode(there));
    if (text === undefined) throw notStopped(path, present);
    const config = parseConfig(text, `${path}/${CONFIG}`);
    const folder = new ResultsFolder(unguarded, path, text);
    const notes = sealed ? [] : [`${name}: of a version that wrote no checksums: whether it is as it was written cannot be told`];
    if (there === undefined || new TextDecoder().decode(there) !== text) {
      notes.push(`${path}/${CONFIG}: not as it was written; it is written again from the checkpoint`);
      await folder.write(CONFIG, text);
    }
    return { folder, config, checkpoint, notes };
  }

  /** Writes a file of the folder, whole or not at all. */
  async write(name: string, content: string | Uint8Array): Promise<void> {
    await guard(this.path, () => this.files.write(`${this.path}/${name}`, content));
  }

  /** Saves the results of an unfinished run. */
  async savePartial(results: Results): Promise<void> {
    await this.write(PARTIAL, await sealedJson(results, toJson));
  }

  /** Saves a checkpoint, which replaces the previous one. */
  async saveCheckpoint(checkpoint: RunCheckpoint): Promise<void> {
    await this.write(CHECKPOINT, await encodeCheckpoint(checkpoint, { config: this.config }));
  }

  /** Saves the results of a finished run with their checksums, the summary last. Until `finish` it can still be resumed. */
  async saveFinal(results: Results): Promise<void> {
    const contents = { [CONFIG]: this.config, [FINISHED.curves]: toJson(results.curves), [FINISHED.summary]: toJson(results.summary) };
    await this.write(FINISHED.curves, contents[FINISHED.curves]);
    await this.write(CHECKSUMS, await checksumsFile(contents, toJson));
    await this.write(FINISHED.summary, contents[FINISHED.summary]);
  }

  /** Ends a run with results and report: the partial results and, last, the checkpoint are removed. */
  async finish(): Promise<void> {
    for (const name of [PARTIAL, CHECKPOINT]) await guard(this.path, () => this.files.remove(`${this.path}/${name}`));
  }
}

function notStopped(path: string, present: readonly string[]): BlockspinError {
  return new BlockspinError({
    setting: setting('resume', path),
    expected: `the folder of a stopped run, with ${CONFIG} and ${CHECKPOINT}`,
    got: present.includes(FINISHED.summary)
      ? 'the folder of a finished run'
      : present.length > 0
        ? present.slice(0, 4).join(', ')
        : 'no such folder, or an empty one',
    remedy: phrase`give the folder of ${setting('out')}; a run that was stopped before its training began has to start anew`,
    code: 'store',
  });
}

/** Settings out of their file, with the words that stand for infinity and NaN. */
function parseConfig(text: string, path: string): Record<string, unknown> {
  try {
    const config = JSON.parse(text, (key, value) =>
      key === 'temperature' ? [value].flat().map((t) => (t === 'inf' ? Number.POSITIVE_INFINITY : t === 'unknown' ? Number.NaN : t)) : value,
    );
    if (typeof config === 'object' && config !== null && !Array.isArray(config)) return config;
  } catch {
    // Said below.
  }
  throw new BlockspinError({
    who: path,
    expected: 'the settings of a run as JSON',
    got: 'something else',
    remedy: phrase`use another copy of it, or start the training anew with blockspin train and another ${setting('out')}`,
    code: 'store',
  });
}

/** Turns an error of writing into a message about `out`. */
function guard<T>(path: string, action: () => Promise<T>): Promise<T> {
  return guardOut(path, { expected: 'a folder that can be written', remedy: phrase`choose another folder for ${setting('out')}, or free some space` }, action);
}
