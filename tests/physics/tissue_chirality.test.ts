/** Errors of chi by the bootstrap: snapshots of tissues without odd tension, and a control with it. About two processor-minutes. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { closeDevice } from '../support/device.ts';
import { refitted } from '../support/tissue_refits.ts';
import { dynamicSnapshot, SOLID, solidTissue } from '../support/tissue_snapshots.ts';

test.after(closeDevice);

const [NUDGE, NOISE, REFITS, TISSUES] = [1, 1e-4, 24, 12];

/** chi over its error, of snapshots of tissues with some chi; each tissue gives several. */
async function errorsFromZero(chirality: number, snapshots: number, seed: number): Promise<number[]> {
  const truth = { ...SOLID, chirality };
  const tissues = Array.from({ length: Math.min(TISSUES, snapshots) }, (_, i) => solidTissue(seed + i, truth));
  const pictures = Array.from({ length: snapshots }, (_, i) => dynamicSnapshot(tissues[i % tissues.length], truth, NOISE, seed + i));
  const outcomes = await refitted(pictures, { nudge: NUDGE, noise: 'dynamic', replicas: REFITS });
  return outcomes.map(({ bootstrap }) => {
    if (typeof bootstrap === 'string') throw new Error(bootstrap);
    return (bootstrap.corrected.chi as number) / (bootstrap.error.chi as number);
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
