/** Early stopping: which validation counts, and which parameters come back. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Plan } from '../../src/gpu/plan.ts';
import { Arena } from '../../src/graph/arena.ts';
import { Keeper } from '../../src/train/ensemble/keep.ts';
import * as twin from '../reference/train/keep.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, scoped } from '../support/device.ts';
import { uniform } from '../support/random.ts';
import { part } from '../support/replicas.ts';

test.after(closeDevice);

const R = 5;
const K = 37;
const PATIENCE = 20;
/** Means by validation and replica; replica 1 is bad from its third validation on, replica 3 has diverged. */
const MEANS = [
  [0.1, 0.5, 0.2, 0.3, 0.1],
  [0.2, 0.4, 0.1, 0.4, Number.NaN],
  [0.3, 0.1, 0.3, 0.5, 0.1],
  [0.2, 0.2, 0.2, 0.6, 0.3],
  [0.4, 0.9, 0.1, 0.7, 0.2],
];
/** Replica 1 finds something better too late: 40 steps after its best. */
const STEPS = [10, 20, 30, 40, 50];

test(
  'the best validation of every replica is kept and restored, bit for bit',
  scoped(async (scope) => {
    const arena = new Arena(scope, R, { a: [13], b: [5, 9] });
    const step = scope.tensor('u32', [R], 'step');
    const status = scope.upload('u32', [R], 'status', Uint32Array.from([0, 0, 0, 7, 0]));
    const keeper = new Keeper(scope, arena, { step, status, validations: STEPS.length, patience: PATIENCE });
    const term = scope.tensor('f32', [R, K], 'term');
    const add = new Plan(scope.memory, 'add');
    keeper.add(add, term);
    const judge = new Plan(scope.memory, 'judge');
    keeper.judge(judge);
    const restore = new Plan(scope.memory, 'restore');
    keeper.restore(restore);
    await Promise.all([add, judge, restore].map((plan) => plan.compile()));
    const twins = Array.from({ length: R }, () => new twin.Keeper(PATIENCE));
    let last: Float32Array = new Float32Array();
    for (const [v, means] of MEANS.entries()) {
      last = uniform(v, R * arena.stride);
      arena.parameters.write(last);
      step.write(new Uint32Array(R).fill(STEPS[v]));
      // Two minibatches whose mean is the value.
      for (const shift of [0.25, -0.25]) {
        term.write(Float32Array.from({ length: R * K }, (_, i) => means[Math.floor(i / K)] + shift + (i % K === 0 ? 0.5 : -0.5 / (K - 1))));
        add.run();
      }
      assert.equal(Array.from(await keeper.drawn.read()), new Array(R).fill(2));
      judge.run();
      assert.equal(Array.from(await keeper.drawn.read()), new Array(R).fill(0));
      const best = await keeper.best.read();
      for (const [r, mean] of means.entries()) {
        const kept = twins[r].judge(mean, STEPS[v], r !== 3, Array.from(part(last, r, R)));
        assert.is(best[4 * r + 2], kept ? 1 : 0, `replica ${r}, validation ${v}`);
      }
    }
    restore.run();
    const best = await keeper.best.read();
    const restored = await arena.parameters.read();
    for (const [r, { best: expected, kept }] of twins.entries()) {
      close(part(restored, r, R), kept ?? part(last, r, R), EXACT, `parameters of replica ${r}`);
      assert.is(best[4 * r + 3], expected ? 1 : 0);
      if (expected) close(best.subarray(4 * r, 4 * r + 2), [expected.value, expected.step], { atol: 1e-6, rtol: 0 }, `best of replica ${r}`);
    }
    assert.ok(twins[1].best?.value === 0.5 && twins[3].best === undefined, 'the cases that matter occur');
    const values = await keeper.values.read();
    close(
      values.filter((x) => Number.isFinite(x)),
      MEANS.flat().filter((x) => Number.isFinite(x)),
      { atol: 1e-6, rtol: 0 },
      'values of all validations',
    );
    keeper.forget();
    assert.equal(Array.from(await keeper.best.read()), new Array(4 * R).fill(0));
  }),
);

test.run();
