/** Engines on the browser's WebGPU, scripts of their own that are loaded where they can run. */
import { type LabSettings, modelOf } from '../../../src/lab/settings.ts';
import { load } from './load.ts';
import type { OpenScene, Source } from './source.ts';

declare global {
  /** Set by the script of an engine: opens scenes of its model. */
  var blockspinEngine: OpenScene | undefined;
}

/** Opens scenes, by the model in the settings of a training. */
const engines = new Map<string, OpenScene>();

/** The engine of a model; each has a script of its own, so that the first load has only the one it needs. @throws Error with a message for people */
async function engineOf(settings: LabSettings): Promise<OpenScene> {
  const {
    settings: { model },
    view,
  } = modelOf(settings);
  const known = engines.get(model);
  if (known) return known;
  const file = `engine_${model}.js`;
  globalThis.blockspinEngine = undefined;
  await load(file);
  const open = globalThis.blockspinEngine;
  if (view === 'tiling') await load('tiling.js');
  if (!open) throw new Error(`The file ${file} beside this page is not that of the page`);
  engines.set(model, open);
  return open;
}

const OTHERS = 'A current Chrome, Edge, Firefox or Safari has it.';

/** The engines, or why there is none, in a sentence. @param first settings of the first scene, whose engine is loaded at once */
export async function findEngine(first: LabSettings): Promise<{ source: Source } | { cause: string }> {
  if (!isSecureContext) return { cause: 'Browsers offer WebGPU only to pages from https, from this machine or from a file.' };
  if (!navigator.gpu) return { cause: `This browser has no WebGPU. ${OTHERS}` };
  const adapter = await navigator.gpu.requestAdapter().catch(() => null);
  if (!adapter) return { cause: 'This browser has WebGPU, but no graphics adapter for it: a driver is missing or is on its list of faulty ones.' };
  try {
    await engineOf(first);
  } catch (error) {
    return { cause: `${(error as Error).message}.` };
  }
  const { vendor, architecture } = adapter.info;
  const about = [vendor, architecture].filter((part) => part !== '').join(' ');
  const open: OpenScene = async (settings) => (await engineOf(settings))(settings);
  return { source: { recorded: false, about, nearest: (settings) => settings, open } };
}
