/** Data sets on spaces that files do not describe, and exact samples of small systems with any bonds. */
import { DataSet } from '../../src/model/data/data_set.ts';
import { axisNames, type Space } from '../../src/space/space.ts';
import { words } from './random.ts';

/** Samples on a given space. */
export class ShapedData extends DataSet {
  override space = () => this.lattice;
  /** @param data (samples, sites), values of -1 and 1 */
  constructor(
    readonly lattice: Space,
    data: Int8Array,
  ) {
    super({ shape: [data.length / lattice.extents.reduce((a, b) => a * b, 1), ...lattice.extents], data }, 'shaped', {
      axes: `n${axisNames(lattice).join('')}`,
    });
  }
}

/**
 * Independent exact samples of Ising spins, exp(Σ s s' / T) over bonds, from all states.
 * @returns (samples, sites), -1 or 1
 */
export function enumeratedSpins(sites: number, bonds: readonly (readonly [number, number])[], temperature: number, samples: number, seed: number): Int8Array {
  const states = 2 ** sites;
  const sums = new Float64Array(states);
  let total = 0;
  const spin = (state: number, i: number) => 2 * ((state >> i) & 1) - 1;
  for (let state = 0; state < states; state++) {
    total += Math.exp(bonds.reduce((sum, [a, b]) => sum + spin(state, a) * spin(state, b), 0) / temperature);
    sums[state] = total;
  }
  const random = words(seed, 2 * samples);
  const out = new Int8Array(samples * sites);
  for (let n = 0; n < samples; n++) {
    // 53 bits: a state has a probability below 2^-32.
    const target = total * ((random[2 * n] >>> 5) * 2 ** -27 + (random[2 * n + 1] >>> 6) * 2 ** -53);
    let [low, high] = [0, states - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] > target) high = middle;
      else low = middle + 1;
    }
    for (let i = 0; i < sites; i++) out[n * sites + i] = spin(low, i);
  }
  return out;
}
