// `npm run bench`: sets up what is missing, then runs the benchmarks.
import { bootstrap } from './bootstrap.mjs';

await bootstrap();
await import('../../dist/bench/training.bench.js');
