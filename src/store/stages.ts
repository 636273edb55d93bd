/** Stages of an inference in its results folder: one sealed file each, which a run that goes on after a stop reads again. */
import type { NamedArray } from '../core/array.ts';
import { sha256 } from '../core/checksum.ts';
import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import { type Files, guardOut } from './files.ts';
import { CONFIG, FINISHED, toJson } from './results.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';
import { OPEN_SEAL, seal, sealOf } from './seal.ts';
import { sealedJson } from './training_seal.ts';

/** The file that says what is computed; with it a run can go on. */
const RUN = 'run.json';
const FORMAT = 'blockspin stage 1';
/** Of the name of a file of a stage. */
const ENDING = '.stage.safetensors';
/** Between two looks at a stage that still runs, milliseconds. */
const APART = 5000;

/** What a stage leaves, or where it stands: arrays by name. */
type Stage = Readonly<Record<string, NamedArray>>;

/** All that decides the numbers of an inference. */
export interface InferRun {
  /** The file of the snapshot, for people. */
  readonly file: string;
  /** Settings as they were given. */
  readonly input: object;
  /** The snapshot with its parameters, as plain data. */
  readonly snapshot: object;
  /** Version of the program, and name of the adapter: others round otherwise. */
  readonly version: string;
  readonly adapter: string;
}

/** The stages of one run in one folder, as an inference asks for them. */
export class StageFiles {
  readonly apart = APART;

  private constructor(
    readonly files: Files,
    readonly path: string,
    /** Of the run: a stage of another one is none. */
    readonly identity: string,
  ) {}

  /** Marks a folder as that of a run that has begun. */
  static async begin(files: Files, path: string, run: InferRun): Promise<StageFiles> {
    await written(files, `${path}/${RUN}`, await sealedJson({ ...run }, toJson));
    return new StageFiles(files, path, await identityOf(run));
  }

  /**
   * The run of a folder that was stopped.
   * @param config text of the configuration that such a run has written
   * @throws BlockspinError where there is none, or where files of it are not as they were written
   */
  static async resume(files: Files, path: string, config: (run: InferRun) => string): Promise<{ run: InferRun; stages: StageFiles }> {
    const bytes = await files.find(`${path}/${RUN}`);
    if (!bytes) throw notStopped(path, (await files.list(path)) ?? []);
    if ((await sealOf(bytes)) !== 'whole') throw changed(`${path}/${RUN}`, 'a file with another checksum');
    const { seal: _, ...run } = JSON.parse(new TextDecoder().decode(bytes)) as InferRun & { seal: string };
    const there = await files.find(`${path}/${CONFIG}`);
    if (there && new TextDecoder().decode(there) !== config(run)) throw changed(`${path}/${CONFIG}`, 'other settings than those with which the run began');
    return { run, stages: new StageFiles(files, path, await identityOf(run)) };
  }

  async find(name: string): Promise<Stage | undefined> {
    const path = this.#fileOf(name);
    const bytes = await this.files.find(path);
    // A stage that is damaged is as good as none: it is computed again.
    if (!bytes || (await sealOf(bytes)) !== 'whole') return undefined;
    const { arrays, metadata } = readSafetensors(bytes, path);
    return metadata.format === FORMAT && metadata.run === this.identity ? arrays : undefined;
  }

  async keep(name: string, stage: Stage): Promise<void> {
    await written(this.files, this.#fileOf(name), await seal(writeSafetensors(stage, { seal: OPEN_SEAL, format: FORMAT, run: this.identity })));
  }

  async forget(name: string): Promise<void> {
    await this.files.remove(this.#fileOf(name));
  }

  /** Removes all stages of a run that is done, and last the file that says that it can go on. */
  async finish(): Promise<void> {
    const names = (await this.files.list(this.path)) ?? [];
    for (const name of names.filter((one) => one.endsWith(ENDING))) await this.files.remove(`${this.path}/${name}`);
    await this.files.remove(`${this.path}/${RUN}`);
  }

  #fileOf(name: string): string {
    return `${this.path}/${name}${ENDING}`;
  }
}

const identityOf = (run: InferRun) => sha256(new TextEncoder().encode(JSON.stringify(run)));

function written(files: Files, path: string, content: Uint8Array): Promise<void> {
  const remedy = phrase`free some space, then go on with ${setting('resume')}`;
  return guardOut(path, { expected: 'a file that can be written', remedy }, () => files.write(path, content));
}

function notStopped(path: string, present: readonly string[]): BlockspinError {
  return new BlockspinError({
    setting: setting('resume', path),
    expected: `the folder of an inference that was stopped, with ${RUN}`,
    got: present.includes(FINISHED.summary)
      ? 'the folder of a finished run'
      : present.length > 0
        ? present.slice(0, 4).join(', ')
        : 'no such folder, or an empty one',
    remedy: phrase`give the folder of ${setting('out')}`,
    code: 'store',
  });
}

function changed(path: string, got: string): BlockspinError {
  const remedy = phrase`put the file back as it was, or start anew with another ${setting('out')}; nothing has been changed`;
  return new BlockspinError({ who: path, expected: 'the file as the run wrote it', got, remedy, code: 'store' });
}
