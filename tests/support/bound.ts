/** Permissions of files, also where the tests are run by the superuser, whom they do not bind. */
import { chownSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** By convention a user and a group without rights, in every system and container that maps more than one. */
const NOBODY = 65534;

const isRoot = () => process.getuid?.() === 0;

/** Whether this process is bound by permissions, or can be. */
export function isBound(): boolean {
  if (!isRoot()) return process.getuid !== undefined;
  try {
    asNobody();
    asRoot();
    return true;
  } catch {
    return false;
  }
}

/**
 * Does something as a user whom permissions bind and who owns a folder with all that is in it.
 * @throws Error where there is no such user; `isBound` tells
 */
export async function bound<T>(folder: string, action: () => Promise<T>): Promise<T> {
  if (!isRoot()) return action();
  const inside = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  for (const path of [folder, ...inside]) chownSync(path, NOBODY, NOBODY);
  asNobody();
  try {
    return await action();
  } finally {
    asRoot();
  }
}

// The group first while there is the right to change it; back in the other order.
function asNobody(): void {
  process.setegid?.(NOBODY);
  try {
    process.seteuid?.(NOBODY);
  } catch (error) {
    process.setegid?.(0);
    throw error;
  }
}

function asRoot(): void {
  process.seteuid?.(0);
  process.setegid?.(0);
}
