/** Products of pairs of values: +1 where both are the same, -1 where they differ. Blocks of ±1, Q of them for each value. */
export function products(block: ArrayLike<number>, pairs: readonly (readonly [number, number])[], Q: number): number[] {
  const value = (i: number) => Array.from({ length: Q }, (_, q) => block[i * Q + q]).join();
  return pairs.map(([a, b]) => (value(a) === value(b) ? 1 : -1));
}
