// The tools of development, by the file that Node runs: node_modules/.bin may hold the command of another version.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './bootstrap.mjs';

const TOOLS = {
  tsc: ['node_modules/@typescript/native/bin/tsc', '--project', 'tsconfig.json'],
  biome: ['node_modules/@biomejs/biome/bin/biome', 'ci', '.'],
  typedoc: ['node_modules/typedoc/bin/typedoc', '--options', 'native/setup/typedoc.json', '--logLevel', 'Warn'],
};

/**
 * Runs a tool on the whole project.
 * @param words added to its command
 * @returns whether it found nothing wrong
 */
export function runTool(name, words = []) {
  const [file, ...rest] = TOOLS[name];
  return spawnSync(process.execPath, [join(root, file), ...rest, ...words], { cwd: root, stdio: 'inherit' }).status === 0;
}
