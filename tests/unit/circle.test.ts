/** Directions of filters on their circle, from made-up studies whose answers are known; the table of docs/published.md. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { anglesOf } from '../../bench/lab/circle/angles.ts';
import { readCircle, withCircle } from '../../bench/lab/circle/page.ts';
import { VARIANTS } from '../../bench/lab/circle/variants.ts';
import { dimerOperators } from '../../src/analysis/filters/patterns.ts';
import { studyConfig } from '../../src/study/plan/config.ts';
import { close } from '../support/close.ts';
import { mix } from '../support/ensembles.ts';
import { REPOSITORY, testWith } from '../support/needs.ts';
import { root } from '../support/root.ts';
import { madeStudy } from '../support/study_data.ts';

const TIGHT = { atol: 1e-12, rtol: 0 };
const { fields } = dimerOperators(4);
const degrees = (angle: number) => (angle * Math.PI) / 180;

/** Forty runs in two cells; a run without an angle stayed on the plateau. */
function study(angle: (run: number) => number | undefined, information: (angle: number) => number = () => 0.1) {
  const runs = 40;
  const input = { train: { model: 'dimers', size: 32, block: 4, shell: 2 }, grid: { temperature: [15], buffer: [2], components: [1] }, runs, runsPerCell: 20 };
  return madeStudy(input, ({ run }) => {
    const at = angle(run);
    return {
      information: information(at ?? 0),
      error: 0.001,
      filter: [mix(Math.cos(at ?? 0), fields[0], Math.sin(at ?? 0), fields[1])],
      status: at === undefined ? ('plateau' as const) : ('ok' as const),
    };
  }).data;
}

test('all directions, the fields, the diagonals between them', () => {
  const even = anglesOf(
    study((run) => degrees(9 * run + 1)),
    20,
  );
  close([even.cos.mean, even.sin.mean, even.radius.mean, even.information.mean], [0, 0, 1, 0.1], TIGHT, 'even');
  close([even.cos.error], [1 / Math.sqrt(2 * 39)], { atol: 1e-3, rtol: 0 }, 'error');
  assert.ok(even.pCells > 0.99, `two cells with all directions: ${even.pCells}`);
  const along = anglesOf(
    study((run) => degrees(90 * run)),
    20,
  );
  close([along.cos.mean, along.cos.error, along.sin.mean], [1, 0, 0], { atol: 1e-7, rtol: 0 }, 'along the fields');
  const between = anglesOf(
    study((run) => degrees(90 * run + 45)),
    20,
  );
  close([between.cos.mean, between.sin.mean], [-1, 0], { atol: 1e-7, rtol: 0 }, 'along the diagonals');
});

test('cells that prefer different directions differ; runs without a filter do not count', () => {
  const { pCells, cos, found, cells } = anglesOf(
    study((run) => (run === 0 ? undefined : degrees(run < 20 ? 0 : 45))),
    20,
  );
  assert.is(found, 39);
  assert.equal(
    cells.map((cell) => cell.found),
    [19, 20],
  );
  assert.ok(pCells < 1e-6, `${pCells}`);
  close([cos.mean], [(19 - 20) / 39], TIGHT, 'mean');
});

test('information that depends on the direction', () => {
  const { anisotropy } = anglesOf(
    study(
      (run) => degrees(7 * run),
      (angle) => 0.1 - 0.003 * Math.cos(4 * angle),
    ),
    20,
  );
  close([anisotropy.cos4.mean, anisotropy.cos4.error], [-0.003, 0], TIGHT, 'cos 4θ');
  const mirrored = anglesOf(
    study(
      (run) => degrees(9 * run),
      (angle) => 0.1 + 0.002 * Math.sin(2 * angle),
    ),
    20,
  );
  close([mirrored.anisotropy.sin2.mean, mirrored.anisotropy.cos4.mean, mirrored.mirror.mean], [0.002, 0, 0], TIGHT, 'sin 2θ');
});

test('turns from a common start, of filters of either sign', () => {
  const { turned } = anglesOf(
    study((run) => degrees(22.5 + 10 + 2 * (run % 2) - 1 + 180 * (run % 3))),
    20,
    degrees(22.5),
  );
  close([turned?.mean ?? Number.NaN, turned?.spread ?? Number.NaN], [10, Math.sqrt(40 / 39)], { atol: 1e-9, rtol: 0 }, 'degrees');
});

test('every variant is a study, and begins where it says', () => {
  for (const { name, study: input, start } of VARIANTS) {
    const { train } = studyConfig(input);
    assert.is((train as { filter?: number[] }).filter === undefined, start === undefined, name);
  }
});

testWith(REPOSITORY, 'the table of the page is made from the stored lines', () => {
  const text = readFileSync(join(root, 'docs/published.md'), 'utf8');
  const file = 'circle-lavapipe.jsonl';
  const lines = readCircle(file, readFileSync(join(root, 'bench/results', file), 'utf8'));
  assert.is(withCircle(text, lines), text, 'npm run bench -- circle makes it anew');
  assert.ok(withCircle(text, lines.slice(1)) !== text);
  assert.throws(() => readCircle(file, '{}\n'), /expected lines of bench -- circle/);
});

test.run();
