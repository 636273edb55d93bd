/** Dropout as a random process: the fraction of units kept, and that steps, layers and replicas draw apart. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { activation, activationOptions } from '../../src/critic/activation.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { Tape } from '../../src/graph/tape.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { LIMIT } from '../support/odds.ts';
import { keys } from '../support/random.ts';
import { part } from '../support/replicas.ts';

const [R, K, I] = [4, 1000, 20];
const UNITS = K * I;
const RATE = 0.3;

/** Standard score of the number of events among n independent ones of probability p. */
const score = (events: number, n: number, p: number) => (events - n * p) / Math.sqrt(n * p * (1 - p));
const count = (flags: ArrayLike<number>, of: (flag: number, i: number) => boolean) => Array.from(flags).filter(of).length;

test.after(closeDevice);

test(
  'kept fractions, and agreement of masks of different steps, layers and replicas; all z < 4',
  scoped(async (scope) => {
    const plan = new Plan(scope.memory, 'dropout');
    const tape = new Tape(scope, plan);
    const a = scope.upload('f32', [R, K, I], 'a', new Float32Array(R * UNITS).fill(1));
    // Replicas 0 and 1 share a key and differ in step; replica 3 repeats replica 0.
    const key = keys(5, 2);
    const extras = {
      keys: scope.upload('u32', [R, 2], 'keys', Uint32Array.from([0, 0, 1, 0].flatMap((k) => [...part(key, k, 2)]))),
      step: scope.upload('u32', [R], 'step', Uint32Array.from([7, 8, 7, 7])),
      widths: scope.tensor('u32', [R], 'widths'),
    };
    const [first, second] = [0, 1].map((layer) => tape.apply(activation, { a }, { options: activationOptions('relu', RATE, layer), extras }).y);
    await execute(plan);
    const values = await first.read();
    for (const value of new Set(values)) assert.ok(value === 0 || Math.abs(value - 1 / (1 - RATE)) < 1e-6, `${value}`);
    const kept = Array.from({ length: R }, (_, r) => part(values, r, R));
    const other = part(await second.read(), 0, R);
    for (const r of [0, 1, 2]) {
      const z = score(
        count(kept[r], (y) => y > 0),
        UNITS,
        1 - RATE,
      );
      assert.ok(Math.abs(z) < LIMIT, `replica ${r}: z = ${z}`);
    }
    // Independent masks agree in a unit with probability p^2 + (1 - p)^2.
    const agreement = (x: Float32Array, y: Float32Array) =>
      Math.abs(
        score(
          count(x, (value, i) => value === y[i]),
          UNITS,
          RATE ** 2 + (1 - RATE) ** 2,
        ),
      );
    for (const [name, mask] of Object.entries({ step: kept[1], replica: kept[2], layer: other })) {
      assert.ok(agreement(kept[0], mask) < LIMIT, `another ${name}: z = ${agreement(kept[0], mask)}`);
    }
    // Neighbouring units, and neighbouring samples of one unit, are independent too.
    assert.ok(
      agreement(
        kept[0],
        kept[0].map((_, i) => kept[0][(i + 1) % UNITS]),
      ) < LIMIT,
      'units',
    );
    assert.ok(
      agreement(
        kept[0],
        kept[0].map((_, i) => kept[0][(i + I) % UNITS]),
      ) < LIMIT,
      'samples',
    );
    // Negative controls: a repeated mask, and a rate two percent off.
    assert.is(
      count(kept[3], (y, i) => y === kept[0][i]),
      UNITS,
    );
    assert.ok(agreement(kept[0], kept[3]) > LIMIT);
    assert.ok(
      Math.abs(
        score(
          count(kept[0], (y) => y > 0),
          UNITS,
          0.98 - RATE,
        ),
      ) > LIMIT,
    );
  }),
);

test.run();
