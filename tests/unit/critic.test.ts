/** Critics as shapes: weights, initial limits, sizes, and combinations that are refused before any work. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type CriticShape, checkCritic, criticLimits, criticParameters } from '../../src/critic/critic.ts';
import { BITS, REALS } from '../../src/space/encoding.ts';
import { close } from '../support/close.ts';

const common = { components: 2, environment: 880, encoding: BITS, hidden: [32, 32], activation: 'relu', dropout: 0 } as const;
const separable: CriticShape = { ...common, kind: 'separable', embedding: 8 };
const concatenated: CriticShape = { ...common, kind: 'concatenated' };
const classifier: CriticShape = { ...common, kind: 'classifier', states: 4 };
const patch = { sites: 16, patches: 55, features: 8, ragged: false };

const size = (shape: CriticShape) => Object.values(criticParameters(shape)).reduce((sum, [rows, columns]) => sum + rows * columns, 0);

test('weights have a row per input and one for the bias', () => {
  assert.equal(criticParameters(separable), { u0: [3, 32], u1: [33, 32], u2: [33, 8], v0: [881, 32], v1: [33, 32], v2: [33, 8] });
  assert.equal(criticParameters({ ...common, kind: 'bilinear' }), { v0: [881, 4] });
  assert.equal(criticParameters(concatenated), { u0: [3, 32], v0: [881, 32], s0: [33, 32], s1: [33, 1] });
  assert.equal(criticParameters({ ...classifier, states: 5 }), { v0: [881, 32], v1: [33, 32], v2: [33, 8] });
  assert.equal(criticParameters({ ...classifier, patch }), { patch: [17, 8], v0: [441, 32], v1: [33, 32], v2: [33, 4] });
});

test('patches save weights, the more the larger the environment', () => {
  for (const shape of [separable, concatenated, classifier]) assert.ok(size({ ...shape, patch }) < 0.6 * size(shape), shape.kind);
  const large = { environment: 2456, patch: { sites: 8, patches: 307, features: 4, ragged: false } };
  assert.ok(size({ ...classifier, ...large }) < 0.55 * size({ ...classifier, environment: 2456 }));
});

test('limits follow the inputs that a replica has', () => {
  const glorot = (inputs: number, outputs: number) => Math.sqrt(6 / (inputs + outputs));
  const plain = criticLimits(separable, [880, 720]);
  assert.equal(Object.keys(plain), Object.keys(criticParameters(separable)));
  close(plain.v0 as number[], [glorot(880, 32), glorot(720, 32)], { atol: 1e-12, rtol: 0 }, 'v0');
  close([plain.u0 as number, plain.v2 as number], [glorot(2, 32), glorot(32, 8)], { atol: 1e-12, rtol: 0 }, 'u0, v2');
  const patched = criticLimits({ ...separable, patch }, [880, 720]);
  close(patched.v0 as number[], [glorot(440, 32), glorot(360, 32)], { atol: 1e-12, rtol: 0 }, 'v0 behind patches');
  assert.is(patched.patch, glorot(16, 8));
});

const refused: [string, CriticShape, RegExp][] = [
  ['widths that are no multiples of 4', { ...separable, hidden: [32, 30] }, /^hidden: expected positive multiples of 4, got 30; use 32$/],
  ['an empty layer', { ...classifier, hidden: [0] }, /^hidden: .*got 0; use 4$/],
  ['a wide embedding', { ...separable, embedding: 20 }, /^embedding: expected a multiple of 4, at most 16, got 20/],
  ['many components for a bilinear form', { ...common, kind: 'bilinear', components: 17 }, /^critic: 'bilinear': expected at most 16 components/],
  ['dropout of a bilinear form', { ...common, kind: 'bilinear', dropout: 0.2 }, /^dropout: expected 0/],
  ['a probability of one', { ...separable, dropout: 1 }, /^dropout: expected a probability/],
  ['not a number', { ...separable, dropout: Number.NaN }, /^dropout: expected a probability/],
  ['one hidden layer of pairs', { ...concatenated, hidden: [32] }, /^hidden: expected two widths of at most 64/],
  ['wide layers of pairs', { ...concatenated, hidden: [32, 68] }, /^hidden: expected two widths of at most 64/],
  ['tanh of pairs', { ...concatenated, activation: 'tanh' }, /^activation: expected relu/],
  ['dropout of pairs', { ...concatenated, dropout: 0.1 }, /^dropout: expected 0/],
  ['many states', { ...classifier, states: 257 }, /^states: expected 2 to 256 states of H, got 257/],
  [
    'patches that leave sites over',
    { ...separable, patch: { ...patch, patches: 54 } },
    /^patch: expected an environment of 54 patches of 16 sites, got 880 sites/,
  ],
  ['patches larger than a word', { ...separable, patch: { ...patch, sites: 40, patches: 22 } }, /^patch: expected at most 32 sites/],
  [
    'an odd number of features',
    { ...separable, patch: { ...patch, features: 6 } },
    /^patch: expected features of a patch in a positive multiple of 4, got 6; use 8/,
  ],
];

for (const [what, shape, message] of refused) {
  test(`refused: ${what}`, () => {
    assert.throws(() => criticParameters(shape), message);
  });
}

test('the scores of all pairs must fit one buffer; patches of values may be larger than a word', () => {
  checkCritic(concatenated, { samples: 512, replicas: 128 });
  assert.throws(() => checkCritic(concatenated, { samples: 513, replicas: 128 }), /^critic concatenated, batch: expected at most 512 pairs/);
  checkCritic({ ...separable, encoding: REALS, patch: { ...patch, sites: 40, patches: 22 } });
});

test.run();
