/** The linearised block-spin map, against sums over all states of 4 x 4 spins. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { couplingSums, linearised, Renormalisation } from '../../src/analysis/operators/renormalise.ts';
import { allStates, couplings, weightsOf } from '../reference/couplings.ts';
import { close } from '../support/close.ts';
import { spins } from '../support/random.ts';

const K0 = Math.log(1 + Math.SQRT2) / 2;
/** Majority with a double vote of the first spin: no ties. */
const rule = (block: readonly number[]) => Math.sign(2 * block[0] + block[1] + block[2] + block[3]);

for (const kind of ['odd', 'even'] as const) {
  test(`sums of ${kind} couplings on 6 x 6 are those of the twin`, () => {
    const v = spins(4, 36);
    close(couplingSums(v, 6)[kind], couplings(Array.from(v), 6, kind), { atol: 1e-9, rtol: 0 }, kind);
  });

  test(`T of ${kind} couplings from 4 x 4 to 2 x 2: derivatives of the means of all states by central differences`, () => {
    const states = allStates(kind, rule);
    const n = states[0].fine.length;
    const zero = new Array<number>(n).fill(0);
    const mean = (weights: readonly number[], of: (state: (typeof states)[number]) => number) => weights.reduce((sum, w, i) => sum + w * of(states[i]), 0);
    const weights = weightsOf(states, zero, K0);
    const all = Array.from({ length: n }, (_, a) => a);
    const means = [
      ...all.map((a) => mean(weights, ({ coarse }) => coarse[a])),
      ...all.map((a) => mean(weights, ({ fine }) => fine[a])),
      ...all.flatMap((a) => all.map((b) => mean(weights, ({ coarse }) => coarse[a] * coarse[b]))),
      ...all.flatMap((a) => all.map((b) => mean(weights, ({ coarse, fine }) => coarse[a] * fine[b]))),
    ];
    // d<S'_a> / dK_b = Σ_c <S'_a S'_c>_c ∂K'_c / ∂K_b.
    const step = 1e-4;
    const slopes = all.map((a) =>
      all.map((b) => {
        const at = (sign: number) => mean(weightsOf(states, zero.with(b, sign * step), K0), ({ coarse }) => coarse[a]);
        return (at(1) - at(-1)) / (2 * step);
      }),
    );
    const T = linearised(means, n, n);
    const covariance = all.map((a) => all.map((c) => means[2 * n + a * n + c] - means[a] * means[c]));
    const product = all.map((a) => all.map((b) => all.reduce((sum, c) => sum + covariance[a][c] * T[c][b], 0)));
    close(product.flat(), slopes.flat(), { atol: 1e-4, rtol: 1e-5 }, "<S' S'> T");
  });
}

test('exponents: a level whose sums are those of the finer one, times a number, has that number as its eigenvalue', () => {
  const collected = new Renormalisation({ scale: 2, chains: 8, levels: 2 });
  for (let chain = 0; chain < 8; chain++) {
    for (let i = 0; i < 40; i++) {
      // Blocks of equal spins: every sum over sites is 4 times that over blocks up to the bonds inside of blocks.
      const coarse = spins(1000 * chain + i, 16);
      const fine = Float64Array.from({ length: 64 }, (_, site) => coarse[Math.floor(site / 16) * 4 + Math.floor((site % 8) / 2)]);
      collected.add(chain, [
        { spins: fine, size: 8 },
        { spins: coarse, size: 4 },
      ]);
    }
  }
  const odd = collected.result().find(({ kind, couplings: used }) => kind === 'odd' && used === 1);
  assert.ok(odd);
  // λ = 4, y = ln 4 / ln 2.
  close([odd.exponent.mean, odd.dimension.mean], [2, 0], { atol: 1e-9, rtol: 0 }, 'y');
});

test('chains with different numbers of configurations are refused', () => {
  const collected = new Renormalisation({ scale: 2, chains: 2, levels: 2 });
  collected.add(0, [
    { spins: spins(1, 16), size: 4 },
    { spins: spins(2, 4), size: 2 },
  ]);
  assert.throws(() => collected.result(), /equally many configurations of each of 2 chains/);
});

test.run();
