/** One process at a time: a lock file with a heartbeat, which outlives no process that held it for long. */
import { BlockspinError } from '../core/errors.ts';
import type { Files, Owner } from './files.ts';

/** How often the holder says that it lives, ms. */
export const HEARTBEAT_MS = 15_000;
/** A lock that was silent for so long belongs to nobody, ms: eight heartbeats, for file servers that are slow. */
export const STALE_MS = 120_000;

interface Content {
  host: string;
  machine: string;
  pid: number;
  /** ISO 8601. */
  since: string;
  /** Two locks of one process differ in it. */
  id: string;
}

/** Who has it, for messages. */
export interface Holder {
  host: string;
  pid: number;
  since: string;
}

/** A lock that is held. */
export class Lock {
  readonly #beat: ReturnType<typeof setInterval>;
  #lost = false;

  private constructor(
    readonly files: Files,
    readonly path: string,
    readonly content: string,
  ) {
    this.#beat = setInterval(() => void this.#refresh(), HEARTBEAT_MS);
    // A heartbeat alone keeps no process alive.
    (this.#beat as { unref?: () => void }).unref?.();
  }

  /**
   * Takes a lock, or says who has it. The lock of a process that is gone from this machine is taken over, and that of
   * any process that was silent for two minutes.
   */
  static async take(files: Files, path: string, owner: Owner): Promise<Lock | Holder> {
    const content = JSON.stringify({
      host: owner.host,
      machine: owner.machine,
      pid: owner.pid,
      since: new Date().toISOString(),
      id: crypto.randomUUID(),
    } satisfies Content);
    if (await files.claim(path, content)) return new Lock(files, path, content);
    const holder = await holderOf(files, path, owner);
    if (holder) return holder;
    // Taking over has a lock of its own: of two that found the old one stale, the second must not remove the new one.
    const takeover = `${path}.takeover`;
    if (!(await files.claim(takeover, content))) {
      if (!(await holderOf(files, takeover, owner))) await files.remove(takeover);
      return { host: 'another process', pid: 0, since: 'a moment ago' };
    }
    try {
      const now = await holderOf(files, path, owner);
      if (now) return now;
      await files.remove(path);
      if (await files.claim(path, content)) return new Lock(files, path, content);
      return (await holderOf(files, path, owner)) ?? { host: 'another process', pid: 0, since: 'a moment ago' };
    } finally {
      await files.remove(takeover);
    }
  }

  /** @throws BlockspinError where another process has taken the lock over, as it may when this one was silent */
  check(): void {
    if (!this.#lost) return;
    throw new BlockspinError({
      who: this.path,
      expected: 'to hold this lock',
      got: 'another process that has taken it over while this one was silent',
      remedy: 'nothing is lost: the other process goes on with the cell',
      code: 'store',
    });
  }

  async release(): Promise<void> {
    clearInterval(this.#beat);
    await this.#refresh();
    if (!this.#lost) await this.files.remove(this.path);
  }

  async #refresh(): Promise<void> {
    try {
      const bytes = await this.files.find(this.path);
      if (bytes === undefined || new TextDecoder().decode(bytes) !== this.content) this.#lost = true;
      else await this.files.touch(this.path);
    } catch {
      // A file server that does not answer now may do so at the next beat.
    }
  }
}

/**
 * Who holds a lock; undefined where nobody does, or only a process that is gone.
 */
export async function holderOf(files: Files, path: string, owner: Owner): Promise<Holder | undefined> {
  const bytes = await files.find(path);
  if (bytes === undefined) return undefined;
  const content = parse(bytes);
  if (content && content.machine === owner.machine && !owner.alive(content.pid)) return undefined;
  const age = await files.age(path);
  if (age === undefined || age > STALE_MS) return undefined;
  // Without content it is being written this very moment, or its process died in that moment.
  return content ?? { host: 'another process', pid: 0, since: 'a moment ago' };
}

function parse(bytes: Uint8Array): Content | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Content;
  } catch {
    return undefined;
  }
}
