import { BlockspinError } from '../../src/core/errors.ts';
import type { Device } from '../../src/gpu/device.ts';
import { openOn } from '../../src/gpu/open.ts';
import { type Clock, hostClock } from '../../src/gpu/waiting.ts';

/** The page is drawn by the same GPU: between two submissions it gets its turn, 20 times a second or more. */
const CLOCK: Clock = { ...hostClock, pieces: { shortest: 12, longest: 40 } };

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
  return openOn(adapter, 'browser', { clock: CLOCK });
}

/** Why this page has no GPU, in a plain sentence with what a person can do; undefined where it should have one. */
export function missingGpu(): string | undefined {
  if (!isSecureContext)
    return 'Browsers offer WebGPU to pages over https and to pages of this machine only, and this page came over plain http. Open it over https, or from localhost.';
  if (!navigator.gpu)
    return 'This browser has no WebGPU, with which the page computes. Current versions of Chrome, Edge and Safari have it, and Firefox on Windows and macOS; in Chrome on Linux it may have to be switched on.';
  return undefined;
}

/** The same where WebGPU is there and gives no adapter. */
export const NO_ADAPTER =
  'This browser has WebGPU but offers no graphics adapter: hardware acceleration may be switched off in its settings, or the graphics driver may be too old for it. Another browser on this machine may do.';
