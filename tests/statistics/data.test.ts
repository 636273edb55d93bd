/**
 * Training on a fixed set of samples: bit-exact packing, and held-out information against exactly known values. The
 * samples come from the Ising sampler, whose own tests hold it to exact values; seeds are pinned.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ArrayData } from '../../src/core/array.ts';
import type { Estimate } from '../../src/core/statistics.ts';
import { DataChains } from '../../src/model/data/chains.ts';
import { checkData } from '../../src/model/data/data_set.ts';
import { bytesOf } from '../../src/store/npy.ts';
import { studyConfig } from '../../src/study/plan/config.ts';
import { planStudy } from '../../src/study/plan/plan.ts';
import { trainConfig } from '../../src/train/config/config.ts';
import { train } from '../../src/train/train.ts';
import { INFORMATION, TORUS } from '../golden/ising.ts';
import { close, EXACT } from '../support/close.ts';
import { isingData } from '../support/data.ts';
import { closeDevice, scoped, theDevice } from '../support/device.ts';
import { assertWithin, LIMIT } from '../support/odds.ts';
import { spins, words } from '../support/random.ts';

const none = async () => {};

const VALUES = spins(3, 100 * 25);
const SOURCES: ArrayData[] = [
  VALUES,
  VALUES.map((s) => (s + 1) / 2),
  Uint8Array.from(VALUES, (s) => (s + 1) / 2),
  Int16Array.from(VALUES),
  Int32Array.from(VALUES),
  Float32Array.from(VALUES),
  Float64Array.from(VALUES, (s) => (s + 1) / 2),
];

for (const data of SOURCES) {
  test(
    `${data.constructor.name} of ${Math.min(...Array.from(data, Number))} and 1: packed on the GPU and back, bit for bit`,
    scoped(async (scope) => {
      const chains = new DataChains(scope, { data: checkData({ shape: [100, 5, 5], data }) });
      assert.equal([chains.model, chains.groups, chains.sites, chains.relaxation(1)], ['data', 3, 25, 0]);
      const all = await chains.configurations({ first: 0, groups: 3 });
      assert.equal(all.shape, [96, 5, 5]);
      assert.is(all.data.constructor, data.constructor);
      assert.equal(bytesOf(all.data), bytesOf(data).subarray(0, (96 * bytesOf(data).length) / 100));
      const last = await chains.configurations({ first: 2, groups: 1 });
      assert.equal(Array.from(last.data), Array.from(data, Number).slice(64 * 25, 96 * 25));
      // Sample 32 g + bit, as a chain.
      const packed = await chains.state.read();
      close(
        Array.from({ length: 96 * 25 }, (_, i) => (packed[Math.floor(i / 800) * 25 + (i % 25)] >>> (Math.floor(i / 25) % 32)) & 1),
        Array.from(VALUES.subarray(0, 96 * 25), (s) => (s + 1) / 2),
        EXACT,
        'bits',
      );
    }),
  );
}

const drawn = (values: readonly number[]) => Array.from(words(4, 70 * 12), (word) => values[word % values.length]);
for (const [what, data] of [
  ['int8 of 0, 1, 2', Int8Array.from(drawn([0, 1, 2]))],
  ['float64 of -1, 0, 1', Float64Array.from(drawn([-1, 0, 1]))],
  ['int16 of four whole numbers', Int16Array.from(drawn([-3, 5, 200, 1000]))],
  ['uint8 of sixteen', Uint8Array.from(drawn(Array.from({ length: 16 }, (_, i) => 3 * i)))],
  ['uint8 of 0 and 255', Uint8Array.from(drawn([0, 255]))],
  ['int32 of 1 and 2', Int32Array.from(drawn([1, 2]))],
  ['int64 of 0, 1, 1000', BigInt64Array.from(drawn([0, 1, 1000]), BigInt)],
] as const) {
  test(
    `${what}: a bit for each state, on the GPU and back`,
    scoped(async (scope) => {
      const set = checkData({ shape: [70, 3, 2, 2], data }, 'data', { axes: 'n y x c' });
      const chains = new DataChains(scope, { data: set });
      const states = set.binary ? 1 : set.alphabet.length;
      assert.equal(chains.state.shape, [2, 3, 2, 2, ...(states === 1 ? [] : [states])]);
      const back = await chains.configurations({ first: 0, groups: 2 });
      assert.equal([back.shape, Array.from(back.data)], [[64, 3, 2, 2], Array.from(data, Number).slice(0, 64 * 12)]);
      assert.is(back.data.constructor, data instanceof BigInt64Array ? Int32Array : data.constructor);
      if (set.binary) return;
      // Sample 32 g + bit; one of the bits of a value is set, that of its state.
      const all = await chains.state.read();
      for (let n = 0; n < 64; n++) {
        for (let i = 0; i < 12; i++) {
          const set1 = set.alphabet.filter((_, state) => (all[((n >> 5) * 12 + i) * states + state] >>> (n & 31)) & 1);
          assert.equal(set1, [Number(data[n * 12 + i])]);
        }
      }
    }),
  );
}

test(
  'moments of the samples agree with the exact ones',
  scoped(async (scope) => {
    const [temperature, exact] = TORUS[4][1];
    const data = await isingData(temperature, 4, 31);
    const chains = new DataChains(scope, { data });
    const observed = chains.observables(await chains.measure({ first: 0, groups: chains.groups }, 1, 1, none), Number.NaN) as Record<string, Estimate>;
    const { specific_heat: _, energy, ...rest } = exact;
    assertWithin('samples of the 4 x 4 torus', observed, { energy_J1: energy, ...rest } as Record<string, number>);
  }),
);

const torus = { block: 2, buffer: 0, shell: 1, hidden: [32], replicas: 1, seed: 41 };
/** How far below the truth a critic of finite training may stay, nats; it knows no more than 4928 samples. */
const TIGHTNESS = 0.01;

