/** Runs the built program from a benchmark. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * Runs a command of the program and waits for its end.
 * @param root folder of the clone
 * @param out where its stdout goes; its stderr is shown
 * @returns the exit code
 * @throws Error where it cannot be started
 */
export function commandEnded(root: string, words: readonly string[], out: 'inherit' | 'ignore'): number {
  const { status, error } = spawnSync(process.execPath, [join(root, 'dist/node/main.js'), ...words], { stdio: ['ignore', out, 'inherit'] });
  if (error) throw error;
  return status ?? 1;
}
