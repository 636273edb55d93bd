/** Errors of chi by the bootstrap: snapshots of tissues without odd tension, and a control with it. About two processor-minutes. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bootstrap } from '../../src/infer/bootstrap.ts';
import { inferConfig } from '../../src/infer/config.ts';
import { fitAll, type Job } from '../../src/infer/fit.ts';
import { rowOf } from '../../src/infer/rows.ts';
import { PLAIN } from '../../src/model/tissue/parameters.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { dynamicSnapshot, SOLID, solidTissue } from '../support/tissue_snapshots.ts';

test.after(closeDevice);

const [NUDGE, NOISE, REFITS, TISSUES] = [1, 1e-4, 24, 12];

/** chi over its error, of snapshots of tissues with some chi; each tissue gives several. */
async function errorsFromZero(chirality: number, snapshots: number, seed: number): Promise<number[]> {
  const truth = { ...SOLID, chirality };
  const tissues = Array.from({ length: Math.min(TISSUES, snapshots) }, (_, i) => solidTissue(seed + i, truth));
  const start = { ...PLAIN, smoothing: SOLID.smoothing };
  const jobs = Array.from({ length: snapshots }, (_, i): Job => {
    return { observed: dynamicSnapshot(tissues[i % tissues.length], truth, NOISE, seed + i), nudge: NUDGE, start };
  });
  const { fit: fitted, ...config } = inferConfig({ nudge: NUDGE, replicas: REFITS, steps: 120 });
  const device = await theDevice();
  const none = async () => {};
  const ends = await fitAll(device, jobs, { fitted, steps: config.steps, rate: config.learningRate, inner: config.inner, progress: none });
  const rows = jobs.map((job, i) => rowOf([job], [ends[i]], fitted));
  const outcomes = await bootstrap(device, start, rows, { ...config, fit: fitted }, none);
  return outcomes.map((outcome) => {
    if (!('bootstrap' in outcome)) throw new Error(outcome.withoutBootstrap);
    return (outcome.bootstrap.corrected.chi as number) / (outcome.bootstrap.error.chi as number);
  });
}

// By Student's t for 24 refits one of 24 is beyond two errors in 1.4 cases; more than 5 are in one of two hundred.
test('without odd tension chi lies within two errors of 0 in 24 snapshots, but for 5 at most', async () => {
  const z = await errorsFromZero(0, 24, 200);
  const beyond = z.filter((one) => !(Math.abs(one) < 2)).length;
  assert.ok(beyond <= 5, `${beyond} beyond two errors: ${z.map((one) => one.toFixed(2)).join(' ')}`);
});

test('control: with an odd tension of 0.2 it does not, in any of 4', async () => {
  const z = await errorsFromZero(0.2, 4, 300);
  assert.ok(
    z.every((one) => one > 2),
    z.map((one) => one.toFixed(2)).join(' '),
  );
});

test.run();
