/** The benchmark on this machine: what it needs of files, processes and the repository. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { bench } from '../../bench/command.ts';
import type { Host } from '../../src/cli/host.ts';
import type { Given } from '../../src/cli/options.ts';
import { cacheFolder } from './embedded.ts';

/** Of the package: this file is built to dist/node. */
const ROOT = join(import.meta.dirname, '../..');

/** Runs `blockspin bench`. */
export async function benchHere(host: Host, given: Given): Promise<number> {
  const results = join(ROOT, 'bench/results');
  return bench({ host, commit: commit(), machine: machine(), baselines: existsSync(results) ? results : await cacheFolder() }, given);
}

/** Processor and memory, which a software adapter lives on. */
export function machine(): Record<string, string | number> {
  return { processor: cpus()[0]?.model ?? 'unknown', cores: cpus().length, memory_gib: Math.round(totalmem() / 2 ** 30), system: process.platform };
}

/** The commit of the sources: of a pack for a bare machine, or of a repository of their own, not of one around them. */
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
