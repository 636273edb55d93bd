/** Settings that mean nothing beside others are refused by name, by the library, by studies and by the schema for editors. */
import Ajv2020 from 'ajv/dist/2020.js';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BOUND_NAMES, type BoundName, PAIR_BOUNDS } from '../../src/bound/bounds.ts';
import { keysOf, shapeOf } from '../../src/core/parts.ts';
import { completed } from '../../src/core/settings.ts';
import { CONTROLS, MODELS, modelNamed, SAMPLED } from '../../src/model/models.ts';
import { studyConfig } from '../../src/study/plan/config.ts';
import { studyJsonSchema } from '../../src/study/plan/json.ts';
import { PRESET_NAMES, preset } from '../../src/study/plan/presets.ts';
import { trainConfig } from '../../src/train/config/config.ts';
import { OF_CHAINS, partsOf } from '../../src/train/config/schema.ts';
import type { TrainInput } from '../../src/train/config/types.ts';

const config = (input: object) => trainConfig(input as TrainInput) as unknown as Record<string, unknown>;
const valid = new Ajv2020({ strict: false }).compile(studyJsonSchema());

/** What was accepted in silence by version 0.1, and more of its kind: a training, and the setting that means nothing in it. */
const REFUSED: readonly [Record<string, unknown>, string][] = [
  [{ critic: 'concatenated' }, 'critic'],
  [{ estimator: 'straight-through' }, 'estimator'],
  [{ alpha: 0.9 }, 'alpha'],
  [{ tau: { first: 1 } }, 'tau'],
  [{ embedding: 8 }, 'embedding'],
  ...PAIR_BOUNDS.filter((bound) => bound !== 'alpha').map((bound): [Record<string, unknown>, string] => [{ bound, alpha: 0.9 }, 'alpha']),
  [{ bound: 'infonce', smileClip: 2 }, 'smileClip'],
  [{ bound: 'nwj', dvDecay: 0.9 }, 'dvDecay'],
  [{ bound: 'infonce', critic: 'bilinear', hidden: [8] }, 'hidden'],
  [{ bound: 'infonce', critic: 'bilinear', dropout: 0.5 }, 'dropout'],
  [{ bound: 'infonce', critic: 'concatenated', embedding: 8 }, 'embedding'],
  [{ variable: 'tanh', states: 3 }, 'states'],
  [{ variable: 'linear', estimator: 'relaxed' }, 'estimator'],
  [{ filterHidden: [8], bias: true }, 'bias'],
  [{ block: 2, filter: [1, 1, 1, 1], freeze: true, warmup: 3 }, 'warmup'],
  [{ block: 2, filter: [1, 1, 1, 1], freeze: true, refineLearningRate: 1 }, 'refineLearningRate'],
  [{ model: 'chipping', coupling: 2 }, 'coupling'],
  [{ model: 'dimers', field: 1 }, 'field'],
  [{ density: 2 }, 'density'],
];

for (const [input, key] of REFUSED) {
  test(`refused: ${key} beside ${JSON.stringify(input)}`, () => {
    const named = new RegExp(`^${key}: expected (nothing beside|a linear filter|a filter that learns).* got `);
    assert.throws(() => config(input), named);
    assert.throws(() => studyConfig({ train: input }), new RegExp(`^study config, train\\.${key}: `));
    assert.not.ok(valid({ train: input }), 'the schema accepts it');
    const { [key]: _, ...rest } = input;
    assert.not.ok(key in config(rest), 'without it, it is not stored');
    assert.ok(valid({ train: rest }), JSON.stringify(valid.errors));
  });
}

/** Block and environment, where a model has no lattice to cut windows from. */
const listedFor = (name: string) => {
  const { space, settings } = modelNamed(name);
  return space(completed(settings, {})).translations === 'none' ? { sites: { block: [0], environment: [5] } } : {};
};

test('whatever can be chosen, all settings that mean something are stored, and no others', () => {
  const all = keysOf(partsOf(MODELS));
  for (const bound of BOUND_NAMES as readonly BoundName[]) {
    for (const { name } of SAMPLED) {
      const listed = listedFor(name);
      const found = config({ bound, model: name, ...listed });
      const chosen = { model: name, bound, variable: 'discrete', critic: 'separable', filterHidden: [], freeze: false, ...listed };
      const derived = 'sites' in listed ? ['block', 'buffer', 'shell'] : [];
      const meaningful = Object.keys(shapeOf(partsOf(MODELS), chosen));
      const foreign = Object.keys(found).filter((key) => all.includes(key) && !meaningful.includes(key) && ![...derived, 'temperature'].includes(key));
      assert.equal(foreign, [], `${name} with ${bound}`);
      // Their defaults depend on other settings, or are none.
      const optional = ['entropyBonus', 'known', 'sites', 'at', 'stride', 'lag', 'filter', 'sweeps', 'shuffle', 'data'];
      assert.equal(
        meaningful.filter((key) => !(key in found) && !optional.includes(key)),
        [],
        `${name} with ${bound}`,
      );
      assert.equal(config(found), found, 'it comes out as it went in');
    }
  }
});

test('the schema takes all presets, every model with all of its own settings, and refuses those of any other', () => {
  for (const name of PRESET_NAMES) for (const size of ['full', 'small', 'quick'] as const) assert.ok(valid(preset(name, size)), JSON.stringify(valid.errors));
  for (const { name, settings } of SAMPLED) {
    const own = Object.keys(settings).filter((key) => !CONTROLS.some((control) => control.key === key));
    const stored = config({ model: name, ...listedFor(name) });
    const train = Object.fromEntries(own.map((key) => [key, stored[key]]));
    assert.ok(valid({ train: { ...train, model: name } }), JSON.stringify(valid.errors));
    for (const other of SAMPLED.filter((model) => model.name !== name)) {
      const foreign = own.filter((key) => !Object.hasOwn(other.settings, key));
      for (const key of foreign) assert.not.ok(valid({ train: { model: other.name, [key]: stored[key] } }), `${key} beside ${other.name}`);
    }
  }
  assert.ok(Object.keys(OF_CHAINS).every((key) => valid({ train: { [key]: key === 'shuffle' ? 31 : 32 } })));
});

test.run();
