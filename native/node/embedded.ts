/** The software adapter from npm packages alone: SwiftShader and a Vulkan loader from @sparticuz/chromium. */
import { createHash } from 'node:crypto';
import {
  accessSync,
  createReadStream,
  createWriteStream,
  constants as fileModes,
  lstatSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { EMBEDDED } from './checksums.ts';
import { LOADER, load } from './loader.ts';
import { folderOfProcess, notOurs, type Places, privateFolders, sweep } from './private_folder.ts';

const PACKAGE = '@sparticuz/chromium';
/** Unpacking takes a second, and half a minute for the browser on a busy machine. */
const ABANDONED_MS = 3600 * 1000;

/** Where the package's archives lie, or undefined when it is not installed. */
export function packageFolder(): string | undefined {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(PACKAGE)), '../../bin');
  } catch {
    return undefined;
  }
}

/** A folder whose files persist between runs; one of this process alone where there is no other. */
export async function cacheFolder(): Promise<string> {
  return (await privateFolders()).folders[0] ?? folderOfProcess();
}

/**
 * Does something in the first folder of this user in which it can be done, at last in one of this process alone.
 * @param places where to try, and what to say of places that were not even tried
 * @param notes gets a line for each place that did not do
 * @returns what the body returns
 * @throws Error with the reasons of all places where it can be done nowhere
 */
export async function inPrivateFolder<T>(places: Places, notes: string[], body: (folder: string) => Promise<T>): Promise<T> {
  const reasons = [...places.refused];
  const attempts = [...places.folders.map((folder) => () => folder), () => folderOfProcess()];
  for (const attempt of attempts) {
    let folder = 'a temporary folder';
    try {
      folder = attempt();
      const result = await body(folder);
      notes.push(...reasons.map((reason) => `nothing is loaded from ${reason}`));
      return result;
    } catch (error) {
      reasons.push(`${folder}: ${(error as Error).message}`);
    }
  }
  throw new Error(reasons.join('; '));
}

/**
 * Unpacks archives of the package into a folder of this user, once; a '.tar.br' becomes its files, a plain '.br' a program
 * without the ending. What is there appears whole or not at all, so two processes may do this at the same time.
 * @param cache a folder that only this user can write to
 * @param name the new folder's name, to which the package's version is added
 * @param checksums SHA-256 of files that are compared each time; what differs is unpacked again
 * @returns the folder with the files
 * @throws Error where the folder's file system takes no programs, or where a fresh copy has another checksum
 */
export async function unpack(
  cache: string,
  name: string,
  archives: readonly string[] = [`${name}.tar.br`],
  checksums: Readonly<Record<string, string>> = {},
): Promise<string> {
  const from = packageFolder();
  if (!from) throw new Error(`${PACKAGE} is not installed`);
  const version = createRequire(import.meta.url)(`${from}/../package.json`).version as string;
  const target = join(cache, `${name}-${version}`);
  if (damage(target, checksums) === undefined) {
    for (const file of Object.keys(checksums).filter((one) => one.includes('.so'))) refuseNoexec(join(target, file));
    return target;
  }
  sweep(cache, `${name}-${version}.`, ABANDONED_MS);
  const temporary = mkdtempSync(`${target}.`);
  try {
    const probe = join(temporary, 'probe');
    writeFileSync(probe, '', { mode: 0o700 });
    refuseNoexec(probe);
    rmSync(probe);
    await extractAll(from, archives, temporary);
    const wrong = damage(temporary, checksums);
    if (wrong) throw new Error(`${PACKAGE} ${version}: ${wrong}; run npm ci, which installs the package that this version was made for`);
    replace(temporary, target, checksums);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return target;
}

async function extractAll(from: string, archives: readonly string[], to: string): Promise<void> {
  // Imported here and not above: every process loads this file, but only one that unpacks needs the package.
  const { extract } = await import('tar-fs');
  // The archive's owner is nobody here; the superuser would give the files to whoever has that number. The types lack it.
  const options: Parameters<typeof extract>[1] & { chown: boolean } = { chown: false };
  for (const archive of archives) {
    const program = join(to, archive.replace(/\.br$/, ''));
    const into = archive.endsWith('.tar.br') ? extract(to, options) : createWriteStream(program, { mode: 0o755 });
    await pipeline(createReadStream(join(from, archive)), createBrotliDecompress(), into);
  }
}

/** Puts a folder in the place of what has its name, unless that is a good copy of another process. */
function replace(fresh: string, target: string, checksums: Readonly<Record<string, string>>): void {
  try {
    renameSync(fresh, target);
  } catch (error) {
    if (!lstatSync(target, { throwIfNoEntry: false })) throw error;
    if (damage(target, checksums) === undefined) return;
    const aside = mkdtempSync(`${target}.`);
    renameSync(target, join(aside, 'damaged'));
    renameSync(fresh, target);
    rmSync(aside, { recursive: true, force: true });
  }
}

/** @returns what is wrong with an unpacked folder, or undefined */
export function damage(folder: string, checksums: Readonly<Record<string, string>>): string | undefined {
  const reason = notOurs(folder);
  if (reason) return reason;
  for (const [name, expected] of Object.entries(checksums)) {
    const path = join(folder, name);
    const foreign = notOurs(path, 'file');
    if (foreign) return foreign;
    const got = createHash('sha256').update(readFileSync(path)).digest('hex');
    if (got !== expected) return `${name} has the SHA-256 ${got}, not ${expected}`;
  }
  return undefined;
}

/** @throws Error for a program on a file system that takes none: Linux answers so for noexec, also to the superuser. */
function refuseNoexec(program: string): void {
  try {
    accessSync(program, fileModes.X_OK);
  } catch {
    throw new Error('its file system is mounted noexec: no library can be loaded from there');
  }
}

let loaded: Promise<{ folder: string; notes: string[] }> | undefined;

/**
 * Loads the package's Vulkan loader into the process, so that Dawn finds it by name afterwards.
 * @returns the folder with the loader and the driver's description, and what to say of places that were not taken
 * @throws Error where the package has nothing for this machine, or its library can be loaded from nowhere
 */
export function loadEmbeddedLoader(): Promise<{ folder: string; notes: string[] }> {
  loaded ??= loadFrom();
  return loaded;
}

async function loadFrom(): Promise<{ folder: string; notes: string[] }> {
  const platform = `${process.platform}-${process.arch}`;
  const checksums = EMBEDDED.platforms[platform];
  if (!checksums) throw new Error(`${PACKAGE} has libraries for ${Object.keys(EMBEDDED.platforms).join(', ')}, this is ${platform}`);
  const notes: string[] = [];
  const folder = await inPrivateFolder(await privateFolders(), notes, async (cache) => {
    const unpacked = await unpack(cache, 'swiftshader', undefined, checksums);
    const failed = load(join(unpacked, LOADER));
    if (failed !== undefined) throw new Error(failed);
    return unpacked;
  });
  return { folder, notes };
}
