/** Fits on the GPU: several k and starts side by side, force matching among them; a snapshot by the dynamics. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fitAll, type Job } from '../../src/infer/fit.ts';
import type { Fitted } from '../../src/infer/parameters.ts';
import { comeToRest } from '../../src/infer/rest.ts';
import { dynamicSnapshots } from '../../src/infer/snapshots.ts';
import { modes } from '../../src/model/tissue/jacobian.ts';
import { PLAIN } from '../../src/model/tissue/parameters.ts';
import { closeDevice, scoped } from '../support/device.ts';
import { golden, goldenPatch, meshOfPatch } from '../support/tissue.ts';

test.after(closeDevice);

const none = async () => {};
const BOTH: readonly Fitted[] = ['P0', 'chi'];
/** Areas differ: regular hexagons are at rest whatever the parameters. */
const TRUTH = { ...PLAIN, shape: 3.55, chirality: 0.2, smoothing: 0.03, area: golden.perturbed_growth.parameters.A0 as number[] };
const start = meshOfPatch(goldenPatch());

test(
  'P0 and chi of a tissue at rest are approached from two starts under a nudge and by force matching; states are at rest',
  scoped(async (_, device) => {
    const { mesh, found } = comeToRest(start, start.positions, TRUTH, 0);
    assert.ok(found);
    const jobs = [2, Number.POSITIVE_INFINITY].flatMap((nudge) =>
      [
        [3.5, 0],
        [3.65, 0.3],
      ].map(([shape, chirality]): Job => ({ observed: mesh, nudge, start: { ...TRUTH, shape, chirality } })),
    );
    const ends = await fitAll(device, jobs, { fitted: BOTH, steps: 200, rate: 0.02, inner: 8, progress: none });
    for (const [i, { values, loss, residual, finite, positions }] of ends.entries()) {
      const words = `k = ${jobs[i].nudge}: ${values}, loss ${loss}, ${residual} left`;
      assert.ok(finite && residual < 1e-5, words);
      assert.ok(Math.abs(values[0] - 3.55) < 0.02 && Math.abs(values[1] - 0.2) < 0.05, words);
      assert.ok(jobs[i].nudge === 2 || positions.every((x, j) => x === mesh.positions[j]), 'vertices rest where forces are matched');
    }
  }),
);

test(
  'snapshots by the dynamics spread as D over stiffness',
  scoped(async (_, device) => {
    const parameters = { ...TRUTH, chirality: 0 };
    const { mesh } = comeToRest(start, start.positions, parameters, 0);
    const D = 1e-6;
    const sources = Array.from({ length: 24 }, () => ({ mesh, parameters, amplitude: D }));
    const snapshots = await dynamicSnapshots(device, sources, { time: 4, seed: 2, progress: none });
    const { values, vectors } = modes(mesh, parameters);
    // The stiffest quarter of the modes, which are in equilibrium soon. Euler steps of 0.4 over the largest stiffness move them up to a quarter too much.
    let [sum, count] = [0, 0];
    for (let m = 36; m < 48; m++) {
      for (const snapshot of snapshots) {
        const along = snapshot.positions.reduce((all, x, i) => all + (x - mesh.positions[i]) * vectors.get(i, m), 0);
        sum += (along * along * values[m]) / D;
        count += 1;
      }
    }
    // 288 squares of normal numbers: the mean is known to 0.083; four times this.
    const mean = sum / count;
    assert.ok(mean > 1 - 0.33 && mean < 1.25 + 0.33, `${mean}`);
  }),
);

test.run();
