/**
 * Chipping and aggregation on a ring: in either phase the filter that is found averages the mass of the block (Goekmen et
 * al., PRE 104, 064106 (2021), fig. 12). Masses enter as logarithms: a condensate of the size of the ring drives a filter
 * on the masses themselves into saturation, where it has no gradient.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { NEGLIGIBLE } from '../../src/analysis/filters.ts';
import { train } from '../../src/train/train.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { LIMIT } from '../support/odds.ts';

test('w = 1 and w = 10: all weights that count have one sign, and the block knows something of its surroundings', async () => {
  const { summary } = await train(await theDevice(), {
    model: 'chipping',
    size: 32,
    chippingRate: [1, 10],
    masses: 'logarithm',
    block: 8,
    buffer: 2,
    shell: 8,
    components: 1,
    replicas: 2,
    steps: 500,
    refine: 200,
    hidden: [32],
    batch: 256,
    chains: 256,
    sweeps: 2,
    burn: 0.5,
    heldOut: 512,
    validation: 256,
    evaluations: 40,
    evaluationSweeps: 4,
    seed: 1,
  });
  for (const { rate, information, filters, best } of summary.points) {
    const { mean, error } = information;
    const weights = filters[best].flat(2);
    const largest = Math.max(...weights.map(Math.abs));
    const counting = weights.filter((w) => Math.abs(w) > NEGLIGIBLE * largest);
    const message = `w = ${rate}: ${mean} ± ${error}, ${weights.map((w) => w.toFixed(2)).join(' ')}`;
    console.log(message);
    assert.ok(mean > 0.01 && mean > LIMIT * error, message);
    assert.ok(counting.length >= 6 && counting.every((w) => w > 0 === counting[0] > 0), message);
  }
});

test.after(closeDevice);
test.run();
