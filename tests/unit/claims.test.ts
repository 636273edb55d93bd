/** What a report claims, and the numbers without which it does not. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { KEYS, said } from '../../src/core/phrase.ts';
import type { Drift } from '../../src/model/data/drift.ts';
import { capPhrases } from '../../src/report/run/cap.ts';
import { drawFigures } from '../../src/report/run/figures.ts';
import { findings } from '../../src/report/run/findings.ts';
import { reportHtml } from '../../src/report/run/html.ts';
import { studyFindings } from '../../src/report/study/findings.ts';
import { partWords } from '../../src/report/study/words.ts';
import { drawFilters, table } from '../../src/report/terminal/table.ts';
import { analyse } from '../../src/study/analyse/analyse.ts';
import { trainConfig } from '../../src/train/config/config.ts';
import { capOf } from '../../src/train/result/cap.ts';
import type { PointSummary, Results } from '../../src/train/result/summary.ts';
import { madeStudy } from '../support/study_data.ts';
import { madeUpResults } from './results_fixture.ts';

const INFORMATION = /H holds|nothing reaches|no filter|more samples|information is|the filter is/;
const DRIFT: Drift = { quantity: 'the magnetisation', parts: ['the part trained on', 'the part held out'], means: [0.97, 0.02], score: 31.2 };

/** Results of one point, changed. */
function ofOne(change: Partial<PointSummary>, input: Parameters<typeof madeUpResults>[0] = {}): Results {
  const results = madeUpResults({ temperature: [3], buffer: [2], block: 2, ...input });
  Object.assign(results.summary.points[0], change);
  return results;
}

/** One replica's filter as that of all. */
const filtersOf = (weights: number[][], replicas = 3) => Array.from({ length: replicas }, () => [weights]);

test('samples in an order: what differs and what to do, and no sentence about information', async () => {
  const results = ofOne({ verdict: 'nonstationary', filter: 'none', information: { mean: 0, error: 0.001 } });
  results.summary.drift = DRIFT;
  results.summary.config.data = { name: 'sorted.npy', samples: 128 } as never;
  const text = findings(results).join(' ');
  assert.match(text, /the magnetisation is 0\.97 in the part trained on and 0\.02 in the part held out, 31\.2 standard errors apart/);
  assert.match(text, /Shuffle the samples .* select a part of the file/);
  assert.not.match(text, INFORMATION);
  const html = reportHtml(results, await drawFigures(results)).replace(/<pre>[\s\S]*?<\/pre>/g, '');
  assert.not.match(html, /lower bound|Where there is no information|Information that the block holds/);
  assert.match(table(results.summary), 'nonstationary');
  for (const shown of [table(results.summary), drawFilters(results.summary)]) assert.not.match(shown, /none|uniform/);
  delete results.summary.drift;
  results.summary.points[0].verdict = 'zero';
  assert.match(findings(results).join(' '), INFORMATION, 'negative control');
});

test('nothing reaches the environment: only where all replicas are zero and the errors small', () => {
  const zero = { verdict: 'zero' as const, filter: 'none' as const };
  const point = (mean: number, error: number, others = mean): Partial<PointSummary> => ({
    ...zero,
    information: { mean, error },
    replicas: madeUpResults({ temperature: [3], buffer: [2], block: 2 }).summary.points[0].replicas.map((replica) => ({ ...replica, mean: others, error })),
  });
  const text = (change: Partial<PointSummary>) => findings(ofOne(change))[1];
  assert.match(
    text(point(0.0004, 0.0005)),
    /nothing reaches the environment across a buffer of 2 sites: the information is consistent with zero, below 0\.0019 nats/,
  );
  for (const change of [
    point(0, 0.05),
    point(0.0004, 0.0005, 0.004),
    { ...point(0.004, 0.0002), verdict: 'converged' as const },
    { ...point(0.0004, 0.0005), verdict: 'limited' as const },
  ])
    assert.not.match(text(change), 'nothing reaches');
  assert.match(text(point(0, 0.05)), 'no filter was found that holds information across a buffer of 2 sites: 0.000(50) nats; 3 errors above it are 0.15 nats');
});

test('more samples would change the value: not where the chains had not settled', () => {
  const limited = ofOne({ verdict: 'limited' });
  assert.match(findings(limited).join(' '), 'more samples would change the value');
  limited.summary.points[0].autocorrelation.halves = { energy: 5.5 };
  const text = findings(limited).join(' ');
  assert.not.match(text, 'more samples');
  assert.match(text, /The only point is limited by samples.*than on others\./);
  assert.match(text, 'the two halves of the measurement of the chains differ by more than 4 standard errors');
});

