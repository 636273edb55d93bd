// `npm run browser [-- port]`: sets up what is missing, then serves the pages of dist/browser to this machine.
import { join } from 'node:path';
import { bootstrap, root } from './bootstrap.mjs';

await bootstrap();
const { serve } = await import('../../dist/node/serve.js');
try {
  const { url } = await serve(join(root, 'dist/browser'), Number(process.argv[2] ?? 8080));
  console.log(`blockspin: the page is at ${url}, the benchmark at ${url}bench.html, for browsers on this machine; end with Ctrl-C`);
} catch (error) {
  console.error(`blockspin: ${error.message}`);
  process.exitCode = 1;
}
