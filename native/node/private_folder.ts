/** Folders from which code is loaded: only this user may be able to change what lies there. */
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, type Stats } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { nodeFiles } from './files.ts';

const OTHERS_WRITE = 0o022;
const OTHERS_ENTER = 0o011;
const STICKY = 0o1000;
/** Folders that last for one process begin so; those of killed processes are removed after a day. */
const SHORT_LIVED = 'blockspin-once-';
const DAY_MS = 24 * 3600 * 1000;

/** Folders to keep unpacked files in, and why other places were not taken. */
export interface Places {
  folders: string[];
  refused: string[];
}

const user = (): number => process.geteuid?.() ?? 0;

/**
 * Where files can be kept in between runs, in the order of preference: the user's cache, then temporary folders, where the
 * name holds the user's number. An empty or relative XDG_CACHE_HOME counts as unset (XDG Base Directory Specification).
 */
export function cachePaths(environment: NodeJS.ProcessEnv = process.env, home: () => string = homedir): string[] {
  const own = environment.XDG_CACHE_HOME ?? '';
  const temporary = [tmpdir(), '/tmp', '/var/tmp'].filter(isAbsolute).map((folder) => join(folder, `blockspin-${user()}`));
  const caches = isAbsolute(own) ? [own] : homes(home).map((folder) => join(folder, '.cache'));
  return [...new Set([...caches.map((folder) => join(folder, 'blockspin')), ...temporary])];
}

/** None where the account has none, or HOME says something that is no place. */
function homes(home: () => string): string[] {
  try {
    return [home()].filter(isAbsolute);
  } catch {
    return [];
  }
}

/** Makes those of the folders that are not there yet, and sorts out those in which somebody else could put a file. */
export async function privateFolders(paths: readonly string[] = cachePaths()): Promise<Places> {
  const places: Places = { folders: [], refused: [] };
  for (const path of paths) {
    const reason = await makePrivate(path);
    if (reason === undefined) places.folders.push(path);
    else places.refused.push(`${path}: ${reason}`);
  }
  return places;
}

/** A new folder of this process alone, which is removed when the process ends. */
export function folderOfProcess(parent: string = tmpdir()): string {
  sweep(parent, SHORT_LIVED, DAY_MS);
  const folder = mkdtempSync(join(parent, SHORT_LIVED));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Removes what killed processes of this user left behind: entries that begin with a prefix and are older than an age. */
export function sweep(folder: string, prefix: string, ageMs: number): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(prefix)) continue;
    const path = join(folder, name);
    const found = statOf(path);
    if (found && found.uid === user() && Date.now() - found.mtimeMs > ageMs) rmSync(path, { recursive: true, force: true });
  }
}

/** @returns why a folder is not taken, or undefined */
async function makePrivate(path: string): Promise<string | undefined> {
  try {
    await nodeFiles.makeFolder(dirname(path));
    // Not recursive: it fails, and is looked at below, where there is something of that name.
    if (!statOf(path)) mkdirSync(path, { mode: 0o700 });
    const reason = openAbove(path) ?? notOurs(path);
    // Versions up to 0.1 made it with the user's usual mode.
    if (reason === undefined) chmodSync(path, 0o700);
    return reason;
  } catch (error) {
    return (error as Error).message;
  }
}

/**
 * Looks at the owner and not at the mode: what lies in a folder of mode 0700 nobody else can reach.
 * @returns why an entry is not what this user put there, or undefined
 */
export function notOurs(path: string, kind: 'folder' | 'file' = 'folder'): string | undefined {
  const found = statOf(path);
  const name = basename(path);
  if (!found) return `${name} is not there`;
  if (found.isSymbolicLink()) return `${name} is a link`;
  if (!(kind === 'folder' ? found.isDirectory() : found.isFile())) return `${name} is no ${kind}`;
  return found.uid === user() ? undefined : `${name} belongs to user ${found.uid}, and this is user ${user()}`;
}

/** @returns why somebody else could put another folder in the place of this one, or undefined */
function openAbove(path: string): string | undefined {
  let closed = false;
  const above: string[] = [];
  for (let folder = realpathSync(dirname(path)); ; folder = dirname(folder)) {
    above.unshift(folder);
    if (folder === dirname(folder)) break;
  }
  for (const folder of above) {
    const { uid, mode } = lstatSync(folder);
    if (uid !== 0 && uid !== user()) return `${folder} belongs to user ${uid}`;
    if (!closed && (mode & OTHERS_WRITE) !== 0 && (mode & STICKY) === 0) return `other users may write to ${folder}`;
    // Nobody else gets below a folder that only its owner may enter.
    closed ||= (mode & OTHERS_ENTER) === 0;
  }
  return undefined;
}

function statOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}
