/** Counts of ones by place, over many words of 32 chains: column sums with carries of 32 at a time. */
export class BitCounts {
  readonly #planes: number[] = [];

  /** Adds the 32 bits of a word to the counts of their places. */
  add(word: number): void {
    let carry = word;
    for (let k = 0; carry !== 0; k++) {
      const plane = this.#planes[k] ?? 0;
      this.#planes[k] = plane ^ carry;
      carry &= plane;
    }
  }

  /** The count of a place, 0 .. 31. */
  of(place: number): number {
    return this.#planes.reduce((sum, plane, k) => sum + ((plane >>> place) & 1) * 2 ** k, 0);
  }
}
