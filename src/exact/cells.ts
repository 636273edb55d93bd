/**
 * Environments gathered into cells by the means they give to some features of the block. The information about the cell
 * falls short of that about the environment by at most I(S:E) - I(S:cell), for any function of the statistic S: what
 * stays further below the best than that need not be computed. Few environments are kept one by one.
 */

/** Numbers held at most: 32 MiB. */
const MOST_NUMBERS = 2 ** 22;
/** Cells held at most once environments have been merged. */
const MOST_CELLS = 2 ** 15;
/** Bits of all features of an environment together: a key is a whole number that a double holds. */
const KEY_BITS = 52;

export class Cells {
  /** Whether no two environments have been merged. */
  exact = true;
  #keys: number[] = [];
  #weights: Float64Array;
  /** Bits left out of each feature. */
  #shift = 0;
  #cells = new Map<number, number>();
  readonly #bits: number;

  /** @param features (features, states) in [-1, 1] */
  constructor(
    readonly features: readonly Float64Array[],
    readonly states: number,
  ) {
    this.#bits = Math.min(16, Math.floor(KEY_BITS / features.length));
    this.#weights = new Float64Array(64 * states);
  }

  /** @param weights of the states together with one environment */
  add(weights: Float64Array): void {
    const key = this.#key(weights);
    if (this.exact && (this.#keys.length + 1) * this.states > MOST_NUMBERS) this.#merge();
    const known = this.exact ? undefined : this.#cells.get(coarser(key, this.features.length, this.#bits, this.#shift));
    const at = (known ?? this.#append(key)) * this.states;
    for (let s = 0; s < this.states; s++) this.#weights[at + s] += weights[s];
    if (!this.exact && this.#keys.length > MOST_CELLS) this.#merge();
  }

  /** (cells, states) with the finest partition of at most `most` cells, or with all there are. */
  table(most = Number.POSITIVE_INFINITY): Float64Array {
    if (this.#keys.length <= most) return this.#weights.subarray(0, this.#keys.length * this.states);
    return this.#merged(most).weights;
  }

  #key(weights: Float64Array): number {
    let total = 0;
    for (let s = 0; s < this.states; s++) total += weights[s];
    let key = 0;
    for (const feature of this.features) {
      let mean = 0;
      for (let s = 0; s < this.states; s++) mean += feature[s] * weights[s];
      // Equal steps of the arcsine are equally many standard deviations of a coin.
      const angle = total > 0 ? Math.asin(Math.max(-1, Math.min(1, mean / total))) / Math.PI + 0.5 : 0;
      key = key * 2 ** this.#bits + Math.min(2 ** this.#bits - 1, Math.floor(angle * 2 ** this.#bits));
    }
    return key;
  }

  #append(key: number): number {
    const row = this.#keys.length;
    this.#keys.push(key);
    if (!this.exact) this.#cells.set(coarser(key, this.features.length, this.#bits, this.#shift), row);
    if (this.#weights.length < (row + 1) * this.states) {
      const larger = new Float64Array(2 * this.#weights.length);
      larger.set(this.#weights);
      this.#weights = larger;
    }
    return row;
  }

  #merge(): void {
    const merged = this.#merged(MOST_CELLS / 2);
    this.exact = false;
    this.#shift = merged.shift;
    this.#cells = merged.cells;
    this.#keys = merged.keys;
    this.#weights = merged.weights;
  }

  /** The finest partition of at most so many cells. */
  #merged(most: number): { shift: number; cells: Map<number, number>; keys: number[]; weights: Float64Array } {
    for (let shift = this.#shift; ; shift++) {
      const cells = new Map<number, number>();
      const keys: number[] = [];
      const rows = this.#keys.map((key) => {
        const short = coarser(key, this.features.length, this.#bits, shift);
        const row = cells.get(short) ?? keys.length;
        if (row === keys.length) {
          cells.set(short, row);
          keys.push(key);
        }
        return row;
      });
      if (keys.length > most && shift < this.#bits) continue;
      const weights = new Float64Array(keys.length * this.states);
      rows.forEach((row, from) => {
        for (let s = 0; s < this.states; s++) weights[row * this.states + s] += this.#weights[from * this.states + s];
      });
      return { shift, cells, keys, weights };
    }
  }
}

/** A key with the lowest bits of each feature left out. */
function coarser(key: number, features: number, bits: number, shift: number): number {
  const [side, step] = [2 ** bits, 2 ** shift];
  let out = 0;
  for (let k = 0; k < features; k++) {
    out = out * side + Math.floor((key % side) / step);
    key = Math.floor(key / side);
  }
  return out;
}
