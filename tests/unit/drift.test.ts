/** Own data in an order along the file, and what no order is. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkData, type DataSet } from '../../src/model/data/data_set.ts';
import { driftOf } from '../../src/model/data/drift.ts';
import { comparedParts } from '../../src/model/data/drift_parts.ts';
import { tiltedScore } from '../../src/model/data/drift_score.ts';
import { trainConfig } from '../../src/train/config/config.ts';
import { dataDrift } from '../../src/train/config/data.ts';
import { Source } from '../support/ensembles.ts';

const SITES = 16;

/** Independent samples of the 4 x 4 Ising torus, J = 1, by the probabilities of all 2^16 states. */
function ising(source: Source, temperature: number, samples: number): number[][] {
  const states = 1 << SITES;
  const at = (s: number, x: number, y: number) => ((s >> (4 * (y & 3) + (x & 3))) & 1 ? 1 : -1);
  const cumulative = new Float64Array(states);
  let sum = 0;
  for (let s = 0; s < states; s++) {
    let energy = 0;
    for (let i = 0; i < SITES; i++) {
      const [x, y] = [i & 3, i >> 2];
      energy -= at(s, x, y) * (at(s, x + 1, y) + at(s, x, y + 1));
    }
    sum += Math.exp((-energy - 32) / temperature);
    cumulative[s] = sum;
  }
  return Array.from({ length: samples }, () => {
    const wanted = source.uniform() * sum;
    let [low, high] = [0, states - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle] < wanted) low = middle + 1;
      else high = middle;
    }
    return Array.from({ length: SITES }, (_, i) => at(low, i & 3, i >> 2));
  });
}

/** A chain whose sites each keep their value with this probability, else take a new one; up with probability `up`. */
function chain(source: Source, samples: number, keep: number, up = 0.5): number[][] {
  const draw = () => (source.uniform() < up ? 1 : -1);
  let now = Array.from({ length: SITES }, draw);
  return Array.from({ length: samples }, () => {
    now = now.map((value) => (source.uniform() < keep ? value : draw()));
    return now;
  });
}

const dataOf = (samples: number[][], shape = [4, 4]): DataSet =>
  checkData({ shape: [samples.length, ...shape], data: Int8Array.from(samples.flat()) }, 'file.npy');

/** How the parts of a training on these samples differ. */
const ofTraining = (data: DataSet, symmetry: 'none' | 'flip' = 'none') =>
  dataDrift(trainConfig({ data, boundary: 'periodic', block: 2, buffer: 0, shell: 1, symmetry }));

function shuffled(source: Source, samples: number[][]): number[][] {
  const all = [...samples];
  for (let i = all.length - 1; i > 0; i--) {
    const j = source.choice(i + 1);
    [all[i], all[j]] = [all[j], all[i]];
  }
  return all;
}

test('sorted by temperature: found, with a flip symmetry, too; the same samples shuffled: not', () => {
  const source = new Source(1);
  const sorted = [...ising(source, 1.5, 512), ...ising(source, 5, 512)];
  for (const symmetry of ['none', 'flip'] as const) {
    const drift = ofTraining(dataOf(sorted), symmetry);
    assert.ok(drift && drift.score > 10, 'what is even under a flip differs');
    assert.match(drift?.quantity ?? '', /correlation|squared magnetisation/);
    assert.is(ofTraining(dataOf(shuffled(source, sorted)), symmetry), undefined);
  }
});

test('sorted by eight temperatures that are close: no two neighbours differ much, the ends do', () => {
  const source = new Source(2);
  const sorted = Array.from({ length: 8 }, (_, i) => chain(source, 256, 0, 0.5 + 0.03 * i)).flat();
  assert.match(driftOf(dataOf(sorted))?.quantity ?? '', 'magnetisation');
  assert.is(driftOf(dataOf(shuffled(source, sorted))), undefined);
});

test('a recorded burn-in of a twelfth of the file; without it nothing is found', () => {
  const source = new Source(3);
  const equilibrium = ising(source, 1.5, 1100);
  const recorded = [...ising(source, 1e6, 100), ...equilibrium];
  assert.ok(ofTraining(dataOf(recorded), 'flip'));
  assert.is(ofTraining(dataOf(recorded).select('100:'), 'flip'), undefined);
});

test('a step in the smallest file: 64 samples all up, 64 at random', () => {
  const source = new Source(4);
  const up = Array.from({ length: 64 }, () => new Array<number>(SITES).fill(1));
  assert.ok((ofTraining(dataOf([...up, ...chain(source, 64, 0)]))?.score ?? 0) > 8);
});

