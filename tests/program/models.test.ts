/** Training on what is no square of spins: dimers, and data on a graph; masses as far as a trainer takes them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { formatNpy } from '../../src/store/npy.ts';
import { trainConfig } from '../../src/train/config/config.ts';
import { train } from '../../src/train/train.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { inFolder } from '../support/program.ts';
import { spins } from '../support/random.ts';

test.after(closeDevice);

test('dimers: bonds of both channels, their own observables', async () => {
  const input = {
    model: 'dimers',
    size: 8,
    block: 2,
    buffer: 1,
    shell: 1,
    temperature: [1, Number.POSITIVE_INFINITY],
    chains: 64,
    heldOut: 64,
    validation: 32,
  } as const;
  // A small critic: every kernel of a large one is compiled anew for these sizes.
  const few = { steps: 20, refine: 10, evaluations: 2, batch: 48, evaluationBatch: 48, replicas: 1, hidden: [32] };
  const { summary } = await train(await theDevice(), { ...input, ...few, temperature: [...input.temperature] });
  assert.equal([summary.config.interaction, summary.points.length], [-1, 2]);
  for (const { autocorrelation, filters, information, best, filter, temperature } of summary.points) {
    assert.equal(Object.keys(autocorrelation).sort(), ['burn', 'chains', 'columnar', 'energy', 'halves', 'spacing']);
    const { energy, columnar, halves, burn, chains } = autocorrelation;
    const numbers = [energy, columnar, halves.energy, halves.columnar, information.mean, information.error];
    assert.ok(numbers.every(Number.isFinite), String(numbers));
    assert.ok(burn > 0 && chains === 160 && Math.abs(halves.columnar as number) < 5);
    // One component, two rows of two sites, right and down bond of each.
    assert.equal([filters[best].length, ...filters[best][0].map((row) => row.length)], [1, 4, 4]);
    assert.ok(filters[best].flat(2).every(Number.isFinite));
    assert.ok(['none', 'mixed'].includes(filter) && [1, 'inf'].includes(temperature));
  }
});

test('train --data --sites: a graph whose environment copies the block', async () => {
  await inFolder(async (cwd) => {
    // Sites 0 to 3 are drawn, 16 to 19 repeat them, the others are noise.
    const data = spins(1, 512 * 20);
    for (let n = 0; n < 512; n++) for (let i = 0; i < 4; i++) data[20 * n + 16 + i] = data[20 * n + i];
    const sites = { block: [2, 0, 1, 3], environment: [19, 6, 5, 8, 16, 12, 11, 17, 10, 9, 18, 4] };
    writeFileSync(join(cwd, 'graph.npy'), formatNpy({ shape: [512, 20], data }));
    writeFileSync(join(cwd, 'sites.json'), JSON.stringify(sites));
    const few = '--steps 400 --refine 10 --evaluations 4 --batch 16 --evaluation-batch 16 --hidden 32 --replicas 1 --json'.split(' ');
    const ran = await inside([...'train --data graph.npy --sites sites.json'.split(' '), ...few], { cwd });
    assert.is(ran.code, 0, ran.err);
    const { config, points } = JSON.parse(ran.out);
    const [{ block, buffer, shell, filters, best, information }] = points;
    assert.equal([config.sites, block, buffer, shell], [sites, 4, 0, 12]);
    assert.is(filters[best][0][0].length, 4);
    // Up to one bit is there to be found; noise leaves nothing like it.
    assert.ok(information.mean > 0.2 && information.mean < Math.LN2 + 3 * information.error, String(information.mean));
  });
});

test('train --model chipping: masses on a ring, a rate in the place of a temperature', async () => {
  const few =
    '--block 2 --buffer 1 --shell 3 --steps 20 --refine 10 --evaluations 2 --batch 48 --evaluation-batch 48 --replicas 1 --hidden 32 --chains 32 --held-out 32 --validation 32 --json'.split(
      ' ',
    );
  const ran = await inside(['train', '--model', 'chipping', '--size', '16', '--chipping-rate', '1,10', ...few]);
  assert.is(ran.code, 0, ran.err);
  const { points } = JSON.parse(ran.out);
  assert.equal(
    points.map((point: { rate: number }) => point.rate),
    [1, 10],
  );
  for (const { information, filters, best, autocorrelation } of points) {
    assert.ok(Number.isFinite(information.mean) && Number.isFinite(autocorrelation.occupied));
    assert.equal([filters[best].length, filters[best][0].length, filters[best][0][0].length], [1, 1, 2]);
  }
});

for (const input of [
  { model: 'dimers', size: 8, block: 2, shell: 1 },
  { model: 'chipping', chippingRate: [1, 3], density: 2 },
  { model: 'ising', temperature: 2.5 },
  { model: 'ising', size: 8, sites: { block: [0, 9], environment: [40, 41, 63] } },
] as const) {
  test(`a completed configuration comes out as it went in: ${JSON.stringify(input)}`, () => {
    const config = trainConfig(structuredClone(input) as unknown as Parameters<typeof trainConfig>[0]);
    assert.equal(trainConfig(config), config);
    if (input.model === 'dimers') assert.equal(config.temperature, [Number.POSITIVE_INFINITY]);
    if (input.model === 'chipping') assert.equal(config.temperature, [1, 3]);
  });
}

for (const [input, message] of [
  [
    { model: 'dimers', chippingRate: 2 },
    /^chippingRate: expected nothing beside model: 'dimers', got 2; it belongs to model: 'chipping': choose that, or leave chippingRate out/,
  ],
  [{ model: 'chipping', interaction: 1 }, /^interaction: expected nothing beside model: 'chipping', got 1; it belongs to model: 'dimers'/],
  [{ model: 'chipping', density: 0.3 }, /^density: expected a density that makes the mass on 64 sites a whole number/],
  [{ model: 'dimers', temperature: -1 }, /^temperature: expected a positive temperature/],
  [{ model: 'ising', sites: { block: [0], environment: [4096] } }, /^sites: expected whole numbers from 0 to 4095 in environment/],
  [{ model: 'ising', sites: { block: [0], environment: [1] }, shell: 3 }, /^shell: expected nothing, since sites lists/],
  [{ model: 'dimers', block: 2, filter: [1, 1, 1, 1] }, /^filter: expected 8 weights, components x values of the block, got 4/],
] as const) {
  test(`refused: ${JSON.stringify(input)}`, () =>
    assert.throws(() => trainConfig(structuredClone(input) as unknown as Parameters<typeof trainConfig>[0]), message));
}

test.run();
