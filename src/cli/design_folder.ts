/**
 * The folder of a design. Its one record, design.json, is the state of the search, its settings and, in the end, what was found: plain numbers that people read, with a
 * checksum as all files from which something goes on. One process at a time works there.
 */
import type { DesignConfig } from '../bands/config.ts';
import type { DesignState } from '../bands/design.ts';
import type { Findings } from '../bands/findings.ts';
import { BlockspinError } from '../core/errors.ts';
import { type Phrase, phrase, type SettingRef, setting } from '../core/phrase.ts';
import { guardOut, guardReads } from '../store/files.ts';
import { Lock } from '../store/lock.ts';
import { checkNew, toJson } from '../store/results.ts';
import { sealedJson } from '../store/training_seal.ts';
import { decodeSealed } from '../study/cells/record.ts';
import type { Host } from './host.ts';

/** What design.json holds. */
export interface StoredDesign {
  readonly versions: Record<string, string>;
  /** On which the search began: another one may round otherwise. */
  readonly adapter: string;
  readonly config: DesignConfig;
  readonly state: DesignState;
  /** Of a design that is finished. */
  readonly findings?: Findings;
}

/** The folder while a process works in it. */
export class DesignFolder {
  private constructor(
    readonly host: Host,
    readonly path: string,
    readonly lock: Lock,
    /** What was there, to go on with. */
    readonly stored: StoredDesign | undefined,
  ) {}

  /** Path of the record. */
  get file(): string {
    return `${this.path}/design.json`;
  }

  /**
   * Takes the folder: a new one, or that of the same design.
   * @throws BlockspinError where it holds something else, is used by another process, or cannot be read or written
   */
  static async open(host: Host, path: string, config: DesignConfig, adapter: string): Promise<DesignFolder> {
    const files = guardReads(host.files);
    const present = path.trim() === '' ? [] : ((await files.list(path)) ?? []);
    // A process that was killed before its first generation leaves nothing but its lock.
    if (!present.some((name) => name === 'design.json' || name.startsWith('design.lock'))) await checkNew(host.files, path);
    const lock = await guardOut(path, UNWRITABLE, async () => {
      await files.makeFolder(path);
      return Lock.take(files, `${path}/design.lock`, host.owner);
    });
    if (!(lock instanceof Lock)) {
      const got = `one in which process ${lock.pid} on ${lock.host} has worked since ${lock.since}`;
      throw refusal(path, 'a folder in which no other process works', got, 'wait for it, or use a new folder');
    }
    try {
      const file = `${path}/design.json`;
      const stored = await decodeSealed<StoredDesign>(await files.find(file), { path: file, remedy: 'use a new folder', sealed: true });
      if (stored) checkSame(path, stored, { config, adapter, version: host.versions.blockspin });
      return new DesignFolder(host, path, lock, stored);
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /** Writes the record, whole or not at all. @throws BlockspinError where it cannot be written, or another process has taken the folder */
  async save(stored: StoredDesign): Promise<void> {
    await this.lock.confirm();
    await guardOut(this.path, UNWRITABLE, async () => this.host.files.write(this.file, await sealedJson(stored, toJson)));
  }

  /** Gives the folder back. */
  async close(): Promise<void> {
    await this.lock.release();
  }
}

const UNWRITABLE = { expected: 'a folder that can be written', remedy: 'check the path and the free space' };

const refusal = (path: string, expected: string, got: string | SettingRef, remedy: Phrase) =>
  new BlockspinError({ setting: setting('out', path), expected, got, remedy, code: 'store' });

/** More generations of the same design are that design, continued. */
function checkSame(path: string, stored: StoredDesign, { config, adapter, version }: { config: DesignConfig; adapter: string; version: string }): void {
  const settings = (one: object) => Object.entries({ ...one, generations: 0 }).map(([key, value]): [string, string] => [key, JSON.stringify(value)]);
  const before = new Map(settings(stored.config));
  const changed = settings(config).find(([key, value]) => before.get(key) !== value);
  if (changed) {
    const [key] = changed;
    throw refusal(path, 'a new folder, or that of the same design', setting(key, stored.config[key as keyof DesignConfig]), 'use a new folder');
  }
  if (stored.adapter === adapter && stored.versions.blockspin === version) return;
  const got = `one of ${stored.adapter}, version ${stored.versions.blockspin}`;
  throw refusal(path, `a design begun on ${adapter} with version ${version}`, got, phrase`use that ${setting('adapter')}, or a new folder`);
}
