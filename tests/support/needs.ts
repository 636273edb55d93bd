/** Tests that need what some machines do not have. What was not run is said, and counted by the runner; nothing passes unseen. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import { packageFolder } from '../../native/node/embedded.ts';
import { isBound } from './bound.ts';
import { root } from './root.ts';

interface Need {
  /** Stands in the summary of a run where it is not there. */
  reason: string;
  here(): boolean;
}

/**
 * Packs for bare machines leave files of the repository out. They have a manifest, which a clone has not: a clone without
 * its documents runs these tests, and fails.
 */
export const REPOSITORY: Need = { reason: 'needs files of the repository, which a pack leaves out', here: () => !existsSync(join(root, 'manifest.json')) };

export const NUMPY: Need = {
  reason: 'needs python3 with numpy',
  here: () => spawnSync('python3', ['-c', 'import numpy']).status === 0,
};

/** The superuser may read and write anywhere, but can be another user for a while; only within some containers there is none. */
export const PERMISSIONS: Need = { reason: 'needs a user whom permissions bind', here: isBound };

export const ROOT_USER: Need = {
  reason: 'needs root, to make files of another user',
  here: () => process.geteuid?.() === 0 && isBound(),
};

export const EMBEDDED_PACKAGE: Need = { reason: 'needs the package with the embedded adapter', here: () => packageFolder() !== undefined };

/** In a namespace of its own, so that nothing changes outside. */
export const MOUNTS: Need = {
  reason: 'needs root and a kernel that lets it mount a file system',
  here: () => spawnSync('unshare', ['--mount', 'sh', '-c', 'mount -t tmpfs -o noexec tmpfs /mnt']).status === 0,
};

/** Registers a test, or prints `not run here: NAME (REASON)`, which the runner counts. */
export function testWith(need: Need, name: string, body: () => void | Promise<void>): void {
  if (need.here()) test(name, body);
  else console.log(`not run here: ${name} (${need.reason})`);
}
