import { checkData, type DataSet } from '../../src/model/data/data_set.ts';
import { IsingChains } from '../../src/model/ising/chains.ts';
import { formatNpy, parseNpy } from '../../src/store/npy.ts';
import { theDevice } from './device.ts';

/** Nearly independent configurations of the 4 x 4 torus as a file would hold them: 1024 chains at several times. */
export async function isingData(temperature: number, times: number, seed: number): Promise<DataSet> {
  const device = await theDevice();
  const scope = device.scope('source');
  try {
    const groups = 32;
    const chains = new IsingChains(scope, { size: 4, coupling: 1, temperatures: new Array<number>(groups).fill(temperature), seed });
    const all = new Int8Array(times * 1024 * 16);
    for (let t = 0; t < times; t++) {
      await chains.measure({ first: 0, groups }, 1, 60, async () => {});
      all.set((await chains.configurations({ first: 0, groups })).data, t * 1024 * 16);
    }
    return checkData(parseNpy(formatNpy({ shape: [times * 1024, 4, 4], data: all })), 'ising.npy');
  } finally {
    scope.dispose();
  }
}
