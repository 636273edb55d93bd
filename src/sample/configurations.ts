import { CHAINS_PER_GROUP } from './groups.ts';

/** The element types that configurations are stored in: spins as int8 of ±1, occupations as uint8, masses as int32. */
export type ConfigurationData = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

/** A set of configurations, in C order. */
export interface Configurations {
  /** (n, ...): the number of configurations, then the shape of one. */
  readonly shape: readonly number[];
  readonly data: ConfigurationData;
}

/**
 * Unpacks words of 32 chains.
 * @param words (G, ...shape), bit = chain
 * @param shape shape of one configuration
 * @param down the value of a bit that is 0
 * @param up the value of a bit that is 1
 * @returns (32 G, ...shape), chain 32 g + bit
 */
export function unpackBits(words: Uint32Array, shape: readonly number[], down: number, up: number): Configurations {
  const sites = shape.reduce((product, n) => product * n, 1);
  const groups = words.length / sites;
  const data = new Int8Array(words.length * CHAINS_PER_GROUP);
  for (let g = 0; g < groups; g++) {
    for (let i = 0; i < sites; i++) {
      const word = words[g * sites + i];
      for (let c = 0; c < CHAINS_PER_GROUP; c++) data[(g * CHAINS_PER_GROUP + c) * sites + i] = (word >>> c) & 1 ? up : down;
    }
  }
  return { shape: [groups * CHAINS_PER_GROUP, ...shape], data };
}

/**
 * Unpacks words of 32 chains with a bit for each state of a value.
 * @param words (G, ...shape, states), bit = chain, set where the value is in that state
 * @param shape shape of one configuration
 * @param values of the states, whole numbers within int8
 * @returns (32 G, ...shape), chain 32 g + bit
 */
export function unpackStates(words: Uint32Array, shape: readonly number[], values: readonly number[]): Configurations {
  const sites = shape.reduce((product, n) => product * n, 1);
  const groups = words.length / sites / values.length;
  const data = new Int8Array(groups * CHAINS_PER_GROUP * sites);
  for (let i = 0; i < words.length; i++) {
    const [place, state] = [Math.floor(i / values.length), i % values.length];
    const [group, site] = [Math.floor(place / sites), place % sites];
    for (let c = 0; c < CHAINS_PER_GROUP; c++) if ((words[i] >>> c) & 1) data[(group * CHAINS_PER_GROUP + c) * sites + site] = values[state];
  }
  return { shape: [groups * CHAINS_PER_GROUP, ...shape], data };
}
