/**
 * "How to add" of ARCHITECTURE.md, followed literally in a copy of the sources: a model, an observable, a bound, a critic, a coarse
 * variable and a quantity of studies. The copy compiles, and the new names are wherever a user looks for them.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ADDITIONS, type Addition } from '../support/additions.ts';
import { root } from '../support/root.ts';

const COPIED = ['src', 'shaders', 'tsconfig.json', 'package.json', 'native/setup/shaders.mjs', 'bench/lab/features/features.ts', 'bench/lab/markdown.ts'];
const copy = mkdtempSync(join(tmpdir(), 'blockspin-add-'));
const architecture = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
const howToAdd = architecture.slice(architecture.indexOf('## How to add'), architecture.indexOf('## Rooms beside'));

test.before(() => {
  for (const file of COPIED) cpSync(join(root, file), join(copy, file), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
});
test.after(() => rmSync(copy, { recursive: true, force: true }));

/** The sentences from a bold name to the next one, or to the end of its bullet. */
function bullet(name: string): string {
  const begin = howToAdd.indexOf(`**${name}**`);
  assert.ok(begin >= 0, `ARCHITECTURE.md says how to add: ${name}`);
  return howToAdd.slice(begin + 2).split(/\*\*[A-Z]|\n- |\n\n/)[0];
}

