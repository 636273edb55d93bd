/**
 * Fixed data of real numbers, angles and counts: held-out information against exactly known values, filters in the units of the data.
 * Samples are exact and independent; seeds are pinned.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkData } from '../../src/model/data/data_set.ts';
import { CLOCK6_3X3, GAUSSIAN_6X6 } from '../golden/numbers.ts';
import { closeDevice } from '../support/device.ts';
import { agrees, KEPT, measured } from '../support/fixed_data.ts';
import { gaussianField } from '../support/gaussian_field.ts';
import { exactSamples, type SliceModel } from '../support/slices.ts';

test.after(closeDevice);

const SAMPLES = 8192;
/** In units in which neither the mean nor the spread is simple. */
const [OFFSET, UNIT] = [3, 7];
const field = () => gaussianField(6, GAUSSIAN_6X6.massSquared, SAMPLES, 71).map((value) => OFFSET + UNIT * value);
const asData = (data: Float64Array) => checkData({ shape: [SAMPLES, 6, 6], data }, 'field.npy', { alphabet: 'real' });

test('a Gaussian field: the sign of the sum over a block of 2 x 2, whose environment is all that lies around it', async () => {
  const point = await measured({ ...KEPT, data: asData(field()), shell: 2, filter: [1, 1, 1, 1], bias: true });
  agrees(point.information, GAUSSIAN_6X6.block2);
  assert.equal(point.alphabet, { kind: 'reals' });
  // Negative control: the information of one site is told apart.
  assert.ok(point.information.mean - GAUSSIAN_6X6.one > 4 * point.information.error);
  // Weights come back in units of the data; with them the constant that puts the threshold at the mean.
  const [[[row]], [constant]] = [point.filters[0], point.biases?.[0] ?? []];
  assert.ok(
    row.every((weight) => Math.abs(weight - 1) < 1e-6),
    `${row}`,
  );
  assert.ok(Math.abs(constant + 4 * OFFSET) < 4 * UNIT * 0.1, `${constant}`);
});

test('a filter of a Gaussian field is trained: one site, and no more than there is', async () => {
  const learning = { block: 1, buffer: 0, shell: 2, hidden: [32], replicas: 1, steps: 150, refine: 200, seed: 9 };
  agrees((await measured({ ...learning, data: asData(field()) })).information, GAUSSIAN_6X6.one);
});

const clock: SliceModel = { extents: [3, 3], closed: [true, true], states: 6, bond: (a, b) => Math.cos((Math.PI * (a - b)) / 3) / CLOCK6_3X3.temperature };

test('angles of a clock model: the sign of a cosine, with a period of six or in radians, and nothing between different samples', async () => {
  const states = exactSamples(clock, SAMPLES, 72);
  const kept = { ...KEPT, block: 1, filter: [1, 0] };
  const point = await measured({ ...kept, data: checkData({ shape: [SAMPLES, 3, 3], data: states }, 'clock.npy', { alphabet: 'angle', period: 6 }) });
  agrees(point.information, CLOCK6_3X3.cosine);
  assert.equal([point.alphabet, point.filters[0]], [{ kind: 'angles', period: 6 }, [[[1, 0]]]]);
  const radians = Float64Array.from(states, (state) => (Math.PI * state) / 3);
  const same = await measured({ ...kept, data: checkData({ shape: [SAMPLES, 3, 3], data: radians }, 'clock.npy', { alphabet: 'angle' }) });
  assert.ok(Math.abs(same.information.mean - point.information.mean) < 1e-3, 'the same up to rounding');
  const mixed = states.map((own, i) => (i % 9 === 4 ? states[(i + 9) % states.length] : own));
  const sites = { block: [4], environment: [0, 1, 2, 3, 5, 6, 7, 8] };
  const { block: _, buffer: __, shell: ___, ...listed } = kept;
  const none = await measured({ ...listed, sites, data: checkData({ shape: [SAMPLES, 3, 3], data: mixed }, 'clock.npy', { alphabet: 'angle', period: 6 }) });
  assert.ok(Math.abs(none.information.mean) < 3 * none.information.error && none.information.error < 0.02, JSON.stringify(none.information));
});

test('counts: the same pairs as numbers give the same information', async () => {
  // A count copied to its neighbour: the parity of being heavy is known exactly, ln 2 for a symmetric law of two values.
  const heavy = exactSamples({ extents: [3, 3], closed: [true, true], states: 2, bond: (a, b) => (a === b ? 1.5 : -1.5) }, SAMPLES, 73);
  const data = Int32Array.from(heavy, (state, i) => (state === 1 ? 20 + (i % 3) : 1 + (i % 2)));
  const kept = { ...KEPT, block: 1, filter: [1] };
  const [counts, reals] = await Promise.all(
    (['count', 'real'] as const).map((alphabet) =>
      measured({ ...kept, bias: true, data: checkData({ shape: [SAMPLES, 3, 3], data }, 'counts.npy', { alphabet }) }),
    ),
  );
  assert.equal(counts.alphabet, { kind: 'counts' });
  assert.ok(
    counts.information.mean > 0.4 && Math.abs(counts.information.mean - reals.information.mean) < 0.02,
    JSON.stringify([counts.information, reals.information]),
  );
});

test.run();
