/** The lattice of blocks: values of H against their definition, ties, leftovers of open axes, correlations. Plain arrays. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { blockCorrelations, blockEnergy } from '../../src/analysis/field/block_correlations.ts';
import { Blocking, type BlockingOptions } from '../../src/analysis/field/blocking.ts';
import { close } from '../support/close.ts';
import { spins, uniform, words } from '../support/random.ts';

const identity = (value: number) => value;
const ising = (extents: number[], sides: number[], weights: number[][], open = extents.map(() => false)): BlockingOptions => ({
  extents,
  open,
  channels: 1,
  inputs: 1,
  inputOf: identity,
  sides,
  weights,
  biases: [],
  outcome: { kind: 'sign' },
  seed: 1,
});

test('rectangular blocks of a square: the sign of Λ·v of every block, and not that of its neighbour', () => {
  const [extents, sides] = [
    [6, 8],
    [3, 2],
  ];
  const weights = Array.from(uniform(1, 6, -1, 1));
  const blocking = new Blocking(ising(extents, sides, [weights]));
  const values = spins(2, 48);
  const expected = (shift: number) =>
    Array.from({ length: 8 }, (_, block) => {
      const [by, bx] = [Math.floor(block / 4), (block + shift) % 4];
      let sum = 0;
      for (let y = 0; y < 3; y++) for (let x = 0; x < 2; x++) sum += weights[2 * y + x] * values[(3 * by + y) * 8 + 2 * bx + x];
      return Math.sign(sum);
    });
  const found = Array.from(blocking.of(values, 0, 0));
  assert.equal([blocking.extents, found], [[2, 4], expected(0)]);
  assert.not.equal(found, expected(1));
});

test('three axes, two channels and two components; three states of H by the largest logit', () => {
  const extents = [2, 4, 2];
  const values = spins(3, 32);
  const weights = [0, 1, 2].map((row) => Array.from(uniform(4 + row, 16, -1, 1)));
  const options = { ...ising(extents, [2, 2, 2], weights), channels: 2 };
  const logits = (block: number) =>
    weights.map((row) => {
      let [sum, i] = [0, 0];
      for (const z of [0, 1])
        for (const y of [0, 1]) for (const x of [0, 1]) for (const c of [0, 1]) sum += row[i++] * values[((z * 4 + 2 * block + y) * 2 + x) * 2 + c];
      return sum;
    });
  const three = new Blocking({ ...options, outcome: { kind: 'states', states: 3 } });
  assert.equal([three.components, Array.from(three.of(values, 0, 0))], [1, [0, 1].map((block) => logits(block).indexOf(Math.max(...logits(block))))]);
  const signs = new Blocking({ ...options, weights: weights.slice(0, 2) });
  assert.equal([signs.components, Array.from(signs.of(values, 0, 0))], [2, [0, 1].flatMap((block) => logits(block).slice(0, 2).map(Math.sign))]);
});

test('ties are drawn, each as often, and the same again', () => {
  const blocking = new Blocking(ising([2, 2], [2, 2], [[1, 1, 1, 1]]));
  const tied = [1, -1, -1, 1];
  const drawn = Array.from({ length: 4000 }, (_, sample) => blocking.of(tied, 0, sample)[0]);
  assert.equal(
    drawn,
    Array.from({ length: 4000 }, (_, sample) => blocking.of(tied, 0, sample)[0]),
  );
  // Five standard deviations of 4000 fair draws: odds of 6e-7.
  assert.ok(Math.abs(drawn.reduce((a, b) => a + b, 0)) < 5 * Math.sqrt(4000));
  assert.is(blocking.of([1, 1, 1, -1], 0, 0)[0], 1);
});

test('open axes leave out what fills no block; periodic ones are refused', () => {
  const open = new Blocking(ising([5, 4], [2, 2], [[1, 0, 0, 0]], [true, false]));
  const values = Array.from({ length: 20 }, (_, i) => (i % 3 === 0 ? 1 : -1));
  assert.equal([open.extents, Array.from(open.of(values, 0, 0))], [[2, 2], [0, 2, 8, 10].map((site) => values[site])]);
  assert.throws(
    () => new Blocking(ising([5, 4], [2, 2], [[1, 0, 0, 0]])),
    /^block: expected a block whose sides divide the periodic axes of 5 x 4 sites, got 2 x 2; use configurations of another size/,
  );
  assert.throws(() => new Blocking(ising([4, 4], [2, 2], [[1, 0]])), /^blocks: expected 4 weights for each logit, got 2/);
});

test('correlations and energy of blocks by their definition, along periodic and open axes', () => {
  const [samples, extents] = [50, [4, 6]];
  const values = Array.from(spins(7, samples * 24));
  const blocks = { extents, open: [false, true], components: 1, values, states: false };
  const mean = (axis: number, distance: number, of: (a: number, b: number) => number) => {
    let [sum, pairs] = [0, 0];
    for (let n = 0; n < samples; n++) {
      for (let y = 0; y < 4; y++) {
        for (let x = 0; x < 6; x++) {
          const [v, u] = axis === 0 ? [(y + distance) % 4, x] : [y, x + distance];
          if (u >= 6) continue;
          sum += of(values[24 * n + 6 * y + x], values[24 * n + 6 * v + u]);
          pairs++;
        }
      }
    }
    return sum / pairs;
  };
  const product = (a: number, b: number) => a * b;
  const found = blockCorrelations(blocks);
  assert.equal(
    found.map(({ distance, along }) => [distance, along.map((one) => one !== undefined)]),
    [
      [1, [true, true]],
      [2, [true, true]],
      [4, [false, true]],
    ],
  );
  for (const { distance, along } of found)
    for (const [axis, one] of along.entries()) if (one) close([one.mean], [mean(axis, distance, product)], { atol: 1e-12, rtol: 0 }, `${axis} ${distance}`);
  close([blockEnergy(blocks).mean], [-mean(0, 1, product) - mean(1, 1, product)], { atol: 1e-12, rtol: 0 }, 'energy');
  const states = { ...blocks, values: Array.from(words(8, samples * 24), (word) => word % 3), states: true };
  values.splice(0, values.length, ...states.values);
  const equal = mean(1, 1, (a, b) => (a === b ? 1 : 0));
  close([blockCorrelations(states)[0].along[1]?.mean ?? Number.NaN], [equal], { atol: 1e-12, rtol: 0 }, 'equal pairs');
});

test.run();
