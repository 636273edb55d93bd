/** The benchmark on this machine: what it needs of files, processes and the repository. */
import { existsSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { bench } from '../../bench/command.ts';
import type { Host } from '../../src/cli/host.ts';
import type { Given } from '../../src/cli/options.ts';
import { commit, ROOT } from './commit.ts';
import { cacheFolder } from './embedded.ts';

/** Runs `blockspin bench`. */
export async function benchHere(host: Host, given: Given): Promise<number> {
  const results = join(ROOT, 'bench/results');
  return bench({ host, commit: commit(), machine: machine(), baselines: existsSync(results) ? results : await cacheFolder() }, given);
}

/** Processor and memory, which a software adapter lives on. */
export function machine(): Record<string, string | number> {
  return { processor: cpus()[0]?.model ?? 'unknown', cores: cpus().length, memory_gib: Math.round(totalmem() / 2 ** 30), system: process.platform };
}
