/** The engine on the browser's WebGPU, a script of its own that is loaded where it can run. */
import { load } from './load.ts';
import type { OpenScene, Source } from './source.ts';

declare global {
  /** Set by the script of the engine. */
  var blockspinEngine: OpenScene | undefined;
}

const OTHERS = 'A current Chrome, Edge, Firefox or Safari has it.';

/** The engine, or why there is none, in a sentence. */
export async function findEngine(): Promise<{ source: Source } | { cause: string }> {
  if (!isSecureContext) return { cause: 'Browsers offer WebGPU only to pages from https, from this machine or from a file.' };
  if (!navigator.gpu) return { cause: `This browser has no WebGPU. ${OTHERS}` };
  const adapter = await navigator.gpu.requestAdapter().catch(() => null);
  if (!adapter) return { cause: 'This browser has WebGPU, but no graphics adapter for it: a driver is missing or is on its list of faulty ones.' };
  try {
    await load('engine.js');
  } catch (error) {
    return { cause: `${(error as Error).message}.` };
  }
  const open = globalThis.blockspinEngine;
  if (!open) return { cause: 'The file engine.js beside this page is not that of the page.' };
  const { vendor, architecture } = adapter.info;
  return { source: { recorded: false, about: [vendor, architecture].filter((part) => part !== '').join(' '), nearest: (settings) => settings, open } };
}
