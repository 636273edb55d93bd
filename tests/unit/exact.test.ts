/** Exact informations on small tori against values computed elsewhere by other means. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exactIsing } from '../../src/exact/exact.ts';
import { FILTERS_2X2, INFORMATION_HE, INFORMATION_LARGE, INFORMATION_VE, type System, TEMPERATURES, TEMPERATURES_LARGE } from '../golden/exact.ts';
import { TC } from '../golden/ising.ts';
import { close } from '../support/close.ts';
import { GOLDEN, ising, LARGE_FILTERS, withFilters } from '../support/exact.ts';

const name = ({ size, block, buffer }: System) => `${size.join('x')} torus, ${block.join('x')} block, buffer ${buffer}`;
/** The others, and 4 x 4 blocks, take a second or more each: tests/physics/exact.test.ts. */
const quick = ({ size, block, buffer }: System, temperature: number) =>
  block[0] < 4 &&
  (size[0] < 10 || temperature === TC) &&
  (buffer === 0 || size[0] < 6 || temperature === TC || (size[0] < 8 && [1.5, 5].includes(temperature))) &&
  (block[0] < 3 || buffer === 0);

for (const system of INFORMATION_VE) {
  test(`I(V:E), ${name(system)}`, async () => {
    for (const [i, temperature] of TEMPERATURES.entries()) {
      if (!quick(system, temperature)) continue;
      const { information } = await withFilters(ising(system, temperature), []);
      close([information], [system.values[i]], GOLDEN, `T = ${temperature}`);
    }
  });
}

for (const system of INFORMATION_HE) {
  test(`I(H:E) of ten filters and the best of all binary functions, ${name(system)}`, async () => {
    for (const [i, temperature] of TEMPERATURES.entries()) {
      if (!quick(system, temperature)) continue;
      const [best, count] = system.values[i].slice(-2);
      const { filtered } = await withFilters(
        ising(system, temperature),
        FILTERS_2X2.map(({ weights, soft }) => ({ weights: [weights], soft })),
      );
      close(filtered, system.values[i].slice(0, -2), GOLDEN, `T = ${temperature}`);
      const { best_binary, information_HE } = await exactIsing(ising(system, temperature));
      close([information_HE, best_binary.value], [system.values[i][0], best], GOLDEN, `uniform and best at T = ${temperature}`);
      assert.is(best_binary.plus?.length, count);
      assert.is(best_binary.function, count === 5 ? '>= 3 of 4 up' : 'majority of 3 (of those with weight 1)');
    }
  });
}

for (const system of INFORMATION_LARGE) {
  const [side] = system.block;
  const temperatures = TEMPERATURES_LARGE.filter(
    (T) => quick(system, T) && (system.size[0] * side + system.buffer <= 24 || (T === TC && system.size[0] === 6)),
  );
  if (temperatures.length === 0) continue;
  test(`I(H:E) of larger blocks, ${name(system)}`, async () => {
    for (const temperature of temperatures) {
      const names = Object.keys(system.values);
      const filters = names.map((filter) => ({ weights: [LARGE_FILTERS[filter](side)] }));
      const { filtered } = await withFilters(ising(system, temperature), filters);
      const i = TEMPERATURES_LARGE.indexOf(temperature);
      const expected = names.map((filter) => system.values[filter][i]);
      close(filtered, expected, GOLDEN, `T = ${temperature}: ${names}`);
    }
  });
}

test('negative control: another temperature, buffer or filter is told apart', async () => {
  const [system] = INFORMATION_HE;
  const { information, filtered } = await withFilters(ising(system, 2.01), [{ weights: [[1, 1, 1, 1]] }]);
  assert.throws(() => close([information], [0.71636741664], GOLDEN, 'T = 2'));
  assert.throws(() => close(filtered, [system.values[2][0]], GOLDEN, 'T = 2'));
  assert.throws(() => close(filtered, [system.values[2][1]], GOLDEN, 'another filter'));
});

test('the antiferromagnet of even sides is the ferromagnet with every other spin flipped', async () => {
  const ferro = await exactIsing({ ...ising({ size: [6, 4], block: [2, 2], buffer: 0 }, 2) });
  const anti = await exactIsing({ ...ising({ size: [6, 4], block: [2, 2], buffer: 0 }, 2), coupling: -1 }, { weights: [[1, -1, -1, 1]] });
  close([anti.information_VE, anti.information_HE, anti.best_binary.value], [ferro.information_VE, ferro.information_HE, ferro.best_binary.value], GOLDEN, 'J');
  assert.equal(anti.best_binary.weights?.flat().map(Math.abs), [1, 1, 1, 1]);
  assert.is((anti.best_binary.weights?.[0][0] ?? 0) * (anti.best_binary.weights?.[0][1] ?? 0), -1);
});

test('only J / T counts, and free spins know nothing of each other', async () => {
  const system = { size: [5, 5], block: [2, 2], buffer: 1 } as System;
  const [one, two] = [await exactIsing(ising(system, 2)), await exactIsing({ ...ising(system, 3), coupling: 1.5 })];
  close([two.information_VE, two.best_binary.value], [one.information_VE, one.best_binary.value], GOLDEN, 'J / T');
  const free = await exactIsing(ising(system, Number.POSITIVE_INFINITY));
  assert.ok(free.information_VE < 1e-12 && free.information_HE < 1e-12 && free.best_binary.value < 1e-12);
  const cold = await exactIsing(ising(system, 0.05));
  close([cold.information_VE, cold.information_HE, cold.best_binary.value], new Array(3).fill(Math.LN2), GOLDEN, 'T -> 0: one bit');
});

test('thresholds for blocks whose rim is too large to enumerate: as good as any filter that was tried', async () => {
  const { best_binary } = await exactIsing(ising({ size: [8, 8], block: [3, 3], buffer: 0 }, TC));
  const system = INFORMATION_LARGE.find(({ size, block }) => size[0] === 8 && block[0] === 3) as (typeof INFORMATION_LARGE)[number];
  assert.ok(best_binary.value > system.values.boundary[TEMPERATURES_LARGE.indexOf(TC)]);
  assert.match(best_binary.family, 'thresholds');
  // What is reported is what the reported weights give.
  const weights = best_binary.weights?.flat() ?? [];
  const bias = 0.5 - (best_binary.threshold ?? 0);
  const { filtered } = await withFilters(ising(system, TC), [{ weights: [weights], bias: [bias] }]);
  close(filtered, [best_binary.value], GOLDEN, 'weights and threshold');
});

test.run();
