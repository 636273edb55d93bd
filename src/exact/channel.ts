/** The distribution of a coarse variable given the rim of the block, p(h | rim); the environment depends on the block only through the rim. */
import { BlockspinError } from '../core/errors.ts';
import { type Joint, rimStates } from './joint.ts';

/** H = sign(Λ·v + bias) in each component, ties split at random; or, softly, + with probability 1 / (1 + exp(-(Λ·v + bias))). */
export interface Filter {
  /** (components, sites of the block), row by row. */
  weights: readonly (readonly number[])[];
  /** One number for each component; 0 unless given. */
  bias?: readonly number[];
  soft?: boolean;
}

/** p(state | rim state) as a sparse matrix: the non-zero entries of rim state r have the indices from[r] to from[r + 1] - 1. */
export interface Channel {
  states: number;
  from: Uint32Array;
  state: Uint32Array;
  probability: Float64Array;
  /** Whether the state is a function of the rim state. */
  certain: boolean;
}

const MOST_COMPONENTS = 4;
/** Part of Σ|Λ| below which Λ·v is a tie: weights such as 0.1 and 0.2 cancel only up to rounding. */
const TIE = 1e-12;

/** Checks a filter. @throws BlockspinError for a filter of another block, or weights that are not finite */
export function checkFilter({ weights, bias }: Filter, sites: number): void {
  const bad = (expected: string, got: unknown) =>
    new BlockspinError({ setting: 'filter', expected, got, remedy: 'use uniform, boundary, staggered or a file with the weights of each component' });
  if (!(weights.length >= 1 && weights.length <= MOST_COMPONENTS)) throw bad(`from 1 to ${MOST_COMPONENTS} components`, weights.length);
  for (const component of weights) {
    if (component.length !== sites) throw bad(`${sites} weights, one for each site of the block`, component.length);
    if (!component.every(Number.isFinite)) throw bad('finite weights', component.join(', '));
  }
  if (bias && !(bias.length === weights.length && bias.every(Number.isFinite)))
    throw new BlockspinError({ setting: 'bias', expected: `${weights.length} finite numbers`, got: String(bias), remedy: 'leave it out for none' });
}

/** p(h | rim) of a filter; bit c of h is component c, 1 for +. Inner spins are summed over with the weights of the block. */
export function filterChannel({ sites, rim, weights: own }: Pick<Joint, 'sites' | 'rim' | 'weights'>, filter: Filter): Channel {
  checkFilter(filter, sites);
  const components = filter.weights.length;
  const plus = filter.weights.map((w, c) => {
    const size = w.reduce((a, x) => a + Math.abs(x), Math.abs(filter.bias?.[c] ?? 0));
    return (v: number) => {
      const field = w.reduce((a, x, i) => a + ((v >> i) & 1 ? x : -x), filter.bias?.[c] ?? 0);
      if (filter.soft) return 1 / (1 + Math.exp(-field));
      return Math.abs(field) <= TIE * size ? 0.5 : field > 0 ? 1 : 0;
    };
  });
  const rims = rimStates(sites, rim);
  const count = 2 ** components;
  const joint = new Float64Array(2 ** rim.length * count);
  for (let v = 0; v < rims.length; v++) {
    const p = plus.map((of) => of(v));
    for (let h = 0; h < count; h++) joint[rims[v] * count + h] += own[v] * p.reduce((a, x, c) => a * ((h >> c) & 1 ? x : 1 - x), 1);
  }
  return sparse(joint, count);
}

/** The channel of a function of the rim state. @param rims states of the rim */
export function functionChannel(rims: number, states: number, of: (rimState: number) => number): Channel {
  const state = Uint32Array.from({ length: rims }, (_, r) => of(r));
  const from = Uint32Array.from({ length: rims + 1 }, (_, r) => r);
  return { states, from, state, probability: new Float64Array(rims).fill(1), certain: true };
}

/** The non-zero entries, normalised. @param joint (rim states, states), of any norm in each row */
export function sparse(joint: Float64Array, states: number): Channel {
  const rows = joint.length / states;
  const from = new Uint32Array(rows + 1);
  const state: number[] = [];
  const probability: number[] = [];
  for (let r = 0; r < rows; r++) {
    const row = joint.subarray(r * states, (r + 1) * states);
    const sum = row.reduce((a, x) => a + x, 0);
    row.forEach((x, s) => {
      if (x === 0) return;
      state.push(s);
      probability.push(x / sum);
    });
    from[r + 1] = state.length;
  }
  return { states, from, state: Uint32Array.from(state), probability: Float64Array.from(probability), certain: state.length === rows };
}

/**
 * Weights of the states of a channel for one environment e, or for -e.
 * @param values p(rim, e) from index `at` on
 * @param out (states), overwritten
 */
export function through({ from, state, probability, certain }: Channel, values: Float64Array, at: number, flipped: boolean, out: Float64Array): void {
  const last = from.length - 2;
  const [first, step] = flipped ? [at + last, -1] : [at, 1];
  for (let s = 0; s < out.length; s++) out[s] = 0;
  if (certain) {
    for (let r = 0, index = first; r <= last; r++, index += step) out[state[r]] += values[index];
    return;
  }
  for (let r = 0, index = first; r <= last; r++, index += step) {
    const value = values[index];
    for (let i = from[r]; i < from[r + 1]; i++) out[state[i]] += probability[i] * value;
  }
}
