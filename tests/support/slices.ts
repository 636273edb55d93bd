/** Independent exact samples of small models on lattices of two axes: row by row, from powers of the transfer matrix. */
import { words } from './random.ts';

export interface SliceModel {
  /** Rows and columns. */
  extents: readonly [rows: number, columns: number];
  /** Whether each axis closes on itself; both have more than two sites then. */
  closed: readonly [rows: boolean, columns: boolean];
  /** States of a site. */
  states: number;
  /** -E / T of a bond between sites in states a and b, and of a site. */
  bond(a: number, b: number): number;
  site?(a: number): number;
}

/** The Ising model, state 1 up. */
export function isingSlices(extents: SliceModel['extents'], closed: SliceModel['closed'], temperature: number): SliceModel {
  return { extents, closed, states: 2, bond: (a, b) => (a === b ? 1 : -1) / temperature };
}

/** The Potts model, -J δ(a, b). */
export function pottsSlices(states: number, extents: SliceModel['extents'], temperature: number): SliceModel {
  return { extents, closed: [true, true], states, bond: (a, b) => (a === b ? 1 / temperature : 0) };
}

/** @returns (samples, rows, columns), states of the sites */
export function exactSamples(model: SliceModel, samples: number, seed: number): Int8Array {
  const [rows, columns] = model.extents;
  const sites = rowsOf(model);
  const S = sites.length;
  const { weight, transfer } = weightsOf(model, sites);
  // ahead[k][s][e]: everything k rows ahead of a row in state s, up to the row e that the last one meets.
  const ends = model.closed[0] ? S : 1;
  let far = Float64Array.from({ length: S * ends }, (_, i) => (ends === 1 ? 1 : transfer[i]));
  const ahead = [far];
  for (let k = 1; k < rows; k++) {
    const near = new Float64Array(S * ends);
    for (let s = 0; s < S; s++) {
      for (let t = 0; t < S; t++) {
        const through = transfer[s * S + t] * weight[t];
        for (let e = 0; e < ends; e++) near[s * ends + e] += through * far[t * ends + e];
      }
    }
    far = near;
    ahead.push(far);
  }
  const random = words(seed, samples * rows);
  const out = new Int8Array(samples * rows * columns);
  for (let n = 0; n < samples; n++) {
    let [first, last] = [0, 0];
    for (let y = 0; y < rows; y++) {
      const left = ahead[rows - 1 - y];
      const of = (s: number) => weight[s] * left[s * ends + (ends === 1 ? 0 : y === 0 ? s : first)] * (y === 0 ? 1 : transfer[last * S + s]);
      last = draw(S, of, random[n * rows + y] / 2 ** 32);
      if (y === 0) first = last;
      out.set(sites[last], (n * rows + y) * columns);
    }
  }
  return out;
}

/** States of the sites of every row there can be. */
function rowsOf({ extents, states }: SliceModel): number[][] {
  return Array.from({ length: states ** extents[1] }, (_, s) => Array.from({ length: extents[1] }, (_, x) => Math.floor(s / states ** x) % states));
}

/** Boltzmann weights of rows, and of the bonds between two of them. */
function weightsOf({ closed, bond, site = () => 0 }: SliceModel, rows: readonly number[][]) {
  const within = (row: readonly number[]) =>
    row.reduce((sum, a, x) => sum + site(a) + (x > 0 ? bond(row[x - 1], a) : closed[1] ? bond(row[row.length - 1], a) : 0), 0);
  return {
    weight: Float64Array.from(rows, (row) => Math.exp(within(row))),
    transfer: Float64Array.from(rows.flatMap((a) => rows.map((b) => Math.exp(a.reduce((sum, value, x) => sum + bond(value, b[x]), 0))))),
  };
}

/** A number below `count` with probability in proportion to `of`. */
function draw(count: number, of: (s: number) => number, uniform: number): number {
  let total = 0;
  for (let s = 0; s < count; s++) total += of(s);
  let left = uniform * total;
  for (let s = 0; s < count; s++) {
    left -= of(s);
    if (left < 0) return s;
  }
  return count - 1;
}
