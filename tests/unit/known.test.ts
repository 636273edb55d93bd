/** What is known of a point: the values of the golden table where they hold, and nothing elsewhere. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { trainConfig } from '../../src/train/config/config.ts';
import { knownValue } from '../../src/train/result/known.ts';
import { INFORMATION_64 } from '../golden/ising.ts';

const known = (some: object, temperature: number, buffer: number) =>
  knownValue(trainConfig({ size: 64, block: 4, shell: 2, temperature: [temperature], buffer: [buffer], ...some }), { temperature, buffer } as never);

test('the uniform filter on 64 x 64, at every temperature and buffer of the table', () => {
  for (const { temperature, buffer, uniform } of INFORMATION_64) {
    assert.is(known({}, temperature, buffer)?.value, uniform, `T = ${temperature}, buffer ${buffer}`);
    assert.is(known({ coupling: 2 }, 2 * temperature, buffer)?.value, uniform, 'temperatures are in units of J');
  }
});

test('no such value for another lattice, block, sign, buffer or variable', () => {
  for (const some of [{ size: 32 }, { block: 2 }, { coupling: -1 }, { components: 2 }, { variable: 'tanh', bound: 'infonce' }]) {
    assert.ok(known(some, 2.6, 1)?.kind !== 'uniform filter', JSON.stringify(some));
  }
  assert.is(known({}, 2.6, 3)?.kind, undefined);
  assert.is(known({}, 2.5, 1)?.kind, undefined);
});

test('limits deep in either phase', () => {
  assert.is(known({}, 1.5, 3)?.value, Math.LN2);
  assert.is(known({}, 4, 2)?.value, 0);
});

test.run();
