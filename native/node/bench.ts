/** `blockspin bench` on this machine. Only this file of native/ imports bench/, and the files it imports there import nothing of native/. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bench } from '../../bench/command.ts';
import type { Host } from '../../src/cli/host.ts';
import type { Given } from '../../src/cli/options.ts';
import { commit, ROOT } from './commit.ts';
import { cacheFolder } from './embedded.ts';
import { machine } from './machine.ts';

/**
 * Runs `blockspin bench`; baselines of a clone lie in bench/results, those of an installed package in the cache folder.
 * @returns exit code
 */
export async function benchHere(host: Host, given: Given): Promise<number> {
  const results = join(ROOT, 'bench/results');
  return bench({ host, commit: commit(), machine: machine(), baselines: existsSync(results) ? results : await cacheFolder() }, given);
}
