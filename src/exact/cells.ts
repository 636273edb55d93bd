/**
 * Environments merged into cells by the means of some features of the block given the environment. For any function of the statistic S
 * the information about the cell is smaller than that about the environment by at most I(S:E) - I(S:cell). Functions further below
 * the best one than this need not be computed exactly. As long as there are few environments, they are stored one by one.
 */

/** Most numbers that are stored: 32 MiB. */
const MOST_NUMBERS = 2 ** 22;
/** Most cells that are stored once environments are merged. */
const MOST_CELLS = 2 ** 15;
/** Bits of the mean of one feature. */
const CODE_BITS = 16;

/**
 * Joint weights of block states and environments, one row per cell. Environments are stored one by one as long as memory allows;
 * then those with similar means of the features are merged.
 */
export class Cells {
  /** Whether no two environments have been merged. */
  exact = true;
  #rows: Rows;
  readonly #code: Uint16Array;

  /** @param features (features, states) in [-1, 1] */
  constructor(
    readonly features: readonly Float64Array[],
    readonly states: number,
  ) {
    this.#rows = new Rows(features.length, states, 0);
    this.#code = new Uint16Array(features.length);
  }

  /** @param weights of the states together with one environment */
  add(weights: Float64Array): void {
    this.#encode(weights);
    if (this.exact && (this.#rows.count + 1) * this.states > MOST_NUMBERS) this.#merge();
    if (this.exact) this.#rows.append(this.#code, weights, 0);
    else {
      this.#rows.merge(this.#code, weights, 0);
      if (this.#rows.count > MOST_CELLS) this.#merge();
    }
  }

  /** (cells, states) with the finest partition of at most `most` cells, or with all cells. */
  table(most = Number.POSITIVE_INFINITY): Float64Array {
    return (this.#rows.count <= most ? this.#rows : this.#rows.coarser(most)).table;
  }

  #encode(weights: Float64Array): void {
    let total = 0;
    for (let s = 0; s < this.states; s++) total += weights[s];
    for (let k = 0; k < this.features.length; k++) {
      const feature = this.features[k];
      let mean = 0;
      for (let s = 0; s < this.states; s++) mean += feature[s] * weights[s];
      // Equal steps of the arcsine are equal numbers of standard deviations of a binary variable with that mean.
      const angle = total > 0 ? Math.asin(Math.max(-1, Math.min(1, mean / total))) / Math.PI + 0.5 : 0;
      this.#code[k] = Math.min(2 ** CODE_BITS - 1, angle * 2 ** CODE_BITS);
    }
  }

  #merge(): void {
    this.exact = false;
    this.#rows = this.#rows.coarser(MOST_CELLS / 2);
  }
}

/** Rows of weights by codes of a given coarseness, in a hash table. */
class Rows {
  count = 0;
  #codes: Uint16Array;
  #weights: Float64Array;
  readonly #slots = new Int32Array(4 * MOST_CELLS).fill(-1);

  /** @param shift bits left out of the code of each feature */
  constructor(
    readonly features: number,
    readonly states: number,
    readonly shift: number,
  ) {
    this.#codes = new Uint16Array(64 * features);
    this.#weights = new Float64Array(64 * states);
  }

  get table(): Float64Array {
    return this.#weights.subarray(0, this.count * this.states);
  }

  append(code: Uint16Array, weights: Float64Array, from: number): void {
    const row = this.count++;
    if (this.#weights.length < this.count * this.states) {
      this.#codes = grown(this.#codes, new Uint16Array(2 * this.#codes.length));
      this.#weights = grown(this.#weights, new Float64Array(2 * this.#weights.length));
    }
    this.#codes.set(code, row * this.features);
    this.#add(row, weights, from);
  }

  /** Adds to the row with the same code, or a new one. */
  merge(code: Uint16Array, weights: Float64Array, from: number): void {
    // FNV-1a over the words of the code.
    let hash = 0x811c9dc5;
    for (let k = 0; k < this.features; k++) hash = Math.imul(hash ^ (code[k] >> this.shift), 0x01000193);
    hash ^= hash >>> 15;
    for (let slot = hash & (this.#slots.length - 1); ; slot = (slot + 1) & (this.#slots.length - 1)) {
      const row = this.#slots[slot];
      if (row >= 0 && !this.#same(row, code)) continue;
      if (row >= 0) this.#add(row, weights, from);
      else {
        this.#slots[slot] = this.count;
        this.append(code, weights, from);
      }
      return;
    }
  }

  /** The finest partition of at most `most` rows. */
  coarser(most: number): Rows {
    for (let shift = this.shift; ; shift++) {
      const merged = new Rows(this.features, this.states, shift);
      for (let row = 0; row < this.count && (merged.count <= most || shift === CODE_BITS); row++) {
        merged.merge(this.#codes.subarray(row * this.features, (row + 1) * this.features), this.#weights, row * this.states);
      }
      if (merged.count <= most) return merged;
    }
  }

  #same(row: number, code: Uint16Array): boolean {
    for (let k = 0; k < this.features; k++) if (this.#codes[row * this.features + k] >> this.shift !== code[k] >> this.shift) return false;
    return true;
  }

  #add(row: number, weights: Float64Array, from: number): void {
    const at = row * this.states;
    for (let s = 0; s < this.states; s++) this.#weights[at + s] += weights[from + s];
  }
}

function grown<A extends Uint16Array | Float64Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