test('H is the sign of the magnetisation: by the weights of every block, and by the value where that of the uniform filter is known', () => {
  const found = { verdict: 'converged' as const, information: { mean: 0.3, error: 0.002 } };
  const text = (weights: number[][], filter: PointSummary['filter'] = 'uniform', input = {}) =>
    findings(ofOne({ ...found, filter, filters: filtersOf(weights) }, { block: weights.length, ...input }))[1];
  const even = [
    [1, 0.95],
    [1.02, 0.98],
  ];
  assert.match(text(even), /uniform: H is the sign of the magnetisation of the block wherever that is not 0 \(cosine with the mean of the block 1\.00\)/);
  const odd = Array.from({ length: 3 }, () => [1, 1.01, 0.99]);
  assert.match(text(odd), /H is the sign of the magnetisation of the block \(cosine/);
  // Five spins up of nine do not outweigh the four others.
  const lame = [
    [1.5, 1, 1.5],
    [1, 1, 1],
    [1.5, 1, 1.5],
  ];
  assert.match(text(lame), /the filter is uniform: cosine with the mean of the block 0\.98/);
  assert.not.match(text(lame), 'sign of the magnetisation');
  const row = [
    [1, 1],
    [0, 0],
  ];
  assert.match(text(row, 'localised'), /localised: it reads a part of the block more than the rest \(cosine with the mean of the block 0\.71\)/);
  assert.not.match(text(even, 'uniform', { filterHidden: [8] }), 'sign of the magnetisation', 'a nonlinear filter is more than its weights');
  // 64 x 64 at T_c, block 4, buffer 2: the uniform filter has 0.44599.
  const four = Array.from({ length: 4 }, () => [1, 1, 1, 1]);
  const at = (mean: number) => {
    const results = ofOne({ filter: 'uniform', filters: filtersOf(four), verdict: 'converged' }, { temperature: [2.269185], block: 4 });
    results.summary.points[0].information = { mean, error: 0.001 };
    return findings(results)[1];
  };
  assert.match(at(0.447), 'H is the sign of the magnetisation');
  assert.not.match(at(0.45), 'sign of the magnetisation');
});

test('the batch that cuts a value off, and the one that would not', () => {
  const config = (input: object) => trainConfig({ bound: 'infonce', components: 4, batch: 8, evaluationBatch: 8, ...input });
  const cap = capOf(config({}), 1.59);
  assert.equal(cap, { pairs: 8, most: Math.log(8), enough: 128 });
  assert.is(capOf(config({}), 0.5), undefined, 'far from ln 8');
  assert.is(capOf(config({ evaluationBatch: 128 }), 2.7), undefined);
  assert.is(capOf(config({ bound: 'discrete' }), 1.59), undefined);
  assert.is(capOf(config({ components: 1, evaluationBatch: 256 }), 0.69), undefined, 'one bit, and not its batch, is what holds no more');
  assert.is(capOf(config({ variable: 'tanh', components: 1 }), 1.8)?.enough, undefined);
  // InfoNCE of 16 equally probable values that E determines: ln K less the mean of ln(1 + others of the same value).
  const infonce = (K: number, q: number) => {
    let [value, probability] = [Math.log(K), (1 - 1 / q) ** (K - 1)];
    for (let n = 0; n < K; n++) {
      value -= probability * Math.log(1 + n);
      probability *= (K - 1 - n) / (n + 1) / (q - 1);
    }
    return value;
  };
  assert.ok(Math.log(16) - infonce(8, 16) > 0.9 && Math.log(16) - infonce(128, 16) < 0.1);
  const results = ofOne({ ...(cap ? { cap } : {}) });
  const sentence = /The value is cut off by the batch: 8 pairs allow at most 2\.0794 nats; use evaluationBatch: 128 or more\./;
  assert.match(capPhrases(results.summary.points).map((text) => said(text, KEYS))[0], sentence);
  assert.match(findings(results).join(' '), sentence);
  assert.equal(capPhrases(ofOne({}).summary.points), []);
});

test('a part of a ceiling beyond all of it is one that its error covers, or is said to be too much', () => {
  const part = (mean: number, exceeds = false) => partWords({ fraction: { mean, error: 0.004 }, exceeds });
  assert.equal([part(0.995), part(1), part(1.0002)], ['99.5 %', '100.0 %', '100.0 %']);
  assert.is(part(1.008), 'all (100.8 %, the error covers what is above)');
  assert.is(part(1.08, true), '108.0 % (more than its error allows)');
});

const ROW = [1, 1, 0, 0];

test('a study: names of filters are found anew from what is stored, with the error over its runs', () => {
  const study = (filterOf: (run: number) => number[]) => {
    const { data } = madeStudy({ name: 'kinds', train: { size: 8, block: 2, shell: 1 }, grid: { temperature: [2], buffer: [0] }, runs: 3 }, ({ run }) => ({
      information: 0.4,
      error: 0.001,
      filter: [filterOf(run)],
    }));
    assert.is(data.points[0][0][0].kind, 'uniform', 'as the first versions stored it');
    return analyse(data).points[0].kind;
  };
  assert.is(
    study(() => [1, 1, 1, 1]),
    'uniform',
  );
  assert.is(
    study(() => ROW),
    'localised',
  );
  assert.is(
    study((run) => (run === 0 ? [1, 1, 1, 0.2] : ROW)),
    'localised',
  );
});

test('a study: pairs that allow less than H can hold, and a largest value above its ceiling', () => {
  const text = (information: number, ceiling: number) => {
    const { data } = madeStudy(
      { name: 'cap', train: { size: 8, block: 2, shell: 1 }, grid: { temperature: [1, 2, 3], components: [4], buffer: [0] }, runs: 1 },
      ({ temperature }) => ({ information: information - 0.1 * (temperature - 1), error: 0.01, filter: [ROW, ROW, ROW, ROW] }),
    );
    for (const point of data.points.flat(2)) point.ceiling = ceiling;
    return studyFindings(data, analyse(data)).join(' ');
  };
  const capped = text(1.59, Math.log(8));
  assert.match(
    capped,
    /3 of 3 points are cut off by the batch: the pairs of a minibatch allow at most 2\.0794 nats, less than H can hold; use 8 pairs or more \(evaluationBatch\) for each value/,
  );
  assert.match(text(2.07, Math.log(8)), 'The pairs of a minibatch allow no more: the largest information is');
  const full = text(4 * Math.LN2 + 0.02, 4 * Math.LN2);
  assert.match(full, 'H can hold no more: the largest information is 2.793(10) nats, all (100.7 %, the error covers what is above) of 4 ln 2 (4 bits)');
  assert.not.match(full, /cut off|something is wrong/);
  assert.match(text(4 * Math.LN2 + 0.2, 4 * Math.LN2), /107\.2 % \(more than its error allows\).*something is wrong/);
});

test.run();
