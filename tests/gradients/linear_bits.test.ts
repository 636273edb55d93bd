/** The affine layer on packed spins, with a different number of live inputs in every replica; the forms for hardware and for software adapters. */
import { test } from 'uvu';
import { linearBits } from '../../src/critic/linear_bits.ts';
import { linearBitsTall } from '../../src/critic/linear_bits_tall.ts';
import type { Op } from '../../src/graph/op.ts';
import * as twin from '../reference/critic/linear_bits.ts';
import { close, EXACT, ofLargest, refusesWrongSign } from '../support/close.ts';
import { closeDevice, scoped } from '../support/device.ts';
import { centralDifferences, dot } from '../support/differences.ts';
import { pack } from '../support/pack.ts';
import { spins, uniform } from '../support/random.ts';
import { joined, part } from '../support/replicas.ts';
import { runOp } from '../support/tape.ts';

const CASES = [
  { K: 41, I: 45, O: 4, widths: [45, 32, 17] },
  { K: 77, I: 47, O: 12, widths: [33, 47, 1] },
  { K: 39, I: 16, O: 32, widths: [16, 5, 15] },
  { K: 50, I: 70, O: 4, widths: [64, 65, 70] },
];
const R = 3;
const OPS: readonly Op[] = [linearBits, linearBitsTall];

function inputs({ widths, ...shape }: (typeof CASES)[number], seed: number) {
  const s = spins(seed, R * shape.K * shape.I);
  // Rows of absent inputs are not zero here: the kernels must not look at them.
  const w = uniform(seed + 1, R * (shape.I + 1) * shape.O);
  const dy = uniform(seed + 2, R * shape.K * shape.O);
  const sizes = (r: number): twin.Sizes => ({ ...shape, width: widths[r] });
  return { s, w, dy, sizes };
}

test.after(closeDevice);

test('twin: analytic gradient against central differences', () => {
  for (const shape of CASES) {
    const { s, w, dy, sizes } = inputs(shape, 60);
    for (let r = 0; r < R; r++) {
      const [sr, wr, dyr, n] = [part(s, r, R), part(w, r, R), part(dy, r, R), sizes(r)];
      const expected = centralDifferences((at) => dot(dyr, twin.forward(sr, at, n)), wr);
      close(twin.backwardW(sr, dyr, n), expected, ofLargest(expected, 1e-6), `dw, width ${n.width}`);
    }
  }
});

for (const shape of CASES) {
  test(
    `kernels against twin, K = ${shape.K}, I = ${shape.I}, O = ${shape.O}, widths ${shape.widths.join(', ')}`,
    scoped(async (scope) => {
      const { s, w, dy, sizes } = inputs(shape, 70);
      const words = Math.ceil(shape.I / 32);
      const run = {
        inputs: { x: scope.upload('u32', [R, shape.K, words], 'x', pack(s, shape.I, words)) },
        parameters: { w: { shape: [shape.I + 1, shape.O], values: w } },
        extras: { widths: scope.upload('u32', [R], 'widths', Uint32Array.from(shape.widths)) },
        objective: 'y',
        seed: dy,
      };
      const y = joined(R, (r) => twin.forward(part(s, r, R), part(w, r, R), sizes(r)));
      const dw = joined(R, (r) => twin.backwardW(part(s, r, R), part(dy, r, R), sizes(r)));
      for (const op of OPS) {
        // Tall tiles take long to compile: two of the cases.
        if (op === linearBitsTall && shape.K <= 41) continue;
        const { outputs, gradients } = await runOp(scope, op, R, run);
        close(outputs.y, y, ofLargest(y, 1e-5), `y of ${op.name}`);
        close(gradients.w, dw, ofLargest(dw, 1e-4), `dw of ${op.name}`);
        refusesWrongSign(gradients.w, dw, ofLargest(dw, 1e-4), 'dw of the wrong sign');
        for (let r = 0; r < R; r++) {
          const absent = part(gradients.w, r, R).subarray(shape.widths[r] * shape.O, shape.I * shape.O);
          close(absent, new Float32Array(absent.length), EXACT, `dw of absent inputs, replica ${r}`);
        }
      }
    }),
  );
}

test.run();
