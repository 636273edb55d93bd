/** The joint weights of the rim of a block and of its environment, from which all exact informations are computed. */

/** Called between pieces of a long computation; may throw to end it. */
export type Pause = () => Promise<void>;

/** Joint weights of a block and its environment. */
export interface Joint {
  /** Sites of V. */
  sites: number;
  /** Places of the rim in V, the only spins that interact with E. Bit b of a rim state is the spin at rim[b], 1 for up. */
  rim: readonly number[];
  /** States of the rim: 2^rim for spins. */
  states: number;
  /** Boltzmann weights of the configurations of V, (2^sites; q^sites for q states), up to a factor: the distribution of the inner spins given the rim. */
  weights: Float64Array;
  /** Permutations of V's sites that leave all weights unchanged. */
  symmetries: readonly number[][];
  /** Whether the flip of all spins changes no weight: then one environment of each pair e and -e represents both. */
  mirrored: boolean;
  /** Environments in all parts together. */
  environments: number;
  /**
   * Pieces (n, states) of the joint weights p(rim, e), up to one factor common to all. Where they are mirrored, every e represents -e too,
   * which has the same weights for the flipped rim. A piece is valid until the next one is requested.
   */
  parts(): Iterable<Float64Array>;
}

/** Multiplies each row of a (n, states) table by its own factor. */
export function scaleRows(values: Float64Array, states: number, factors: (row: number) => number): void {
  for (let row = 0, i = 0; i < values.length; row++) {
    const factor = factors(row);
    for (const end = i + states; i < end; i++) values[i] *= factor;
  }
}

/** Boltzmann weights of V alone for a list of bonds between its places, in a field h; (2^sites), the largest is 1. */
export function blockWeights(sites: number, bonds: readonly (readonly [number, number])[], K: number, h = 0): Float64Array {
  const energy = new Float64Array(2 ** sites);
  for (let v = 0; v < energy.length; v++) {
    for (const [a, b] of bonds) energy[v] += ((v >> a) ^ (v >> b)) & 1 ? -K : K;
    for (let i = 0; i < sites; i++) energy[v] += (v >> i) & 1 ? h : -h;
  }
  const most = energy.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return energy.map((e) => Math.exp(e - most));
}

/** The orientations in which an environment is used: as it is, and flipped where it also represents its opposite. */
export function flipsOf({ mirrored }: Pick<Joint, 'mirrored'>): readonly boolean[] {
  return mirrored ? [false, true] : [false];
}

/** The rim state of each configuration of V; (2^sites). */
export function rimStates(sites: number, rim: readonly number[]): Uint32Array {
  return Uint32Array.from({ length: 2 ** sites }, (_, v) => rim.reduce((state, place, b) => state | (((v >> place) & 1) << b), 0));
}
