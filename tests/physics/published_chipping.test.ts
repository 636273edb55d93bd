/** The shipped study of chipping, small, against PRE 104, 064106 (2021), fig. 12: R13 of docs/published.md. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { closeDevice } from '../support/device.ts';
import { LIMIT } from '../support/odds.ts';
import { rowsOf, smallStudy } from '../support/published.ts';

test('the mass of the block at every rate, and two levels', async () => {
  const study = await smallStudy('chipping');
  const [{ ours }] = rowsOf(study, 'R13', /averages/);
  assert.ok(Number(/at least ([\d.]+)/.exec(ours)?.[1]) > 0.95, ours);
  const [{ note }] = rowsOf(study, 'R13', /saturates/);
  assert.ok(Number(/by ([\d.]+) errors/.exec(note)?.[1]) > LIMIT, note);
  for (const { temperature, information } of study.analysis.points) assert.ok(information.mean > 0.07, `w = ${temperature}: ${information.mean}`);
});

test.after(closeDevice);
test.run();
