/** The exact informations that take seconds, against the same golden values as tests/unit/exact.test.ts, and the largest systems. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exactIsing } from '../../src/exact/exact.ts';
import { FILTERS_2X2, INFORMATION_HE, INFORMATION_LARGE, INFORMATION_VE, TEMPERATURES, TEMPERATURES_LARGE } from '../golden/exact.ts';
import { TC } from '../golden/ising.ts';
import { close } from '../support/close.ts';
import { GOLDEN, ising, LARGE_FILTERS, withFilters } from '../support/exact.ts';

test('I(V:E) and I(H:E) of all small systems at all temperatures', async () => {
  for (const system of INFORMATION_VE) {
    const row = INFORMATION_HE.find(({ size, block, buffer }) => `${size} ${block} ${buffer}` === `${system.size} ${system.block} ${system.buffer}`);
    for (const [i, temperature] of TEMPERATURES.entries()) {
      const filters = row ? FILTERS_2X2.map(({ weights, soft }) => ({ weights: [weights], soft })) : [];
      const { information, filtered } = await withFilters(ising(system, temperature), filters);
      close([information, ...filtered], [system.values[i], ...(row ? row.values[i].slice(0, -2) : [])], GOLDEN, `${system.size} T = ${temperature}`);
      if (!row) continue;
      const { best_binary } = await exactIsing(ising(system, temperature));
      const [value, count] = row.values[i].slice(-2);
      close([best_binary.value], [value], GOLDEN, `best of ${system.size} at T = ${temperature}`);
      assert.is(best_binary.plus?.length, count);
    }
  }
});

for (const system of INFORMATION_LARGE) {
  const { size, block, buffer } = system;
  test(`I(H:E), ${size.join('x')} torus, ${block.join('x')} block, buffer ${buffer}`, async () => {
    const names = Object.keys(system.values);
    const filters = names.map((name) => ({ weights: [LARGE_FILTERS[name](block[0])] }));
    for (const [i, temperature] of TEMPERATURES_LARGE.entries()) {
      const { filtered } = await withFilters(ising(system, temperature), filters);
      const expected = names.map((name) => system.values[name][i]);
      close(filtered, expected, GOLDEN, `T = ${temperature}: ${names}`);
    }
  });
}

test('the largest systems: buffer 2, 12 x 12, 3 x 3 with a buffer; what is known of them holds', async () => {
  const at = (side: number, block: number, buffer: number) => exactIsing(ising({ size: [side, side], block: [block, block], buffer }, TC));
  const [none, one, two] = [await at(10, 2, 0), await at(10, 2, 1), await at(10, 2, 2)];
  for (const key of ['information_VE', 'information_HE'] as const) assert.ok(none[key] > one[key] && one[key] > two[key] && two[key] > 0.3);
  assert.ok(two.best_binary.value > two.information_HE && two.best_binary.value < two.information_VE);
  // At T_c the information of a block falls as the torus grows, as 8 x 8 and 10 x 10 do in the golden values.
  const large = await at(12, 2, 1);
  assert.ok(large.information_HE < one.information_HE && large.information_HE > 0.42);
  const three = await at(10, 3, 1);
  assert.ok(three.information_HE > one.information_HE && three.best_binary.value > three.information_HE);
});

test.run();
