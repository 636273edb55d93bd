/** Errors name settings; each place says them in its own words, and nothing below the command line knows its options. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { help } from '../../src/cli/help.ts';
import { VERBS } from '../../src/cli/verbs.ts';
import { wordsOf } from '../../src/cli/words.ts';
import { BlockspinError, nearest } from '../../src/core/errors.ts';
import { listed, phrase, setting } from '../../src/core/phrase.ts';
import { root } from '../support/root.ts';

const train = wordsOf(VERBS.train.options);

test('errors have four parts', () => {
  const error = new BlockspinError({ who: 'this', expected: 'an even side', got: 15, remedy: 'use 16' });
  assert.is(error.message, 'this: expected an even side, got 15; use 16');
  assert.is(error.code, 'usage');
});

test('a setting is a key to the library and an option on the command line', () => {
  const remedy = phrase`use ${setting('size', 64)} or fewer ${setting('evaluationBatch')}`;
  const error = new BlockspinError({ setting: 'size', expected: phrase`less than ${2} ${setting('batch')}`, got: setting('variable', 'tanh'), remedy });
  assert.is(error.message, "size: expected less than 2 batch, got variable: 'tanh'; use size: 64 or fewer evaluationBatch");
  assert.is(error.inWords(train), '--size: expected less than 2 --batch, got --variable tanh; use --size 64 or fewer --evaluation-batch');
});

test('what is held out: chains under one name, the part of samples under another, in both words', () => {
  for (const [key, option, about] of [
    ['heldOut', '--held-out', 'N +chains per temperature'],
    ['heldOutPart', '--held-out-part', 'X +part of the samples'],
  ]) {
    assert.match(new BlockspinError({ setting: key, expected: 'a', got: 'b', remedy: 'c' }).inWords(train), `${option}: expected`);
    assert.match(help('train'), new RegExp(`  ${option} ${about}`));
  }
});

test('values in both words: lists, infinity, alternatives, flags, and settings without an option', () => {
  for (const [text, keys, options] of [
    [setting('buffer', [0, 2]), 'buffer: [0, 2]', '--buffer 0,2'],
    [setting('temperature', Number.POSITIVE_INFINITY), 'temperature: Infinity', '--temperature inf'],
    [setting('bound', 'nwj', 'js', 'dv'), "bound: 'nwj', 'js' or 'dv'", '--bound nwj, js or dv'],
    [setting('symmetry', 'flip'), "symmetry: 'flip'", '--symmetry flip'],
    [setting('bias', true), 'bias: true', '--with-bias'],
    [setting('freeze', true), 'freeze: true', 'freeze: true'],
    [listed([setting('size'), 'all', setting('batch')]), 'size, all or batch', '--size, all or --batch'],
  ] as const) {
    const error = new BlockspinError({ who: 'this', expected: text, got: 0, remedy: '' });
    assert.is(error.message, `this: expected ${keys}, got 0; `);
    assert.is(error.inWords(train), `this: expected ${options}, got 0; `);
  }
});

test('a setting of trainings is an option of the verb at hand only; what belongs to one verb is named so everywhere', () => {
  const error = new BlockspinError({ setting: 'bias', expected: setting('replicas'), got: '', remedy: setting('index', 3) });
  assert.is(error.inWords(train), '--with-bias: expected --replicas, got ; --index 3');
  assert.is(error.inWords(wordsOf(VERBS.exact.options)), '--bias: expected replicas, got ; --index 3');
  assert.is(error.inWords(wordsOf(VERBS.sample.options)), 'bias: expected replicas, got ; --index 3');
});

test('seen from a place that has settings under other keys, an error is the same but for its words', () => {
  const error = new BlockspinError({ setting: setting('size', 5), expected: phrase`no ${setting('size')}`, got: setting('size'), remedy: '', code: 'memory' });
  error.partial = [1];
  const moved = error.of((key) => `train.${key}`, 'study config');
  assert.is(moved.message, 'study config, train.size: 5: expected no train.size, got train.size; ');
  assert.is(moved.inWords(train), moved.message);
  assert.equal([moved.code, moved.partial], ['memory', [1]]);
  assert.match(moved.stack as string, moved.message);
  assert.match(moved.stack as string, 'words.test');
  const whole = new BlockspinError({ who: 'window', expected: '', got: 1, remedy: '' }).of((key) => key, 'study config');
  assert.is(whole.message, 'study config, window: expected , got 1; ');
});

/** Style sheets and colours have variables that look like options. */
const STYLE = 'report/draw/style.ts';
const STYLES = [STYLE, 'report/draw/colours.ts'];
const FLAG = /--[a-z]/;

/** Lines with an option of the command line, comments left out. */
function flags(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/[^\n]*/gm, (comment) => comment.replace(/[^\n]/g, ' '));
  return code.split('\n').filter((line) => FLAG.test(line));
}

test('nothing below the command line names one of its options', () => {
  const base = join(root, 'src');
  const files = readdirSync(base, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) =>
      relative(base, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join('/'),
    )
    .filter((file) => !/^(cli|gen)\//.test(file) && !STYLES.includes(file));
  assert.ok(files.length > 150, `${files.length} files`);
  const found = files.flatMap((file) => flags(readFileSync(join(base, file), 'utf8')).map((line) => `src/${file}: ${line.trim()}`));
  assert.equal(found, [], `\n${found.join('\n')}\n`);
  assert.ok(flags(readFileSync(join(base, STYLE), 'utf8')).length > 5, 'control: the style sheet');
});

test('control: an option in a string or a template is found, one in a comment is not', () => {
  assert.is(flags("const a = 'use --size 64';\nconst b = `--size 1`;\n// --size\n/* --size\n --size */").length, 2);
});

test('a mistyped word: the nearest one, of equally near ones that with the same beginning, and none that is far', () => {
  assert.is(nearest('sizes', ['sites', 'size']), 'size');
  assert.is(nearest('frist', ['first', 'last']), 'first');
  assert.is(nearest('potts', ['ising', 'dimers', 'chipping']), undefined);
});

test.run();
