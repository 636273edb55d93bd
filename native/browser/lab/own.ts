/** What takes the whole program: how own configurations are understood, a training on them, and a summary as it writes it. Loaded when it is used. */

import type { DataSet } from '../../../src/model/data/data_set.ts';
import { withKnown } from '../../../src/report/published/known.ts';
import { readData } from '../../../src/store/data_file.ts';
import type { Files } from '../../../src/store/files.ts';
import { toJson } from '../../../src/store/results.ts';
import type { Results, Summary } from '../../../src/train/result/summary.ts';
import { train } from '../../../src/train/train.ts';
import { openDevice } from '../open.ts';

/** What this script gives to the page. */
export interface Own {
  /** @param axes what the axes of the array are, where that is not clear: nyx @throws BlockspinError saying what is wrong with the file */
  read(name: string, bytes: Uint8Array, axes?: string): Promise<DataSet>;
  /** Trains with the defaults of the program. @param block, buffer, shell in sites @param periodic whether the lattice wraps around */
  train(
    data: DataSet,
    window: { block: number; buffer: number; shell: number },
    periodic: boolean,
    progress: (fraction: number) => void,
    signal: AbortSignal,
  ): Promise<Results>;
  /** The text of summary.json. @param measured of a scene */
  summary(measured: unknown): string;
}

declare global {
  var blockspinOwn: Own | undefined;
}

globalThis.blockspinOwn = {
  summary: (measured) => toJson(withKnown(measured as Summary)),
  async read(name, bytes, axes) {
    const { data } = await readData({ read: async () => bytes } as unknown as Files, name, axes ? { axes } : {});
    return data;
  },
  async train(data, window, periodic, progress, signal) {
    const device = await openDevice();
    try {
      return await train(device, { data, ...window, boundary: periodic ? 'periodic' : 'open' }, { signal, progress: ({ fraction }) => progress(fraction) });
    } finally {
      device.close();
    }
  },
};
