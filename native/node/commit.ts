import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The commit of the clone this program runs from, with '-dirty' where files differ from it; 'unknown' elsewhere. */
export function commit(): string {
  const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
  // Not the repository of whoever installed this package.
  if (!existsSync(join(root, '.git'))) return 'unknown';
  const { status, stdout } = spawnSync('git', ['-C', root, 'describe', '--always', '--dirty', '--abbrev=40'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : 'unknown';
}
