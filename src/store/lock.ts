/** One process at a time: a lock file with a heartbeat, which other processes take over if the heartbeat stops. */
import { BlockspinError } from '../core/errors.ts';
import type { Files, Owner } from './files.ts';

/** Time between two heartbeats of the holder, ms. */
const HEARTBEAT_MS = 15_000;
/** A lock without a heartbeat for this long is stale, ms: eight heartbeats, because file servers can be slow. */
export const STALE_MS = 120_000;

interface Content {
  host: string;
  machine: string;
  pid: number;
  /** ISO 8601. */
  since: string;
  /** Differs between two locks of one process. */
  id: string;
}

/** The process that holds a lock, for messages. */
export interface Holder {
  host: string;
  pid: number;
  since: string;
}

/** The holder of a lock that is just being taken over, or whose file a file system shows without its content. */
export const UNKNOWN: Holder = { host: 'some machine', pid: 0, since: 'a moment ago' };

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
    // The timer of the heartbeat must not keep the process alive.
    (this.#beat as { unref?: () => void }).unref?.();
  }

  /**
   * Takes a lock, or returns its holder. A lock is taken over if its process no longer runs on this machine, or if it had no heartbeat for
   * two minutes.
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
    // A second lock guards the takeover: of two processes that find the lock stale, the slower must not remove the new lock of the faster.
    const takeover = `${path}.takeover`;
    if (!(await files.claim(takeover, content))) {
      const taking = await holderOf(files, takeover, owner);
      if (taking) return taking;
      await files.remove(takeover);
      if (!(await files.claim(takeover, content))) return UNKNOWN;
    }
    try {
      const now = await holderOf(files, path, owner);
      if (now) return now;
      await files.remove(path);
      if (await files.claim(path, content)) return new Lock(files, path, content);
      return (await holderOf(files, path, owner)) ?? UNKNOWN;
    } finally {
      await files.remove(takeover);
    }
  }

  /** @throws BlockspinError where another process has taken the lock over, as it may after missing heartbeats */
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

  /**
   * Reads the lock file again: a process that was paused does not know how long.
   * @throws BlockspinError where another process has taken the lock over, and where the file cannot be read
   */
  async confirm(): Promise<void> {
    await this.#look();
    this.check();
  }

  /** Whether another process has the lock, as far as is known. */
  get lost(): boolean {
    return this.#lost;
  }

  /** Gives the lock back; does nothing where another process has taken it over. */
  async release(): Promise<void> {
    clearInterval(this.#beat);
    await this.#refresh();
    if (!this.#lost) await this.files.remove(this.path);
  }

  async #look(): Promise<void> {
    const bytes = await this.files.find(this.path);
    if (bytes === undefined || new TextDecoder().decode(bytes) !== this.content) this.#lost = true;
    else await this.files.touch(this.path);
  }

  async #refresh(): Promise<void> {
    try {
      await this.#look();
    } catch {
      // A file server that does not answer now may answer at the next heartbeat.
    }
  }
}

/**
 * The holder of a lock; undefined where there is none, or where its process no longer runs.
 */
export async function holderOf(files: Files, path: string, owner: Owner): Promise<Holder | undefined> {
  const bytes = await files.find(path);
  if (bytes === undefined) return undefined;
  const content = parse(bytes);
  if (content && content.machine === owner.machine && !owner.alive(content.pid)) return undefined;
  const age = await files.age(path);
  // A time that lies in the future is no heartbeat: a holder that lives writes the time of now, whatever the clock said before.
  if (age === undefined || Math.abs(age) > STALE_MS) return undefined;
  return content ?? UNKNOWN;
}

function parse(bytes: Uint8Array): Content | undefined {
  try {
    const content = JSON.parse(new TextDecoder().decode(bytes)) as Content | null;
    return typeof content?.machine === 'string' && Number.isInteger(content.pid) ? content : undefined;
  } catch {
    return undefined;
  }
}
