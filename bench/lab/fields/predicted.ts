/** What a shell of bonds tells about two patterns of a block by linear prediction, from samples alone. */
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { BlockspinError } from '../../../src/core/errors.ts';

/** Coverings of a torus, from several chains one configuration each in turn. */
export interface Coverings {
  /** (n, L, L, 2): +1 where the right or down bond of a site holds a dimer, else -1. */
  data: Int8Array;
  size: number;
  /** Configuration i is of chain i mod chains. */
  chains: number;
}

/** A block in the middle of its buffer and a shell of two sites. */
export interface Window {
  /** Sides and widths in sites. */
  block: number;
  buffer: number;
  /** Sites between windows, along both axes. */
  stride: number;
}

/** Both patterns of every window and their predictions, which were fitted on the other half of the chains. */
export interface Predicted {
  chain: Uint16Array;
  values: [Float32Array, Float32Array];
  predicted: [Float32Array, Float32Array];
}

const SHELL = 2;
/** Added to the diagonal of second moments, relative to it: bonds of a covering depend on each other exactly. */
const RIDGE = 1e-4;

/** Places [y, x] of a square ring about the block, whose first site is (0, 0). */
function shellOf({ block, buffer }: Window): [number, number][] {
  const [inner, outer] = [buffer, buffer + SHELL];
  const side = Array.from({ length: block + 2 * outer }, (_, i) => i - outer);
  const within = (i: number) => i >= -inner && i < block + inner;
  return side.flatMap((y) => side.flatMap((x): [number, number][] => (within(y) && within(x) ? [] : [[y, x]])));
}

/** Calls back with bonds of the shell and the two patterns at every window; the array of bonds is reused. */
function eachWindow(
  { data, size, chains }: Coverings,
  window: Window,
  patterns: readonly (readonly number[])[],
  seen: (chain: number, bonds: Float64Array, values: readonly number[]) => void,
): void {
  const shell = shellOf(window);
  const { block, stride } = window;
  const bonds = new Float64Array(2 * shell.length);
  const words = 2 * size * size;
  for (let n = 0; n < data.length / words; n++) {
    const at = (y: number, x: number) => n * words + 2 * (((y + size) % size) * size + ((x + size) % size));
    for (let top = 0; top < size; top += stride) {
      for (let left = 0; left < size; left += stride) {
        shell.forEach(([y, x], i) => {
          const bond = at(top + y, left + x);
          bonds[2 * i] = data[bond];
          bonds[2 * i + 1] = data[bond + 1];
        });
        const values = patterns.map((pattern) => {
          let sum = 0;
          for (let i = 0; i < block * block; i++) {
            const bond = at(top + Math.floor(i / block), left + (i % block));
            sum += pattern[2 * i] * data[bond] + pattern[2 * i + 1] * data[bond + 1];
          }
          return sum;
        });
        seen(n % chains, bonds, values);
      }
    }
  }
}

/** Sums of products of bonds with bonds (lower triangle) and with both patterns. */
class Moments {
  readonly square: Float64Array;
  readonly cross: [Float64Array, Float64Array];

  constructor(readonly bonds: number) {
    this.square = new Float64Array(bonds * bonds);
    this.cross = [new Float64Array(bonds), new Float64Array(bonds)];
  }

  add(bonds: Float64Array, [a, b]: readonly number[]): void {
    const { square, cross } = this;
    for (let i = 0; i < bonds.length; i++) {
      const one = bonds[i];
      cross[0][i] += a * one;
      cross[1][i] += b * one;
      const row = i * bonds.length;
      for (let j = 0; j <= i; j++) square[row + j] += one * bonds[j];
    }
  }

  /** Weights of the bonds in the best linear predictions of both patterns. */
  solve(): [Float64Array, Float64Array] {
    const n = this.bonds;
    const full = new Matrix(n, n);
    for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) full.set(i, j, this.square[i * n + j]).set(j, i, this.square[i * n + j]);
    for (let i = 0; i < n; i++) full.set(i, i, full.get(i, i) * (1 + RIDGE));
    const solved = new CholeskyDecomposition(full).solve(Matrix.columnVector(this.cross[0]).addColumn(1, Array.from(this.cross[1])));
    return [Float64Array.from(solved.getColumn(0)), Float64Array.from(solved.getColumn(1))];
  }
}

/**
 * Predicts two patterns of the block from the bonds of the shell. Weights are fitted on the chains of even number and used on those of odd
 * number, and the other way round, so that nothing is predicted from samples of the fit.
 * @param patterns two patterns (2 b²), right and down bonds of a site side by side
 * @throws BlockspinError for windows that do not fit the lattice
 */
export function predicted(coverings: Coverings, window: Window, patterns: readonly [readonly number[], readonly number[]]): Predicted {
  const side = window.block + 2 * (window.buffer + SHELL);
  if (side > coverings.size) {
    const expected = `a window of at most ${coverings.size} sites`;
    throw new BlockspinError({ who: 'fields', expected, got: side, remedy: 'use a narrower buffer or a larger lattice' });
  }
  const bonds = 2 * shellOf(window).length;
  const halves = [new Moments(bonds), new Moments(bonds)];
  eachWindow(coverings, window, patterns, (chain, seen, values) => halves[chain % 2].add(seen, values));
  const weights = halves.map((half) => half.solve());
  const count = (coverings.data.length / (2 * coverings.size ** 2)) * Math.ceil(coverings.size / window.stride) ** 2;
  const floats = () => new Float32Array(count);
  const out: Predicted = { chain: new Uint16Array(count), values: [floats(), floats()], predicted: [floats(), floats()] };
  let i = 0;
  eachWindow(coverings, window, patterns, (chain, seen, values) => {
    out.chain[i] = chain;
    weights[1 - (chain % 2)].forEach((weight, k) => {
      let sum = 0;
      for (let j = 0; j < bonds; j++) sum += weight[j] * seen[j];
      out.predicted[k][i] = sum;
      out.values[k][i] = values[k];
    });
    i++;
  });
  return out;
}
