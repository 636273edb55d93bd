/** What is said of fixed samples: folds, correlation, learning curves; and that copies in a word do not count. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { DataSet } from '../../src/model/data/data_set.ts';
import { drawFigures } from '../../src/report/run/figures.ts';
import { independenceWords, learningWords, splitWords } from '../../src/report/run/samples.ts';
import { TrainingLog } from '../../src/train/result/log.ts';
import type { Doubling, Summary } from '../../src/train/result/summary.ts';
import { close, EXACT } from '../support/close.ts';
import { madeUpResults, records } from './results_fixture.ts';

/** Results with a learning curve whose last doubling had an outcome. */
function learned(outcome: Doubling['outcome']) {
  const results = madeUpResults({ temperature: [1.8], buffer: [0], block: 2 });
  const points = [64, 128].map((samples, i) => ({ samples, information: { mean: 0.3 + 0.05 * i, error: 0.02 } }));
  results.summary.points[0].learning_curve = { points, doubling: { change: { mean: 0.05, error: 0.01 }, outcome } };
  return results;
}

test('a learning curve in a sentence: whether more samples would raise the value', () => {
  const said = (outcome: Doubling['outcome']) => learningWords(learned(outcome).summary.points)[0];
  assert.is(
    said('rising'),
    'Trained on 64 and 128 samples, I(H:E) is 0.300(20) and 0.350(20) nats: the last doubling added 0.050(10) nats, so more samples would raise the value.',
  );
  assert.match(said('none'), /no change is seen with the last doubling/);
  assert.match(said('open'), /whether more samples would raise the value is open/);
  assert.equal(learningWords(madeUpResults({ temperature: [1.8], buffer: [0], block: 2 }).summary.points), []);
});

test('its figure has a point for every number of samples, and is there only where there is a curve', async () => {
  const figures = await drawFigures(learned('none'));
  const figure = figures.find(({ name }) => name === 'learning');
  assert.equal(
    records(figure?.spec as never).map(({ samples, mean }) => [samples, mean]),
    [
      [64, 0.3],
      [128, 0.35],
    ],
  );
  assert.not((await drawFigures(madeUpResults({ temperature: [1.8], buffer: [0], block: 2 }))).some(({ name }) => name === 'learning'));
});

test('parts, folds, and what errors assume', () => {
  const config = { chains: 208, validation: 32, heldOut: 60 } as Summary['config'];
  assert.is(splitWords({ ...config, folds: 5 }), 'each held out once, in 5 folds of 60, with 208 of the others trained on and 32 validated on');
  assert.is(splitWords(config), '208 trained on, 32 validated on, the last 60 held out');
  const correlation = { tau: 3, quantity: 'the magnetisation', factor: Math.sqrt(7) };
  assert.match(
    independenceWords({ config, correlation }),
    /time of the magnetisation is 3 samples, and errors are enlarged by .* = 2\.65\. Those held out count as about 8\.6 independent ones, too few/,
  );
  assert.not.match(independenceWords({ config: { ...config, heldOut: 6000 }, correlation }), /too few/);
  assert.match(independenceWords({ config: { ...config, folds: 1 } }), /no correlation is seen/);
  assert.is(independenceWords({ config }), 'Errors take the samples to be independent.', 'results of version 0.1, which did not look');
});

/** The held-out value of four lanes, the last two of which hold copies with wild numbers. */
async function heldOutOf(counted: number, factor: number) {
  const rows = { sums: Float32Array.of(-1, 2, -3, 2, 50, 1, 70, 1), counts: Float32Array.of(2, 0, 0, 2, 1, 0, 1, 0) };
  const ensemble = {
    layout: { heldOut: () => counted },
    config: { bound: 'discrete', data: {} as DataSet, learningCurve: true },
    async *heldOut() {
      yield rows;
    },
  };
  const log = { ensemble, correlation: { factor }, heldOut: [], entropy: [] } as unknown as TrainingLog;
  await TrainingLog.prototype.updateHeldOut.call(log);
  return log.heldOut[0];
}

test('lanes that hold copies do not count; the correlation along the file enlarges the error', async () => {
  const { mean, error, samples } = await heldOutOf(2, 1);
  // Means -0.5 and -1.5; each sample alone has no entropy, both have ln 2, and the jackknife doubles it.
  close([mean], [-1 + 2 * Math.LN2], { atol: 1e-6, rtol: 0 }, 'mean');
  close([(samples?.[0] ?? 0) + (samples?.[1] ?? 0), samples?.length ?? 0], [2 * mean, 2], { atol: 1e-6, rtol: 0 }, 'pseudo-values');
  close([(await heldOutOf(2, 3)).error], [3 * error], EXACT, 'error');
  // Negative control: with them the value is another one.
  assert.ok((await heldOutOf(4, 1)).mean > 10);
});

test.run();
