/**
 * Blume-Capel model and Ising spins in three dimensions: filters trained on the program's own chains against exact informations, and larger lattices
 * against exact and known values. |z| < 4, seeds pinned: a comparison would fail by chance with odds 6e-5.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Estimate } from '../../src/core/statistics.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import type { Chains } from '../../src/sample/chains.ts';
import { train } from '../../src/train/train.ts';
import { CAPEL_4X4, CUBES } from '../golden/data.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { assertWithin, LIMIT } from '../support/odds.ts';
import { capelOf, cubesOf } from '../support/spins.ts';

/** How far below the truth a critic of finite training may stay, nats. */
const TIGHTNESS = 0.008;
const none = async () => {};

test.after(closeDevice);

const { crystalField, single, sign } = CAPEL_4X4;
const capel = { model: 'blume-capel', crystalField, size: 4 } as const;
const cube = { model: 'ising3d', size: 3, block: 1 } as const;

for (const [name, settings, exact] of [
  ...single.map(
    ([temperature, states]) =>
      [`Blume-Capel, one site, T = ${temperature}: H tells its state`, { ...capel, block: 1, states: 3, temperature }, states] as const,
  ),
  ...CUBES.single.map(([temperature, spin]) => [`3 x 3 x 3 Ising spins, one site, T = ${temperature}`, { ...cube, temperature }, spin] as const),
]) {
  test(name, async () => {
    const { summary } = await train(await theDevice(), { ...settings, buffer: 0, shell: 1, replicas: 2, steps: 600, refine: 1000, evaluations: 200, seed: 61 });
    const [{ information }] = summary.points;
    const message = `${information.mean} ± ${information.error}, exact ${exact}`;
    assert.ok(information.error < 0.01, message);
    assert.ok(Math.abs(information.mean - exact) < LIMIT * information.error + TIGHTNESS, message);
    assert.ok(information.mean < exact + 3 * information.error, message);
  });
}

test('Blume-Capel, 2 x 2 sites: two states of H know no less than the sign of the sum', async () => {
  const { temperature, information: least } = sign;
  const { summary } = await train(await theDevice(), {
    ...capel,
    temperature,
    block: 2,
    buffer: 0,
    shell: 1,
    replicas: 3,
    steps: 800,
    refine: 1000,
    evaluations: 200,
    seed: 62,
  });
  const [{ information }] = summary.points;
  assert.ok(information.mean > least - LIMIT * information.error - TIGHTNESS, `${information.mean} ± ${information.error}, sign of the sum ${least}`);
  assert.ok(information.mean < sign.whole + 3 * information.error, `${information.mean} ± ${information.error}, whole block ${sign.whole}`);
});

async function observed(make: (scope: Scope) => Chains, slots: number, spacing: number): Promise<Record<string, Estimate>> {
  const scope = (await theDevice()).scope('spins');
  try {
    const chains = make(scope);
    const all = { first: 0, groups: chains.groups };
    const T = chains.temperature(0);
    await chains.advance(all, chains.relaxation(T), none);
    return chains.observables(await chains.measure(all, slots, spacing, none), T);
  } finally {
    scope.dispose();
  }
}

for (const dynamics of ['metropolis', 'heatbath'] as const) {
  test(`4 x 4 x 4 Ising spins, ${dynamics}: energy and specific heat from the trace of the fourth power of the transfer matrix`, async () => {
    for (const { temperature, ...exact } of CUBES.four) {
      const temperatures = new Array<number>(8).fill(temperature);
      assertWithin(`T = ${temperature}`, await observed((scope) => cubesOf(scope, { extents: [4, 4, 4], dynamics, temperatures, seed: 63 }), 1000, 6), exact);
    }
  });
}

test('the line of transitions: at D = 0 and 1.5 the Binder cumulant is that of the Ising class, beyond the tricritical point two phases coexist', async () => {
  // 0.61069 on square tori: Kamieniarz & Blöte, J. Phys. A 26, 201 (1993). At L = 24 it differs by corrections, and T_c is known to three digits.
  for (const [D, T] of [
    [0, 1.6936],
    [1.5, 1.1504],
  ] as const) {
    const temperatures = new Array<number>(4).fill(T);
    const { binder } = await observed((scope) => capelOf(scope, { size: 24, crystalField: D, temperatures, seed: 64 }), 400, 40);
    assert.ok(binder.error < 0.003 && Math.abs(binder.mean - 0.61069) < 0.01, `D = ${D}: ${binder.mean} ± ${binder.error}`);
  }
  // A tenth of a coupling beyond D_t both starts stay where they are for a long time.
  const temperatures = new Array<number>(2).fill(0.45);
  const scope = (await theDevice()).scope('phases');
  try {
    const chains = capelOf(scope, { size: 24, crystalField: 1.985, temperatures, seed: 65, start: 'both' });
    const all = { first: 0, groups: 2 };
    await chains.advance(all, 500, none);
    const { density } = await chains.measure(all, 50, 10, none);
    const half = (random: boolean) => density.values.filter((_, c) => c % 32 >= 16 === random).map((chain) => chain.reduce((a, b) => a + b) / chain.length);
    const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
    const [ordered, free] = [mean(half(false)), mean(half(true))];
    assert.ok(ordered > 0.85 && free < 0.75, `<S²> ${ordered} from the ordered start, ${free} from the random one`);
  } finally {
    scope.dispose();
  }
});

test('Ising spins at T_c, 16 x 16 x 16: Metropolis and heat bath agree; a lower temperature would be seen', async () => {
  const at = (dynamics: 'metropolis' | 'heatbath', T: number, seed: number) =>
    observed((scope) => cubesOf(scope, { extents: [16, 16, 16], dynamics, temperatures: new Array<number>(4).fill(T), seed }), 500, 10);
  const [local, bath, cold] = [await at('metropolis', 4.511528, 66), await at('heatbath', 4.511528, 67), await at('metropolis', 0.98 * 4.511528, 68)];
  const score = (a: Estimate, b: Estimate) => (a.mean - b.mean) / Math.hypot(a.error, b.error);
  for (const name of ['energy', 'magnetisation_abs', 'binder', 'specific_heat', 'correlation_length']) {
    assert.ok(
      Math.abs(score(local[name], bath[name])) < LIMIT,
      `${name}: ${local[name].mean} ± ${local[name].error}, ${bath[name].mean} ± ${bath[name].error}`,
    );
  }
  assert.ok(Math.abs(score(cold.energy, bath.energy)) > LIMIT);
});

test.run();
