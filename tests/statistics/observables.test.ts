/**
 * Every observable of Ising spins on 4 x 4 against enumeration of all 2^16 states, at four temperatures and two fields, for both signs of
 * the coupling; |z| < 4 with errors over independent chains. 190 comparisons, and `binder` once more: another
 * seed would fail by chance with odds of 1 %.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Estimate } from '../../src/core/statistics.ts';
import { IsingChains } from '../../src/model/ising/chains.ts';
import { TC } from '../golden/ising.ts';
import { enumerated } from '../reference/model/ising/enumeration.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { assertWithin, standardScore } from '../support/odds.ts';
import { sampledTogether } from '../support/sampling.ts';

const TEMPERATURES = [1.8, TC, 3, 4.5];

async function observed(coupling: number, field: number, temperatures: readonly number[] = TEMPERATURES) {
  return (await sampledTogether(await theDevice(), {
    size: 4,
    coupling,
    temperatures,
    groups: 4,
    slots: 150,
    spacing: 5,
    burn: 200,
    seed: 41,
    make: (scope, options) => new IsingChains(scope, { ...options, field }),
  })) as Record<string, Estimate>[];
}

test('the enumeration gives the values that were found by other programs', () => {
  const [up, down] = [enumerated(2, 0.5, 1), enumerated(2, -0.5, 1)];
  assert.ok(Math.abs(up.magnetisation - 0.966909) < 1e-6 && Math.abs(down.magnetisation + 0.966909) < 1e-6);
  assert.ok(Math.abs(up.magnetisation_abs - 0.968006) < 1e-6 && Math.abs(down.magnetisation_abs - 0.968006) < 1e-6);
  // Transfer matrix resolved in the magnetisation.
  assert.ok(Math.abs(enumerated(TC, 0, 1).binder - 0.6171993184) < 1e-9);
  assert.ok(Math.abs(enumerated(TC, 0, -1).binder_staggered - 0.6171993184) < 1e-9);
  // In a field the antiferromagnet has both order parameters, and `binder` is that of the staggered one.
  const anti = enumerated(1.5, 3, -1);
  assert.ok(Math.abs(anti.binder - 0.5819) < 5e-5 && Math.abs(anti.binder_magnetisation - 0.2678) < 5e-5);
});

test('the two signs of a field, and the order parameter that `binder` is of, at the points where they were once mixed up', async () => {
  for (const sign of [1, -1]) {
    const [values] = await observed(1, 0.5 * sign, [2]);
    assert.ok(Math.abs(standardScore(values.magnetisation, 0.966909 * sign)) < 4, `<m> ${values.magnetisation.mean}`);
    assert.ok(Math.abs(standardScore(values.magnetisation_abs, 0.968006)) < 4, `<|m|> ${values.magnetisation_abs.mean}`);
    assert.ok(Math.abs(standardScore(values.magnetisation, -0.966909 * sign)) > 100, 'the control: the other sign');
  }
  const [anti] = await observed(-1, 3, [1.5]);
  assert.ok(Math.abs(standardScore(anti.binder, 0.5819)) < 4, `binder ${anti.binder.mean} ± ${anti.binder.error}`);
  assert.ok(Math.abs(standardScore(anti.binder_magnetisation, 0.2678)) < 4, `that of m ${anti.binder_magnetisation.mean}`);
  assert.ok(Math.abs(standardScore(anti.binder, 0.2678)) > 20, 'the control: the other order parameter');
});

for (const [coupling, field] of [
  [1, 0],
  [1, -0.5],
  [-1, 0],
  [-1, 0.5],
]) {
  test(`J = ${coupling}, B = ${field}, four temperatures: every observable`, async () => {
    for (const [k, values] of (await observed(coupling, field)).entries()) {
      const exact = enumerated(TEMPERATURES[k], field, coupling);
      assert.equal(Object.keys(values).sort(), Object.keys(exact).sort(), 'every observable has an exact value');
      assertWithin(`T = ${TEMPERATURES[k]}`, values, exact);
    }
  });
}

test('negative controls: a field off by 0.02, the other mean subtracted, the other order parameter, the other wave are seen', async () => {
  const [values] = await observed(1, 0.52, [3]);
  const exact = enumerated(3, 0.5, 1);
  assert.ok(Math.abs(standardScore(values.magnetisation, exact.magnetisation)) > 4);
  const [free] = await observed(1, 0, [TC]);
  assert.ok(Math.abs(standardScore(free.susceptibility, enumerated(TC, 0, 1).susceptibility_abs)) > 4);
  const [anti] = await observed(-1, 0, [TC]);
  assert.ok(Math.abs(standardScore(anti.binder, enumerated(TC, 0, -1).binder_magnetisation)) > 4);
  assert.ok(Math.abs(standardScore(anti.correlation_length, enumerated(3, 0, -1).correlation_length)) > 4);
});

test.after(closeDevice);
test.run();
