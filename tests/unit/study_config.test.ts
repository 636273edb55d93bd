/** Configs of studies: ranges, lists, presets, messages, the published schema. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { studyConfig } from '../../src/study/plan/config.ts';
import { studyJsonSchema } from '../../src/study/plan/json.ts';
import { PRESET_NAMES, preset } from '../../src/study/plan/presets.ts';
import { REPOSITORY, testWith } from '../support/needs.ts';
import { root } from '../support/root.ts';

const grid = (temperature: unknown) => studyConfig({ train: { size: 16 }, grid: { temperature } }).grid.temperature;

test('a parameter is a number, a list or a range, and comes out ascending without repetitions', () => {
  assert.equal(grid(2), [2]);
  assert.equal(grid([3, 'inf', 2, 3]), [2, 3, Number.POSITIVE_INFINITY]);
  assert.equal(grid([Number.POSITIVE_INFINITY]), [Number.POSITIVE_INFINITY]);
  assert.equal(grid({ from: 1.5, to: 2.1, count: 7 }), [1.5, 1.6, 1.7, 1.8, 1.9, 2, 2.1]);
  assert.equal(grid({ from: 1.5, to: 2.05, step: 0.1 }), [1.5, 1.6, 1.7, 1.8, 1.9, 2]);
  assert.equal(grid({ from: 1, to: 8, count: 4, scale: 'log' }), [1, 2, 4, 8]);
  assert.equal(grid({ from: 1, to: 9, step: 2, scale: 'log' }), [1, 2, 4, 8]);
  assert.equal(grid({ from: 2, to: 2, count: 1 }), [2]);
});

test('every physical parameter can be an axis', () => {
  const { grid: axes } = studyConfig({
    grid: { size: [32, 48], coupling: [1, -1], block: [2, 4], shell: { from: 1, to: 2, step: 1 }, components: [1, 2], buffer: { from: 0, to: 4, step: 2 } },
  });
  assert.equal(axes, {
    size: [32, 48],
    coupling: [-1, 1],
    block: [2, 4],
    shell: [1, 2],
    components: [1, 2],
    buffer: [0, 2, 4],
    temperature: [2.269185],
  });
  assert.equal(studyConfig({ train: { model: 'dimers', size: 16 }, grid: { interaction: [-1, 1], temperature: 1 } }).grid.interaction, [-1, 1]);
  const chipping = studyConfig({ train: { model: 'chipping' }, grid: { density: [0.5, 1], chippingRate: { from: 1, to: 4, step: 1 } } });
  assert.equal(chipping.grid.chippingRate, [1, 2, 3, 4]);
  assert.equal(chipping.grid.density, [0.5, 1]);
});

test('a completed config comes out as it went in', () => {
  for (const name of PRESET_NAMES) {
    for (const size of ['full', 'small', 'quick'] as const) {
      const once = studyConfig(preset(name, size));
      assert.equal(studyConfig(once), once, name);
    }
  }
});

for (const [what, input, message] of [
  ['an unknown key', { sed: 1 }, /^study config, sed: expected keys out of name, .*, got sed; did you mean seed\?/],
  ['an unknown key of the training', { train: { stepz: 1 } }, /^study config, train: .* got stepz; did you mean train\.steps\?/],
  [
    'an unknown key of a part',
    { train: { bound: 'infonce', tau: { frist: 1 } } },
    /^study config, train.tau: expected keys out of first, last, decay, got frist; did you mean first\?/,
  ],
  ['an unknown axis', { grid: { temperture: 1 } }, /^study config, grid: .* got temperture; did you mean grid\.temperature\?/],
  ['an unknown key of a range', { grid: { buffer: { from: 0, to: 2, cuont: 3 } } }, /^study config, grid.buffer: .* got cuont; did you mean count\?/],
  ['a key at the wrong place', { temperature: 2 }, /got temperature; did you mean grid\.temperature\?/],
  ['a word', { grid: { temperature: 'hot' } }, /^study config, grid.temperature: expected a number, a list of numbers, or a range .*, got hot/],
  ['a word in a list', { grid: { temperature: [1, 'hot'] } }, /^study config, grid.temperature.1: expected a number/],
  ['an empty list', { grid: { buffer: [] } }, /^study config, grid.buffer: expected at least one value, got \[\]/],
  ['a range of neither count nor step', { grid: { buffer: { from: 0, to: 2 } } }, /expected either count or step/],
  ['a range of both', { grid: { buffer: { from: 0, to: 2, count: 3, step: 1 } } }, /expected either count or step/],
  ['a range backwards', { grid: { buffer: { from: 2, to: 0, count: 3 } } }, /expected from at most to/],
  ['a logarithmic range from zero', { grid: { temperature: { from: 0, to: 2, count: 3, scale: 'log' } } }, /expected positive ends/],
  [
    'a window that does not fit',
    { train: { size: 16 }, grid: { buffer: [0, 8] } },
    /^study config, window: .*use a larger train\.size or a smaller train\.block, grid\.buffer/,
  ],
  ['a bad value of an axis', { grid: { size: [16, 15] } }, /^study config, grid\.size: expected an even lattice side/],
  ['a parameter in two places', { train: { size: 16 }, grid: { size: [16] } }, /^study config, grid.size: expected one of grid.size and train.size, got both/],
  ['an axis of another model', { train: { model: 'chipping' }, grid: { temperature: 1 } }, /use grid\.chippingRate/],
  ['a name that is no name', { name: 'a/b' }, /^study config, name: expected a name of letters/],
  ['filters that evolve', { train: { optimizer: 'cmaes' } }, /^study config, train.optimizer: .*runs of a study are independent.* got cmaes; leave it out/],
  ['no runs', { runs: 0 }, /^study config, runs: expected at least 1, got 0/],
  ['half a run', { runs: 2.5 }, /^study config, runs: expected a whole number, got 2.5/],
] as const) {
  test(`refused: ${what}`, () => assert.throws(() => studyConfig(input), message));
}

testWith(REPOSITORY, 'the published JSON Schema is that of this version', () => {
  const file = join(root, 'docs/study.schema.json');
  assert.is(readFileSync(file, 'utf8'), `${JSON.stringify(studyJsonSchema(), undefined, 2)}\n`, 'npx blockspin study --schema > docs/study.schema.json');
});

test('the schema knows every key, and no more', () => {
  const schema = studyJsonSchema() as { additionalProperties: boolean; properties: Record<string, { unevaluatedProperties: boolean; properties: object }> };
  assert.is(schema.additionalProperties, false);
  assert.is(schema.properties.train.unevaluatedProperties, false);
  assert.ok('steps' in schema.properties.train.properties && !('temperature' in schema.properties.train.properties));
});

test.run();
