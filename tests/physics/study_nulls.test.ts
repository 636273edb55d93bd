/** Null tests of a study on the level-1 patch: both are zero with an H that is not constant. Seeds pinned; one is not zero with probability 0.0027. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nullInput, nullPlans } from '../../src/study/nulls/plan.ts';
import { studyConfig } from '../../src/study/plan/config.ts';
import { train } from '../../src/train/train.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { TINY_TRAIN } from '../support/study.ts';

test.after(closeDevice);

const { size: _, block: __, ...TINY } = TINY_TRAIN;
const CONFIG = studyConfig({
  train: {
    ...TINY,
    ...{ model: 'graph-dimers', graph: 'ammann-beenker:1', around: { centre: 0, level: 0 } },
    ...{ steps: 150, refine: 50, batch: 64, learningRate: 0.02, evaluations: 8, evaluationBatch: 64 },
  },
  grid: { buffer: [0], components: [3] },
  runs: 1,
  nulls: ['shuffled', 'spokes'],
});

for (const plan of nullPlans(CONFIG)) {
  test(`${plan.kind}: zero`, async () => {
    const { summary } = await train(await theDevice(), nullInput(CONFIG, plan, 3));
    const [{ verdict, entropy, information }] = summary.points;
    assert.ok(verdict === 'zero' && entropy > 0.5, `${verdict}, ${information.mean} +- ${information.error} nats, entropy ${entropy}`);
  });
}

test.run();