test('one site, one bond, one pair of states: what the averages hardly see', () => {
  const source = new Source(5);
  const site = chain(source, 600, 0).map((sample, n) => (n < 300 ? sample : sample.with(5, source.uniform() < 0.9 ? 1 : -1)));
  assert.is(driftOf(dataOf(site))?.quantity, 'the value at [1, 1]');
  assert.is(driftOf(dataOf(site), { symmetry: 'flip' }), undefined, 'a flip takes its mean to the opposite');
  const bond = chain(source, 600, 0).map((sample, n) => (n < 300 ? sample : sample.with(6, source.uniform() < 0.8 ? sample[5] : sample[6])));
  assert.is(driftOf(dataOf(bond), { symmetry: 'flip' })?.quantity, 'the correlation of the neighbours [1, 1] and [1, 2]');
  const states = (apart: number) =>
    Array.from({ length: 600 }, (_, n) => Array.from({ length: SITES }, () => (source.uniform() < (n < 300 ? 0.3 : 0.3 + apart) ? 7 : source.choice(2))));
  assert.match(driftOf(dataOf(states(0.1)))?.quantity ?? '', /the part of the value|correlation/);
  assert.is(driftOf(dataOf(states(0))), undefined);
});

/**
 * Twelve files of each kind. By the limit each is called ordered with a probability below 1e-4, so that one false alarm among all of
 * them has odds of less than 1 in 100.
 */
for (const [what, samples, keep, up] of [
  ['independent spins', 512, 0, 0.5],
  ['rare spins, few of them in a part', 512, 0, 0.002],
  ['the smallest file', 96, 0, 0.1],
  ['a chain of autocorrelation time 4', 2048, 0.8, 0.5],
  ['a chain of autocorrelation time 4 with rare spins', 2048, 0.8, 0.02],
] as const) {
  test(`no order: ${what}`, () => {
    const source = new Source(6);
    for (let file = 0; file < 12; file++) {
      const data = chain(source, samples, keep, up);
      // Both values occur, whatever was drawn.
      data[samples / 2] = data[samples / 2].with(0, 1).with(1, -1);
      assert.is(ofTraining(dataOf(data)), undefined);
    }
  });
}

test('negative control: without the correlation along the file a chain would be called ordered', () => {
  const source = new Source(7);
  // Every sample many times over: the same chain, slower. 60 independent samples are no file of 3840.
  const slow = chain(source, 60, 0).flatMap((sample) => new Array<number[]>(64).fill(sample));
  const means = slow.map((sample) => sample.reduce((a, b) => a + b, 0) / SITES);
  const third = (i: number) => means.slice(1280 * i, 1280 * (i + 1)).reduce((a, b) => a + b, 0) / 1280;
  assert.ok(Math.abs(third(2) - third(0)) / Math.sqrt(2 / SITES / 1280) > 5, 'as of independent samples');
  const whole = driftOf(dataOf(slow), { symmetry: 'flip' });
  assert.is(whole, undefined);
});

test('the parts that are compared, and a score that knows how improbable rare values are', () => {
  const parts = comparedParts(128, { training: 64, validation: 32, heldOut: 32 });
  assert.is(parts.length, 7);
  assert.equal(
    parts[1].map(({ from, to }) => [from, to]),
    [
      [0, 64],
      [96, 128],
    ],
  );
  assert.equal(
    parts[6].map(({ from, to }) => [from, to]),
    [
      [0, 13],
      [64, 128],
    ],
  );
  // Three ones, all in the first of two parts of 10 and 50: the deviance of two binomial rates.
  const series = new Float64Array(60);
  series.fill(1, 0, 3);
  const rate = (p: number, q: number) => (p > 0 ? p * Math.log(p / q) : 0) + (p < 1 ? (1 - p) * Math.log((1 - p) / (1 - q)) : 0);
  const deviance = 2 * (10 * rate(0.3, 0.05) + 50 * rate(0, 0.05));
  const score = tiltedScore(series, { from: 0, to: 10 }, { from: 10, to: 60 }, 0.05 * 0.95);
  assert.ok(Math.abs(score - Math.sqrt(deviance)) < 1e-6, `${score} ${Math.sqrt(deviance)}`);
  assert.is(tiltedScore(new Float64Array(60), { from: 0, to: 10 }, { from: 10, to: 60 }, 1), 0);
});

test('a part of a file by numbers', () => {
  const source = new Source(8);
  const data = dataOf(chain(source, 200, 0));
  for (const [range, samples, first] of [
    ['100:', 100, 100],
    [':150', 150, 0],
    ['20:180:2', 80, 20],
    ['::3', 67, 0],
    ['0:9999', 200, 0],
  ] as const) {
    const part = data.select(range);
    assert.is(part.samples, samples);
    assert.equal(part.array.data.slice(0, SITES), data.array.data.slice(first * SITES, (first + 1) * SITES));
    assert.is((part.toJSON() as { select: string }).select, range);
  }
  assert.throws(() => data.select('T=2'), /^select: expected a temperature for each sample of file\.npy, got none; give a range instead/);
  for (const range of ['', '5', '-10:', '10:10', '150:100', '0:100:0', '1:2:3:4'])
    assert.throws(() => data.select(range), /^select: expected samples of file\.npy as FROM:TO or FROM:TO:STEP.*for example select: '1000:'/);
  assert.throws(() => data.select('0:20'), /at least 64 samples/);
});

test.run();
