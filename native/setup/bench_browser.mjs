// `npm run bench:browser [-- options]`: sets up what is missing, then runs the page's benchmark in a headless browser.
import { bootstrap } from './bootstrap.mjs';

await bootstrap({ development: true });
await import('../../dist/bench/browser.bench.js');
