/** The ops of the critic, at the sizes of the Ising training: 880 spins, two hidden layers of 32 units. */
import { activation, activationOptions } from '../../../src/critic/activation.ts';
import { concatenated, pairs } from '../../../src/critic/concatenated.ts';
import { linear } from '../../../src/critic/linear.ts';
import { linearBits } from '../../../src/critic/linear_bits.ts';
import { linearBitsTall } from '../../../src/critic/linear_bits_tall.ts';
import { fourLayers, threeLayers, tower, twoLayers } from '../../../src/critic/tower.ts';
import type { Op } from '../../../src/graph/op.ts';
import * as activationTwin from '../../../tests/reference/critic/activation.ts';
import * as concatenatedTwin from '../../../tests/reference/critic/concatenated.ts';
import * as linearTwin from '../../../tests/reference/critic/linear.ts';
import * as bitsTwin from '../../../tests/reference/critic/linear_bits.ts';
import { PHILOX } from '../cost.ts';
import { spinsOf } from './coarse.ts';
import { type OpCase, STEP } from './op.ts';

const K = 100;
const E = 880;
const W = 32;
const DROPOUT = 0.25;

const onBits = (op: typeof linearBits | typeof linearBitsTall): OpCase => ({
  op,
  n: { K, I: E, X: Math.ceil(E / 32), O: W },
  objective: 'y',
  cost: { forward: { flops: 2 * K * E * W }, backward: { flops: 2 * K * E * W } },
  twin: ({ x, bits, seed }) => {
    const [s, n] = [spinsOf(bits.x, K, E), { K, I: E, O: W, width: E }];
    return { outputs: { y: bitsTwin.forward(s, x.w, n) }, gradients: { w: bitsTwin.backwardW(s, seed, n) } };
  },
});

/** Layers of equal width with relu between them. */
const fused = (op: Op, depth: number): OpCase => {
  const weights = Array.from({ length: depth }, (_, l) => `w${l}`);
  const layer = (l: number) => ({ K, I: W, O: W, relu: l > 0 });
  return {
    op,
    n: { K, ...Object.fromEntries(Array.from({ length: depth + 1 }, (_, l) => [`W${l}`, W])) },
    apply: (tape, inputs) => {
      const all = weights.map((name) => inputs[name]);
      return { y: tower(tape, inputs.x, all, { RELU: 0, label: 'tower' }) };
    },
    objective: 'y',
    cost: { forward: { flops: 2 * depth * K * W * W }, backward: { flops: 4 * depth * K * W * W } },
    twin: ({ x, seed }) => {
      const z: ArrayLike<number>[] = [x.x];
      for (const [l, name] of weights.entries()) z.push(linearTwin.forward(z[l], x[name], layer(l)));
      const gradients: Record<string, ArrayLike<number>> = {};
      let g: ArrayLike<number> = seed;
      for (let l = depth - 1; l >= 0; l--) {
        const { dx, dw } = linearTwin.backward(z[l], x[weights[l]], g, layer(l));
        gradients[weights[l]] = dw;
        g = dx;
      }
      return { outputs: { y: z[depth] }, gradients: { ...gradients, x: g } };
    },
  };
};

/** The ops of the critic by name. */
export const CRITIC: Readonly<Record<string, OpCase>> = {
  linear: {
    op: linear,
    n: { K, I: W, O: W },
    options: { RELU: 1 },
    objective: 'y',
    cost: { forward: { flops: 2 * K * W * W }, backward: { flops: 4 * K * W * W } },
    twin: ({ x, seed }) => {
      const n = { K, I: W, O: W, relu: true } as never;
      const { dx, dw } = linearTwin.backward(x.x, x.w, seed, n);
      return { outputs: { y: linearTwin.forward(x.x, x.w, n) }, gradients: { x: dx, w: dw } };
    },
  },
  linearBits: onBits(linearBits),
  linearBitsTall: onBits(linearBitsTall),
  twoLayers: fused(twoLayers, 2),
  threeLayers: fused(threeLayers, 3),
  fourLayers: fused(fourLayers, 4),
  activation: {
    op: activation,
    n: { K, I: W },
    options: activationOptions('swish', DROPOUT, 0),
    objective: 'y',
    cost: {
      forward: { flops: 5 * K * W, operations: (K * W * PHILOX) / 4 },
      backward: { flops: 8 * K * W, operations: (K * W * PHILOX) / 4 },
    },
    twin: ({ x, seed, key }) => {
      const m = activationTwin.mask(K * W, DROPOUT, 0, STEP, key);
      return { outputs: { y: activationTwin.forward(x.a, m, 'swish') }, gradients: { a: activationTwin.backward(x.a, m, seed, 'swish') } };
    },
  },
  concatenated: {
    op: pairs,
    n: { K, I: W, O: W, N: 1 },
    apply: (tape, { a, b, w, t }) => ({ scores: concatenated(tape, { a, b, w, t }) }),
    objective: 'scores',
    cost: { forward: { flops: K * K * (2 * W + 2 * W * W + 2 * W) }, backward: { flops: K * K * 4 * W * W } },
    twin: ({ x, seed }) => {
      const n = { K, I: W, O: W };
      const { da, db, dw, dt } = concatenatedTwin.backward(x.a, x.b, x.w, x.t, seed, n);
      return { outputs: { scores: concatenatedTwin.forward(x.a, x.b, x.w, x.t, n) }, gradients: { a: da, b: db, w: dw, t: dt } };
    },
  },
};
