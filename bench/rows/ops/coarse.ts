/** The ops of the coarse variable, at the sizes of the Ising training; Potts spins have three states. */
import { argmax } from '../../../src/coarse/argmax.ts';
import { bias } from '../../../src/coarse/bias.ts';
import { categorical, straightThroughCategorical } from '../../../src/coarse/categorical.ts';
import { entropyBonus } from '../../../src/coarse/entropy_bonus.ts';
import { filter } from '../../../src/coarse/filter.ts';
import { filterValues } from '../../../src/coarse/filter_values.ts';
import { jointStates } from '../../../src/coarse/joint_states.ts';
import { occupation } from '../../../src/coarse/occupation.ts';
import { products } from '../../../src/coarse/products.ts';
import { relaxed, straightThrough } from '../../../src/coarse/relaxed.ts';
import { sign } from '../../../src/coarse/sign.ts';
import { states } from '../../../src/coarse/states.ts';
import { tanh } from '../../../src/coarse/tanh.ts';
import { neighbourShells } from '../../../src/space/pairs.ts';
import { occupation as occupationTwin } from '../../../tests/reference/bound/discrete.ts';
import * as argmaxTwin from '../../../tests/reference/coarse/argmax.ts';
import * as biasTwin from '../../../tests/reference/coarse/bias.ts';
import * as categoricalTwin from '../../../tests/reference/coarse/categorical.ts';
import * as entropyBonusTwin from '../../../tests/reference/coarse/entropy_bonus.ts';
import * as filterTwin from '../../../tests/reference/coarse/filter.ts';
import * as filterValuesTwin from '../../../tests/reference/coarse/filter_values.ts';
import * as jointTwin from '../../../tests/reference/coarse/joint_states.ts';
import * as productsTwin from '../../../tests/reference/coarse/products.ts';
import * as relaxedTwin from '../../../tests/reference/coarse/relaxed.ts';
import * as signTwin from '../../../tests/reference/coarse/sign.ts';
import * as statesTwin from '../../../tests/reference/coarse/states.ts';
import * as tanhTwin from '../../../tests/reference/coarse/tanh.ts';
import { joined, part } from '../../../tests/support/replicas.ts';
import { PHILOX } from '../cost.ts';
import { manyNumbers } from '../inputs.ts';
import { type OpCase, type Replica, STEP, TAU } from './op.ts';

/**
 * Unpacks spins.
 * @param packed 32 spins to a word; each row begins with a new word
 * @param width spins of a row
 */
export function spinsOf(packed: Uint32Array, rows: number, width: number): Int8Array {
  const wordsPerRow = packed.length / rows;
  return Int8Array.from({ length: rows * width }, (_, at) => {
    const [row, i] = [Math.floor(at / width), at % width];
    return (packed[row * wordsPerRow + (i >> 5)] >>> (i & 31)) & 1 ? 1 : -1;
  });
}

const K = 100;
const V = 16;
const Q = 3;

/** Bonds of a block of 4 x 4 spins. */
const [BONDS] = neighbourShells(Array.from({ length: V }, (_, i) => ({ at: [Math.floor(i / 4), i % 4], kind: 0 })));

const gumbel = ({ key }: Replica) => categoricalTwin.gumbel(K, Q, STEP, key);
const categories = (r: Replica) => categoricalTwin.forward(r.x.a, gumbel(r), TAU, Q);
const bernoulli = (r: Replica) => relaxedTwin.forward(r.x.a, relaxedTwin.logistic(K, STEP, r.key), TAU);

