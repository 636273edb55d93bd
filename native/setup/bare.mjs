// Runs tests where nothing of the system's Vulkan can be seen, as on a machine without Vulkan.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Runs the test files whose path contains the part, printed as they run.
 * @returns how many tests passed and failed; one failed where the system's Vulkan cannot be hidden; zero of each on a machine
 *   without Vulkan, where the main suite already ran under these conditions
 */
export function runBare(root, part) {
  const hide = join(root, 'native/setup/bare.sh');
  if (spawnSync(hide, ['--needed']).status === 1) {
    console.log('\nbare: this machine has no Vulkan loader and no driver: the tests above ran on a bare machine');
    return { passed: 0, failed: 0 };
  }
  console.log(`\nbare: files with ${part} once more, with the Vulkan loader and the drivers of this machine hidden`);
  const folder = mkdtempSync(join(tmpdir(), 'blockspin-bare-'));
  const file = join(folder, 'report.json');
  try {
    const words = [process.execPath, join(root, 'native/setup/test.mjs'), part, '--report', file];
    const { status } = spawnSync(hide, words, { cwd: root, stdio: 'inherit' });
    if (existsSync(file)) {
      const { passed, failed } = JSON.parse(readFileSync(file, 'utf8'));
      return { passed, failed: failed === 0 && status !== 0 ? 1 : failed };
    }
    console.log(`bare: FAIL, the tests did not run (exit ${status}); see above`);
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
