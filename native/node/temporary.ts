/** Temporary names, and what killed processes left under them. */
import { createHash, randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { owner } from './owner.ts';

/** Tells computers, boots of one computer and containers apart. */
const MACHINE = createHash('sha256').update(owner.machine).digest('hex').slice(0, 8);
const TEMPORARY = /\.(\d+)-([0-9a-f]{8})-[0-9a-f]{8}\.tmp$/;
/** A temporary file of another machine that was not written for so long has no writer any more, ms. */
const ABANDONED_MS = 86_400_000;

/** A name that no other process has, on this computer or another one. */
export function temporaryName(path: string): string {
  return `${path}.${process.pid}-${MACHINE}-${randomBytes(4).toString('hex')}.tmp`;
}

const swept = new Set<string>();

/** Removes what killed processes left in a folder; one look per folder. Files of processes that live are kept. */
export async function sweepOnce(folder: string): Promise<void> {
  if (swept.has(folder)) return;
  swept.add(folder);
  try {
    for (const name of await readdir(folder)) if (await isLeft(folder, name)) await rm(join(folder, name), { force: true });
  } catch {
    // Whoever cannot look into a folder or remove from it can still write there, and nobody reads such files.
  }
}

async function isLeft(folder: string, name: string): Promise<boolean> {
  const [, pid, machine] = TEMPORARY.exec(name) ?? [];
  if (pid === undefined) return false;
  if (machine === MACHINE) return !owner.alive(Number(pid));
  return Date.now() - (await stat(join(folder, name))).mtimeMs > ABANDONED_MS;
}
