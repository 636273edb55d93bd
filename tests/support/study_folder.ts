import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** All files of a folder, with paths from it. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

/** A hash of every chunk of a study: all that its results are made of, and no times or names of machines. */
export function chunksBelow(folder: string): Record<string, string> {
  const chunks = filesBelow(folder).filter((name) => /[\\/]c\.[\d.]+$/.test(name));
  return Object.fromEntries(
    chunks.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  );
}
