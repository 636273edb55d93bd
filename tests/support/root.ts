/** The folder of the repository, seen from wherever the bundled test lies. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

function find(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'shaders')) && existsSync(join(folder, 'package.json'))) return folder;
  }
  throw new Error('no folder with shaders/ and package.json above the test');
}

export const root = find();

/** Paths of all shaders but the libraries, without the ending, e.g. 'critic/linear'. */
export function shaderPaths(): string[] {
  const folder = join(root, 'shaders');
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.wgsl'))
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).replace(/\.wgsl$/, ''))
    .filter((path) => !path.startsWith('lib/'))
    .sort();
}
