// `npm run bench [-- options]`: sets up what is missing, then runs the table of `blockspin bench`; with a name it runs the
// program of that name (bench/**/NAME.bench.ts): `npm run bench -- scaling`.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap, root } from './bootstrap.mjs';

await bootstrap();
const name = process.argv[2];
if (name === undefined || name.startsWith('-')) {
  process.argv.splice(2, 0, 'bench');
  await import('../../dist/node/main.js');
} else {
  process.argv.splice(2, 1);
  const folder = join(root, 'dist/bench');
  const known = readdirSync(folder).flatMap((entry) => (entry.endsWith('.bench.js') ? [entry.slice(0, -9)] : []));
  if (known.includes(name)) await import(join(folder, `${name}.bench.js`));
  else {
    const like = known.find((other) => other.includes(name) || other.slice(0, 3) === name.slice(0, 3));
    const remedy = like ? `did you mean ${like}?` : 'leave it out for the table of all parts';
    process.stderr.write(`blockspin: bench: expected no name or one of ${known.join(', ')}, got ${name}; ${remedy}\n`);
    process.exitCode = 2;
  }
}
