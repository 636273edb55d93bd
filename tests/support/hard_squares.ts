/** Exact values of hard squares on a small torus, by summing over all configurations: the example of docs/own-model.md. */

export interface ExactHardSquares {
  density: number;
  /** Mean of |N_even - N_odd| 2 / N. */
  order: number;
  /** I(V:E) of a 2 x 2 block and all other sites but a buffer of none, nats. */
  informationVE: number;
  /** I(H:E) of H = sign(filter · (2 n - 1)), a tie being either at random, nats. */
  informationHE: number;
}

/**
 * @param side L of the torus, at most 4
 * @param activity z
 * @param filter weights of the block in C order
 */
export function exactHardSquares(side: number, activity: number, filter: readonly number[]): ExactHardSquares {
  const sites = side * side;
  const at = (y: number, x: number) => 1 << ((y % side) * side + (x % side));
  const bonds = Array.from({ length: sites }, (_, i) => [Math.floor(i / side), i % side]).flatMap(([y, x]) => [
    at(y, x) | at(y, x + 1),
    at(y, x) | at(y + 1, x),
  ]);
  const even = Array.from({ length: sites }, (_, i) => i).reduce((mask, i) => mask | ((i + Math.floor(i / side)) % 2 === 0 ? 1 << i : 0), 0);
  const block = [at(0, 0), at(0, 1), at(1, 0), at(1, 1)];
  const blockMask = block.reduce((mask, bit) => mask | bit);
  const count = (word: number) => word.toString(2).replaceAll('0', '').length;
  const [sums, ofV, ofH, joint] = [{ z: 0, density: 0, order: 0 }, new Map<number, number>(), [0, 0], new Map<number, [Map<number, number>, number[]]>()];
  for (let n = 0; n < 2 ** sites; n++) {
    if (bonds.some((bond) => (n & bond) === bond)) continue;
    const weight = activity ** count(n);
    sums.z += weight;
    sums.density += (weight * count(n)) / sites;
    sums.order += (weight * Math.abs(2 * count(n & even) - count(n)) * 2) / sites;
    const sum = block.reduce((total, bit, i) => total + filter[i] * (n & bit ? 1 : -1), 0);
    const up = sum > 0 ? 1 : sum < 0 ? 0 : 0.5;
    const [e, v] = [n & ~blockMask, n & blockMask];
    const [vs, hs] = joint.get(e) ?? [new Map<number, number>(), [0, 0]];
    vs.set(v, (vs.get(v) ?? 0) + weight);
    ofV.set(v, (ofV.get(v) ?? 0) + weight);
    for (const [h, p] of [1 - up, up].entries()) {
      hs[h] += p * weight;
      ofH[h] += p * weight;
    }
    joint.set(e, [vs, hs]);
  }
  const entropy = (weights: Iterable<number>) => [...weights].reduce((total, w) => (w > 0 ? total - (w / sums.z) * Math.log(w / sums.z) : total), 0);
  const all = [...joint.values()];
  const ofE = entropy(all.map(([, [down, up]]) => down + up));
  return {
    density: sums.density / sums.z,
    order: sums.order / sums.z,
    informationVE: entropy(ofV.values()) + ofE - entropy(all.flatMap(([vs]) => [...vs.values()])),
    informationHE: entropy(ofH) + ofE - entropy(all.flatMap(([, hs]) => hs)),
  };
}
