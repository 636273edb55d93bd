/** Where filters with a logit for each state begin. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { preferences, sumOfProducts } from '../../src/coarse/start.ts';
import type { CoarseShape } from '../../src/coarse/variable.ts';
import { deriveKey } from '../../src/core/random.ts';

const shape = (states: number, values: number, q: number, more: Partial<CoarseShape> = {}): CoarseShape => ({
  components: 1,
  states,
  variable: 'discrete',
  estimator: 'relaxed',
  bias: false,
  hidden: [],
  visible: values * q,
  encoding: { kind: 'onehot', states: q },
  ...more,
});
const key = (replica: number) => deriveKey(3, 'weights', replica);

/** [logit][value]: the preferred state, and nothing else. */
function preferred(one: CoarseShape, replica = 0): number[][] {
  const added = preferences(one, key(replica)) as Float32Array;
  const q = (one.encoding as { states: number }).states;
  return Array.from({ length: added.length / one.visible }, (_, a) =>
    Array.from({ length: one.visible / q }, (_, value) => {
      const own = Array.from(added.subarray(a * one.visible + value * q, a * one.visible + (value + 1) * q));
      assert.is(own.filter((weight) => weight === 0).length, q - 1);
      assert.is(Math.fround(3 / Math.sqrt(one.visible)), Math.max(...own));
      return own.findIndex((weight) => weight > 0);
    }),
  );
}

test('as many states of H as of a value: every state is preferred once at each value', () => {
  for (let replica = 0; replica < 20; replica++) {
    const all = preferred(shape(6, 3, 6), replica);
    for (let value = 0; value < 3; value++) assert.equal(new Set(all.map((row) => row[value])).size, 6);
  }
});

test('more states of H than of a value: every state is preferred about equally often; fewer: by one each', () => {
  const nine = preferred(shape(9, 2, 3));
  for (let value = 0; value < 2; value++) for (let s = 0; s < 3; s++) assert.is(nine.filter((row) => row[value] === s).length, 3);
  const three = Array.from({ length: 30 }, (_, replica) => preferred(shape(3, 1, 6), replica).map(([state]) => state));
  for (const states of three) assert.is(new Set(states).size, 3);
  assert.is(new Set(three.flat()).size, 6);
});

test('replicas, components and values begin differently', () => {
  const text = (one: CoarseShape, replica: number) => JSON.stringify(preferred(one, replica));
  assert.is(new Set(Array.from({ length: 30 }, (_, replica) => text(shape(6, 1, 6), replica))).size > 25, true);
  const two = preferred(shape(6, 2, 6, { components: 2 }));
  assert.is.not(JSON.stringify(two.slice(0, 6)), JSON.stringify(two.slice(6)));
  assert.is.not(two.map((row) => row[0]).join(), two.map((row) => row[1]).join());
});

test('nothing is added where H or values are binary, or the filter is not linear', () => {
  assert.is(preferences(shape(2, 4, 3), key(0)), undefined);
  assert.is(preferences(shape(3, 4, 1, { encoding: { kind: 'bits' } }), key(0)), undefined);
  assert.is(preferences(shape(3, 4, 3, { hidden: [8] }), key(0)), undefined);
});

test('a filter of products begins as their sum: in the first logit of each component, and on no other input', () => {
  const both = { ...shape(2, 4, 1), encoding: { kind: 'bits' }, visible: 7, products: 3, components: 2 } as const;
  const weight = Math.fround(1 / Math.sqrt(7));
  const row = [0, 0, 0, 0, weight, weight, weight];
  assert.equal(Array.from(sumOfProducts(both)), [...row, ...row]);
  assert.equal(Array.from(sumOfProducts({ ...both, states: 3, components: 1 })), [...row, ...new Array(14).fill(0)]);
});

test.run();
