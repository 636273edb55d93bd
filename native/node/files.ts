import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Files, NewFile } from '../../src/store/files.ts';

/** Parents first, one by one: Node's own recursive mkdir never returns below a folder like /proc that takes no entries. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && dirname(path) !== path) {
      const parent = dirname(path);
      const had = (await stat(parent).catch(() => undefined)) !== undefined;
      if (had) throw error;
      await makeFolder(parent);
      await makeFolder(path);
    } else if (code !== 'EEXIST' || !(await stat(path)).isDirectory()) throw error;
  }
}

/** A file under a temporary name, which `finish` replaces by its own. */
async function begin(path: string): Promise<NewFile> {
  const temporary = `${path}.${process.pid}.tmp`;
  const file = await open(temporary, 'w');
  let done = false;
  return {
    append: (bytes) => file.writeFile(bytes),
    async finish() {
      await file.sync();
      await file.close();
      await rename(temporary, path);
      done = true;
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
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
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
};
