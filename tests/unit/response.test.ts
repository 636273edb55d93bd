/** The linear part of a nonlinear filter. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { zeroSumOverStates } from '../../src/coarse/gauge.ts';
import { BITS } from '../../src/space/encoding.ts';
import { linearPart } from '../../src/train/ensemble/response.ts';
import { close } from '../support/close.ts';
import { uniform } from '../support/random.ts';

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
  const part = linearPart({ hidden: [width], visible, encoding: BITS }, [hidden, readout, [0.3, -0.2]]);
  // Signs in pairs v, -v: the bias drops out exactly; other kernels' weights only on average.
  close(part, kernels.flat(), { atol: 4 * Math.hypot(0.5, 1, 2) * Math.sqrt(2 / 1024), rtol: 0 }, 'part');
  assert.throws(() => close(part, kernels.flat().reverse(), { atol: 0.3, rtol: 0 }, 'part'));
});

test('of one-hot values it is the map of zero sum over the states, its constant gone', () => {
  // Two values of three states: a = 2 w of the states that are set, from hidden units n and -n of each input, and a constant.
  const w = [2, -1, -1, 0, 0.5, -0.5];
  const [visible, width] = [6, 12];
  const hidden = new Array<number>((visible + 1) * width).fill(0);
  for (let i = 0; i < visible; i++) {
    hidden[i * width + 2 * i] = 1;
    hidden[i * width + 2 * i + 1] = -1;
  }
  const readout = w.flatMap((each) => [each + 5, -each - 5]);
  const part = linearPart({ hidden: [width], visible, encoding: { kind: 'onehot', states: 3 } }, [hidden, readout, [7]]);
  close(
    [part.slice(0, 3), part.slice(3)].map((of) => of.reduce((a, b) => a + b, 0)),
    [0, 0],
    { atol: 1e-9, rtol: 0 },
    'sums',
  );
  close(part, w, { atol: 4 * Math.hypot(...w) * Math.sqrt(3 / 1024), rtol: 0 }, 'part');
});

test('the gauge of one-hot values: the same function, zero sum over the states of every value', () => {
  const [states, values] = [4, 3];
  const weights = Array.from(uniform(3, states * values));
  const fixed = zeroSumOverStates({ weights, bias: 0.25 }, states);
  const at = (of: { weights: readonly number[]; bias: number }, configuration: number[]) =>
    of.weights.reduce((sum, each, i) => sum + (configuration[Math.floor(i / states)] === i % states ? each : -each), of.bias);
  for (let n = 0; n < states ** values; n++) {
    const configuration = [n % states, Math.floor(n / states) % states, Math.floor(n / states ** 2)];
    close([at(fixed, configuration)], [at({ weights, bias: 0.25 }, configuration)], { atol: 1e-12, rtol: 0 }, String(configuration));
  }
  const sums = Array.from({ length: values }, (_, v) => fixed.weights.slice(v * states, (v + 1) * states).reduce((a, b) => a + b, 0));
  close(sums, [0, 0, 0], { atol: 1e-12, rtol: 0 }, 'sums');
  // Of two states nothing becomes of the bias.
  assert.is(zeroSumOverStates({ weights: [1, 3, -2, 4], bias: 0.5 }, 2).bias, 0.5);
});

test('of an even map it is zero', () => {
  // |v_0 + v_1|
  const hidden = [1, -1, 0, 0, 1, -1, 0, 0, 0, 0, 0, 0];
  close(linearPart({ hidden: [4], visible: 2, encoding: BITS }, [hidden, [1, 1, 0, 0], [0]]), [0, 0], { atol: 1e-12, rtol: 0 }, 'part');
});

test.run();
