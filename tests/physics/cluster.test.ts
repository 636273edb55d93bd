/** Cluster updates and tempering where local updates are slowest: 64 x 64 and 128 x 128 at the critical temperature. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ChainEstimate } from '../../src/core/statistics.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import { IsingChains } from '../../src/model/ising/chains.ts';
import { ClusterChains } from '../../src/model/ising/cluster.ts';
import type { IsingOptions } from '../../src/model/ising/options.ts';
import { TemperedChains } from '../../src/model/ising/tempering.ts';
import { CRITICAL_64, TC } from '../golden/ising.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { assertWithin } from '../support/odds.ts';
import { sampled, sampledTogether } from '../support/sampling.ts';

const clusters = (scope: Scope, options: IsingOptions) => new ClusterChains(scope, new IsingChains(scope, options));
const tempered = (scope: Scope, options: IsingOptions) => new TemperedChains(scope, new IsingChains(scope, options));

// Energy and specific heat of the 128 x 128 torus at T_c, Kaufman's finite-lattice partition function.
const CRITICAL_128 = { energy: -1.419076272, specific_heat: 2.5363313351 };

test('cluster updates at T_c: 64 x 64 and 128 x 128 against Kaufman', async () => {
  const common = { temperature: TC, slots: 1000, spacing: 1, burn: 60, make: clusters };
  assertWithin('64', await sampled(await theDevice(), { size: 64, groups: 4, seed: 51, ...common }), { ...CRITICAL_64 });
  assertWithin('128', await sampled(await theDevice(), { size: 128, groups: 2, seed: 52, ...common }), CRITICAL_128);
});

test('cluster updates of the antiferromagnet at T_c', async () => {
  const common = { temperature: TC, coupling: -1, slots: 500, spacing: 1, burn: 60, make: clusters };
  assertWithin('antiferromagnet', await sampled(await theDevice(), { size: 64, groups: 2, seed: 53, ...common }), { ...CRITICAL_64 });
});

test('autocorrelation at T_c, 64 x 64: about 5 sweeps of clusters, 170 local ones', async () => {
  const of = async (make: typeof clusters | undefined, slots: number, spacing: number, burn: number) => {
    const observed = await sampled(await theDevice(), { size: 64, temperature: TC, groups: 4, slots, spacing, burn, seed: 54, make });
    return (observed.magnetisation_abs as ChainEstimate).tau;
  };
  const [cluster, local] = [await of(clusters, 1000, 1, 60), await of(undefined, 500, 10, 3000)];
  assert.ok(cluster > 3 && cluster < 8, `clusters: ${cluster}`);
  assert.ok(local > 100 && local < 260, `local: ${local}`);
});

test('tempering of 64 x 64 through T_c against Kaufman', async () => {
  const temperatures = [TC, 2.29, 2.32, 2.36, 2.4];
  const observed = await sampledTogether(await theDevice(), {
    size: 64,
    temperatures,
    groups: 2,
    slots: 300,
    spacing: 10,
    burn: 3000,
    seed: 55,
    make: tempered,
  });
  assertWithin('T_c', observed[0], { ...CRITICAL_64 });
  // Energy and specific heat at 2.4, Kaufman.
  assertWithin('2.4', observed[4], { energy: -1.2042317257, specific_heat: 1.134059247 });
});

test.after(closeDevice);
test.run();
