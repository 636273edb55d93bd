/** The sampler where it is hardest: 64 x 64 at the critical temperature, 10^9 updates, against Kaufman. */
import { test } from 'uvu';
import { CRITICAL_64, TC } from '../golden/ising.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { assertWithin } from '../support/odds.ts';
import { sampled } from '../support/sampling.ts';

test('64 x 64 at T_c: energy and specific heat, |z| < 4', async () => {
  const observed = await sampled(await theDevice(), { size: 64, temperature: TC, groups: 4, slots: 200, spacing: 10, burn: 3000, seed: 31 });
  assertWithin('T_c', observed, { ...CRITICAL_64 });
});

test('64 x 64 antiferromagnet at T_c: the same', async () => {
  const observed = await sampled(await theDevice(), { size: 64, temperature: TC, coupling: -1, groups: 2, slots: 200, spacing: 10, burn: 3000, seed: 32 });
  assertWithin('antiferromagnet', observed, { ...CRITICAL_64 });
});

test.after(closeDevice);
test.run();
