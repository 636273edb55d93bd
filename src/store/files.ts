import { BlockspinError } from '../core/errors.ts';
import { type Phrase, phrase, setting } from '../core/phrase.ts';

/** The file operations that the store needs. `native/` implements them, so that `src/` runs in a browser, too. */
export interface Files {
  /** Creates a folder and its parents. */
  makeFolder(path: string): Promise<void>;
  /** Names in a folder, or undefined when there is no such folder. Whatever else prevents reading rejects, here and in `find`. */
  list(path: string): Promise<string[] | undefined>;
  /** The whole content of a file. */
  read(path: string): Promise<Uint8Array>;
  /** Writes a whole file under a temporary name and renames it: a reader never sees half a file. */
  write(path: string, content: string | Uint8Array): Promise<void>;
  /** Begins a new file, which is written piece by piece under a temporary name. Where the name is taken, now or at the end, it rejects. */
  create(path: string): Promise<NewFile>;
  /** The same for a file that may be there: it is replaced when the new one is whole. */
  replace(path: string): Promise<NewFile>;
  /** Removes a file, if there is one. */
  remove(path: string): Promise<void>;
  /** The whole content of a file, or undefined where there is none. */
  find(path: string): Promise<Uint8Array | undefined>;
  /** Writes a file that does not exist yet; false where it exists. Of several processes that try, one gets true. */
  claim(path: string, content: string): Promise<boolean>;
  /** Marks a file as just written. Rejects where there is none. */
  touch(path: string): Promise<void>;
  /** Milliseconds since a file was written, by the clock of its file system; below zero where its time lies in the future, undefined where there is none. */
  age(path: string): Promise<number | undefined>;
}

/** The process that works with the files. Other processes can tell from it whether it still runs. */
export interface Owner {
  /** The name of the computer, for people. */
  readonly host: string;
  /** Identifies the PID namespace: it differs between computers, boots of one computer, and containers. */
  readonly machine: string;
  /** PID of this process. */
  readonly pid: number;
  /** Whether a process with this PID runs on this machine. */
  alive(pid: number): boolean;
}

/** A file that is being written under a temporary name. */
export interface NewFile {
  /** Adds bytes at the end. */
  append(bytes: Uint8Array): Promise<void>;
  /** Gives the file its final name, under which it appears whole. */
  finish(): Promise<void>;
  /** Removes the temporary file. Does nothing to a finished one. */
  discard(): Promise<void>;
}

/**
 * Runs an action on the file or folder of `out`.
 * @throws BlockspinError with the host's message where it fails
 */
export async function guardOut<T>(path: string, { expected, remedy }: { expected: string; remedy: Phrase }, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw new BlockspinError({ setting: setting('out', path), expected, got: (error as Error).message, remedy, code: 'store' });
  }
}

/**
 * The same files, whose errors of reading say which file it is. A file that is not there is no error, and errors of writing are left to
 * whoever knows what was to be written.
 */
export function guardReads(files: Files): Files {
  const guarded =
    <T>(action: (path: string) => Promise<T>) =>
    async (path: string): Promise<T> => {
      try {
        return await action(path);
      } catch (error) {
        throw error instanceof BlockspinError ? error : unreadable(path, (error as Error).message);
      }
    };
  return {
    makeFolder: (path) => files.makeFolder(path),
    write: (path, content) => files.write(path, content),
    create: (path) => files.create(path),
    replace: (path) => files.replace(path),
    remove: (path) => files.remove(path),
    claim: (path, content) => files.claim(path, content),
    touch: (path) => files.touch(path),
    list: guarded((path) => files.list(path)),
    read: guarded((path) => files.read(path)),
    find: guarded((path) => files.find(path)),
    age: guarded((path) => files.age(path)),
  };
}

function unreadable(path: string, got: string): BlockspinError {
  return new BlockspinError({
    who: path,
    expected: 'a file or folder that can be read',
    got,
    remedy: 'mend its permissions or its disk, then start the same command again; nothing has been changed',
    code: 'store',
  });
}

/** @throws BlockspinError where a folder for results has no name */
export function checkNamed(path: string): void {
  if (path.trim() === '') {
    throw new BlockspinError({
      setting: 'out',
      expected: 'the name of a folder',
      got: 'an empty name',
      remedy: phrase`write for example ${setting('out', 'results/first')}`,
    });
  }
}
