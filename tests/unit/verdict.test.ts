/** What is said of a run, from the numbers that were read back. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Estimate } from '../../src/core/statistics.ts';
import type { Reported } from '../../src/train/result/constant.ts';
import type { TrainingLog } from '../../src/train/result/log.ts';
import { onset, statusOf, verdict } from '../../src/train/result/verdict.ts';

interface Numbers {
  status?: number[];
  entropy?: number[];
  /** Validations of the training. */
  values?: number[];
  /** In-sample objective of the refining. */
  inSample?: Estimate;
  curve?: { step: number[]; objective: number[] };
}

/** A log that holds what a verdict looks at. */
function logOf({ status = [0], entropy = [Math.LN2], values = level, inSample = { mean: 0.4, error: 0.004 }, curve }: Numbers = {}): TrainingLog {
  return {
    status,
    entropy,
    done: { training: 600, refining: 300, evaluating: 48 },
    decisive: 'training',
    ensemble: { config: { components: 1, states: 2, variable: 'discrete' } },
    validations: () => values,
    estimate: () => inSample,
    curve: () => curve,
    tail: () => curve?.objective.at(-1),
  } as unknown as TrainingLog;
}

const level = [0, 0.1, 0.35, 0.4, 0.4, 0.41, 0.4, 0.41];
const found: Estimate = { mean: 0.4, error: 0.005 };
const nothing: Estimate = { mean: 0.001, error: 0.002 };

/** The reported value of a critic that was trained. */
const trained = (measured: Estimate): Reported => ({ ...measured, critic: 'trained', measured: measured.mean });

for (const [what, numbers, information, expected] of [
  ['a level curve with information', {}, found, 'converged'],
  ['a curve that still rises', { values: [0, 0, 0.1, 0.1, 0.2, 0.2, 0.3, 0.3] }, found, 'unconverged'],
  ['too few validations to tell', { values: [0.4, 0.4, 0.4] }, found, 'unconverged'],
  ['a value within three errors of zero', {}, nothing, 'zero'],
  ['a value below zero', {}, { mean: -0.3, error: 0.01 }, 'zero'],
  ['H of one value', { entropy: [0.001] }, nothing, 'collapsed'],
  ['a continuous H, which has no entropy', { entropy: [Number.NaN] }, found, 'converged'],
  ['a critic that knows its samples by heart', { inSample: { mean: 0.6, error: 0.01 } }, found, 'limited'],
  ['the same where nothing is left', { inSample: { mean: 0.2, error: 0.01 } }, nothing, 'limited'],
  ['a gap within the errors', { inSample: { mean: 0.43, error: 0.01 } }, found, 'converged'],
  ['no value yet', {}, { mean: Number.NaN, error: Number.NaN }, 'unconverged'],
] as const) {
  const log = logOf({ ...numbers, inSample: 'inSample' in numbers ? numbers.inSample : { mean: information.mean, error: 0.004 } } as Numbers);
  test(`${what}: ${expected}`, () => assert.is(verdict(log, [[0]], [0], trained(information)), expected));
}

test('filters that evolve: it is the best value so far of a search that has to be level, not that of a place', () => {
  const evolved = (places: readonly number[][]) => {
    const log = logOf();
    return {
      ...log,
      ensemble: { config: { ...log.ensemble.config, optimizer: 'cmaes', replicas: 2 } },
      validations: (_: string, r: number) => places[r],
    } as unknown as TrainingLog;
  };
  const worse = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1];
  // The best replica, number 1, holds the best candidate at the end alone; the search had found it before.
  const settled = [worse, worse, [0.3, 0.4, 0.4, 0.1, 0.2, 0.4, 0.1, 0.1], [0, 0, 0.1, 0.1, 0.2, 0.2, 0.3, 0.4]];
  assert.is(verdict(evolved(settled), [[3]], [3], trained(found)), 'converged');
  const rising = [[0.4, ...worse.slice(1)], worse, [0, 0, 0.1, 0.1, 0.2, 0.2, 0.3, 0.4], worse];
  assert.is(verdict(evolved(rising), [[3]], [3], trained(found)), 'unconverged');
});

test('the constant critic: zero, but limited where the trained one knows its samples by heart', () => {
  const constant: Reported = { mean: 0, error: 0.01, critic: 'constant', measured: -0.3 };
  assert.is(verdict(logOf({ inSample: { mean: -0.28, error: 0.01 } }), [[0]], [0], constant), 'zero');
  assert.is(verdict(logOf({ inSample: { mean: -0.28, error: 0.01 } }), [[0]], [0], { ...constant, error: 0 }), 'zero');
  assert.is(verdict(logOf({ inSample: { mean: 0.02, error: 0.01 } }), [[0]], [0], constant), 'limited');
});

test('parts of the samples differ: nonstationary, whatever was measured', () => {
  const log = Object.assign(logOf({ inSample: { mean: 0.6, error: 0.01 } }), { drift: { quantity: '', parts: ['', ''], means: [0, 1], score: 9 } });
  for (const information of [found, nothing]) assert.is(verdict(log, [[0]], [0], trained(information)), 'nonstationary');
  assert.is(verdict(log, [[]], [0], trained(found)), 'diverged');
});

test('no replica finite: diverged', () => assert.is(verdict(logOf(), [[]], [0], trained(found)), 'diverged'));

test('a replica at zero is stuck where another found something, and not where none did', () => {
  const log = logOf({ status: [0, 0, 7], entropy: [Math.LN2, Math.LN2, Math.LN2] });
  assert.is(statusOf(log, 1, nothing, found), 'plateau');
  assert.is(statusOf(log, 1, nothing, nothing), 'ok');
  assert.is(statusOf(log, 0, found, found), 'ok');
  assert.is(statusOf(log, 2, found, found), 'diverged');
  assert.is(statusOf(logOf({ entropy: [0] }), 0, nothing, found), 'collapsed');
});

test('onset: the step at which half of the end is passed', () => {
  const step = [10, 20, 30, 40];
  assert.is(onset(logOf({ curve: { step, objective: [0, 0.01, 0.3, 0.4] } }), 0), 30);
  assert.ok(Number.isNaN(onset(logOf({ curve: { step, objective: [0, -0.1, 0, -0.2] } }), 0)), 'never');
});

test.run();
