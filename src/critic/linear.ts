import { BlockspinError } from '../core/errors.ts';
import type { Extents } from '../core/shape.ts';
import * as shader from '../gen/shaders/critic/linear.ts';
import { op } from '../graph/op.ts';

/** Checks a layer. @throws BlockspinError unless the number of outputs is a multiple of four: kernels compute four at a time */
export function checkOutputs(name: string): (n: Extents) => void {
  return (n) => {
    if (n.O % 4 !== 0) {
      throw new BlockspinError({ who: name, expected: 'a number of outputs O that is a multiple of 4', got: n.O, remedy: `use O = ${Math.ceil(n.O / 4) * 4}` });
    }
  };
}

const rows = (n: Extents) => (n.SPLIT === 1 ? 8 : 4);
const inputParts = (n: Extents) => (n.I % 4 === 0 ? (Math.ceil(n.K / 4) * n.I) / 4 : Math.ceil((n.K * n.I) / 4));
const weightThreads = (n: Extents) => Math.ceil((n.I + 1) / rows(n)) * Math.ceil(n.O / 8) * n.SPLIT;

/**
 * An affine layer with optional relu on its input: `y = f(x) w + c`, the bias c being the last row of w.
 * The activation is on the input, so that no backward kernel has to load the layer's output to mask its gradient.
 * Inputs `x` (R, K, I), `w` (R, I + 1, O); output `y` (R, K, O); option `RELU` 0 or 1.
 */
export const linear = op({
  name: 'critic/linear',
  inputs: { x: 'R K I', w: 'R I+1 O' },
  outputs: { y: 'R K O' },
  limits: checkOutputs('critic/linear'),
  split: { hardware: 16, software: 1 },
  forward: { entry: shader.forward, threads: (n) => [Math.ceil(n.K / rows(n)) * Math.ceil(n.O / 8), n.R] },
  backward: [
    { entry: shader.backward, gives: ['x', 'w'], threads: (n) => [Math.ceil(inputParts(n) / 64) * 64 + weightThreads(n), n.R] },
    { entry: shader.backward_w, gives: ['w'], threads: (n) => [weightThreads(n), n.R] },
    { entry: shader.backward_x, gives: ['x'], threads: (n) => [inputParts(n), n.R] },
  ],
});