test('samples at T = 2: the held-out information of the uniform filter is the exact one', async () => {
  const [{ uniform }, { uniform: other }] = [2, 3].map((t) => INFORMATION.find((row) => row.size === 4 && row.temperature === t) as (typeof INFORMATION)[0]);
  const data = await isingData(2, 8, 32);
  const kept = { ...torus, filter: [1, 1, 1, 1], freeze: true, steps: 10, refine: 400, batch: 128, evaluationBatch: 128, evaluations: 96 };
  const { summary, curves } = await train(await theDevice(), { ...kept, data, boundary: 'periodic' });
  const [point] = summary.points;
  const { mean, error } = point.information;
  const message = `${mean} ± ${error}, exact ${uniform}`;
  assert.ok(mean < uniform + 3 * error, `above the truth: ${message}`);
  assert.ok(mean > uniform - LIMIT * error - TIGHTNESS, `not tight: ${message}`);
  assert.ok(error < 0.015, `error bar too wide to say anything: ${message}`);
  // Negative control: another temperature is told apart.
  assert.ok(Math.abs(mean - other) > LIMIT * error + TIGHTNESS);
  assert.equal([point.model, point.temperature, point.size, summary.config.chains, summary.config.heldOut], ['data', 'unknown', 4, 4928, 2048]);
  // The curve of a training is what a study of the same settings has room for.
  const { seed: _, replicas: _one, buffer, ...settings } = kept;
  assert.equal(curves[0][0].step, planStudy(studyConfig({ train: { ...settings, size: 4 }, grid: { buffer } })).steps);
});

/** The least there can be: 32 to train on, 32 to validate on, 32 held out. */
const few = { ...torus, batch: 32, evaluationBatch: 32, evaluations: 64 };

test('negative control: what a critic memorises of few random samples is not reported', async () => {
  const data = checkData({ shape: [96, 4, 4], data: spins(7, 96 * 16) });
  const { summary } = await train(await theDevice(), { ...few, data, boundary: 'periodic', steps: 600, refine: 50, learningRate: 0.02 });
  const [{ information, critic, replicas, verdict, training }] = summary.points;
  assert.ok(training.last > 0.1, `in-sample it looks like information: ${training.last}`);
  assert.ok(Math.abs(information.mean) <= 3 * information.error, `held out it is none: ${JSON.stringify(information)}`);
  assert.ok(critic !== 'trained' && replicas[0].measured < 0, JSON.stringify(replicas));
  assert.is(verdict, 'zero');
});

test('the symmetry is used where it is claimed: a held-out part that is all up holds ln 2 with it and has no entropy without', async () => {
  // 32 samples are held out; of the others 40 of 64 are down, so that the means do not contradict a flip.
  const sign = (n: number) => (n >= 64 || (n * 37) % 64 < 24 ? 1 : -1);
  const data = checkData({ shape: [96, 4, 4], data: Int8Array.from({ length: 96 * 16 }, (_, i) => sign(Math.floor(i / 16))) });
  const options = { ...few, data, boundary: 'periodic' as const, filter: [1, 1, 1, 1], freeze: true, steps: 10, refine: 150 };
  const device = await theDevice();
  const of = async (symmetry: 'none' | 'flip') => (await train(device, { ...options, symmetry })).summary.points[0];
  const claimed = await of('flip');
  const not = await of('none');
  // The held-out part alone takes one value, which has no entropy.
  assert.equal([not.entropy, not.verdict], [0, 'collapsed']);
  assert.ok(claimed.information.mean > 0.6 && claimed.information.mean < Math.LN2 + 0.05, `${claimed.information.mean}`);
});

test('a symmetry that the means contradict is refused, and one that does not act on such values', () => {
  const up = checkData({ shape: [96, 4, 4], data: Int8Array.from({ length: 96 * 16 }, (_, i) => (i % 5 === 0 ? -1 : 1)) }, 'up.npy');
  const config = { data: up, boundary: 'periodic' as const, block: 2, buffer: 0, shell: 1 };
  assert.throws(
    () => trainConfig({ ...config, symmetry: 'flip' }),
    /^symmetry: .flip.: expected samples in up\.npy of which the magnetisation is 0 .*got 0\.5990.* errors away; leave it out/,
  );
  assert.throws(() => trainConfig({ ...config, symmetry: 'rotate' }), /^symmetry: 'rotate': expected angles, got two values in up\.npy; use symmetry: 'flip'/);
  trainConfig(config);
});

test.after(closeDevice);
test.run();
