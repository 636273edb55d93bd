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

const inputTiles = (n: Extents) => Math.ceil(n.K / 4) * Math.ceil(n.I / 4);
const weightTiles = (n: Extents) => Math.ceil((n.I + 1) / 8) * Math.ceil(n.O / 8);

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
  forward: { entry: shader.forward, threads: (n) => [Math.ceil(n.K / 8) * Math.ceil(n.O / 8), n.R] },
  backward: [
    { entry: shader.backward, gives: ['x', 'w'], threads: (n) => [Math.ceil(inputTiles(n) / 64) * 64 + weightTiles(n), n.R] },
    { entry: shader.backward_w, gives: ['w'], threads: (n) => [weightTiles(n), n.R] },
    { entry: shader.backward_x, gives: ['x'], threads: (n) => [inputTiles(n), n.R] },
  ],
});
