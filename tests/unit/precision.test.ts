/** Measuring until an error is reached: pieces, limits and what is said of them, with made-up chains and a clock moved by hand. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { philox } from '../../src/core/random.ts';
import { chainEstimate } from '../../src/core/statistics.ts';
import type { Chains, Series } from '../../src/sample/chains.ts';
import { measureUntil, type PrecisionOptions } from '../../src/sample/precision.ts';
import { HandClock } from '../support/clock.ts';

const CHAINS = 32;
/** Seconds of one measurement of all chains. */
const STEP = 0.01;

interface Made {
  /** Series of the chains. */
  names?: string[];
  /** What is said of the bins of their estimates. */
  reliable?: boolean;
  /** Seconds of one measurement in the n-th piece. */
  step?: (piece: number) => number;
}

/** Chains of independent numbers of variance 1, whose measurements move a clock and are remembered by the piece. */
function made({ names = ['energy', 'other'], reliable = true, step = () => STEP }: Made = {}) {
  const pieces: number[] = [];
  const clock = new HandClock();
  let drawn = 0;
  const normal = () => {
    const [a, b] = philox([drawn++, 0, 0, 0], [1, 2]);
    return Math.sqrt(-2 * Math.log((a + 0.5) / 2 ** 32)) * Math.cos((2 * Math.PI * b) / 2 ** 32);
  };
  const chains = {
    async measure(_range: object, slots: number, spacing: number, progress: (fraction: number) => Promise<void>) {
      clock.time += 1000 * step(pieces.length) * slots;
      pieces.push(slots);
      await progress(1);
      const values = () => Array.from({ length: CHAINS }, () => Float64Array.from({ length: slots }, normal));
      return Object.fromEntries(names.map((name): [string, Series] => [name, { spacing, values: values() }]));
    },
    observables: (series: Record<string, Series>) =>
      Object.fromEntries(Object.entries(series).map(([name, { values, spacing }]) => [name, { ...chainEstimate(values, spacing), reliable }])),
  } as unknown as Chains;
  const until = (some: Partial<PrecisionOptions>, progress: (fraction: number) => Promise<void> = async () => {}) =>
    measureUntil(chains, { first: 0, groups: 1 }, { point: 1, spacing: 3, samples: 16, error: 0.01, limit: 1000, clock, ...some }, progress);
  return { pieces, until };
}

const total = (pieces: readonly number[]) => pieces.reduce((sum, piece) => sum + piece, 0);

test('pieces grow at most fourfold until the error is reached, and none is made that is not needed', async () => {
  const { pieces, until } = made();
  const { series, precision } = await until({});
  // 10^4 independent numbers of variance 1 are 313 of each of 32 chains.
  assert.ok(precision.reached && precision.error < 0.01 && precision.error > 0.0088, JSON.stringify(precision));
  assert.equal([precision.observable, precision.wanted, precision.ended, precision.limit], ['energy', 0.01, 'error', 1000]);
  assert.is(precision.samples, total(pieces));
  assert.is(series.energy.values[0].length, precision.samples);
  assert.is(series.energy.spacing, 3);
  pieces.reduce((before, piece, i) => {
    if (i > 0) assert.ok(piece <= 3 * before && piece >= before / 4, `${pieces}`);
    return before + piece;
  }, 0);
  assert.ok(Math.abs(precision.seconds - STEP * precision.samples) < 1e-9);
});

test('an error that is there already takes no second piece', async () => {
  const { pieces, until } = made();
  assert.ok((await until({ error: 0.1 })).precision.reached);
  assert.equal(pieces, [16]);
});

test('the limit comes first: what was measured is returned, within the limit, and said', async () => {
  const { until } = made();
  const { series, precision } = await until({ error: 1e-4, limit: 2 });
  assert.equal([precision.reached, precision.ended, precision.limit], [false, 'seconds', 2]);
  assert.ok(precision.seconds <= 2 && precision.seconds > 1.85, `${precision.seconds}`);
  assert.ok(precision.error > 1e-4);
  assert.is(series.other.values[31].length, precision.samples);
});

test('the first measurements are made whatever the limit, and no more where it is over, also by what came before', async () => {
  for (const limits of [{ limit: 0.001 }, { limit: 10, spent: 9.9 }]) {
    const { pieces, until } = made();
    const { precision } = await until(limits);
    assert.equal([pieces, precision.reached, precision.ended], [[16], false, 'seconds']);
  }
});

test('negative control: half of the time that reaches the error does not', async () => {
  const enough = await made().until({ limit: 10 });
  assert.ok(enough.precision.reached && enough.precision.seconds > 3 && enough.precision.seconds < 4.5, JSON.stringify(enough.precision));
  const { precision } = await made().until({ limit: 1.5 });
  assert.ok(!precision.reached && precision.ended === 'seconds' && precision.error > 0.01, JSON.stringify(precision));
});

test('a machine that becomes slower is noticed, and overruns its limit by no more than the piece at hand', async () => {
  const { pieces, until } = made({ step: (piece) => (piece < 3 ? STEP : 4 * STEP) });
  const { precision } = await until({ error: 1e-4, limit: 20 });
  assert.equal([precision.reached, precision.ended], [false, 'seconds']);
  assert.ok(pieces.length > 3 && precision.seconds < 40, `${pieces}, ${precision.seconds} s`);
});

test('a clock that stands still does no harm', async () => {
  assert.ok((await made({ step: () => 0 }).until({})).precision.reached);
});

test('a small error of bins that are too short is not believed', async () => {
  const { pieces, until } = made({ reliable: false });
  const { precision } = await until({ error: 10, limit: 5 });
  assert.equal([precision.reached, precision.ended], [false, 'seconds']);
  assert.ok(pieces.length > 1);
});

test('no more is kept than memory is meant for', async () => {
  const { until } = made({ names: ['p0', 'largest'] });
  const { precision } = await until({ observable: 'p0', error: 1e-9, numbers: 2 * CHAINS * 100 + 5 });
  assert.equal([precision.observable, precision.ended, precision.samples, precision.reached], ['p0', 'memory', 100, false]);
});

test('a signal stops between pieces', async () => {
  const { pieces, until } = made();
  const stop = async () => {
    if (pieces.length === 2) throw new Error('stopped');
  };
  await until({ error: 1e-6 }, stop).then(
    () => assert.unreachable('went on'),
    (error: Error) => assert.is(error.message, 'stopped'),
  );
  assert.is(pieces.length, 2);
});

for (const [some, message] of [
  [{ error: 0 }, /^error: expected a standard error above zero, got 0; use for example error: 0\.001$/],
  [{ error: -1 }, /^error: .*got -1/],
  [{ error: Number.NaN }, /^error: .*got NaN/],
  [{ error: Number.POSITIVE_INFINITY }, /^error: .*got Infinity/],
  [{ limit: 0 }, /^limit: expected seconds, more than zero, got 0; use for example limit: 60$/],
  [{ samples: 1 }, /^samples: .*two or more, got 1/],
  [{ observable: 'enrgy' }, /^observable: expected one of energy, other, got enrgy; use for example observable: 'energy'$/],
] as const) {
  test(`refused: ${Object.entries(some).join(' ')}`, async () => {
    await made()
      .until(some)
      .then(
        () => assert.unreachable('measured'),
        (error: Error) => assert.match(error.message, message),
      );
  });
}

test.run();
