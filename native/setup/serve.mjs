// `npm run browser [-- PORT] [--bench]`: sets up what is missing, then serves the pages of dist/browser to this machine; with
// --bench it builds the benchmark's page and serves that one.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bootstrap, root } from './bootstrap.mjs';

try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { bench: { type: 'boolean', default: false } } });
  await bootstrap();
  const { buildBenchPage } = await import('./build.mjs');
  const { serve } = await import('../../dist/node/serve.js');
  const { url } = await serve(values.bench ? await buildBenchPage() : join(root, 'dist/browser'), Number(positionals[0] ?? 8080));
  console.log(`blockspin: the ${values.bench ? 'benchmark' : 'page'} is at ${url}, for browsers on this machine; end with Ctrl-C`);
} catch (error) {
  console.error(`blockspin: ${error.message.split('. ')[0]}`);
  process.exitCode = 1;
}
