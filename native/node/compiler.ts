/** A device that only compiles, on a driver without a GPU. */

import { BlockspinError } from '../../src/core/errors.ts';
import { Device } from '../../src/gpu/device.ts';
import { describeAdapter } from '../../src/gpu/open.ts';
import { takingLines } from './native_lines.ts';

/**
 * Opens the first adapter without asking it for known answers, which a driver that runs nothing does not have. Only for compiling.
 * @param prepare sets the environment of the driver, before the Vulkan loader is called
 * @returns the device and what `prepare` returned
 * @throws BlockspinError where no adapter is found
 */
export async function openCompiler<T>(prepare: () => T): Promise<{ device: Device; prepared: T }> {
  const prepared = prepare();
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  const said = new Set<string>();
  const gpu = create([]);
  // Kept for the life of the process, as in adapters.ts.
  Object.assign(globalThis, { [Symbol.for('blockspin.compiler')]: gpu });
  const adapter = await takingLines(() => gpu.requestAdapter(), said);
  if (!adapter) {
    const got = [...said].join('; ') || 'none';
    throw new BlockspinError({ who: 'compiler', expected: 'an adapter', got, remedy: 'check the driver and the family', code: 'adapter' });
  }
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  const raw = await takingLines(() => adapter.requestDevice({ requiredLimits: { maxBufferSize, maxStorageBufferBindingSize } }), said);
  return { device: new Device(raw, describeAdapter(adapter, 'compiler')), prepared };
}
