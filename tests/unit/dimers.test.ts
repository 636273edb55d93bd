/** What the dimer sampler does before and after the GPU: starts, input that is refused, the stiffness. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { stiffness } from '../../src/model/dimers/observables.ts';
import { checkDimers, startOf, tilesOf } from '../../src/model/dimers/start.ts';
import { wormsPerSweep } from '../../src/model/dimers/worms.ts';
import { partnersOf, sums } from '../reference/model/dimers/worm.ts';

const good = { size: 8, interaction: -1, temperatures: [1], flips: false, worms: 0, steps: 8192 };

test('input that is allowed', () => {
  for (const size of [4, 6, 10, 64, 2048]) checkDimers({ ...good, size });
  for (const interaction of [1, 0, -0.3]) checkDimers({ ...good, interaction });
  checkDimers({ ...good, temperatures: [0.3, Number.POSITIVE_INFINITY], flips: true, worms: 5 });
});

for (const [change, message] of [
  [{ size: 7 }, /^size: expected an even lattice side.*got 7; use size: 8/],
  [{ size: 2 }, /got 2; use size: 4/],
  [{ size: 4096 }, /got 4096; use size: 2048/],
  [{ size: Number.NaN }, /^size/],
  [{ size: 10, flips: true }, /divisible by 4.*got 10; use size: 12 or leave/],
  [{ interaction: Number.NaN }, /^interaction.*NaN/],
  [{ interaction: Number.POSITIVE_INFINITY }, /^interaction.*Infinity/],
  [{ temperatures: [1, 0] }, /^temperature.*got 0/],
  [{ temperatures: [-1] }, /^temperature/],
  [{ temperatures: [Number.NaN] }, /^temperature/],
  [{ worms: 0.5 }, /worms/],
  [{ worms: -3 }, /worms/],
  [{ steps: 0 }, /steps/],
] as const) {
  test(`refused: ${JSON.stringify(change)}`, () => {
    assert.throws(() => checkDimers({ ...good, ...change }), message);
  });
}

for (const size of [4, 6, 12]) {
  test(`starts on ${size} x ${size}: coverings with the sums they claim, the same in both layouts`, () => {
    for (const start of ['ordered', 'random', 'both'] as const) {
      const { partners, worms, bonds } = startOf(size, 2, 3, start);
      for (let chain = 0; chain < 64; chain++) {
        const group = bonds.subarray((chain >> 5) * 2 * size * size).subarray(0, 2 * size * size);
        const partner = partnersOf(group, size, chain & 31);
        const expected = sums({ L: size, partner });
        assert.equal(
          Array.from(worms.subarray(12 * chain + 6, 12 * chain + 11), (n) => n | 0),
          expected.map((n) => n + 0),
        );
        const staggered = start === 'random' || (start === 'both' && (chain & 31) >= 16);
        assert.is(expected[0], staggered ? 0 : (size * size) / 2);
        assert.is(Math.abs(expected[1]) + Math.abs(expected[2]), staggered ? (size * size) / 2 : 0);
        const tiles = partners.subarray(chain * tilesOf(size), (chain + 1) * tilesOf(size));
        partner.forEach((other, site) => {
          const [x, y] = [site % size, Math.floor(site / size)];
          const nibble = (tiles[(y >> 1) * Math.ceil(size / 4) + (x >> 2)] >>> ((y % 2) * 16 + (x % 4) * 4)) & 15;
          const [dx, dy] = [((other % size) - x + size) % size, (Math.floor(other / size) - y + size) % size];
          assert.is(nibble, dx === 1 ? 1 : dx === size - 1 ? 4 : dy === 1 ? 8 : 2);
        });
      }
    }
  });
}

test('stiffness: g = 1/2 from <W²> of the Coulomb gas, no winding is no number', () => {
  const { mean, error } = stiffness([0.3034259338, 0.3034259338], 64);
  assert.ok(Math.abs(mean - 0.5) < 1e-8 && error < 1e-8);
  assert.equal(stiffness([0, 0, 0.1], 64), { mean: Number.POSITIVE_INFINITY, error: Number.NaN });
  assert.ok(stiffness([0.01, 0.012, 0.011], 64).mean > 1);
});

test('worms per sweep: at least one, about one pivot per site at infinite temperature', () => {
  assert.is(wormsPerSweep(16, -1, Number.POSITIVE_INFINITY), 4);
  assert.is(wormsPerSweep(4, 1, 0.01), wormsPerSweep(4, 1, 1));
  assert.is(wormsPerSweep(64, -1, 0.01), wormsPerSweep(64, -1, 0.4));
  for (const size of [4, 64, 2048]) for (const v of [-1, 0, 1]) for (const t of [1e-3, 1, Number.POSITIVE_INFINITY]) assert.ok(wormsPerSweep(size, v, t) >= 1);
});

test.run();
