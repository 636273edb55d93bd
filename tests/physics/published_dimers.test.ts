/** The shipped study of dimers, small, against PRL 127, 240603 and PRE 104, 064106 (2021): R5, R7, R11 and R12 of docs/published.md. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { closeDevice } from '../support/device.ts';
import { LIMIT } from '../support/odds.ts';
import { rowsOf, smallStudy } from '../support/published.ts';

test('ln 4, plaquettes below T_BKT and electric fields above, two components', async () => {
  const study = await smallStudy('dimers');
  const ordered = rowsOf(study, 'R5', /ln 4/).find(({ at }) => at.startsWith('T = 0.3,'));
  assert.ok(Math.abs(ordered?.z ?? Number.NaN) < LIMIT, ordered?.ours);
  const shares = (claim: RegExp) => rowsOf(study, 'R7', claim).map(({ ours }) => [...ours.matchAll(/(\d+) %/g)].map(([, part]) => Number(part)));
  for (const [columnar, staggered] of shares(/below/)) assert.ok(columnar > 10 * staggered, `${columnar} %, ${staggered} %`);
  for (const [columnar, staggered] of shares(/high T/)) assert.ok(staggered > 2 * columnar, `${columnar} %, ${staggered} %`);
  for (const { at, ours } of rowsOf(study, 'R12', /saturates/)) if (/^T = 0\.[35],/.test(at)) assert.is(ours, '2', at);
  const [dimension] = rowsOf(study, 'R11', /dimension/);
  assert.ok(Math.abs(dimension.z ?? Number.NaN) < LIMIT, dimension.ours);
});

test.after(closeDevice);
test.run();
