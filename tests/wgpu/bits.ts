/**
 * Runs samplers and short trainings of the browser's library and prints a hash of their bits, a line each: the same program under Node
 * (Dawn) and Deno (wgpu). Names that do not match the regular expression in ONLY are left out. Started by native/setup/wgpu.mjs.
 */
import { samplerRuns, trainingRuns } from '../support/same_bits.ts';
import { deno, environment, exit, tell } from './deno.ts';

type Opened = typeof import('../../native/browser/index.ts');

if (!deno) {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  const gpu = create([]);
  if (!globalThis.navigator) Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true, writable: true });
  // Reachable as long as the process lives, as native/node/adapters.ts explains.
  Object.defineProperty(globalThis.navigator, 'gpu', { value: gpu, configurable: true });
}
const library = (await import(environment('LIBRARY'))) as Opened;
const device = await library.openDevice();
// Runs what the product leaves out on software adapters.
device.adapter.software = false;
const only = new RegExp(environment('ONLY'));
for (const { name, bits } of [...samplerRuns(library, device), ...trainingRuns(library, device)].filter((run) => only.test(run.name))) {
  try {
    tell({ name, bits: await bits() });
  } catch (error) {
    tell({ name, failed: (error as Error).message.slice(0, 700) });
  }
}
exit(0);
