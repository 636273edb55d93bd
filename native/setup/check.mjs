// `npm run check`: types (strict), lint and format, each by its own well-kept tool.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { bootstrap, root } from './bootstrap.mjs';

await bootstrap({ development: true });
let failed = false;
for (const [name, ...words] of [
  ['tsc', '--project', 'tsconfig.json'],
  ['biome', 'ci', '.'],
]) {
  const { status } = spawnSync(join(root, 'node_modules/.bin', name), words, { cwd: root, stdio: 'inherit' });
  console.log(`${name}: ${status === 0 ? 'ok' : 'failed'}`);
  failed ||= status !== 0;
}
process.exitCode = failed ? 1 : 0;
