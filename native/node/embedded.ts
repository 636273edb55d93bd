/** The software adapter from npm packages alone: SwiftShader and a Vulkan loader from @sparticuz/chromium. */
import { createReadStream, createWriteStream, existsSync, constants as fileModes, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { nodeFiles } from './files.ts';
import { LOADER, load } from './loader.ts';

const PACKAGE = '@sparticuz/chromium';

/** Where the package's archives lie, or undefined when it is not installed. */
export function packageFolder(): string | undefined {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(PACKAGE)), '../../bin');
  } catch {
    return undefined;
  }
}

/** The folder for unpacked files, which persists between runs. */
export async function cacheFolder(): Promise<string> {
  const home = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  for (const base of [home, tmpdir()]) {
    const folder = join(base, 'blockspin');
    try {
      await nodeFiles.makeFolder(folder);
      await access(folder, fileModes.W_OK);
      return folder;
    } catch {
      // An unwritable home is common in containers; the temporary folder is the next best.
    }
  }
  return mkdtempSync(join(tmpdir(), 'blockspin-'));
}

/**
 * Unpacks archives of the package into one folder, once, and returns the folder; a '.tar.br' becomes its files, a
 * plain '.br' a program without the ending. The folder appears whole or not at all, so two processes may do this at
 * the same time.
 * @param name the folder's name, to which the package's version is added
 */
export async function unpack(name: string, archives: readonly string[] = [`${name}.tar.br`]): Promise<string> {
  const from = packageFolder();
  if (!from) throw new Error(`${PACKAGE} is not installed`);
  const version = createRequire(import.meta.url)(`${from}/../package.json`).version as string;
  const target = join(await cacheFolder(), `${name}-${version}`);
  if (existsSync(target)) return target;
  // Imported here and not above: every process loads this file, but only one that unpacks needs the package.
  const { extract } = await import('tar-fs');
  const temporary = mkdtempSync(`${target}.`);
  try {
    for (const archive of archives) {
      const program = join(temporary, archive.replace(/\.br$/, ''));
      const to = archive.endsWith('.tar.br') ? extract(temporary) : createWriteStream(program, { mode: 0o755 });
      await pipeline(createReadStream(join(from, archive)), createBrotliDecompress(), to);
    }
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}

/**
 * Loads the package's Vulkan loader into the process, so that Dawn finds it by name afterwards.
 * @returns the folder with the loader and the driver's description
 */
export async function loadEmbeddedLoader(): Promise<string> {
  const folder = await unpack('swiftshader');
  const failed = load(join(folder, LOADER));
  if (failed !== undefined) throw new Error(failed);
  return folder;
}
