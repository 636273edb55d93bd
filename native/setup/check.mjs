// `npm run check`: types (strict), lint and format, and the API reference without writing it, each by its own tool.
import { bootstrap } from './bootstrap.mjs';
import { runTool } from './tools.mjs';

await bootstrap({ development: true });
let failed = false;
for (const [name, ...words] of [['tsc'], ['biome'], ['typedoc', '--emit', 'none']]) {
  const started = performance.now();
  const ok = runTool(name, words);
  console.log(`${name}: ${ok ? 'ok' : 'failed'}, ${Math.round((performance.now() - started) / 1000)} s`);
  failed ||= !ok;
}
process.exitCode = failed ? 1 : 0;
