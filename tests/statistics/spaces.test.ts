/**
 * Fixed data on other spaces than periodic squares: held-out information against exactly known values. Samples are exact and
 * independent, drawn from transfer matrices; seeds are pinned.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exactIsing } from '../../src/exact/exact.ts';
import { checkData, type DataSet } from '../../src/model/data/data_set.ts';
import { OPEN_4X4, OPEN_4X6 } from '../golden/data.ts';
import { TC } from '../golden/ising.ts';
import { closeDevice } from '../support/device.ts';
import { agrees, KEPT, measured, TIGHTNESS } from '../support/fixed_data.ts';
import { spins } from '../support/random.ts';
import { exactSamples, isingSlices, type SliceModel } from '../support/slices.ts';

test.after(closeDevice);

/** Samples of a model of Ising spins, as a file would hold them. */
function spinData(model: SliceModel, samples: number, seed: number): DataSet {
  return checkData({ shape: [samples, ...model.extents], data: exactSamples(model, samples, seed).map((state) => 2 * state - 1) }, 'spins');
}

test('a periodic rectangle of 4 x 6 spins at T_c', async () => {
  const model = isingSlices([4, 6], [true, true], TC);
  const options = { size: [6, 4], block: [2, 2], buffer: 0, boundary: 'periodic', coupling: 1, temperature: TC } as const;
  const { information_HE: uniform } = await exactIsing(options);
  const point = await measured({ ...KEPT, data: spinData(model, 8192, 61), symmetry: 'flip' as const, filter: [1, 1, 1, 1] });
  agrees(point.information, uniform);
  assert.equal([point.size, point.extents], [undefined, [4, 6]]);
});

/** Samples at T_c, open on all sides. */
const open = (extents: [number, number], temperature: number, seed: number) => spinData(isingSlices(extents, [false, false], temperature), 8192, seed);

test('open 4 x 4 spins at T_c: the block in the centre, and not the mixture of windows that wrap', async () => {
  const options = { size: [4, 4], block: [2, 2], buffer: 0, boundary: 'open', coupling: 1, temperature: TC } as const;
  const { information_HE: centre } = await exactIsing(options);
  assert.ok(Math.abs(centre - OPEN_4X4.centre) < 5e-5);
  const input = { ...KEPT, data: open([4, 4], TC, 62), symmetry: 'flip' as const, filter: [1, 1, 1, 1] };
  const point = await measured({ ...input, boundary: 'open' });
  agrees(point.information, centre);
  assert.equal([point.boundary, point.places, point.size], [['open', 'open'], 1, 4]);
  // Negative control: taken as periodic, the same samples give the mixture, which is told apart from the truth.
  const wrapped = await measured(input);
  agrees(wrapped.information, OPEN_4X4.wrapped);
  assert.ok(centre - wrapped.information.mean > 4 * wrapped.information.error + TIGHTNESS);
  assert.equal([wrapped.boundary, wrapped.places], [['periodic', 'periodic'], 16]);
});

test('an open rectangle of 4 x 6 spins: the uniform filter, of the mixture over three places', async () => {
  const { temperature, mixture } = OPEN_4X6.uniform;
  const point = await measured({ ...KEPT, data: open([4, 6], temperature, 63), boundary: ['open'], symmetry: 'flip' as const, filter: [1, 1, 1, 1] });
  agrees(point.information, mixture);
  assert.is(point.places, 3);
});

test('an open rectangle of 4 x 6 spins at T_c: a filter of one weight is trained to the exact information of eight places', async () => {
  const learning = { block: 1, buffer: 0, shell: 1, hidden: [32], replicas: 1, steps: 150, refine: 150, seed: 8 };
  const point = await measured({ ...learning, data: open([4, 6], TC, 64), boundary: 'open', symmetry: 'flip' as const });
  agrees(point.information, OPEN_4X6.single.mixture);
  assert.is(point.places, 8);
});

/** Random spins, the last of three columns a copy of the first. */
function copiedColumn(samples: number, seed: number): DataSet {
  const free = spins(seed, samples * 4 * 2);
  const data = Int8Array.from({ length: samples * 12 }, (_, i) => free[2 * Math.floor(i / 3) + ((i % 3) % 2)]);
  return checkData({ shape: [samples, 4, 3], data }, 'copied');
}

/** I(s:E) of one spin and its 3 x 3 window, which wraps around columns of which the last copies the first: by enumeration. */
function wrappedCopies(): number {
  const joint = new Map<string, [number, number]>();
  for (let state = 0; state < 2 ** 6; state++) {
    for (let place = 0; place < 3; place++) {
      const at = (y: number, x: number) => (state >> (2 * y + (((place + x + 2) % 3) % 2))) & 1;
      const window = [0, 1, 2].flatMap((y) => [0, 1, 2].map((x) => at(y, x)));
      const [spin] = window.splice(4, 1);
      const of = joint.get(window.join('')) ?? [0, 0];
      of[spin] += 1 / (3 * 2 ** 6);
      joint.set(window.join(''), of);
    }
  }
  const entropy = (p: readonly number[]) => p.reduce((sum, each) => (each > 0 ? sum - each * Math.log(each) : sum), 0);
  const all = [...joint.values()];
  return Math.LN2 + entropy(all.map(([a, b]) => a + b)) - entropy(all.flat());
}

test('open columns of which the last copies the first hold nothing, where windows that wrap find what they copy', async () => {
  const input = { ...KEPT, block: 1, data: copiedColumn(8192, 65), filter: [1], symmetry: 'flip' as const };
  const point = await measured({ ...input, boundary: ['periodic', 'open'] });
  assert.equal([point.verdict, point.places], ['zero', 4]);
  assert.ok(point.information.mean <= 3 * point.information.error);
  // Negative control: which of the columns are equal tells where the window lies, and then two places of three tell the spin.
  const { information } = await measured(input);
  assert.ok(information.mean > 0.1 && information.mean > 10 * information.error, JSON.stringify(information));
  assert.ok(information.mean < wrappedCopies() + 3 * information.error, JSON.stringify(information));
});

test.run();
