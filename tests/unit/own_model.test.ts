/** Records of models that are wrong, chains that do not fit their record, and shaders declared from their text. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as z from 'zod';
import { BlockspinError } from '../../src/core/errors.ts';
import { oneOrMany } from '../../src/core/settings.ts';
import * as clock from '../../src/gen/shaders/model/clock.ts';
import type { Declaration } from '../../src/gpu/declaration.ts';
import { Ledger } from '../../src/gpu/ledger.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { Scope } from '../../src/gpu/scope.ts';
import { declareShader } from '../../src/gpu/shader.ts';
import { checkedChains } from '../../src/model/checked_chains.ts';
import { LocalChains } from '../../src/model/local_chains.ts';
import { defineModel, type Model } from '../../src/model/model.ts';
import { MODELS, modelNamed, recordOf } from '../../src/model/models.ts';
import { side, temperatures } from '../../src/model/settings.ts';
import type { Chains } from '../../src/sample/chains.ts';
import { latticeSpace } from '../../src/space/space.ts';
import { trainConfig } from '../../src/train/config/config.ts';

const space = latticeSpace([4, 4]);

/** A model of two states that never move. */
const RECORD = {
  name: 'still',
  settings: { size: side, temperature: temperatures.default([1]) },
  axes: [],
  control: { key: 'temperature', axis: 'temperature', noun: 'temperature', symbol: 'T', unit: '', infinite: true, usual: [1] },
  support: 'sites',
  moves: ['none'],
  layouts: ['chains'],
  check() {},
  space: () => space,
  alphabet: () => ({ kind: 'binary', values: [0, 1] }),
  encoding: () => ({ kind: 'bits' }),
  chains: (scope: Scope, { points, seed }: { points: readonly number[]; seed: number }) =>
    new LocalChains(scope, { model: 'still', space, values: [0, 1], points, seed, relaxation: () => 1, sweep() {}, observe: () => ({ zero: 0 }) }),
  watched: { zero: { label: 'zero', of: (s: Record<string, { values: Float64Array[] }>) => s.zero.values } },
  transition: () => undefined,
  title: () => 'a model that does not move',
  parameters: () => ({}),
};
type Fields = Record<string, unknown>;
const define = (fields: Fields) => defineModel({ ...RECORD, ...fields } as never) as unknown as Model;

function thrown(body: () => unknown): string {
  try {
    body();
  } catch (error) {
    assert.instance(error, BlockspinError);
    return (error as Error).message;
  }
  return 'nothing was thrown';
}

test('a record that is complete is a model, written as its name; all of ours are such', () => {
  const model = define({});
  assert.is(JSON.stringify({ model }), '{"model":"still"}');
  assert.is(recordOf(model), model);
  for (const one of MODELS) assert.is(recordOf(one), one);
  const config = trainConfig({ model, size: 4, block: 2, buffer: 0, shell: 1, temperature: 2 });
  assert.is(config.model, model);
});

test('a model has settings of its own, also as the points of a scan; others are refused', () => {
  const settings = { size: side, fugacity: oneOrMany(z.number()).optional(), attraction: z.number().default(0.5) };
  const model = define({ settings, control: { ...RECORD.control, key: 'fugacity', usual: [2] } });
  const window = { size: 4, block: 2, buffer: 0, shell: 1 };
  const given = (more: Fields) => trainConfig({ ...window, model, ...more } as never) as unknown as Fields;
  assert.equal([given({}).fugacity, given({}).temperature, given({}).attraction], [[2], [2], 0.5]);
  assert.equal([given({ fugacity: [1, 3], attraction: 2 }).temperature, given({ attraction: 2 }).attraction], [[1, 3], 2]);
  assert.match(
    thrown(() => given({ coupling: 1 })),
    /coupling/,
  );
  assert.match(
    thrown(() => given({ attraction: 'much' })),
    /^attraction: expected a number, got much/,
  );
});

