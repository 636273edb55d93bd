import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** Folder of the package: this file is built to dist/node. */
export const ROOT = join(import.meta.dirname, '../..');

/**
 * The commit of the sources, with a plus where files differ from it. It is known for a pack for a bare machine and for the project's
 * own repository, but not for one around it; 'unknown' elsewhere.
 */
export function commit(): string {
  const packed = join(ROOT, 'manifest.json');
  if (existsSync(packed)) {
    const made = JSON.parse(readFileSync(packed, 'utf8')) as { commit: string | null; changed: boolean };
    return made.commit ? `${made.commit.slice(0, 12)}${made.changed ? '+' : ''}` : 'unknown';
  }
  const git = (...words: string[]) => execFileSync('git', ['-C', ROOT, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    if (realpathSync(git('rev-parse', '--show-toplevel')) !== realpathSync(ROOT)) return 'unknown';
    return `${git('rev-parse', '--short=12', 'HEAD')}${git('status', '--porcelain', '--untracked-files=no') ? '+' : ''}`;
  } catch {
    return 'unknown';
  }
}
