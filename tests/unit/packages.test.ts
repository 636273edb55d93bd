/** The lock file: versions and checksums, and no addresses that only some machine can reach. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { root } from '../support/root.ts';
import { filesBelow } from '../support/study_folder.ts';

interface Entry {
  version?: string;
  integrity?: string;
  resolved?: string;
}

const read = (name: string) => JSON.parse(readFileSync(join(root, name), 'utf8'));

test('the lock file records checksums and no download addresses', () => {
  const packages = Object.entries(read('package-lock.json').packages as Record<string, Entry>).filter(([path]) => path !== '');
  assert.ok(packages.length > 50);
  for (const [path, { integrity, resolved }] of packages) {
    assert.is(resolved, undefined, path);
    assert.ok(integrity, `${path} has a checksum`);
  }
});

test('packages the program runs with are pinned to one version, the one of the lock file', () => {
  const { dependencies, optionalDependencies } = read('package.json');
  const locked = read('package-lock.json').packages as Record<string, Entry>;
  for (const [name, version] of Object.entries({ ...dependencies, ...optionalDependencies })) {
    assert.match(version as string, /^\d+\.\d+\.\d+$/, name);
    assert.is(locked[`node_modules/${name}`]?.version, version, name);
  }
});

test('zod is imported as a namespace: bundles then hold what is used of it, a fifth', () => {
  const imports = filesBelow(join(root, 'src')).flatMap((file) => /^import .* from 'zod';$/m.exec(readFileSync(join(root, 'src', file), 'utf8'))?.[0] ?? []);
  assert.ok(imports.length > 5);
  for (const line of imports) assert.match(line, /^import (type )?\* as z from 'zod';$/);
});

test.run();
