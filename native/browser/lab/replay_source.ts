/** Recorded runs, loaded as a script of their own, so that they are there from file:// as well. */
import { decodeReplay, type Replay } from '../../../src/lab/replay.ts';
import { load } from './load.ts';
import { nearestTake, ReplayScene } from './replay_scene.ts';
import type { Source } from './source.ts';

declare global {
  /** Set by the script of the recorded runs. */
  var blockspinReplay: string | undefined;
}

export async function replaySource(): Promise<Source> {
  await load('replay.js');
  const replay: Replay = decodeReplay(globalThis.blockspinReplay ?? '');
  return {
    recorded: true,
    about: replay.source,
    nearest: (settings) => {
      const { model, size, block, buffer, shell, temperature, replicas, seed } = nearestTake(replay, settings);
      return { model, size, block, buffer, shell, temperature, replicas, seed };
    },
    open: async (settings) => new ReplayScene(replay, settings),
  };
}
