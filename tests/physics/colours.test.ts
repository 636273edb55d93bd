/** Potts and clock models: filters trained on the program's own chains against exact informations, and large lattices. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Estimate } from '../../src/core/statistics.ts';
import { pottsTemperature } from '../../src/model/potts/transition.ts';
import { train } from '../../src/train/train.ts';
import { CLOCK6, CLOCK6_3X3, POTTS3, POTTS3_4X4 } from '../golden/data.ts';
import { type Colours, coloursOf } from '../support/colours.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { LIMIT } from '../support/odds.ts';

/** How far below the truth a critic of finite training may stay, nats. */
const TIGHTNESS = 0.008;
const none = async () => {};

test.after(closeDevice);

for (const [name, model, q, size, temperature, exact] of [
  ['three states at T_c', 'potts', 3, 4, POTTS3.pair.temperature, POTTS3_4X4.critical],
  ['three states above T_c', 'potts', 3, 4, POTTS3.single.temperature, POTTS3.single.states],
  ['clock of six states', 'clock', 6, 3, CLOCK6.temperature, CLOCK6_3X3.single],
] as const) {
  test(`${name}, one site: H tells the state of the site`, async () => {
    const common = { states: q, block: 1, buffer: 0, shell: 1, replicas: 2, steps: 600, refine: 1200, evaluations: 200, seed: 61 };
    const settings = { model, q, size, temperature, ...common };
    const { summary } = await train(await theDevice(), settings);
    const [{ information }] = summary.points;
    const message = `${information.mean} ± ${information.error}, exact ${exact}`;
    assert.ok(information.error < 0.01, message);
    assert.ok(Math.abs(information.mean - exact) < LIMIT * information.error + TIGHTNESS, message);
    assert.ok(information.mean < exact + 3 * information.error, message);
  });
}

async function energy(options: Colours, slots: number, spacing: number): Promise<Estimate> {
  const scope = (await theDevice()).scope('colours');
  try {
    const chains = coloursOf(scope, options);
    const all = { first: 0, groups: chains.groups };
    await chains.advance(all, chains.relaxation(options.points[0]), none);
    return chains.observables(await chains.measure(all, slots, spacing, none), options.points[0]).energy;
  } finally {
    scope.dispose();
  }
}

for (const [q, size, lattice] of [
  [3, 24, 'square'],
  [4, 24, 'triangular'],
] as const) {
  test(`q = ${q}, ${size} x ${size}, ${lattice}, T_c: heat bath and clusters agree`, async () => {
    const points = new Array<number>(4).fill(pottsTemperature(q, lattice));
    const local = await energy({ q, size, lattice, points, seed: 62 }, 100, 20);
    const clusters = await energy({ q, size, lattice, points, seed: 63, algorithm: 'swendsen-wang' }, 100, 10);
    const z = (local.mean - clusters.mean) / Math.hypot(local.error, clusters.error);
    assert.ok(Math.abs(z) < LIMIT, `${local.mean} ± ${local.error}, ${clusters.mean} ± ${clusters.error}`);
    assert.ok(Math.max(local.error, clusters.error) < 0.01, `precise enough to tell: ${local.error}, ${clusters.error}`);
  });
}

test.run();
