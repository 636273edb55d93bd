/** The linear part of a nonlinear filter. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { linearPart } from '../../src/train/ensemble/response.ts';
import { close } from '../support/close.ts';

/** Hidden units that are a v_i and - a v_i, whose relus differ by a v_i: a linear map in disguise. */
test('of a linear map it is the map, for every logit', () => {
  const kernels = [
    [0.5, -1, 2],
    [1, 0, 0.25],
  ];
  const visible = 3;
  const width = 8;
  const hidden = new Array<number>((visible + 1) * width).fill(0);
  for (let i = 0; i < visible; i++) {
    hidden[i * width + 2 * i] = 1;
    hidden[i * width + 2 * i + 1] = -1;
  }
  const readout = kernels.flatMap((kernel) => [...kernel.flatMap((w) => [w, -w]), 0, 0]);
  const part = linearPart({ hidden: [width], visible }, [hidden, readout, [0.3, -0.2]]);
  // Signs in pairs v, -v: the bias drops out exactly; other kernels' weights only on average.
  close(part, kernels.flat(), { atol: 4 * Math.hypot(0.5, 1, 2) * Math.sqrt(2 / 1024), rtol: 0 }, 'part');
  assert.throws(() => close(part, kernels.flat().reverse(), { atol: 0.3, rtol: 0 }, 'part'));
});

test('of an even map it is zero', () => {
  // |v_0 + v_1|
  const hidden = [1, -1, 0, 0, 1, -1, 0, 0, 0, 0, 0, 0];
  close(linearPart({ hidden: [4], visible: 2 }, [hidden, [1, 1, 0, 0], [0]]), [0, 0], { atol: 1e-12, rtol: 0 }, 'part');
});

test.run();
