/**
 * The whole training objective of one replica as a composition of the twins of its ops:
 * filter -> relaxed -> separable critic (two towers, relu on the input of every layer but the first) -> mean term of InfoNCE.
 */
import * as infonce from './bound/infonce.ts';
import * as filter from './coarse/filter.ts';
import * as relaxed from './coarse/relaxed.ts';
import * as linear from './critic/linear.ts';
import * as bits from './critic/linear_bits.ts';

export interface Problem {
  K: number;
  V: number;
  C: number;
  /** Columns of the environment's rows, and how many of them are live. */
  E: number;
  width: number;
  hidden: readonly number[];
  D: number;
  tau: number;
  /** (K, V) and (K, E), +1, -1. */
  visible: ArrayLike<number>;
  environment: ArrayLike<number>;
  noise: ArrayLike<number>;
}

/** lambda (C, V); u0, u1, ... and v0, v1, ... the layers of the towers of H and of E. */
export type Weights = Readonly<Record<string, ArrayLike<number>>>;

interface Layer {
  x: ArrayLike<number>;
  y: Float64Array;
  I: number;
  O: number;
  relu: boolean;
}

/** Everything the forward pass computes, kept for the backward pass. */
function forward(p: Problem, w: Weights) {
  const { K, D } = p;
  const a = filter.forward(p.visible, w.lambda, p);
  const h = relaxed.forward(a, p.noise, p.tau);
  const tower = (name: string, input: ArrayLike<number>, inputs: number): Layer[] => {
    const layers: Layer[] = [];
    for (const [layer, O] of [...p.hidden, D].entries()) {
      const I = layers.at(-1)?.O ?? inputs;
      const x = layers.at(-1)?.y ?? input;
      const relu = layer > 0;
      const first = name === 'v' && layer === 0;
      const weight = w[`${name}${layer}`];
      const y = first ? bits.forward(x, weight, { K, I, O, width: p.width }) : linear.forward(x, weight, { K, I, O, relu });
      layers.push({ x, y, I, O, relu });
    }
    return layers;
  };
  const towers = { u: tower('u', h, p.C), v: tower('v', p.environment, p.E) };
  const [u, v] = [towers.u, towers.v].map((layers) => (layers.at(-1) as Layer).y);
  return { h, towers, u, v, term: infonce.forward(u, v, { K, D }).term };
}

/** I = mean_k term_k */
export function objective(p: Problem, w: Weights): number {
  return forward(p, w).term.reduce((sum, term) => sum + term, 0) / p.K;
}

/** The smallest magnitude of an input of any relu. */
export function distanceFromKink(p: Problem, w: Weights): number {
  const { towers } = forward(p, w);
  const relus = [...towers.u, ...towers.v].filter((layer) => layer.relu);
  return relus.flatMap(({ x }) => Array.from(x)).reduce((least, x) => Math.min(least, Math.abs(x)), 1);
}

/** dI by every parameter, by the chain rule. */
export function gradients(p: Problem, w: Weights): Record<string, Float64Array> {
  const { K, D } = p;
  const { h, towers, u, v } = forward(p, w);
  const { du, dv } = infonce.backward(u, v, new Float64Array(K).fill(1 / K), { K, D });
  const all: Record<string, Float64Array> = {};
  const down = (name: 'u' | 'v', upstream: Float64Array): Float64Array => {
    let dy = upstream;
    for (let layer = towers[name].length - 1; layer >= 0; layer--) {
      const { x, I, O, relu } = towers[name][layer];
      const key = `${name}${layer}`;
      if (key === 'v0') {
        all[key] = bits.backwardW(x, dy, { K, I, O, width: p.width });
        continue;
      }
      const { dx, dw } = linear.backward(x, w[key], dy, { K, I, O, relu });
      all[key] = dw;
      dy = dx;
    }
    return dy;
  };
  down('v', dv);
  all.lambda = filter.backwardW(p.visible, relaxed.backward(h, down('u', du), p.tau), p);
  return all;
}
