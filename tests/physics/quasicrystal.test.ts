/**
 * Super-dimers of the Ammann-Beenker tiling by the shipped study, small: informations of 1 to 4 bits against exact ceilings, words, and null tests. Seeds
 * are those of the presets. A ceiling is exceeded by 3 errors with probability 0.0013 at each of 8 points.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { knownOfStudy } from '../../src/report/published/known.ts';
import { isAbsent } from '../../src/study/analyse/types.ts';
import { closeDevice } from '../support/device.ts';
import { type Published, rowsOf, smallStudy } from '../support/published.ts';

test.after(closeDevice);

/** Trained once for all cases. */
let trained: Promise<Published> | undefined;
const theStudy = () => {
  trained ??= smallStudy('quasicrystal');
  return trained;
};

/** Error of the ceilings across buffer 2, bits. */
const DRAWN = 0.0043;
/** Least information of 1 to 4 bits across the published buffer 3, bits: from the plan of the study, not from its results. */
const LEAST = [0.7, 1.45, 1.7, 1.9];

test('1 to 4 bits hold what the plan asks for, and never more than the exact ceilings', async () => {
  const study = await theStudy();
  const points = study.analysis.points.map(({ components, buffer, information }) => ({ components, buffer, bits: information.mean / Math.LN2 }));
  for (const { components, bits } of points.filter(({ buffer }) => buffer === 0)) assert.ok(bits > LEAST[components - 1], `${components}: ${bits} bits`);
  assert.is(rowsOf(study, 'R15', /largest/).length, 8);
  for (const point of study.analysis.points) {
    const { components, buffer, information } = point;
    const known = knownOfStudy(study.analysis, point);
    assert.is(known?.kind, 'best');
    // Ceilings across the wider buffer are means over drawn environments.
    const error = Math.hypot(information.error, buffer === 0 ? 0 : DRAWN * Math.LN2);
    assert.ok(information.mean < (known?.value ?? Number.NaN) + 3 * error, `${components}, buffer ${buffer}: ${information.mean} nats of ${known?.value}`);
  }
  // T12: less across the wider buffer, whatever H.
  for (const components of [1, 2, 3, 4]) {
    const [near, far] = [0, 2].map((buffer) => points.find((point) => point.components === components && point.buffer === buffer)?.bits ?? Number.NaN);
    assert.ok(near > far + 0.1, `${components}: ${near} and ${far} bits`);
  }
});

test('words of four bits are arcs of tips, whose order follows from E alone; super-dimers as the law has them; null tests are zero', async () => {
  const { words, nulls } = (await theStudy()).analysis;
  if (!words || isAbsent(words) || !nulls || isAbsent(nulls)) return assert.unreachable('the study has words and null tests');
  const [{ points, stars }] = words.rows;
  for (const { buffer, found } of points.filter(({ components }) => components === 4)) {
    // At least six words above 3 %, each of consecutive tips but for 3 % of its samples, and on one side of the circle.
    assert.ok(found.table.words.filter(({ frequency }) => frequency.mean > 0.03).length >= 6, `buffer ${buffer}`);
    for (const { word, runs, outside, resultant } of found.tips ?? [])
      assert.ok(runs === 1 && outside <= 0.03 && resultant >= 0.9, `word ${word}: ${resultant}`);
    assert.is(found.recovered, true);
  }
  assert.equal(
    stars.map(({ level, found }) => [level, found.violations]),
    [
      [-1, 0],
      [1, 0],
    ],
  );
  const scores = stars.flatMap(({ found }) => [...found.marginal, ...found.given.flat(2)].map(({ z }) => Math.abs(z ?? Number.NaN)));
  assert.ok(
    scores.every((z) => z < 4),
    `largest of ${scores.length} scores: ${Math.max(...scores)}`,
  );
  assert.equal(
    nulls.rows.map(({ kind, verdict }) => [kind, verdict]),
    [
      ['shuffled', 'zero'],
      ['spokes', 'zero'],
    ],
  );
});

test('the spokes of the centre know nothing of what is beyond distance 3', async () => {
  const { analysis } = await smallStudy('spokes');
  assert.is(analysis.points.length, 1);
  for (const { components, verdict, information } of analysis.points) assert.is(verdict, 'zero', `${components}: ${information.mean}`);
});

test.run();
