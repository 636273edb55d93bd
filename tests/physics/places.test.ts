/**
 * Windows cut at one place, around a hole, of different sides along the axes, and with an environment in the future: held-out
 * information against exact values. Samples are exact and independent; seeds are pinned. `agrees` says the odds.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { latticeSpace, type Space } from '../../src/space/space.ts';
import { GLAUBER, HOLES_4X4, OPEN_4X6_PLACES, PILLAR } from '../golden/data.ts';
import { TC } from '../golden/ising.ts';
import { partsAt } from '../reference/space/cut.ts';
import { closeDevice } from '../support/device.ts';
import { agrees, KEPT, measured, TIGHTNESS } from '../support/fixed_data.ts';
import { words } from '../support/random.ts';
import { enumeratedSpins, ShapedData } from '../support/shaped.ts';
import { exactSamples, isingSlices } from '../support/slices.ts';

test.after(closeDevice);

const UNIFORM = { ...KEPT, symmetry: 'flip' as const, filter: [1, 1, 1, 1] };
const spinsOf = (states: Int8Array) => states.map((state) => 2 * state - 1);
const OPEN = new ShapedData(latticeSpace([4, 6], { boundary: 'open' }), spinsOf(exactSamples(isingSlices([4, 6], [false, false], TC), 32768, 91)));

for (const { at, buffer, uniform } of OPEN_4X6_PLACES) {
  test(`open 4 x 6 spins at T_c: the block at ${at}, buffer ${buffer}, uniform filter`, async () => {
    const input = { ...UNIFORM, data: OPEN, buffer, shell: 'rest' as const };
    const point = await measured({ ...input, at: [...at] });
    agrees(point.information, uniform);
    assert.equal([point.places, point.at, point.shell], [1, [...at], 'rest']);
    // Negative control: the value is that of this block, not of another one.
    const others = OPEN_4X6_PLACES.filter((other) => Math.abs(other.uniform - uniform) > 0.05);
    for (const other of others) assert.ok(Math.abs(point.information.mean - other.uniform) > 3 * point.information.error, `${other.at}`);
  });
}

test('open 4 x 6 spins at T_c: a filter is trained in the corner, and never above the best binary H', async () => {
  const [{ at, uniform, best }] = OPEN_4X6_PLACES;
  const learning = { block: 2, buffer: 1, shell: 'rest' as const, hidden: [32], replicas: 2, steps: 400, refine: 300, seed: 8 };
  const { information, verdict } = await measured({ ...learning, data: OPEN, at: [...at], symmetry: 'flip' as const });
  assert.ok(information.mean < best + 3 * information.error, JSON.stringify(information));
  assert.ok(information.mean > uniform - TIGHTNESS, JSON.stringify(information));
  assert.is(verdict, 'converged');
});

test('a training at a place is, bit for bit, that of the same lists of sites', async () => {
  const learning = { hidden: [8], replicas: 1, steps: 20, refine: 10, evaluations: 8, seed: 9, symmetry: 'flip' as const, data: OPEN };
  const n = { extents: [4, 6], periodic: [false, false], block: [2, 2], windows: [{ buffer: [1, 1], shell: [1, 1] }] };
  const { visible, environment } = partsAt(n, 0, [0, 2]);
  const place = await measured({ ...learning, block: 2, buffer: 1, shell: 1, at: [0, 2] });
  const list = await measured({ ...learning, sites: { block: visible, environment } });
  assert.equal([place.information, place.replicas, place.filters.flat(4)], [list.information, list.replicas, list.filters.flat(4)]);
});

/** Bonds to the next site along every axis of a lattice that closes on itself, those of a missing site left out. */
function torusBonds({ extents }: Space, hole = -1): [number, number][] {
  const sites = extents.reduce((a, b) => a * b, 1);
  return Array.from({ length: sites }, (_, site) =>
    extents.map((extent, axis): [number, number] => {
      const stride = extents.slice(axis + 1).reduce((a, b) => a * b, 1);
      const c = Math.floor(site / stride) % extent;
      return [site, site + (((c + 1) % extent) - c) * stride];
    }),
  )
    .flat()
    .filter((bond) => !bond.includes(hole));
}

for (const { hole, temperature, at, environment, uniform } of HOLES_4X4) {
  test(`4 x 4 torus without site ${hole}: the block at ${at} and all spins around it`, async () => {
    const space = latticeSpace([4, 4], { holes: [hole] });
    const spins = enumeratedSpins(16, torusBonds(space, hole), temperature, 8192, 92);
    const weights = UNIFORM.filter.slice(0, 15 - environment);
    const point = await measured({ ...UNIFORM, filter: weights, data: new ShapedData(space, spins), at: [...at], shell: 'rest' });
    agrees(point.information, uniform);
    assert.equal([point.holes, point.filters[0][0].flat().length], [1, weights.length]);
  });
}

for (const { buffer, uniform } of PILLAR.buffers) {
  test(`2 x 2 x 4 spins: a pillar, buffer ${buffer}`, async () => {
    const space = latticeSpace([2, 2, 4]);
    const data = new ShapedData(space, enumeratedSpins(16, torusBonds(space), PILLAR.temperature, 8192, 93));
    const point = await measured({ ...UNIFORM, data, block: [2, 2, 1], buffer: [typeof buffer === 'number' ? buffer : [...buffer]], shell: 'rest' });
    agrees(point.information, uniform);
    assert.equal([point.places, point.buffer], [16, buffer]);
  });
}

/** Trajectories (samples, times, 8) of the heat bath on a ring: even sites in their order, then odd ones, in one step. */
function trajectories(samples: number, times: number, temperature: number, seed: number): Int8Array {
  const burn = 60;
  const random = words(seed, samples * (burn + times) * 8);
  const out = new Int8Array(samples * times * 8);
  let drawn = 0;
  for (let n = 0; n < samples; n++) {
    const ring = Int8Array.from({ length: 8 }, (_, i) => (((n >> i) & 1) === 1 ? 1 : -1));
    for (let t = -burn; t < times; t++) {
      for (const i of [0, 2, 4, 6, 1, 3, 5, 7]) {
        const field = ring[(i + 7) % 8] + ring[(i + 1) % 8];
        ring[i] = random[drawn++] / 2 ** 32 < 1 / (1 + Math.exp((-2 * field) / temperature)) ? 1 : -1;
      }
      if (t >= 0) out.set(ring, (n * times + t) * 8);
    }
  }
  return out;
}

const TIMES = new ShapedData(latticeSpace([6, 8], { boundary: ['open', 'periodic'], axes: ['t', 'x'] }), trajectories(8192, 6, GLAUBER.temperature, 94));

for (const { lag, uniform, first } of GLAUBER.lags) {
  test(`heat bath on a ring of 8 spins: two neighbours and the ring ${lag} steps later`, async () => {
    const input = { ...KEPT, data: TIMES, symmetry: 'flip' as const, shell: 'rest' as const, lag, stride: 2 };
    const point = await measured({ ...input, filter: [1, 1] });
    agrees(point.information, uniform);
    assert.equal([point.places, point.lag], [4 * (6 - lag), lag]);
    // Negative control: the first spin alone tells less, as it should.
    const alone = await measured({ ...input, filter: [1, 0] });
    agrees(alone.information, first);
  });
}

test.run();
