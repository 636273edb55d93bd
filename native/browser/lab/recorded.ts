/** The script of the recorded runs; their text comes before it in the same file. */
import { decodeReplay } from '../../../src/lab/replay.ts';
import { nearestTake, ReplayScene } from './replay_scene.ts';
import type {} from './replay_source.ts';

declare global {
  var blockspinReplay: string | undefined;
}

const replay = decodeReplay(globalThis.blockspinReplay ?? '');

globalThis.blockspinRecorded = {
  recorded: true,
  about: replay.source,
  nearest: (settings) => {
    const { model, size, block, buffer, shell, temperature, replicas, seed } = nearestTake(replay, settings);
    return { model, size, block, buffer, shell, temperature, replicas, seed };
  },
  open: async (settings) => new ReplayScene(replay, settings),
};
