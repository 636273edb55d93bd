/** Names of models stand in src/model alone: everything else looks models up. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MODELS } from '../../src/model/models.ts';
import { root } from '../support/root.ts';

/** Files whose texts may name models, each with its reason. */
const EXCEPT: Readonly<Record<string, string>> = {
  'study/plan/presets/names.ts': 'presets are studies of a model each',
  'study/plan/presets/settings.ts': 'presets are studies of a model each',
  'study/plan/presets/full.ts': 'presets are studies of a model each',
  'study/plan/presets/small.ts': 'presets are studies of a model each',
  'study/plan/presets/quick.ts': 'presets are studies of a model each',
  'analysis/filters/patterns.ts': 'patterns on bonds have the words of the papers on dimers',
  'analysis/words/super_dimers.ts': 'super-dimers are what the papers call them, whatever the model',
  'report/words/figures.ts': 'the same, and a clock is a circle of words',
  'report/words/text.ts': 'a clock is a circle of words',
  'report/study/words_section.ts': 'super-dimers and clocks, too',
  'report/study/page.ts': 'super-dimers, too',
  'cli/word_figures.ts': 'super-dimers, too',
  'lab/catalogue.ts': 'the models of a page, each with its own slider and picture',
  'exact/ising.ts': "'xy' are two axes there",
  'cli/exact.ts': 'exact solutions of certain models',
  'cli/exact_options.ts': 'exact solutions of certain models',
  'cli/exact_systems.ts': 'exact solutions of certain models',
  'cli/exact_help.ts': 'exact solutions of certain models',
};
/** Folders likewise. */
const EXCEPT_FOLDERS: Readonly<Record<string, string>> = {
  'model/': 'the records themselves',
  'report/published/': 'statements that were published of certain models',
  'gen/': 'made from the shaders, which have the folders of src',
};

/** Also their singulars; 'data' is the name of a setting as well, and a common word. */
const WORDS = MODELS.map(({ name }) => name).filter((name) => name !== 'data');
const NAME = new RegExp(`\\b(${WORDS.flatMap((word) => [word, word.replace(/s$/, '')]).join('|')})\\b`, 'i');

const PIECE = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;
/** What an import names is a file. */
const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*)$/;

/** Strings and templates with the name of a model in them, as 'file:line: text'. */
function named(file: string, text: string): string[] {
  return [...text.matchAll(PIECE)].flatMap((match) => {
    const [piece] = match;
    const comment = piece.startsWith('/');
    if (comment || IMPORT.test(text.slice(Math.max(0, match.index - 20), match.index)) || !NAME.test(piece)) return [];
    return [`src/${file}:${text.slice(0, match.index).split('\n').length}: ${piece}`];
  });
}

function sources(): string[] {
  const base = join(root, 'src');
  return readdirSync(base, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) =>
      relative(base, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join('/'),
    )
    .sort();
}

const excepted = (file: string) => Object.hasOwn(EXCEPT, file) || Object.keys(EXCEPT_FOLDERS).some((folder) => file.startsWith(folder));

test('no text outside of src/model names a model', () => {
  const found = sources()
    .filter((file) => !excepted(file))
    .flatMap((file) => named(file, readFileSync(join(root, 'src', file), 'utf8')));
  assert.equal(found, [], `\n${found.join('\n')}\n`);
});

test('every exception is needed', () => {
  const files = sources();
  for (const file of Object.keys(EXCEPT)) assert.ok(named(file, readFileSync(join(root, 'src', file), 'utf8')).length > 0, file);
  for (const folder of Object.keys(EXCEPT_FOLDERS)) {
    const inside = files.filter((file) => file.startsWith(folder)).flatMap((file) => named(file, readFileSync(join(root, 'src', file), 'utf8')));
    assert.ok(inside.length > 0, folder);
  }
});

for (const line of [
  "if (chains.model === 'ising') return 1;",
  'const title = `the Ising model`;',
  "const from = 'free dimers';",
  "const help = 'chipping: rate w';",
]) {
  test(`control: ${line}`, () => assert.is(named('report/study/words.ts', line).length, 1));
}

test('control: imports, comments and other words are let through', () => {
  const lines = ["import { ising } from './ising/model.ts';", '// of dimers', '/* the Ising model */', "const word = 'surprising';", "const key = 'data';"];
  assert.equal(named('a.ts', lines.join('\n')), []);
});

test.run();