/** Files that bullets name, and folders, which end in a slash. */
function named({ bullets, names }: Addition): string[] {
  const paths = bullets.flatMap((name) => [...bullet(name).matchAll(/`((?:src|shaders)\/[^`]+)`/g)].map(([, path]) => path));
  return paths.map((path) => path.replace(/<(\w+)>/g, (placeholder, name) => names[name] ?? placeholder));
}

/** Puts text into a file of the copy; what it is put before occurs once. */
function put(file: string, before: string, text: string): void {
  const parts = readFileSync(join(copy, file), 'utf8').split(before);
  assert.is(parts.length, 2, `${file}: "${before}" occurs once`);
  writeFileSync(join(copy, file), parts.join(`${text}${before}`));
}

/** Makes an addition; returns the files it touched. */
function add({ files, lists }: Addition): string[] {
  for (const [file, content] of Object.entries(files)) {
    const target = join(copy, file);
    assert.not.ok(existsSync(target), `${file} is new`);
    mkdirSync(dirname(target), { recursive: true });
    const text =
      typeof content === 'string'
        ? content
        : content.words.reduce((all, [word, other]) => all.replaceAll(word, other), readFileSync(join(root, content.from), 'utf8'));
    writeFileSync(target, text);
  }
  for (const [file, { imports, puts }] of Object.entries(lists)) {
    if (imports !== undefined) put(file, readFileSync(join(copy, file), 'utf8').match(/^import .*/m)?.[0] ?? '', `${imports}\n`);
    for (const { before, text } of puts) put(file, before, text);
  }
  return [...Object.keys(files), ...Object.keys(lists)];
}

for (const [kind, addition] of Object.entries(ADDITIONS)) {
  test(`a ${kind}: at most ${addition.most} files, each named by ARCHITECTURE.md; of files that exist only lines of a list`, () => {
    const touched = add(addition);
    assert.ok(touched.length <= addition.most, touched.join(', '));
    const allowed = named(addition);
    for (const file of touched)
      assert.ok(
        allowed.some((path) => path === file || (path.endsWith('/') && file.startsWith(path))),
        `${file} of ${allowed.join(', ')}`,
      );
    for (const file of Object.keys(addition.lists)) {
      const before = readFileSync(join(root, file), 'utf8').split('\n');
      const after = readFileSync(join(copy, file), 'utf8').split('\n');
      const changed = before.filter((line) => !after.includes(line));
      const further = after.filter((line) => !before.includes(line));
      assert.ok(changed.length <= 1 && further.length <= 2, `${file}: ${further.join('\n')}`);
    }
  });
}

/** Looks at the copy as users would. */
const PROBE = `
import { featuresPage } from './bench/lab/features/features.ts';
import { BOUNDS, PAIR_BOUNDS } from './src/bound/bounds.ts';
import { VARIABLE_NAMES } from './src/coarse/variables.ts';
import { help } from './src/cli/help.ts';
import { PAIR_CRITICS } from './src/critic/critics.ts';
import { spinObservables } from './src/model/ising/observables.ts';
import { MODELS, modelNamed } from './src/model/models.ts';
import { ARRAY_NAMES } from './src/study/cells/arrays.ts';
import { studyConfig } from './src/study/plan/config.ts';
import { studyJsonSchema } from './src/study/plan/json.ts';
import { planStudy } from './src/study/plan/plan.ts';
import { trainConfig } from './src/train/config/config.ts';

const series = { spacing: 1, values: [Float64Array.of(1, 2, 3), Float64Array.of(2, 2, 5)] };
const window = { size: 8, block: 2, buffer: 1, shell: 1 };
console.log(JSON.stringify({
  models: MODELS.map(({ name }) => name),
  bounds: Object.keys(BOUNDS),
  pairs: PAIR_BOUNDS,
  variables: VARIABLE_NAMES,
  critics: PAIR_CRITICS,
  config: trainConfig({ ...window, model: 'dummy', bound: 'dummy', dummy: 0.25, critic: 'dummy', pull: 3 }),
  continuous: trainConfig({ ...window, variable: 'dummy' }),
  same: modelNamed('dummy') === trainConfig({ ...window, model: 'dummy' }).model,
  help: { train: help('train'), sample: help('sample') },
  schema: studyJsonSchema(),
  cells: planStudy(studyConfig({ train: { ...window, buffer: undefined, model: 'dummy' }, grid: { buffer: [1], pull: [0, 1] } })).cells.length,
  observable: spinObservables({ energy: series, magnetisation: series, staggered: series, structure: series }, 2, { sites: 4, coupling: 1 }).dummy_square.mean,
  arrays: ARRAY_NAMES,
  features: featuresPage(MODELS),
}));
`;

/** Words that a schema allows for a key, wherever it stands. */
function valuesOf(schema: unknown, key: string): unknown[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([name, inner]) => [...(name === key ? ((inner as { enum?: unknown[] }).enum ?? []) : []), ...valuesOf(inner, key)]);
}

test('it compiles, by the compiler of `npm run check`', async () => {
  const { generateShaders } = (await import(pathToFileURL(join(copy, 'native/setup/shaders.mjs')).href)) as {
    generateShaders(root: string): Promise<string[]>;
  };
  assert.ok((await generateShaders(copy)).includes('bound/dummy'));
  const include = ['src/train/train.ts', 'src/study/cells/cell.ts', 'src/cli/train.ts', 'src/cli/sample.ts'];
  writeFileSync(join(copy, 'tsconfig.add.json'), JSON.stringify({ extends: './tsconfig.json', include: [], files: [...include, 'src/gpu/wgsl_reflect.d.ts'] }));
  const words = [join(root, 'node_modules/@typescript/native/bin/tsc'), '--project', 'tsconfig.add.json', '--checkers', '1'];
  const { status, stdout } = spawnSync(process.execPath, words, { cwd: copy, encoding: 'utf8' });
  assert.equal(status, 0, stdout);
});

test('the new names are in the lists, the settings, the help, the schema, the store and the table of features', async () => {
  writeFileSync(join(copy, 'probe.ts'), PROBE);
  const outfile = join(copy, 'probe.mjs');
  const define = { BLOCKSPIN_VERSION: '"0"' };
  await build({
    entryPoints: [join(copy, 'probe.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    define,
  });
  const { status, stdout, stderr } = spawnSync(process.execPath, [outfile], { cwd: copy, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  const found = JSON.parse(stdout);
  for (const list of ['models', 'bounds', 'pairs', 'variables', 'critics'] as const) assert.ok(found[list].includes('dummy'), list);
  const { model, bound, critic, pull, dummy } = found.config;
  assert.equal([model, bound, critic, pull, dummy], ['dummy', 'dummy', 'dummy', 3, 0.25]);
  assert.ok(found.same);
  assert.is(found.continuous.variable, 'dummy');
  for (const verb of ['train', 'sample'] as const) assert.match(found.help[verb], /--pull X +.*how hard nothing is pulled/);
  const schema = JSON.stringify(found.schema);
  for (const text of ['"pull"', '"dummy"', 'how hard nothing is pulled']) assert.ok(schema.includes(text), text);
  for (const key of ['bound', 'critic', 'variable']) assert.ok(valuesOf(found.schema, key).includes('dummy'), key);
  assert.match(found.help.train, /--dummy X +from 0, which is NWJ/);
  for (const option of ['model', 'bound', 'critic', 'variable']) assert.match(found.help.train, new RegExp(`--${option} NAME .*\\bdummy\\b`));
  assert.is(found.cells % 2, 0);
  assert.is(found.observable, (14 + 33) / 6);
  assert.ok(found.arrays.includes('dummy_error'));
  assert.match(found.features, /\| \*\*dummy\*\* \|/);
  assert.match(found.features, /### dummy\n\n\| move \|.*`pull` \|.*\n.*\n\| standstill \| yes \|/);
});

test('control: a file that ARCHITECTURE.md does not name is found out', () => {
  const { bound } = ADDITIONS;
  assert.not.ok(named(bound).includes('src/train/config/estimator.ts'));
  assert.equal(named(bound).sort(), ['shaders/bound/dummy.wgsl', 'src/bound/bounds.ts', 'src/bound/dummy.ts']);
});

test.run();
