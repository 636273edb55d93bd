/** docs/models.md is what the records of the models say, and a further record appears in it by itself. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { featuresPage } from '../../bench/lab/features/features.ts';
import { BlockspinError } from '../../src/core/errors.ts';
import type { Model } from '../../src/model/model.ts';
import { MODELS, SAMPLED } from '../../src/model/models.ts';
import { REPOSITORY, testWith } from '../support/needs.ts';
import { root } from '../support/root.ts';

/** Cells of a table by the first cell of a row. */
const rowOf = (page: string, first: string) =>
  page
    .split('\n')
    .find((line) => line.startsWith(`| ${first} |`))
    ?.split(/(?<!\\)\|/)
    .map((cell) => cell.trim())
    .slice(2, -1);

testWith(REPOSITORY, 'the page is that of this version', () => {
  assert.is(readFileSync(join(root, 'docs/models.md'), 'utf8'), featuresPage(MODELS), 'npm run bench -- features');
});

test('every model and every move has its row', () => {
  const page = featuresPage(MODELS);
  assert.equal(
    rowOf(page, ''),
    MODELS.map(({ name }) => `**${name}**`),
  );
  for (const { name, moves } of SAMPLED) {
    assert.ok(page.includes(`### ${name}\n`));
    for (const move of moves) assert.ok(rowOf(page, move), move);
  }
});

test('a further record appears, with what its check refuses; and a setting that it refuses in part counts as working', () => {
  const [first] = SAMPLED;
  const check = (settings: Record<string, unknown>, points: readonly number[]) => {
    const wrong = (setting: string) => new BlockspinError({ setting, expected: 'something else', got: 'this', remedy: 'leave it out' });
    if (settings.algorithm === 'heatbath' && settings.disorder !== 0) throw wrong('disorder');
    if (points.includes(Number.POSITIVE_INFINITY)) throw wrong('temperature');
    if ((settings.coupling as number) > 0 && settings.coupling !== 1) throw wrong('coupling');
  };
  const dummy: Model = { ...first, name: 'dummy', moves: ['metropolis', 'heatbath'], layouts: ['chains'], check, operators: undefined, exact: undefined };
  const page = featuresPage([...MODELS, dummy]);
  assert.is(rowOf(page, '')?.at(-1), '**dummy**');
  assert.is(rowOf(page, 'correlators in a study')?.at(-1), '–');
  const own = page.slice(page.indexOf('### dummy'));
  assert.equal(rowOf(own, 'metropolis'), ['yes', 'yes', '–', 'yes', 'yes', 'yes', '–']);
  assert.equal(rowOf(own, 'heatbath'), ['yes', 'yes', '–', 'yes', 'yes', '–', '–']);
  assert.ok(own.includes('- heatbath, `disorder`: disorder: expected something else, got this; leave it out'));
  assert.not.equal(featuresPage([...MODELS, dummy]), featuresPage(MODELS));
});

test.run();
