/** Every example of the README, of documents and of the help runs: commands in a small size, library code as it stands. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseWords } from '../../native/node/words.ts';
import type { Host } from '../../src/cli/host.ts';
import { readOptions, trainingOptions } from '../../src/cli/options.ts';
import { MAIN_JOB } from '../../src/cli/train.ts';
import { VERBS, type VerbName } from '../../src/cli/verbs.ts';
import { writeTissue } from '../../src/model/tissue/file.ts';
import { formatNpy } from '../../src/store/npy.ts';
import { trainConfig } from '../../src/train/config/config.ts';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { lastOfEach, run } from '../support/program.ts';
import { root as ROOT } from '../support/root.ts';
import { goldenPatch, meshOfPatch } from '../support/tissue.ts';
import { typeErrors } from '../support/type_errors.ts';

const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

const CHEAP = '--steps 10 --refine 2 --evaluations 1 --replicas 1 --hidden 32 --batch 16 --evaluation-batch 16'.split(' ');
/** The fewest chains: 32 to train on, 32 to validate on, 32 to evaluate on, with the least between what is evaluated: twelve sweeps of a tissue are half of its example. */
const FEW_CHAINS = '--chains 32 --validation 32 --held-out 32 --evaluation-sweeps 1'.split(' ');
/** One window and one temperature for all of them, so that most kernels are compiled once; the windows as written are checked without a run. */
const TRAINING = [...CHEAP, ...FEW_CHAINS, ...'--size 8 --block 2 --buffer 1 --shell 1 --temperature 2'.split(' ')];

/** A small honeycomb. */
const FEW_CELLS = ['--cells', '16'];
/** Two sweeps of burn-in, of 50 steps of time each, in the place of 55: of what they find only that it is printed is tested. */
const SHORT_BURN = ['--relaxations', '0.02'];

/** Options that take the place of those of an example, so that only the cost changes. */
const SMALL: Record<string, string[]> = {
  start: TRAINING,
  train: TRAINING,
  sample: ['--size', '8', '--samples', '4', '--chains', '32', '--burn', '16', '--spacing', '2'],
  exact: [],
  design: '--cutoff 4 --grid 0 --shells 2 --population 4 --generations 2'.split(' '),
  words: '--chains 32 --samples 4'.split(' '),
  infer: '--nudge 1 --steps 10 --inner 2 --starts 1 --replicas 2 --time 1'.split(' '),
  coarsen: '--temperature 2 --buffer 1 --chains 32 --samples 2'.split(' '),
  // Measured in earnest by bench.test.ts.
  bench: ['--list'],
  doctor: [],
};

/** What asks for adapters, and whatever has no verb, is run as a process; the rest on one device, which compiles once. */
const ALONE = ['doctor', '--help'];
test.after(closeDevice);

