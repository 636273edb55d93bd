/** Power laws told from what is none, in correlators with known laws whose distances rise and fall together. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Correlator } from '../../src/analysis/field/correlator.ts';
import { dimensionByWindow } from '../../src/analysis/field/dimension.ts';
import { judgeLaw, type Law } from '../../src/analysis/field/power_law.ts';
import { distanceOn } from '../../src/analysis/field/torus.ts';
import { Source } from '../support/ensembles.ts';

const SIZE = 64;
const CHAINS = 32;
const chord = (r: number) => distanceOn(SIZE, Math.max(r, 1), 'chord');
const around = (xi: number) => (r: number) => Math.exp(-r / xi) + Math.exp(-(SIZE - r) / xi);

/** Chains about a law: noise of neighbouring distances hangs together by the given correlation. */
function made(law: (r: number) => number, noise: number, together: number, seed: number): Correlator {
  const source = new Source(seed);
  const distances = Array.from({ length: SIZE / 2 + 1 }, (_, r) => r);
  const rows = Array.from({ length: CHAINS }, () => {
    let common = source.normal();
    return [
      0,
      ...distances.map((r) => {
        common = together * common + Math.sqrt(1 - together ** 2) * source.normal();
        return law(r) + noise * common;
      }),
    ];
  });
  return { size: SIZE, components: 1, distances, rows };
}

function judged(law: (r: number) => number, noise: number, together: number, seed: number): Law {
  const correlator = made(law, noise, together, seed);
  const options = { to: SIZE / 2, mean: 'zero' } as const;
  return judgeLaw(correlator, dimensionByWindow(correlator, [4, 8, 16], options), options);
}

for (const [name, law, noise, verdict, reason] of [
  ['a power law of exponent 1/4', (r) => chord(r) ** -0.25, 0.003, 'power law', /exponential is excluded, and windows agree/],
  ['a power law of exponent 2', (r) => 100 * chord(r) ** -2, 0.03, 'power law', /exponential is excluded/],
  ['an exponential', around(5), 0.003, 'not a power law', /^an exponential describes the values, ξ = [45]\.\d+ ± 0\.0\d+ sites, a power law does not/],
  ['an exponential with a root, as off criticality', (r) => around(6)(r) / Math.sqrt(chord(r)), 0.0001, 'not a power law', /^an exponential, ξ = .* nearer/],
  [
    'corrections that fall as 1/r²',
    (r) => 100 * chord(r) ** -2 * (1 + 8 / chord(r) ** 2),
    0.03,
    'not a power law',
    /no power law .* in this window|windows disagree/,
  ],
  ['order: a constant', () => 0.8, 0.01, 'not a power law', /do not fall|rise/],
  ['nothing', () => 0, 0.01, 'undetermined', /compatible with zero/],
  ['a power law behind noise', (r) => chord(r) ** -0.25, 1, 'undetermined', /describes the values as well/],
] as [string, (r: number) => number, number, Law['verdict'], RegExp][]) {
  test(`${verdict}: ${name}, whether or not distances hang together`, () => {
    for (const together of [0, 0.9]) {
      for (let seed = 1; seed <= 2; seed++) {
        const found = judged(law, noise, together, seed);
        assert.is(found.verdict, verdict, `${together}, seed ${seed}: ${JSON.stringify(found)}`);
        assert.match(found.reason, reason, found.reason);
      }
    }
  });
}

test('where only the near part is no power law, the window from which there is one is named', () => {
  for (let seed = 11; seed <= 13; seed++) {
    const found = judged((r) => 100 * chord(r) ** -2 * (1 + 0.5 * Math.exp(8 - 2 * r)), 0.03, 0.9, seed);
    assert.equal([found.verdict, found.holdsFrom], ['not a power law', 8]);
  }
  assert.is(judged(around(5), 0.003, 0.9, 11).holdsFrom, null);
});

test('a power law is refused as often as three errors say, however distances hang together; χ² of single distances would not do', () => {
  const options = { to: SIZE / 2, mean: 'zero' } as const;
  for (const together of [0, 0.95]) {
    const found = Array.from({ length: 30 }, (_, i) => {
      const correlator = made((r) => chord(r) ** -0.25, 0.01, together, 100 + i);
      const windows = dimensionByWindow(correlator, [4], options);
      return { p: judgeLaw(correlator, windows, options).tests?.power.p ?? Number.NaN, single: windows[0].chi2PerDof };
    });
    // The exponent is fitted with the same values: uniform p, of mean 1/2 and variance 1/12; z < 4.
    const mean = found.reduce((sum, { p }) => sum + p, 0) / found.length;
    assert.ok(Math.abs(mean - 0.5) < 4 * Math.sqrt(1 / 12 / found.length), `${together}: ${mean}`);
    assert.ok(found.filter(({ p }) => p < 0.05).length <= 6, `${found.filter(({ p }) => p < 0.05).length} of 30 below 0.05`);
    const single = found.reduce((sum, one) => sum + one.single, 0) / found.length;
    assert.ok(together > 0 ? single < 0.75 : Math.abs(single - 1) < 0.2, `control: ${single}`);
  }
});

test('two chains cannot test a law', () => {
  const { rows, ...rest } = made((r) => chord(r) ** -0.25, 0.01, 0, 1);
  const few = { ...rest, rows: rows.slice(0, 2) };
  const found = judgeLaw(few, dimensionByWindow(few, [4, 8], { to: 32, mean: 'zero' }), { to: 32, mean: 'zero' });
  assert.equal([found.verdict, found.tests], ['undetermined', null]);
  assert.match(found.reason, /too few chains/);
});

test.run();
