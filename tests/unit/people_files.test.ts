/** JSON and YAML that people write: what one parser takes in silence, and what would crash another. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseWords } from '../../native/node/words.ts';
import type { Host } from '../../src/cli/host.ts';
import { readOptions } from '../../src/cli/options.ts';
import { readStudyFile } from '../../src/cli/study_file.ts';
import { VERBS } from '../../src/cli/verbs.ts';
import { BlockspinError } from '../../src/core/errors.ts';
import type { Files } from '../../src/store/files.ts';
import { filterOf } from '../../src/store/filter_file.ts';
import { parseJson } from '../../src/store/json.ts';
import { readSites } from '../../src/store/sites_file.ts';
import { studyConfig } from '../../src/study/plan/config.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
/** One file, whatever it is called. */
const holding = (content: string | Uint8Array) => ({ read: async () => (typeof content === 'string' ? bytes(content) : content) }) as unknown as Files;
const study = (name: string, content: string | Uint8Array) => readStudyFile(holding(content), name);

async function refused(action: Promise<unknown>, message: RegExp): Promise<void> {
  const error = await action.then(
    () => assert.unreachable('it was accepted'),
    (thrown: unknown) => thrown,
  );
  assert.instance(error, BlockspinError);
  assert.match((error as Error).message, message);
}

test('JSON is read as by JSON.parse', () => {
  for (const text of ['{"a": {"b": 1}, "c": {"b": 2}, "d": ["a", "a", {"a": 1}, {"a": 1}]}', '"a:{"', '[]', '{"a\\"": 1, "a": "x\\\\"}', ' 1e3 ']) {
    assert.equal(parseJson(bytes(text)), JSON.parse(text));
  }
  const marked = Uint8Array.of(0xef, 0xbb, 0xbf, ...bytes('{"a": 1}'));
  const wide = new Uint8Array(new Uint16Array([0xfeff, ...Array.from('{"a": 1}', (letter) => letter.charCodeAt(0))]).buffer);
  for (const file of [marked, wide]) assert.equal(parseJson(file), { a: 1 });
});

test('a key twice in one object is refused, however it is written and wherever it stands', async () => {
  for (const text of ['{"a": 1, "b": 2,\n"a": 1}', '{"x": [{"a": 1, "\\u0061": 2}]}'])
    assert.throws(() => parseJson(bytes(text)), /the key "a" twice in one object/);
  assert.throws(() => parseJson(bytes('{"a": 1, "b": 2,\n"a": 1}')), /in line 2$/);
  const twice = '{"name": "dup", "train": {"steps": 600, "steps": 10}, "grid": {"temperature": 2}}';
  await refused(study('dup.json', twice), /study dup\.json: expected JSON, got the key "steps" twice in one object, in line 1; mend/);
  await refused(study('dup.yaml', 'grid: 1\ngrid: 2\n'), /study dup\.yaml: expected YAML, got Map keys must be unique/);
  await refused(readSites(holding('{"block": [0], "block": [1], "environment": [2]}'), 's.json'), /expected JSON, got the key "block" twice/);
  await refused(filterOf(holding('[{"a": 1, "a": 2}]'), 'f.json', [2, 2]), /got the key "a" twice/);
});

test('what is nested without end is refused in one line', async () => {
  const deep = (open: string, close: string) => `{"train": ${open.repeat(5000)}1${close.repeat(5000)}}`;
  await refused(study('deep.json', deep('[', ']')), /got lists and objects nested deeper than 64 levels in line 1/);
  await refused(study('deep.json', deep('{"a":', '}')), /nested deeper than 64 levels/);
  await refused(study('deep.yaml', deep('[', ']')), /nested (deeper than 64 levels|too deep)/);
  await refused(study('circle.yaml', 'train: &a\n  size: *a\n'), /nested deeper than 64 levels, or an alias of itself|alias/);
  const bomb = Array.from({ length: 9 }, (_, i) => `l${i}: &l${i} [${i === 0 ? '1, 1' : new Array(10).fill(`*l${i - 1}`).join(', ')}]`).join('\n');
  await refused(study('bomb.yaml', bomb), /alias/i);
  await refused(readSites(holding(`{"block": ${'['.repeat(5000)}`), 's.json'), /nested deeper than 64/);
  await refused(filterOf(holding('['.repeat(100_000)), 'f.json', [2, 2]), /nested deeper than 64/);
  assert.equal(await study('fine.yaml', 'a: &a [1, 2]\nb: *a\n'), { a: [1, 2], b: [1, 2] });
});

test('no control character of a file reaches the terminal', async () => {
  for (const [name, text] of [
    ['a.json', '{"a": \x1b[31m}'],
    ['a.json', '"\x1b[31m'],
    ['b.json', '[\x00'],
    ['c.yaml', '\x1b[31m'],
    ['d.yaml', '"\u0007'],
  ]) {
    const error = (await study(name, text).catch((thrown: unknown) => thrown)) as Error;
    assert.instance(error, BlockspinError);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    assert.not.match(error.message, /[\x00-\x1f\x7f]/);
  }
});

test('steps of a range that make no list are refused at once', () => {
  const grid = (temperature: unknown) => () => studyConfig({ train: { size: 8, block: 2 }, grid: { temperature, buffer: 0 } });
  assert.throws(grid({ from: 1, to: 2, step: 1e-300 }), /grid\.temperature: expected a step that makes at most 100000 values/);
  assert.throws(grid({ from: 1, to: 2, step: 1.0000001, scale: 'log' }), /a step that makes at most 100000 values/);
  assert.equal(studyConfig({ train: { size: 8, block: 2 }, grid: { temperature: { from: 1, to: 2, step: 0.5 }, buffer: 0 } }).grid.temperature, [1, 1.5, 2]);
});

test('wishes for figures are checked before anything is computed', () => {
  const config = (figures: Record<string, unknown>) => () => studyConfig({ train: { size: 8, block: 2 }, grid: { temperature: 2, buffer: [0, 1] }, figures });
  assert.throws(config({ bufer: [0] }), /figures: expected keys out of buffer, projections, pca, got bufer; did you mean buffer/);
  assert.throws(config({ buffer: 4 }), /figures\.buffer: expected one of 0, 1, or several, got 4/);
  config({ buffer: [0, 1], pca: { from: 1 } })();
});

const options = (text: string) => readOptions({ words: text.split(' '), parse: parseWords } as unknown as Host, VERBS.train.options);

test('an option is given once', () => {
  assert.throws(() => options('train --size 8 --seed 1 --size 16'), /--size: expected each option once, got --size twice; leave one of them out/);
  assert.throws(
    () => options('train --temperature 1 --temperature=2'),
    /got --temperature twice; leave one out; several values are one list: --temperature 1,2/,
  );
  assert.throws(() => options('train --json --json'), /--json twice/);
});

test('numbers are decimal', () => {
  const { given } = options('train --size 8 --temperature 1.,.5,+2e0,1E-1 --coupling -1 --seed 007');
  assert.equal([given.size, given.temperature, given.coupling, given.seed], [8, [1, 0.5, 2, 0.1], -1, 7]);
  for (const value of ['0x10', '0b1', '1_000', '1e400', '1e', 'NaN', '--8', '1,5', '\u0661']) {
    assert.throws(() => options(`train --size=${value}`), /--size: expected a decimal number, got .*; write for example --size 2/, value);
  }
  assert.throws(() => options('train --temperature 1,0x2'), /--temperature: expected decimal numbers separated by commas, or inf, got 0x2/);
});

test.run();
