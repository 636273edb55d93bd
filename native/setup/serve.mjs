// `npm run browser [-- PORT] [--bench]`, `npm run lab [-- PORT]`: sets up what is missing, then serves the page of dist/browser to this
// machine, or with --lab the laboratory; with --bench it builds the benchmark's page and serves that one.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bootstrap, root } from './bootstrap.mjs';

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { bench: { type: 'boolean', default: false }, lab: { type: 'boolean', default: false } },
  });
  await bootstrap();
  const { buildBenchPage } = await import('./build.mjs');
  const { serve } = await import('../../dist/node/serve.js');
  const folder = values.bench ? await buildBenchPage() : join(root, values.lab ? 'dist/lab' : 'dist/browser');
  // The page has a link to the laboratory.
  const { url } = await serve(folder, Number(positionals[0] ?? 8080), values.bench || values.lab ? {} : { lab: join(root, 'dist/lab') });
  console.log(`blockspin: the ${values.bench ? 'benchmark' : values.lab ? 'laboratory' : 'page'} is at ${url}, for browsers on this machine; end with Ctrl-C`);
} catch (error) {
  console.error(`blockspin: ${error.message.split('. ')[0]}`);
  process.exitCode = 1;
}
