/**
 * Rings of 256 sites in the aggregated phase (w = 1) and at the transition (w = 3), 10^10 picks, against an
 * independent Monte Carlo; half of the chains start from a condensate, half spread evenly, and must agree.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { derivedEstimate } from '../../src/core/statistics.ts';
import { ChippingChains } from '../../src/model/chipping/chains.ts';
import { thermal } from '../../src/sample/thermal.ts';
import { RING_256, type RingValues } from '../golden/chipping.ts';
import { sumRule } from '../support/chipping.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { LIMIT } from '../support/odds.ts';

for (const { rate, mean, error } of RING_256) {
  test(`N = 256 at w = ${rate}: the table within four errors, both errors combined`, async () => {
    const device = await theDevice();
    const scope = device.scope('test');
    const groups = rate === 1 ? 2 : 1;
    const chains = new ChippingChains(scope, { size: 256, density: 1, rates: new Array<number>(groups).fill(rate), seed: 41, start: 'both' });
    const all = { first: 0, groups };
    await chains.measure(all, 1, chains.relaxation(rate), async () => {});
    const series = await chains.measure(all, 128, 2048, async () => {});
    const estimates = chains.observables(series);
    for (const name of Object.keys(mean) as (keyof RingValues)[]) {
      const found = estimates[name];
      const z = (found.mean - mean[name]) / Math.hypot(found.error, error[name]);
      assert.ok(Math.abs(z) < LIMIT, `${name} ${found.mean} ± ${found.error}, table ${mean[name]} ± ${error[name]}, z = ${z.toFixed(2)}`);
    }
    const rule = derivedEstimate([series.p0.values, series.mass_squared.values], sumRule(256, 1, rate), 2048);
    assert.ok(Math.abs(rule.mean / rule.error) < LIMIT, `sum rule ${rule.mean} ± ${rule.error}`);
    for (const [name, check] of Object.entries(thermal(series, 'both'))) assert.ok(check.thermal, `${name} ${JSON.stringify(check)}`);
    scope.dispose();
  });
}

test.after(closeDevice);
test.run();
