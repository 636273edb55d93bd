/** What is known of a point: the values of the golden table where they hold, and nothing elsewhere. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { knownValue, withKnown } from '../../src/report/published/known.ts';
import { trainConfig } from '../../src/train/config/config.ts';
import { INFORMATION_64 } from '../golden/ising.ts';
import { madeUpResults } from './results_fixture.ts';

const known = (some: object, temperature: number, buffer: number) => {
  const config = trainConfig({ size: 64, block: 4, shell: 2, temperature: [temperature], buffer: [buffer], ...some });
  return knownValue({ ...config, model: config.model.name }, { temperature, buffer });
};

test('the uniform filter on 64 x 64, at every temperature and buffer of the table', () => {
  for (const { temperature, buffer, uniform } of INFORMATION_64) {
    assert.is(known({}, temperature, buffer)?.value, uniform, `T = ${temperature}, buffer ${buffer}`);
    assert.is(known({ coupling: 2 }, 2 * temperature, buffer)?.value, uniform, 'temperatures are in units of J');
  }
});

test('no such value for another lattice, block, sign, buffer or variable', () => {
  for (const some of [{ size: 32 }, { block: 2 }, { coupling: -1 }, { components: 2 }, { states: 3 }, { variable: 'tanh', bound: 'infonce' }]) {
    assert.ok(known(some, 2.6, 1)?.kind !== 'uniform filter', JSON.stringify(some));
  }
  assert.is(known({}, 2.6, 3)?.kind, undefined);
  assert.is(known({}, 2.5, 1)?.kind, undefined);
});

test('limits deep in either phase, and at the places that JSON has words for', () => {
  assert.is(known({}, 1.5, 3)?.value, Math.LN2);
  assert.is(known({}, 4, 2)?.value, 0);
  const system = { model: 'ising', size: 64, block: 4, coupling: 1, components: 1, states: 2, variable: 'discrete' } as const;
  assert.is(knownValue(system, { temperature: 'inf', buffer: 2 })?.value, 0);
  assert.is(knownValue(system, { temperature: 'unknown', buffer: 2 }), null);
  assert.is(knownValue({ ...system, model: 'dimers' }, { temperature: 1.5, buffer: 2 }), null);
});

test('a summary with what is known: null where nothing is, all else as it was', () => {
  const { summary } = madeUpResults({ temperature: [1.8, 2.4], buffer: [0] });
  const { points, ...rest } = withKnown(summary);
  assert.equal(
    points.map(({ known: value }) => value?.label ?? null),
    ['ln 2, limit of low T', null],
  );
  const { points: before, ...others } = summary;
  assert.equal(
    points.map(({ known: _, ...point }) => point),
    before,
  );
  assert.equal(rest, others);
});

test.run();
