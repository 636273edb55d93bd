// `npm run bench [-- NAME ...]`: sets up what is missing, then runs a benchmark of bench/, by default that of training.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap, root } from './bootstrap.mjs';

await bootstrap();
const given = process.argv[2]?.startsWith('-') ? undefined : process.argv.splice(2, 1)[0];
const name = given ?? 'training';
const file = join(root, 'dist/bench', `${name}.bench.js`);
if (!existsSync(file)) {
  const known = readdirSync(join(root, 'dist/bench')).flatMap((entry) => (entry.endsWith('.bench.js') ? [entry.slice(0, -9)] : []));
  process.stderr.write(`blockspin: expected a benchmark out of ${known.join(', ')}, got ${name}; use for example npm run bench -- sampling\n`);
  process.exit(2);
}
await import(file);
