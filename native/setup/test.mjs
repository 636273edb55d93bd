// `npm test`: sets up what is missing, then runs the test files one process each and counts what really ran.
import { bootstrap, root } from './bootstrap.mjs';

await bootstrap({ development: true });
const { runTests } = await import('./runner.mjs');
process.exitCode = await runTests(root, process.argv.slice(2));
