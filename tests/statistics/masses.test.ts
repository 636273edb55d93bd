/** Chipping as training sees it: chains of all parts, burned in, what is watched of them, and minibatches of numbers. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { deriveKeys } from '../../src/core/random.ts';
import { meanError } from '../../src/core/statistics.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { trainConfig } from '../../src/train/config/config.ts';
import { siteTableOf } from '../../src/train/config/geometry.ts';
import { burnIn } from '../../src/train/ensemble/burn.ts';
import type { Ensemble } from '../../src/train/ensemble/ensemble.ts';
import { Layout } from '../../src/train/ensemble/layout.ts';
import { samplingRequest } from '../../src/train/ensemble/sampling.ts';
import { gather, uploadTable } from '../../src/view/gather.ts';
import { close } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';

test.after(closeDevice);

test(
  'mean masses are zero, a condensate in the environment is a large number; odds 4e-4 in all, seed pinned',
  scoped(async (scope) => {
    const N = 32;
    const config = trainConfig({
      model: 'chipping',
      size: N,
      block: 4,
      buffer: 2,
      shell: 12,
      chippingRate: [1, 10],
      chains: 64,
      heldOut: 32,
      validation: 32,
      seed: 7,
    });
    const chains = config.model.chains(scope, samplingRequest(config));
    assert.equal([chains.model, chains.groups, chains.temperature(1), chains.temperature(2), chains.temperature(5)], ['chipping', 8, 1, 10, 10]);
    // What the burn-in needs of an ensemble.
    const ensemble = { chains, config, layout: new Layout(config), sweeps: 4 } as unknown as Ensemble;
    const dynamics = [await burnIn(ensemble, 0, async () => {}), await burnIn(ensemble, 1, async () => {})];
    for (const { occupied, largest, halves, chains: measured } of dynamics) {
      assert.ok([occupied, largest, halves.occupied, halves.largest].every(Number.isFinite) && measured === 128);
      assert.ok(Math.abs(halves.occupied as number) < 4 && Math.abs(halves.largest as number) < 4, 'the chains have settled');
    }

    const [R, K] = [2, 192];
    const table = siteTableOf(config);
    const plan = new Plan(scope.memory, 'pairs');
    const inputs = {
      state: chains.state,
      ...uploadTable(scope, table, [0, 0]),
      source: scope.upload('u32', [R, 2, 2], 'source', Uint32Array.of(0, 2, 4, 1, 2, 2, 5, 1)),
      keys: scope.upload('u32', [R, 2], 'keys', deriveKeys(7, 'gather', R)),
      step: scope.tensor('u32', [R], 'step'),
    };
    const pairs = gather(scope, plan, inputs, { samples: K, table, part: 'training' });
    const logarithmic = gather(scope, plan, inputs, { samples: K, table: siteTableOf({ ...config, environmentMasses: 'logarithm' }), part: 'training' });
    assert.equal([pairs.visible.dtype, pairs.visible.shape, pairs.environment.shape], ['f32', [R, K, 4], [R, K, 24]]);
    await execute(plan);
    const [visible, environment] = [await pairs.visible.read(), await pairs.environment.read()];
    for (let r = 0; r < R; r++) {
      const blocks = Array.from({ length: K }, (_, k) => meanError(visible.subarray((r * K + k) * 4, (r * K + k + 1) * 4)).mean);
      const { mean, error } = meanError(blocks);
      assert.ok(Math.abs(mean) < 4 * error, `mean mass of blocks at rate ${config.temperature[r]}: ${mean} +- ${error}`);
    }
    const largest = [0, 1].map((r) => Math.max(...environment.subarray(r * K * 24, (r + 1) * K * 24)));
    assert.ok(largest[0] > largest[1] && largest[0] <= N - 1, `a condensate at w = 1: ${largest}`);
    close([Math.min(...environment)], [-1], { atol: 1e-6, rtol: 0 }, 'empty sites');
    // The same masses, m = 1 + value, as ln((1 + m) / 2).
    const expected = Array.from(environment, (value) => Math.log((2 + value) / 2));
    close(await logarithmic.environment.read(), expected, { atol: 1e-6, rtol: 1e-6 }, 'logarithms');
  }),
);

test.run();
