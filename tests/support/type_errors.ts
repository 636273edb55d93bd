/** Runs the compiler on files that are no part of the repository, the way a user of the package would. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './root.ts';

/** One checker: several are done sooner, and check what they share once each. */
const WORDS =
  '--ignoreConfig --noEmit --strict --skipLibCheck --module esnext --moduleResolution bundler --target es2022 --types node --allowImportingTsExtensions --checkers 1';

/** What the compiler says of files and what they import, in one run; nothing where all is well. */
export function typeErrors(...files: readonly string[]): string {
  const words = [join(root, 'node_modules/@typescript/native/bin/tsc'), ...WORDS.split(' '), ...files];
  return spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8' }).stdout;
}
