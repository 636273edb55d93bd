/** Recorded runs: a script of their own with all that shows them, so that they are there from file:// as well. */
import { load } from './load.ts';
import type { Source } from './source.ts';

declare global {
  /** Set by that script. */
  var blockspinRecorded: Source | undefined;
}

/** @throws Error naming the file, where it is missing or another one */
export async function replaySource(): Promise<Source> {
  await load('replay.js');
  if (!globalThis.blockspinRecorded) throw new Error('The file replay.js beside this page is not that of the page');
  return globalThis.blockspinRecorded;
}
