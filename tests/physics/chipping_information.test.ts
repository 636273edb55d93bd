/**
 * Chipping and aggregation on a ring: in either phase, the one with a condensate and the fluid, the filter that is found
 * averages the mass of the block (Goekmen et al., PRE 104, 064106 (2021), fig. 12).
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { TrainInput } from '../../src/train/config/config.ts';
import { train } from '../../src/train/train.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { LIMIT } from '../support/odds.ts';

test('w = 1 and w = 10: all weights that count have one sign, and they know as much as equal ones', async () => {
  const device = await theDevice();
  const shared = {
    model: 'chipping',
    size: 32,
    chippingRate: [1, 10],
    block: 8,
    buffer: 2,
    shell: 8,
    replicas: 2,
    steps: 400,
    refine: 200,
    hidden: [32],
    batch: 256,
    chains: 256,
    sweeps: 2,
    relaxations: 0.5,
    heldOut: 512,
    validation: 256,
    evaluations: 40,
    evaluationSweeps: 4,
    seed: 1,
  } satisfies TrainInput;
  const { summary } = await train(device, shared);
  const equal = await train(device, { ...shared, replicas: 1, freeze: true, filter: new Array<number>(8).fill(1) });
  for (const [i, { rate, information, filters, best }] of summary.points.entries()) {
    const { mean, error } = information;
    const known = equal.summary.points[i].information;
    const weights = filters[best].flat(2);
    const message = `w = ${rate}: ${mean} ± ${error}, equal weights ${known.mean} ± ${known.error}, ${weights.map((w) => w.toFixed(2)).join(' ')}`;
    console.log(message);
    assert.ok(
      weights.every((w) => w > 0 === weights[0] > 0),
      message,
    );
    assert.ok(mean > LIMIT * error && mean > 0.95 * known.mean - error, message);
    // Equal to within a factor of two: an average, not a site or two.
    assert.ok(Math.min(...weights.map(Math.abs)) > 0.5 * Math.max(...weights.map(Math.abs)), message);
  }
});

test.after(closeDevice);
test.run();
