/** Filters trained on a fixed set of samples, against the exact information of the 4 x 4 torus. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { train } from '../../src/train/train.ts';
import { INFORMATION } from '../golden/ising.ts';
import { isingData } from '../support/data.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { LIMIT } from '../support/odds.ts';

/** How far below the truth a critic of finite training and finite data may stay, nats. */
const TIGHTNESS = 0.006;

for (const { temperature, uniform, best } of INFORMATION.filter(({ size, buffer }) => size === 4 && buffer === 0)) {
  test(`16384 samples of the 4 x 4 torus at T = ${temperature.toFixed(3)}`, async () => {
    const data = await isingData(temperature, 16, 51);
    const { summary } = await train(await theDevice(), { data, temperature, block: 2, buffer: 0, shell: 1, replicas: 2, steps: 1000, refine: 800, seed: 52 });
    const [{ information, filters, best: chosen }] = summary.points;
    const { mean, error } = information;
    const message = `${mean} ± ${error}, exact ${uniform} to ${best}`;
    assert.ok(mean > uniform - LIMIT * error - TIGHTNESS, message);
    assert.ok(mean < best + 3 * error, message);
    assert.is(new Set(filters[chosen].flat(2).map(Math.sign)).size, 1, `one sign: ${filters[chosen]}`);
  });
}

test.after(closeDevice);
test.run();
