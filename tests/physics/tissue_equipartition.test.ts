/**
 * Small fluctuations of a solid honeycomb are those of independent oscillators: in the direction of an eigenvector of the stiffness matrix the
 * variance is D / (λ (1 - λ dt / 2)), whose last factor is that of Euler steps. 62 modes of 16 cells, 64 chains with 8 measurements each, 20 units of
 * time apart, which is four relaxation times of the softest mode. About 10 processor-seconds.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { TissueChains } from '../../src/model/tissue/chains.ts';
import { modes } from '../../src/model/tissue/jacobian.ts';
import { tissue } from '../../src/model/tissue/model.ts';
import { type TissueSettings, tissueParameters } from '../../src/model/tissue/options.ts';
import { startMesh } from '../../src/model/tissue/start.ts';
import { closeDevice, scoped } from '../support/device.ts';

test.after(closeDevice);

const SHAPE = 3.5;
const NOISE = 1e-6;
const MEASUREMENTS = 8;
const noProgress = async () => {};

test(
  'equipartition: every mode of a honeycomb has its variance D / λ',
  scoped(async (scope) => {
    const defaults = Object.fromEntries(Object.entries(tissue.settings).map(([key, schema]) => [key, schema.parse(undefined)]));
    const settings = { ...(defaults as unknown as TissueSettings), cells: 16, noise: NOISE };
    const chains = new TissueChains(scope, { settings, points: [SHAPE, SHAPE], seed: 2026 });
    const mesh = startMesh(settings);
    const { values, vectors } = modes(mesh, tissueParameters(settings, SHAPE));
    assert.ok(values[1] < 1e-9 && values[2] > 0.2);
    const range = { first: 0, groups: 2 };
    await chains.advance(range, 40, noProgress);
    const squares = new Float64Array(values.length);
    for (let n = 0; n < MEASUREMENTS; n++) {
      await chains.advance(range, 20, noProgress);
      for (const { positions } of await chains.meshes(range)) {
        for (let k = 2; k < values.length; k++) {
          let x = 0;
          for (let i = 0; i < positions.length; i++) x += vectors.get(i, k) * (positions[i] - mesh.positions[i]);
          squares[k] += x * x;
        }
      }
    }
    const samples = 64 * MEASUREMENTS;
    /** Scores of all modes, if the noise had another amplitude and modes the stiffnesses of others. */
    const scores = (noise: number, of = (k: number) => k) =>
      Array.from(values.subarray(2), (_, k) => {
        const stiffness = values[of(k + 2)];
        const expected = noise / (stiffness * (1 - (stiffness * settings.timeStep) / 2));
        return (squares[k + 2] / samples / expected - 1) / Math.sqrt(2 / samples);
      });
    const sum = (of: readonly number[]) => of.reduce((a, b) => a + b, 0) / Math.sqrt(of.length);
    const found = scores(NOISE);
    // 62 modes with odds of 7e-6 each, and their sum with 6e-5: together below 5e-4.
    assert.ok(
      found.every((z) => Math.abs(z) < 4.5),
      `largest ${Math.max(...found.map(Math.abs))}`,
    );
    assert.ok(Math.abs(sum(found)) < 4, String(sum(found)));
    assert.ok(Math.abs(sum(scores(1.1 * NOISE))) > 4, 'control: a noise a tenth larger');
    assert.not.ok(
      scores(NOISE, (k) => values.length + 1 - k).every((z) => Math.abs(z) < 4.5),
      'control: stiffnesses in the opposite order',
    );
  }),
);

test.run();