const examplesIn = (text: string) => [...text.matchAll(/^npx blockspin (.*?)\s*(?:#.*)?$/gm)].map((match) => match[1]);
const fromReadme = examplesIn(readme);
const makesData = (line: string) => line.startsWith('sample') && /--out \S+\.npy/.test(line);
/** Those of a document that are not in the README, and what makes files for them. */
const fromDocument = (name: string) =>
  examplesIn(readFileSync(join(ROOT, 'docs', name), 'utf8')).filter((line) => makesData(line) || !fromReadme.includes(line));
const fromStudies = fromDocument('studies.md');
const fromOwnData = fromDocument('own-data.md');
const fromExactValues = fromDocument('exact-values.md');
const fromSamplers = fromDocument('samplers.md');
const fromGraphs = fromDocument('graphs.md');
/** Its trainings take minutes: program/deflation runs them in a small size. */
const fromOperators = fromDocument('operators.md').filter((line) => !line.startsWith('train'));
const fromDesign = fromDocument('design.md');
const fromGraphExamples = fromDocument('graph-examples.md');
const fromInfer = fromDocument('infer.md');
const graphExamples = readFileSync(join(ROOT, 'docs/graph-examples.md'), 'utf8');
const fromEvolution = fromDocument('evolution.md');
const fromGraphModels = fromDocument('samplers-graphs.md');
const fromTissue = fromDocument('tissue.md');
/** Its studies train for minutes: tests/physics/quasicrystal.test.ts runs them. */
const fromQuasicrystal = fromDocument('quasicrystal.md').filter((line) => !line.startsWith('study'));
/** Its studies train for up to two minutes: tests/unit/docs.test.ts plans them. */
const fromOrder = fromDocument('order.md').filter((line) => line.startsWith('exact'));
/** Programs that documents show. They are run first, because they write files that the examples read. */
const programs: Record<string, string> = Object.fromEntries(
  ['docs/own-data.md', 'docs/graphs.md', 'docs/graph-examples.md', 'docs/evolution.md', 'docs/tissue.md'].map((name) => [
    name,
    programIn(readFileSync(join(ROOT, name), 'utf8')),
  ]),
);
const fromHelp = Object.values(VERBS).flatMap(({ examples }) => examples.map((line) => line.replace(/^npx blockspin /, '')));

test('there are examples to run', () => {
  assert.ok(
    fromReadme.length >= 4 &&
      fromStudies.length >= 5 &&
      fromOwnData.length >= 2 &&
      fromExactValues.length >= 1 &&
      fromOrder.length >= 2 &&
      fromQuasicrystal.length >= 3 &&
      fromHelp.length >= 6,
  );
});

/** Files are as large as the windows cut from them; those who print JSON choose the algorithm by measuring, which costs most, the others do not. */
function sampling(words: string[]): string[] {
  const size = words.includes('--out') && !words.includes('dimers') ? ['--size', '16'] : [];
  const chosen = ['--json', '--algorithm', '--model', '--data'].some((word) => words.includes(word));
  return chosen ? size : [...size, '--algorithm', 'metropolis'];
}

/** The patch of 66 nodes where worms would move on 482, in all trainings but the one whose patch is found by itself. */
const smallerPatch = (words: string[]) =>
  words.includes('ammann-beenker:2') && !words.includes('auto') ? ['--graph', 'ammann-beenker:1', '--level', '0'] : [];

/** What makes an example cheap. Data are as large as their file, most graphs as they are. */
function smaller(words: string[]): string[] {
  if (words[0] === 'exact' && words.includes('--graph')) return [];
  // One buffer, so that most kernels are those of other examples.
  if (words.includes('--graph'))
    return words[0] === 'train'
      ? [...CHEAP, ...FEW_CHAINS, ...(words.includes('--buffer') ? ['--buffer', '0'] : []), ...smallerPatch(words)]
      : ['--samples', '4', '--chains', '32'];
  if (words.includes('--data')) return words[0] === 'train' ? CHEAP : [];
  if (words.includes('tissue'))
    return words[0] === 'train'
      ? [...CHEAP, ...FEW_CHAINS, ...FEW_CELLS, ...SHORT_BURN]
      : [...FEW_CELLS, ...'--samples 3 --chains 32 --burn 1 --spacing 1'.split(' ')];
  const precise = words.includes('--error') ? ['--error', '0.1'] : [];
  // A generation has several candidates.
  if (words.includes('--optimizer')) precise.push('--replicas', '6');
  if (words[0] === 'sample') precise.push(...sampling(words));
  // With quenched bonds every place is summed over, and each takes as long as the one of the pure model.
  const places = words[0] === 'exact' && words.includes('--disorder') ? ['--block', '1'] : [];
  // With filters of two components a temperature takes two seconds.
  if (words[0] === 'exact' && words.includes('--components')) precise.push('--temperature', '2.269185');
  return [...(SMALL[words[0]] ?? []), ...precise, ...places, ...(words[0] === 'train' && words.includes('dimers') ? ['--temperature', 'inf'] : [])];
}

/** The words that are run for an example. */
const wordsOf = (line: string) => {
  const words = line.split(/\s+/);
  return lastOfEach([...words, ...smaller(words)]);
};

const ran = new Set<string>();
/** Whether an example is, in its small size, one that was run before: it reads and writes no file, and its options are the same in another order. */
function isRun(line: string): boolean {
  if (!/^(train|exact|sample)\b/.test(line) || /--(out|data|edges|known|resume)\b|\.\w{3,4}\b(?!\d)/.test(line.replace(/\d\.\d+/g, ''))) return false;
  const options = wordsOf(line)
    .join(' ')
    .split(/ (?=--)/)
    .sort()
    .join(' ');
  const before = ran.has(options);
  ran.add(options);
  return before;
}

for (const line of [...fromReadme, ...fromStudies, ...fromHelp].filter((one) => /^(start|train)\b/.test(one) && !/--data|--graph|--centre/.test(one))) {
  test(`a training that can be: npx blockspin ${line}`, () => {
    const words = line.split(/\s+/);
    const { given } = readOptions({ words, parse: parseWords } as unknown as Host, VERBS[words[0] as VerbName].options);
    trainConfig({ ...(words[0] === 'start' ? MAIN_JOB : {}), ...trainingOptions(given) });
  });
}

// One folder for each text, since later examples use files of earlier ones; the help goes by verb.
/** Lines of the help that a document runs: they need no second run, unless later lines of the help use their files. */
const inDocuments = [
  fromOwnData,
  fromExactValues,
  fromSamplers,
  fromGraphs,
  fromGraphExamples,
  fromGraphModels,
  fromOrder,
  fromOperators,
  fromDesign,
  fromTissue,
  fromInfer,
].flat();
const repeated = (line: string) => /^(train|exact|words|infer|operators|design)\b|^plan operators /.test(line) && inDocuments.includes(line);
const restOfHelp = fromHelp.filter((line) => !fromReadme.includes(line) && !repeated(line)).sort((a, b) => Number(makesData(b)) - Number(makesData(a)));
const texts = {
  README: fromReadme,
  'docs/studies.md': fromStudies,
  'docs/own-data.md': fromOwnData,
  'docs/exact-values.md': fromExactValues,
  'docs/samplers.md': fromSamplers,
  'docs/order.md': fromOrder,
  'docs/graphs.md': fromGraphs,
  'docs/operators.md': fromOperators,
  'docs/design.md': fromDesign,
  'docs/graph-examples.md': fromGraphExamples,
  'docs/samplers-graphs.md': fromGraphModels,
  'docs/quasicrystal.md': fromQuasicrystal,
  'docs/evolution.md': fromEvolution,
  'docs/tissue.md': fromTissue,
  'docs/infer.md': fromInfer,
  help: restOfHelp,
};
for (const [where, lines] of Object.entries(texts)) {
  const folder = mkdtempSync(join(tmpdir(), 'blockspin-example-'));
  // What `bench --out before.jsonl` would have written, were it measured here.
  writeFileSync(
    join(folder, 'shots.npy'),
    formatNpy({ shape: [96, 4, 4], data: Float32Array.from({ length: 1536 }, (_, i) => (i % 16 === 5 ? Number.NaN : (i * i) % 3)) }),
  );
  writeFileSync(join(folder, 'graph.json'), '{ "edges": [[0, 1], [1, 2], [2, 3], [3, 4], [4, 0]] }');
  // Where a tissue is sampled, the example writes that file itself.
  if (where !== 'docs/tissue.md') writeFileSync(join(folder, 'tissue.json'), writeTissue({ mesh: meshOfPatch(goldenPatch()), values: {}, parameters: {} }));
  writeFileSync(join(folder, 'before.jsonl'), '{"format": "blockspin-bench-1"}\n');
  if (where in programs) {
    test(`${where}: its program runs as it stands`, async () => {
      const { status, stderr } = await runProgram(programs[where], where.replace(/\W/g, '-'), folder);
      assert.is(status, 0, stderr);
    });
  }
  for (const line of lines.filter((one) => !isRun(one))) {
    test(`${where}: npx blockspin ${line}`, async () => {
      const words = line.split(/\s+/);
      const { code, out, err } = await (ALONE.includes(words[0]) ? run : inside)(wordsOf(line), { cwd: folder });
      assert.is(code, 0, err);
      if (words.includes('--json')) JSON.parse(out);
      else assert.ok(out.length > 100);
      if (where === 'docs/graph-examples.md') for (const value of informationsOf(out)) assert.ok(graphExamples.includes(value), `${value} is stated there`);
    });
  }
  test.after(() => rmSync(folder, { recursive: true, force: true }));
}

/** Exact informations that were printed, in the digits of the document. */
function informationsOf(out: string): string[] {
  return [...out.matchAll(/I\(V:E\) +([\d.]+) nats/g)].map(([, nats]) => Number(nats).toFixed(4));
}

/** The program in TypeScript that a document shows. */
function programIn(text: string): string {
  const source = /```ts\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  assert.ok(source.includes("from 'blockspin'"));
  return source;
}

async function runProgram(source: string, name: string, cwd: string) {
  // Inside the repository, so that the package finds itself by its name.
  const folder = join(ROOT, 'dist/example');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, (await transform(source, { loader: 'ts', format: 'esm' })).code);
  return spawnSync(process.execPath, [file], { cwd, encoding: 'utf8' });
}

test('the library example of the README runs as it stands and says what it should', async () => {
  const { status, stdout, stderr } = await runProgram(programIn(readme), 'readme', ROOT);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /energy per site -1\.[45]\d\d ± 0\.0\d\d J/);
  assert.match(stdout, /I\(H:E\) = 0\.\d+ ± 0\.\d+ nats, (uniform|boundary|mixed) filter/);
});

test('library examples satisfy the published types, and a misspelt key does not', () => {
  const source = programIn(readme);
  const folder = join(ROOT, 'dist/example');
  mkdirSync(folder, { recursive: true });
  const wrong = source.replace('replicas: 2', 'replicsa: 2');
  assert.not.equal(wrong, source);
  // One run of the compiler for all files.
  const files = Object.entries({ readme: source, ...programs, wrong }).map(([name, text]) => {
    const file = join(folder, `${name.replace(/\W/g, '-')}.ts`);
    writeFileSync(file, text);
    return file;
  });
  const errors = typeErrors(...files).match(/^\S.*: error .*/gm) ?? [];
  assert.ok(errors.length > 0 && errors.every((line) => /wrong\.ts\(.*replicsa/.test(line)), errors.join('\n'));
});

test.run();