const WRONG: [fields: Fields, message: string][] = [
  [{ space: undefined }, 'model still: expected a function in space, got nothing; docs/own-model.md says what belongs there'],
  [{ chains: 'LocalChains' }, 'model still: expected a function in chains, got a value of type string; docs/own-model.md says what belongs there'],
  [{ moves: 'metropolis' }, 'model still: expected a list in moves, got a value of type string; docs/own-model.md says what belongs there'],
  [{ name: '' }, 'model without a name: expected a word in name, got a value of type string; docs/own-model.md says what belongs there'],
  [{ watched: [] }, 'model still: expected an object in watched, got a list; docs/own-model.md says what belongs there'],
  [{ watched: {} }, 'model still: expected at least one observable in watched, got none; name one that chains forget slowly'],
  [{ watched: { m: { label: 'm' } } }, 'model still: expected a label and a function of in watched.m, got a value of type object; give both'],
  [{ moves: [] }, 'model still: expected at least one of moves, got none; the first one is the default'],
  [{ transitoin: () => undefined }, 'model still: expected fields that models have, got transitoin; did you mean transition?'],
  [
    { control: { ...RECORD.control, key: 'beta' } },
    'model still: expected one of its settings size, temperature for control.key, got beta; add its schema to settings',
  ],
  [{ axes: ['field'] }, 'model still: expected one of its settings size, temperature for axes, got field; add its schema to settings'],
  [{ moves: ['a', 'b'] }, 'model still: expected one of its settings size, temperature for several moves, got algorithm; add its schema to settings'],
];
for (const [fields, message] of WRONG)
  test(message, () =>
    assert.is(
      thrown(() => define(fields)),
      message,
    ),
  );

test('a record that was never checked is refused, with what to do', () => {
  const message = thrown(() => trainConfig({ model: { ...RECORD } as never, size: 4, block: 2, buffer: 0, shell: 1 }));
  assert.is(message, 'model: expected the name of a model, or what defineModel returns, got another object; call defineModel');
});

test('a record with the name of another model is refused', () => {
  assert.is(
    thrown(() => recordOf(define({ name: MODELS[0].name }))),
    `model: expected a record with a name of its own, got ${MODELS[0].name}; give it another name`,
  );
});

/** Memory that nobody has. */
const paper = () =>
  new Ledger({ adapter: { name: 'card', vendor: 'none', architecture: '', driver: '', origin: 'paper', software: false }, largestBuffer: 2 ** 30 });

/** Chains of a record, in a ledger, with some of their fields replaced. */
function checked(fields: Fields, change: (chains: Chains) => Fields = () => ({})): Chains {
  const model = define({
    ...fields,
    chains: (scope: Scope, request: never) => {
      const chains = RECORD.chains(scope, request) as Chains;
      return new Proxy(chains, { get: (target, name) => ({ ...target, ...change(target) })[name as string] ?? Reflect.get(target, name, target) });
    },
  });
  return checkedChains(model, new Scope(paper(), 'test'), { settings: { size: 4 }, points: [1, 1], seed: 1 });
}

test('chains that fit are given back', () => assert.is(checked({}).groups, 2));

for (const [what, fields, change, message] of [
  ['another space', { space: () => latticeSpace([4, 6]) }, undefined, /expected a state of 48 words of u32, \(2, 24\) .*got u32 \(2, 4, 4\); make space/],
  [
    'counts',
    { alphabet: () => ({ kind: 'counts' }), encoding: () => ({ kind: 'counts', mean: 1, visible: 'linear', environment: 'linear' }) },
    undefined,
    /1024 words/,
  ],
  ['bits of three states', { alphabet: () => ({ kind: 'states', values: [-1, 0, 1] }) }, undefined, /two values for an encoding of bits, got states/],
  ['one group too few', {}, () => ({ groups: 1 }), /expected 2 groups, one for each of the points, got 1/],
  ['one large lattice', {}, () => ({ chainsPerGroup: 1 }), /expected 32 chains in a group, got 1/],
  ['no relaxation', {}, () => ({ relaxation: 5 }), /expected a method relaxation, got none; implement Chains, or use LocalChains/],
] as [string, Fields, ((chains: Chains) => Fields) | undefined, RegExp][]) {
  test(`chains that do not fit their record: ${what}`, () =>
    assert.match(
      thrown(() => checked(fields, change)),
      message,
    ));
}

const SHADER = `// uses lib/philox
override L: u32;
override COLOUR: u32 = 0u;
struct Range { first: u32, groups: u32 }
@group(0) @binding(2) var<uniform> range: Range;
@group(0) @binding(0) var<storage, read_write> state: array<u32>;
@group(0) @binding(1) var<storage, read> keys: array<vec2<u32>>;

@compute @workgroup_size(8, 4)
fn sweep(@builtin(global_invocation_id) id: vec3u) {
  state[id.x] = philox(vec4u(id.x, range.first, L, COLOUR), keys[0]).x;
}
`;

