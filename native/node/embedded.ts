/** The software adapter that comes with npm alone: SwiftShader and a Vulkan loader out of @sparticuz/chromium. */
import { createReadStream, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants, homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import tar from 'tar-fs';

const PACKAGE = '@sparticuz/chromium';

/** Where the package's archives lie, or undefined when it is not installed. */
export function packageFolder(): string | undefined {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(PACKAGE)), '../../bin');
  } catch {
    return undefined;
  }
}

/** The folder unpacked files are kept in between runs. */
export function cacheFolder(): string {
  const home = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  for (const base of [home, tmpdir()]) {
    const folder = join(base, 'blockspin');
    try {
      mkdirSync(folder, { recursive: true });
      return folder;
    } catch {
      // An unwritable home is common in containers; the temporary folder is the next best.
    }
  }
  return mkdtempSync(join(tmpdir(), 'blockspin-'));
}

/**
 * Unpacks one archive of the package once and returns the folder.
 * The unpacked folder appears whole or not at all, so two processes may do this at the same time.
 */
export async function unpack(archive: string): Promise<string> {
  const from = packageFolder();
  if (!from) throw new Error(`${PACKAGE} is not installed`);
  const version = createRequire(import.meta.url)(`${from}/../package.json`).version as string;
  const target = join(cacheFolder(), `${archive}-${version}`);
  if (existsSync(target)) return target;
  const temporary = mkdtempSync(`${target}.`);
  try {
    await pipeline(createReadStream(join(from, `${archive}.tar.br`)), createBrotliDecompress(), tar.extract(temporary));
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
  // RTLD_NODELETE keeps the library in place although Node refuses it as an addon, which it is not.
  const NODELETE = 0x1000;
  try {
    process.dlopen({ exports: {} } as NodeModule, join(folder, 'libvulkan.so.1'), constants.dlopen.RTLD_NOW | NODELETE);
  } catch (error) {
    if (!/self-register/.test((error as Error).message)) throw error;
  }
  return folder;
}
