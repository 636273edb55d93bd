import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Files, NewFile } from '../../src/store/files.ts';

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

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** A name that no other process has, on this computer or another one. */
function temporaryName(path: string): string {
  return `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
}

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

/** A file under a temporary name; `finish` renames it to its own. */
async function begin(path: string): Promise<NewFile> {
  const temporary = temporaryName(path);
  const file = await open(temporary, 'w');
  let done = false;
  return {
    append: (bytes) => file.writeFile(bytes),
    async finish() {
      await file.sync();
      await file.close();
      await rename(temporary, path);
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

/** Files of the local disk; a write is whole or not at all, also when the process or the machine dies. */
export const nodeFiles: Files = {
  makeFolder,
  async list(path) {
    try {
      return (await readdir(path)).sort();
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  },
  read: (path) => readFile(path),
  async write(path, content) {
    const file = await begin(path);
    try {
      await file.append(typeof content === 'string' ? new TextEncoder().encode(content) : content);
      await file.finish();
    } catch (error) {
      await file.discard();
      throw error;
    }
  },
  async create(path) {
    if (await stat(path).catch(() => undefined)) throw new Error('a file or folder of that name');
    await makeFolder(dirname(path));
    return begin(path);
  },
  async remove(path) {
    await rm(path, { force: true });
  },
  async find(path) {
    try {
      return await readFile(path);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  },
  async claim(path, content) {
    // A hard link to a finished file: the name never appears without the content, even if this process dies here.
    const temporary = temporaryName(path);
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
      await link(temporary, path);
      return true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // The process that has the name may have removed the temporary file.
      if (code === 'EEXIST' || code === 'ENOENT') return false;
      if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code ?? '')) throw error;
      return await claimWithoutLinks(path, content);
    } finally {
      await file.close();
      await rm(temporary, { force: true });
    }
  },
  async touch(path) {
    // Written, not only stamped, so that the time is that of the file system, as for every reader.
    const file = await open(path, 'r+');
    try {
      const first = Buffer.alloc(1);
      const { bytesRead } = await file.read(first, 0, 1, 0);
      await file.write(first, 0, bytesRead, 0);
      await file.sync();
    } finally {
      await file.close();
    }
  },
  async age(path) {
    try {
      const { mtimeMs } = await stat(path);
      return Math.max(0, (await clockOf(dirname(path))) - mtimeMs);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  },
};
