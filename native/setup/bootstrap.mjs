// Makes a fresh clone ready: installs what is missing, builds what is stale, and says each in one line.
// Uses nothing but Node itself, since it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const say = (text) => process.stderr.write(`blockspin: ${text}\n`);

function fail(message) {
  say(message);
  process.exit(1);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 11)) fail(`expected Node 20.11 or newer, got ${process.versions.node}; install a newer Node`);
}

/** Installs the packages of the lock file unless exactly these are there. */
function install({ development }) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const marker = join(root, 'node_modules/.blockspin');
  const have = existsSync(marker) ? readFileSync(marker, 'utf8').split(' ') : [];
  if (have[0] === lock && (have[1] === 'all' || !development)) return;
  say(`installing packages with npm ci${development ? '' : ' (without those only the tests need)'} ...`);
  const words = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...(development ? [] : ['--omit=dev'])];
  const { status, error } = spawnSync('npm', words, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (status !== 0) fail(`npm ci failed${error ? ` (${error.message})` : ''}; check the network and the messages above, then start again`);
  writeFileSync(marker, `${lock} ${development ? 'all' : 'run'}`);
}

/**
 * A package made by `npm pack` holds what was built and no sources, and its packages were installed with it: it runs as it is.
 * @param development whether the packages that only tests and checks need are wanted, too
 */
export async function bootstrap({ development = false } = {}) {
  checkNode();
  if (!existsSync(join(root, 'src'))) return;
  const installed = existsSync(join(root, 'package-lock.json'));
  if (installed) install({ development });
  const { build, isBuilt } = await import('./build.mjs');
  if (isBuilt()) return;
  say('building dist/ ...');
  try {
    await build();
  } catch (error) {
    fail(`build failed: ${error.message}`);
  }
}
