/** Reports over one value of the control parameter, one buffer or one number of components say what they show, and not that it is a curve. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { byWords, overWords } from '../../src/report/draw/words.ts';
import { figures } from '../../src/report/run/figures.ts';
import { reportFiles } from '../../src/report/run/report.ts';
import { studyReportFiles } from '../../src/report/study/report.ts';
import { analyse } from '../../src/study/analyse/analyse.ts';
import { isingStudy, madeStudy } from '../support/study_data.ts';
import { madeUpResults, textOf } from './results_fixture.ts';

const T = { noun: 'temperature', symbol: 'T' };
/** What only several values of the parameter allow to say. Curves against steps, distances or samples are others. */
const CURVE =
  /against (temperature|T\b|chipping rate)|by temperature|one series per buffer|and buffer[:;]|the largest (information|value)|widest buffer|largest I\b|steepest/i;

test('axes by which values are told: those that have several', () => {
  assert.is(byWords({ temperature: [1, 2], buffer: [0, 2] }), ', by temperature and buffer');
  assert.is(byWords({ temperature: [1, 1], buffer: [0, 2] }), ', by buffer');
  assert.is(byWords({ temperature: [1], buffer: [0] }), '');
});

test('an axis in words: several values, one, infinity, an unknown one', () => {
  assert.is(overWords(T, [1.8, 2.5]), ' against temperature');
  assert.is(overWords(T, [1.8, 1.8]), ' at T = 1.8');
  assert.is(overWords(T, ['inf']), ' at T = ∞');
  assert.is(overWords(T, ['unknown']), '');
  assert.is(overWords({ noun: 'chipping rate', symbol: 'w' }, [1, 2]), ' against chipping rate');
});

/** Titles, captions and descriptions of all figures of a run. */
const wordsOf = (results: ReturnType<typeof madeUpResults>) =>
  figures(results).flatMap(({ title, caption, spec }) => [title, caption, (spec as { description?: string }).description ?? '']);

test('a run at one temperature and one buffer: no figure and no sentence speaks of a curve', async () => {
  const one = madeUpResults({ temperature: [1.8], buffer: [2] });
  assert.ok(wordsOf(one).includes('Information at T = 1.8'));
  for (const words of wordsOf(one)) assert.not.match(words, CURVE);
  assert.not.match(textOf((await reportFiles(one))['report.html']), CURVE);
  const buffers = wordsOf(madeUpResults({ temperature: [1.8] }));
  assert.ok(buffers.some((words) => /^Held-out mutual information at T = 1\.8, one series per buffer: /.test(words)));
  // Of several temperatures it is a curve.
  const many = wordsOf(madeUpResults());
  assert.ok(many.includes('Information against temperature'));
  assert.ok(many.filter((words) => CURVE.test(words)).length >= 3);
});

async function pageOf({ data, config }: ReturnType<typeof madeStudy>): Promise<string> {
  const files = await studyReportFiles(data, analyse(data, {}), config);
  return textOf(
    Object.entries(files)
      .flatMap(([path, content]) => (/\.(html|svg)$/.test(path) ? [content] : []))
      .join('\n'),
  );
}

test('a study of one temperature and one buffer: neither; of several: both', async () => {
  const alone = await pageOf(isingStudy({ grid: { temperature: [1.8], buffer: [2] } }, 3));
  assert.match(alone, /Information at T = 1\.8/);
  assert.match(alone, /no more: the information is 0\.6900\(10\) nats, 99\.5 % of ln 2 \(1 bit\), at T = 1\.8 across a buffer of 2\./);
  assert.not.match(alone, CURVE);
  const several = await pageOf(isingStudy({}, 3));
  assert.match(several, /Information against temperature/);
  assert.match(several, /the largest information is/);
});

test('a study of one temperature without information: its value, not the largest', async () => {
  const made = madeStudy({ name: 'made-up', train: { size: 64, block: 4, shell: 2 }, grid: { temperature: [4], buffer: [0, 2] }, runs: 2 }, ({ run }) => ({
    information: 0.0002,
    error: 0.001,
    filter: [Array.from({ length: 16 }, (_, i) => Math.sin(i + 3 * run))],
  }));
  const page = await pageOf(made);
  assert.match(page, /no information is found: the value, 0\.0002\(10\) nats, is consistent with zero/);
  assert.not.match(page, /the largest (information|value)|largest I\b/);
});

test.run();
