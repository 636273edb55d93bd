import { BlockspinError } from '../../src/core/errors.ts';
import type { Device } from '../../src/gpu/device.ts';
import { openOn } from '../../src/gpu/open.ts';

/**
 * Opens a device on the browser's WebGPU.
 * @throws BlockspinError when the browser has no WebGPU or no adapter
 */
export async function openDevice(): Promise<Device> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) {
    throw new BlockspinError({
      who: 'this browser',
      expected: 'WebGPU with an adapter',
      got: navigator.gpu ? 'no adapter' : 'no WebGPU',
      remedy: 'use a current Chrome, Edge, Firefox or Safari, and serve the page from https or localhost',
      code: 'adapter',
    });
  }
  return openOn(adapter, 'browser');
}
