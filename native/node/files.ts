import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs';
import { link, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Files, NewFile } from '../../src/store/files.ts';
import { inSlot } from './slots.ts';
import { sweepOnce, temporaryName } from './temporary.ts';

/** Makes one folder; one that exists, or that another process makes at the same moment, is fine. */
async function enter(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !(await stat(path)).isDirectory()) throw error;
  }
}

/** Parents first, one by one: Node's own recursive mkdir never returns below a folder like /proc that takes no entries. */
async function makeFolder(path: string): Promise<void> {
  try {
    await enter(path);
  } catch (error) {
    const parent = dirname(path);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === path) throw error;
    // The parent is not checked again: another process may have made it since.
    await makeFolder(parent);
    await enter(path);
  }
}

/** Nothing is below a file, either. Everything else that prevents reading is an error. */
const isMissing = (error: unknown) => ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');

/** Makes a new name survive a power cut. Some systems cannot open folders; there the system must do it. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

/** The clock of a file system: that of a server may differ from this computer's. */
async function clockOf(folder: string): Promise<number> {
  const probe = temporaryName(`${folder}/clock`);
  try {
    const file = await open(probe, 'wx');
    try {
      await file.writeFile('0');
      return (await file.stat()).mtimeMs;
    } finally {
      await file.close();
      await rm(probe, { force: true });
    }
  } catch {
    // A folder that cannot be written cannot show its clock.
    return Date.now();
  }
}

const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

/** For file systems without links. */
async function claimWithoutLinks(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Gives a file a name that is free. A link is refused where the name is taken, a rename would replace what is there. */
async function nameNew(temporary: string, path: string): Promise<boolean> {
  try {
    await link(temporary, path);
    await rm(temporary, { force: true });
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'EEXIST') return false;
    if (!NO_LINKS.includes(code)) throw error;
    // The name is taken by an empty file of our own first, and that one is replaced.
    if (!(await claimWithoutLinks(path, ''))) return false;
    await rename(temporary, path);
    return true;
  }
}

/** A free name beside one that is taken: 'samples-1a2b3c4d.npy'. */
function spareName(path: string): string {
  return path.replace(/(\.[^./\\]*)?$/, (ending) => `-${randomBytes(4).toString('hex')}${ending}`);
}

/** The end of a new file: where its name was taken meanwhile, what was written is kept under another one. */
async function finishNew(temporary: string, path: string): Promise<void> {
  if (await nameNew(temporary, path)) return;
  const spare = spareName(path);
  await rename(temporary, spare);
  throw new Error(`a file of that name, which appeared meanwhile; what was written is in ${spare}`);
}

/** A file under a temporary name. @param name gives it its own in the end */
async function begin(path: string, name: (temporary: string, path: string) => Promise<void>): Promise<NewFile> {
  await sweepOnce(dirname(path));
  const temporary = temporaryName(path);
  const file = await open(temporary, 'wx');
  let done = false;
  return {
    append: (bytes) => file.writeFile(bytes),
    async finish() {
      await file.sync();
      await file.close();
      await name(temporary, path);
      done = true;
      await syncFolder(dirname(path));
    },
    async discard() {
      if (done) return;
      await file.close().catch(() => undefined);
      await rm(temporary, { force: true });
    },
  };
}

/** Under a name that others look at already, a file appears by being renamed. */
async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const file = await begin(path, rename);
  try {
    await file.append(typeof content === 'string' ? new TextEncoder().encode(content) : content);
    await file.finish();
  } catch (error) {
    await file.discard();
    throw error;
  }
}

async function claim(path: string, content: string): Promise<boolean> {
  // A link to a file that is whole: whoever sees the name sees the content, also when this process dies here.
  const temporary = temporaryName(path);
  const file = await open(temporary, 'wx');
  try {
    await file.writeFile(content);
    await file.sync();
    await link(temporary, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Whoever has the name may have swept the temporary one away.
    if (code === 'EEXIST' || code === 'ENOENT') return false;
    if (!NO_LINKS.includes(code ?? '')) throw error;
    return await claimWithoutLinks(path, content);
  } finally {
    await file.close();
    await rm(temporary, { force: true });
  }
}

/** Written, not only stamped: so the time is that of the file system, as it is for every reader. */
async function touch(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const first = Buffer.alloc(1);
    const { bytesRead } = await file.read(first, 0, 1, 0);
    await file.write(first, 0, bytesRead, 0);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Not a Buffer, whose slices are no copies. With a callback, which takes half of the time of a promise of Node. */
function bytesOf(path: string): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    readFile(path, (error, bytes) => (error ? reject(error) : resolve(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength))));
  });
}

/** A result, or undefined where there is no such file or folder. */
async function ifThere<T>(action: () => Promise<T>): Promise<T | undefined> {
  try {
    return await action();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Files of the local disk; a write is whole or not at all, also when the process or the machine dies. */
export const nodeFiles: Files = {
  makeFolder,
  list: (path) => inSlot(() => ifThere(async () => (await readdir(path)).sort())),
  read: (path) => inSlot(() => bytesOf(path)),
  write: (path, content) => inSlot(() => writeWhole(path, content)),
  async create(path) {
    if (await stat(path).catch(() => undefined)) throw new Error('a file or folder of that name');
    await makeFolder(dirname(path));
    return begin(path, finishNew);
  },
  replace: (path) => begin(path, rename),
  async remove(path) {
    await rm(path, { force: true });
  },
  find: (path) => inSlot(() => ifThere(() => bytesOf(path))),
  claim: (path, content) => inSlot(() => claim(path, content)),
  touch: (path) => inSlot(() => touch(path)),
  age: (path) =>
    inSlot(() =>
      ifThere(async () => {
        const { mtimeMs } = await stat(path);
        return (await clockOf(dirname(path))) - mtimeMs;
      }),
    ),
};
