/** Runs the compiler on files that are no part of the repository, the way a user of the package would. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './root.ts';

const WORDS =
  '--ignoreConfig --noEmit --strict --skipLibCheck --module esnext --moduleResolution bundler --target es2022 --types node --allowImportingTsExtensions';

/** What the compiler says of a file and what it imports; nothing where all is well. */
export function typeErrors(file: string): string {
  const words = [join(root, 'node_modules/@typescript/native/bin/tsc'), ...WORDS.split(' '), file];
  return spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8' }).stdout;
}
