/**
 * Fixed data of more than two states, one-hot in filter and critic: held-out information against exactly known values. Samples are
 * exact and independent, drawn from transfer matrices; seeds are pinned.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkData, type DataSet } from '../../src/model/data/data_set.ts';
import { CLOCK6, POTTS3 } from '../golden/data.ts';
import { closeDevice } from '../support/device.ts';
import { agrees, KEPT, measured } from '../support/fixed_data.ts';
import { exactSamples, pottsSlices, type SliceModel } from '../support/slices.ts';

test.after(closeDevice);

const EXTENTS = [4, 4] as const;
const SAMPLES = 8192;
const drawn = (temperature: number, seed: number) => exactSamples(pottsSlices(3, EXTENTS, temperature), SAMPLES, seed);
const asData = (data: Int8Array | Int16Array): DataSet => checkData({ shape: [SAMPLES, ...EXTENTS], data }, 'potts.npy');

/** The state of H that every state of one site is taken to, by logits with weights of inputs ±1. */
function taken(filter: number[][][], biases: readonly number[]): number[] {
  const weights = filter.map((component) => component.flat());
  return weights[0].map((_, state) => {
    const logits = weights.map((row, a) => row.reduce((sum, w, i) => sum + (i === state ? w : -w), biases[a]));
    return logits.length === 1 ? Number(logits[0] > 0) : logits.indexOf(Math.max(...logits));
  });
}

test('a filter with three states learns the state of a site, and finds no more than there is', async () => {
  const { temperature, states } = POTTS3.single;
  const learning = { block: 1, buffer: 0, shell: 1, states: 3, hidden: [32], replicas: 1, steps: 150, refine: 150, seed: 9 };
  const point = await measured({ ...learning, data: asData(drawn(temperature, 66)) });
  agrees(point.information, states);
  assert.ok(Math.abs(point.ceiling - Math.log(3)) < 1e-12 && point.information.mean < point.ceiling);
  assert.equal([point.alphabet, point.states, point.filter], [{ kind: 'states', values: [0, 1, 2] }, 3, 'uniform']);
  const [filter] = point.filters;
  assert.equal(
    filter.map((component) => component.map((row) => row.length)),
    [[3], [3], [3]],
  );
  for (const component of filter) assert.ok(Math.abs(component.flat().reduce((sum, w) => sum + w, 0)) < 1e-6, 'zero sum over the states');
  assert.is(new Set(taken(filter, point.biases?.[0] ?? [])).size, 3, 'every state of the site has a state of H of its own');
});

test('a binary H of the same site finds one state against the rest, the best there is, and less than three states do', async () => {
  const { temperature, binary, states } = POTTS3.single;
  const learning = { block: 1, buffer: 0, shell: 1, hidden: [32], replicas: 1, steps: 150, refine: 150, seed: 9 };
  const { information, filters, biases, ceiling } = await measured({ ...learning, data: asData(drawn(temperature, 66)) });
  agrees(information, binary);
  assert.ok(information.mean + 3 * information.error < states && Math.abs(ceiling - Math.LN2) < 1e-12);
  const up = taken(filters[0], biases?.[0] ?? []).filter((state) => state === 1).length;
  assert.ok(up === 1 || up === 2, `${up} states taken to +`);
});

test('clock data of six states on a rectangle: a binary H learns three neighbouring states, the best there is', async () => {
  const { temperature, binary } = CLOCK6;
  const model: SliceModel = { extents: [4, 3], closed: [true, true], states: 6, bond: (a, b) => Math.cos((Math.PI * (a - b)) / 3) / temperature };
  const learning = { block: 1, buffer: 0, shell: 1, hidden: [32], replicas: 2, steps: 200, refine: 200, seed: 10 };
  const data = checkData({ shape: [SAMPLES, ...model.extents], data: exactSamples(model, SAMPLES, 68) }, 'clock.npy');
  const point = await measured({ ...learning, data });
  agrees(point.information, binary);
  const up = taken(point.filters[point.best], point.biases?.[point.best] ?? []);
  const changes = up.filter((state, i) => state !== up[(i + 1) % 6]).length;
  assert.equal([up.filter((state) => state === 1).length, changes], [3, 2], `states taken to +: ${up}`);
});

/** The plurality of two sites: a logit for each state, already in the gauge. */
const PLURALITY = [0, 1, 2].flatMap((state) => [0, 1].flatMap(() => [0, 1, 2].map((other) => (other === state ? 2 / 3 : -1 / 3))));
const BLOCK = [5, 6];
const { block: _, buffer: __, shell: ___, ...kept } = KEPT;
const PAIR = {
  ...kept,
  states: 3,
  sites: { block: BLOCK, environment: Array.from({ length: 16 }, (_site, i) => i).filter((i) => !BLOCK.includes(i)) },
  filter: PLURALITY,
};

test('a given filter, the plurality of two sites of a list, and nothing where block and environment are of different samples', async () => {
  const { temperature, plurality } = POTTS3.pair;
  const states = drawn(temperature, 67);
  const point = await measured({ ...PAIR, data: asData(states) });
  agrees(point.information, plurality);
  assert.equal(
    point.filters[0],
    [0, 1, 2].map((c) => [PLURALITY.slice(6 * c, 6 * c + 6).map(Math.fround)]),
    'already in the gauge',
  );
  assert.equal([point.boundary, point.places], [undefined, 1]);

  // Negative control: every sample has the block of the next one. All that is left is chance.
  const mixed = states.map((own, i) => (BLOCK.includes(i % 16) ? states[(i + 16) % states.length] : own));
  const { information, filter } = await measured({ ...PAIR, data: asData(mixed) });
  assert.is(filter, 'none');
  assert.ok(Math.abs(information.mean) < 3 * information.error && information.error < 0.02, JSON.stringify(information));
});

test('names of states mean nothing: others in the same order give the same bits', async () => {
  const states = drawn(POTTS3.pair.temperature, 68);
  const short = { ...PAIR, steps: 10, refine: 10, evaluations: 4 };
  const [plain, named] = [
    await measured({ ...short, data: asData(states) }),
    await measured({ ...short, data: asData(Int16Array.from(states, (s) => [-5, 3, 200][s])) }),
  ];
  assert.equal(named.alphabet, { kind: 'states', values: [-5, 3, 200] });
  assert.equal([named.information, named.filters], [plain.information, plain.filters]);
  // Negative control: in another order they are other inputs of the same filter.
  const other = await measured({ ...short, data: asData(states.map((s) => [2, 0, 1][s])) });
  assert.not.equal(other.information.mean, plain.information.mean);
});

test.run();
