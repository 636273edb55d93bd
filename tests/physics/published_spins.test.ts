/** The shipped studies of Ising spins, small, against PRE 104, 064106 (2021): R1 to R4 and R12 of docs/published.md. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { knownOfStudy } from '../../src/report/published/known.ts';
import { closeDevice } from '../support/device.ts';
import { LIMIT } from '../support/odds.ts';
import { rowsOf, smallStudy } from '../support/published.ts';

test('Ising: ln 2, the law of the decay on both sides, uniform and boundary-coupled filters, one component', async () => {
  const study = await smallStudy('ising');
  for (const { at, z } of rowsOf(study, 'R1', /ln 2/)) if (at.startsWith('T = 1.5,')) assert.ok(Math.abs(z ?? Number.NaN) < LIMIT, `${at}: z = ${z}`);
  for (const point of study.analysis.points) {
    const { temperature, buffer, information } = point;
    const known = knownOfStudy(study.analysis, point);
    // No filter may know less than the uniform one, by more than its error and a percent.
    if (known?.kind === 'uniform filter')
      assert.ok(
        information.mean > 0.99 * known.value - LIMIT * information.error,
        `T = ${temperature}, L_B = ${buffer}: ${information.mean} of ${known.value}`,
      );
  }
  const [{ note }] = rowsOf(study, 'R2', /sharpens/);
  assert.ok(Number(/by ([\d.]+) errors/.exec(note)?.[1]) > LIMIT, note);
  for (const { at, ours } of rowsOf(study, 'R3', /exponential/)) assert.match(ours, /^(much nearer to an )?exponential/, at);
  for (const { at, z } of rowsOf(study, 'R3', /zero/)) assert.ok(Math.abs(z ?? Number.NaN) < LIMIT, `${at}: z = ${z}`);
  assert.match(rowsOf(study, 'R4', /below/)[0].ours, /^uniform: L_B = 0, 1, 2, 4, 6, 8$/);
  assert.match(rowsOf(study, 'R4', /at T_c$/)[0].ours, /boundary-coupled/);
  const [peak] = rowsOf(study, 'R4', /peaks/);
  assert.ok(Math.abs(peak.z ?? Number.NaN) < 2, peak.ours);
  for (const { at, ours } of rowsOf(study, 'R12', /saturates/)) assert.is(ours, '1', at);
});

test('antiferromagnet: staggered filters, and nothing at T = 4', async () => {
  const study = await smallStudy('antiferromagnet');
  for (const { at, ours } of rowsOf(study, 'R4', /below/)) assert.is(ours, 'staggered: L_B = 0, 2, 4', at);
  assert.match(rowsOf(study, 'R4', /far above/)[0].ours, /no information: L_B = 2, 4$/);
});

test.after(closeDevice);
test.run();