async function rejected(text: string): Promise<string> {
  const error = await declareShader('mine/gas.wgsl', text).catch((reason) => reason);
  assert.instance(error, BlockspinError);
  return (error as Error).message;
}

test('a shader is declared from its text: bindings by name, constants, workgroup sizes, libraries line by line', async () => {
  const shader = await declareShader('mine/gas.wgsl', SHADER);
  const { path, entry, workgroup, overrides, bindings, lines, source } = shader.entry('sweep');
  assert.equal([path, entry, workgroup], ['gas', 'sweep', [8, 4, 1]]);
  assert.equal(overrides, [
    { name: 'L', type: 'u32', optional: false },
    { name: 'COLOUR', type: 'u32', optional: true },
  ]);
  const fields = [
    { name: 'first', offset: 0, dtype: 'u32' },
    { name: 'groups', offset: 4, dtype: 'u32' },
  ];
  assert.equal(bindings, {
    state: { kind: 'storage', binding: 0, dtype: 'u32', width: 1, access: 'read_write' },
    keys: { kind: 'storage', binding: 1, dtype: 'u32', width: 2, access: 'read' },
    range: { kind: 'uniform', binding: 2, size: 8, fields },
  });
  assert.equal(
    lines.map(([file]) => file),
    ['shaders/lib/philox.wgsl', 'mine/gas.wgsl'],
  );
  assert.is(
    lines.reduce((sum, [, count]) => sum + count, 0),
    source.split('\n').length,
  );
});

test('what is wrong with a shader is said with file and line', async () => {
  assert.match(
    await rejected(SHADER.replace('lib/philox', 'lib/pilox')),
    /^shader mine\/gas.wgsl: expected the name of a library, got \/\/ uses lib\/pilox; check/,
  );
  assert.match(
    await rejected(SHADER.replace('struct Range {', 'struct Range (')),
    /^shader mine\/gas.wgsl:4: expected valid WGSL, got .*\n {2}struct Range \(/,
  );
  assert.match(await rejected(SHADER.replace('array<vec2<u32>>', 'array<mat2x2f>')), /^shader mine\/gas.wgsl: binding keys: expected elements of type f32/);
  assert.match(await rejected(SHADER.replace('@group(0) @binding(1)', '@group(1) @binding(1)')), /binding keys: expected group 0.*got group 1/);
  assert.match(await rejected(SHADER.replace(/@compute[^\n]*/, '')), /^shader mine\/gas.wgsl: expected an entry point, got none; write @compute/);
  const shader = await declareShader('mine/gas.wgsl', SHADER);
  assert.is(
    thrown(() => shader.entry('sweap')),
    'shader mine/gas.wgsl: expected an entry point out of sweep, got sweap; did you mean sweep?',
  );
});

test('what is bound to it is checked by name, type and the fields of uniforms', async () => {
  const ledger = paper();
  const scope = new Scope(ledger, 'test');
  const [state, keys] = [scope.tensor('u32', [4], 'state'), scope.tensor('u32', [1, 2], 'keys')];
  const range = scope.uniform(clock.tick.bindings.range, 'range', { first: 0, groups: 1 });
  const dispatch = async (text: string, bindings: Record<string, typeof state | typeof range>) => {
    const declaration: Declaration = (await declareShader('gas.wgsl', text)).entry('sweep');
    return thrown(() => new Plan(ledger, 'test').dispatch(declaration, { L: 4 }, bindings, [1]));
  };
  assert.is(await dispatch(SHADER, { state, keys, range }), 'nothing was thrown');
  assert.match(await dispatch(SHADER, { state, key: keys, range }), /expected bindings state, keys, range, got key/);
  assert.match(await dispatch(SHADER, { state, keys: range, range }), /gas.sweep: keys: expected u32, got uniform/);
  const swapped = SHADER.replace('first: u32, groups: u32', 'groups: u32, first: u32');
  assert.match(await dispatch(swapped, { state, keys, range }), /range: expected a uniform \{ groups: u32, first: u32 \}, got \{ first: u32, groups: u32 \}/);
});

test('models of the program are found by their names as before', () => assert.is(modelNamed(MODELS[0].name), MODELS[0]));

test.run();