/** The ops of the coarse variable by name. */
export const COARSE: Readonly<Record<string, OpCase>> = {
  filter: {
    op: filter,
    n: { K, V, VW: 1, C: 1 },
    objective: 'a',
    cost: { forward: { flops: 2 * K * V }, backward: { flops: 2 * K * V } },
    twin: ({ x, bits, seed }) => {
      const s = spinsOf(bits.visible, K, V);
      return { outputs: { a: filterTwin.forward(s, x.w, { K, V, C: 1 }) }, gradients: { w: filterTwin.backwardW(s, seed, { K, V, C: 1 }) } };
    },
  },
  filterValues: {
    op: filterValues,
    n: { K, V, A: 1 },
    options: { RELU: 0 },
    objective: 'a',
    cost: { forward: { flops: 2 * K * V }, backward: { flops: 3 * K * V } },
    twin: ({ x, seed }) => {
      const n = { K, V, A: 1, relu: false } as never;
      const { dx, dw } = filterValuesTwin.backward(x.x, x.w, seed, n);
      return { outputs: { a: filterValuesTwin.forward(x.x, x.w, n) }, gradients: { x: dx, w: dw } };
    },
  },
  bias: {
    op: bias,
    n: { K, A: 1 },
    objective: 'shifted',
    cost: { forward: { flops: K }, backward: { flops: K } },
    twin: ({ x, seed }) => {
      const { da, dbias } = biasTwin.backward(seed, 1);
      return { outputs: { shifted: biasTwin.forward(x.a, x.bias) }, gradients: { a: da, bias: dbias } };
    },
  },
  relaxed: {
    op: relaxed,
    n: { K, C: 1 },
    objective: 'h',
    cost: { forward: { flops: 8 * K, operations: K * PHILOX }, backward: { flops: 4 * K } },
    twin: (r) => ({ outputs: { h: bernoulli(r) }, gradients: { a: relaxedTwin.backward(bernoulli(r), r.seed, TAU) } }),
  },
  straightThrough: {
    op: straightThrough,
    n: { K, C: 1 },
    objective: 'hard',
    cost: { forward: { flops: 8 * K, operations: K * PHILOX }, backward: { flops: 4 * K } },
    twin: (r) => ({
      outputs: { hard: bernoulli(r).map(Math.sign), h: bernoulli(r) },
      gradients: { a: relaxedTwin.backward(bernoulli(r), r.seed, TAU) },
    }),
  },
  sign: {
    op: sign,
    n: { K, C: 1 },
    objective: 'h',
    cost: { forward: { flops: K } },
    twin: ({ x, key }) => ({ outputs: { h: signTwin.forward(x.a, STEP, key) } }),
  },
  tanh: {
    op: tanh,
    n: { K, A: 1 },
    objective: 'h',
    cost: { forward: { flops: K }, backward: { flops: 3 * K } },
    twin: ({ x, seed }) => ({ outputs: { h: tanhTwin.forward(x.a) }, gradients: { a: tanhTwin.backward(tanhTwin.forward(x.a), seed) } }),
  },
  states: {
    op: states,
    n: { K, A: 1 },
    options: { S: 2, Q: 2, HARD: 0 },
    objective: 'p',
    cost: { forward: { flops: 3 * 2 * K }, backward: { flops: 3 * 2 * K } },
    twin: ({ x, seed }) => {
      const n = { K, C: 1, Q: 2 };
      return { outputs: { p: statesTwin.forward(x.a, n) }, gradients: { a: statesTwin.backward(x.a, seed, n) } };
    },
  },
  occupation: {
    op: occupation,
    n: { K, S: 2 },
    objective: 'm',
    cost: { forward: { flops: 2 * K } },
    twin: ({ x }) => ({ outputs: { m: occupationTwin(x.p, { K, S: 2 }) } }),
  },
  entropyBonus: {
    op: entropyBonus,
    n: { K, S: Q },
    inputs: { p: (count) => manyNumbers(1, count).map((value) => 0.5 + 0.4 * value) },
    extras: (scope, R, { p }) => ({
      m: scope.upload('f32', [R, Q], 'm', Float32Array.from(joined(R, (r) => occupationTwin(part(p, r, R), { K, S: Q })))),
    }),
    objective: 'kept',
    cost: { forward: {}, backward: { flops: 5 * K * Q } },
    // The schedule of a row has the same number in all columns.
    twin: ({ x, seed }) => ({ outputs: { kept: x.p }, gradients: { p: entropyBonusTwin.backward(x.p, seed, TAU, { K, S: Q }) } }),
  },
  jointStates: {
    op: jointStates,
    n: { K, G: 2, S: 2 },
    options: { J: 4 },
    objective: 'joint',
    cost: { forward: { flops: 4 * K }, backward: { flops: 8 * K } },
    twin: ({ x, seed }) => {
      const n = { K, G: 2, S: 2 };
      return { outputs: { joint: jointTwin.forward(x.given, x.p, n) }, gradients: { p: jointTwin.backward(x.given, seed, n) } };
    },
  },
  products: {
    op: products,
    n: { K, VW: 1 },
    options: { W: 1, Q: 1, COPIED: 0, PAIRS: BONDS.length },
    extras: (scope) => ({ pairs: scope.upload('u32', [BONDS.length, 2], 'pairs', Uint32Array.from(BONDS.flat())) }),
    objective: 'bits',
    cost: { forward: { operations: 4 * K * BONDS.length } },
    twin: ({ bits }) => {
      const s = spinsOf(bits.visible, K, V);
      const row = (k: number) => productsTwin.products(s.subarray(k * V, (k + 1) * V), BONDS, 1).reduce((word, one, i) => word + (one > 0 ? 2 ** i : 0), 0);
      return { outputs: { bits: Array.from({ length: K }, (_, k) => row(k)) } };
    },
  },
  argmax: {
    op: argmax,
    n: { K, A: Q },
    options: { Q },
    objective: 'h',
    cost: { forward: { flops: K * Q } },
    twin: ({ x, key }) => ({ outputs: { h: argmaxTwin.forward(x.a, Q, STEP, key) } }),
  },
  categorical: {
    op: categorical,
    n: { K, A: Q },
    options: { Q },
    objective: 'h',
    cost: { forward: { flops: 7 * K * Q, operations: K * PHILOX }, backward: { flops: 5 * K * Q } },
    twin: (r) => ({ outputs: { h: categories(r) }, gradients: { a: categoricalTwin.backward(categories(r), r.seed, TAU, Q) } }),
  },
  straightThroughCategorical: {
    op: straightThroughCategorical,
    n: { K, A: Q },
    options: { Q },
    objective: 'hard',
    cost: { forward: { flops: 7 * K * Q, operations: K * PHILOX }, backward: { flops: 5 * K * Q } },
    twin: (r) => ({
      outputs: { hard: categoricalTwin.oneHot(categories(r), Q), h: categories(r) },
      gradients: { a: categoricalTwin.backward(categories(r), r.seed, TAU, Q) },
    }),
  },
};
