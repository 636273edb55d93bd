/**
 * Super-dimers of the Ammann-Beenker tiling by the shipped study, small: informations of 1 to 4 bits against exact ceilings; and the null test. Seeds
 * are those of the presets. A ceiling is exceeded by 3 errors with probability 0.0013 at each of 8 points.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { closeDevice } from '../support/device.ts';
import { rowsOf, smallStudy } from '../support/published.ts';

test.after(closeDevice);

/** Least information of 1 to 4 bits across the published buffer 3, bits: from the plan of the study, not from its results. */
const LEAST = [0.7, 1.45, 1.7, 1.9];

test('1 to 4 bits hold what the plan asks for, and never more than the exact ceilings', async () => {
  const study = await smallStudy('quasicrystal');
  const points = study.analysis.points.map(({ components, buffer, information }) => ({ components, buffer, bits: information.mean / Math.LN2 }));
  for (const { components, bits } of points.filter(({ buffer }) => buffer === 0)) assert.ok(bits > LEAST[components - 1], `${components}: ${bits} bits`);
  const ceilings = rowsOf(study, 'R15', /largest/);
  assert.is(ceilings.length, 8);
  for (const { at, z } of ceilings) assert.ok(z !== null && z < 3, `${at}: z = ${z}`);
  // T12: less across the wider buffer, whatever H.
  for (const components of [1, 2, 3, 4]) {
    const [near, far] = [0, 2].map((buffer) => points.find((point) => point.components === components && point.buffer === buffer)?.bits ?? Number.NaN);
    assert.ok(near > far + 0.1, `${components}: ${near} and ${far} bits`);
  }
});

test('the spokes of the centre know nothing of what is beyond distance 3', async () => {
  const { analysis } = await smallStudy('spokes');
  assert.is(analysis.points.length, 1);
  for (const { components, verdict, information } of analysis.points) assert.is(verdict, 'zero', `${components}: ${information.mean}`);
});

test.run();
